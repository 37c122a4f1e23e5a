import type { Conversation } from '../../workflows/ports.js';
import type { SubscriptionKind } from '../../workflows/watch-ports.js';
import type { BotOptions } from '../bot-options.js';

/** Where the bot says what concerns everybody. */

/** The kind that most people read comes first; the next one only serves where there is none of it. */
const WIDEST_FIRST: readonly Conversation['kind'][] = ['channel', 'groupChat', 'personal'];

export type PlaceDependencies = Pick<BotOptions, 'conversations' | 'allowedTenantId' | 'watching'>;

/** Those of `all` that have subscribed to the kind. */
async function subscribedAmong(
  { watching }: PlaceDependencies,
  all: readonly Conversation[],
  kind: SubscriptionKind,
): Promise<readonly Conversation[]> {
  if (!watching) return [];
  const subscriptions = await Promise.all(all.map(({ id }) => watching.subscriptions.findSubscription(id)));
  return all.filter((_, index) => subscriptions[index]?.kinds.includes(kind) === true);
}

/**
 * The conversations that have subscribed to the kind. While there is none, every channel the bot is in, or else its group
 * chats, or else its personal chats. Empty: it is nowhere.
 */
export async function findSharedPlaces(
  deps: PlaceDependencies,
  kind: SubscriptionKind,
): Promise<readonly Conversation[]> {
  const all = await deps.conversations.listConversations(deps.allowedTenantId);
  const subscribed = await subscribedAmong(deps, all, kind);
  if (subscribed.length > 0) return subscribed;
  const widest = WIDEST_FIRST.find((kind) => all.some((conversation) => conversation.kind === kind));
  return all.filter(({ kind }) => kind === widest);
}
