import type { Conversation } from '../../workflows/ports.js';
import type { BotOptions } from '../bot-options.js';

/** Where the bot says what concerns everybody. */

/** The kind that most people read comes first; the next one only serves where there is none of it. */
const WIDEST_FIRST: readonly Conversation['kind'][] = ['channel', 'groupChat', 'personal'];

/** Every channel the bot is in, or else its group chats, or else its personal chats. Empty: it is nowhere. */
export async function findSharedPlaces({
  conversations,
  allowedTenantId,
}: Pick<BotOptions, 'conversations' | 'allowedTenantId'>): Promise<readonly Conversation[]> {
  const all = await conversations.listConversations(allowedTenantId);
  const widest = WIDEST_FIRST.find((kind) => all.some((conversation) => conversation.kind === kind));
  return all.filter(({ kind }) => kind === widest);
}
