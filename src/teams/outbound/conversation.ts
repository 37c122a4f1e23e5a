import type { Activity, ConversationReference } from 'botbuilder';
import type { Conversation } from '../../workflows/ports.js';

/**
 * Where the bot can speak, taken from verified activities only. Two forms: the full reference for the conversation at
 * hand, and the small one that is stored, without names and without the thread.
 */

/** A copy that outlives the turn; the SDK takes its context away when the turn ends. */
export function referenceOf(activity: Activity): ConversationReference {
  const { conversation, recipient, from, channelId, serviceUrl, locale } = activity;
  return {
    conversation: { ...conversation },
    bot: { ...recipient },
    user: { ...from },
    channelId,
    serviceUrl,
    ...(locale !== undefined && { locale }),
  };
}

/** In a channel each thread has its own conversation ID; the channel is what precedes `;messageid=`. */
export function withoutThread(conversationId: string): string {
  const [channel = conversationId] = conversationId.split(';messageid=', 1);
  return channel;
}

function kindOf(conversation: Activity['conversation']): Conversation['kind'] {
  switch (conversation.conversationType) {
    case 'personal':
    case 'groupChat':
    case 'channel':
      return conversation.conversationType;
    default:
      return conversation.isGroup ? 'groupChat' : 'personal';
  }
}

/** Whether nobody but one person reads along. */
export function isPersonal({ conversation }: Pick<Activity, 'conversation'>): boolean {
  return kindOf(conversation) === 'personal';
}

/** The way into `conversationId`, which is `stored` or one of its threads. */
export function referenceIn(stored: Conversation, conversationId: string): ConversationReference {
  // Written by `conversationOf`, and by nobody else.
  const reference = JSON.parse(stored.reference) as ConversationReference;
  return { ...reference, conversation: { ...reference.conversation, id: conversationId } };
}

/** The conversation of `activity` as it is stored: enough to speak there again, and no names. */
export function conversationOf(activity: Activity, tenantId: string): Conversation {
  const { conversation, recipient, from, channelId, serviceUrl, locale } = activity;
  const id = withoutThread(conversation.id);
  const kind = kindOf(conversation);
  const reference = {
    conversation: { id, conversationType: kind, isGroup: kind !== 'personal', tenantId },
    bot: { id: recipient.id },
    // In a personal chat the user belongs to the address; elsewhere it is merely who spoke last.
    ...(kind === 'personal' && { user: { id: from.id } }),
    channelId,
    serviceUrl,
    ...(locale !== undefined && { locale }),
  };
  return { id, tenantId, kind, reference: JSON.stringify(reference) };
}
