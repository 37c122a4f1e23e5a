import type { AlertEvent } from './alert.js';

/** A conversation that was told things and cannot be reached any more, as an alert for the others: E20 of the event table. */

export interface LostConversation {
  readonly conversationId: string;
  /** `channel`, `groupChat`, `personal`; null: not known. */
  readonly kind: string | null;
  /** Who subscribed it, and when, ISO 8601 UTC. */
  readonly subscribedBy: string;
  readonly subscribedAt: string;
  /** For how Teams said so: `CONNECTOR_403`, `CONNECTOR_404`, `REMOVED`. */
  readonly reason: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** The same for one loss however often it is noticed, for example the ID of the message that was refused. */
  readonly key: string;
}

const KINDS: ReadonlyMap<string, string> = new Map([
  ['channel', 'channel'],
  ['groupChat', 'group chat'],
  ['personal', 'personal chat'],
]);

const REASONS: ReadonlyMap<string, string> = new Map([
  ['CONNECTOR_403', 'Teams does not let the bot write there: it was removed or blocked'],
  ['CONNECTOR_404', 'Teams does not know the conversation any more: it was deleted, or the bot was removed'],
  ['REMOVED', 'the bot was removed there, or the conversation was deleted'],
]);

export function lostConversationEvent(lost: LostConversation): AlertEvent {
  const { conversationId, subscribedBy, subscribedAt, reason, at, key } = lost;
  const kind = KINDS.get(lost.kind ?? '') ?? 'conversation';
  const name = `The ${kind} that ${subscribedBy} subscribed`;
  const why = REASONS.get(reason) ?? reason;
  return {
    kind: 'E20',
    severity: 'high',
    subject: { type: 'tenant', id: conversationId, name },
    at,
    sourceId: `conversation:${conversationId}:${key}`,
    summary: `${name} no longer hears of anything: ${why}. Add the bot there again, or send "subscribe" in another conversation that people read.`,
    facts: [
      { label: 'Conversation', value: kind },
      { label: 'Subscribed by', value: subscribedBy },
      { label: 'Subscribed', value: subscribedAt },
      { label: 'Reason', value: why },
      { label: 'Conversation ID', value: conversationId },
    ],
    actor: null,
    drillId: null,
  };
}
