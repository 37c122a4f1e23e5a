import type { ConversationReference } from 'botbuilder';
import type { OutboxItem } from '../../workflows/watch-ports.js';
import type { CardMessage } from '../card-renderer.js';
import { describeError } from '../describe-error.js';
import { referenceIn } from './conversation.js';
import type { DeliveryDependencies } from './outbox-delivery.js';
import { isSpent, settleAttempt, type Settlement } from './outcome.js';
import type { RateLimit } from './rate-limit.js';
import type { SingleAttempt } from './single-attempt.js';

/**
 * One claimed message: rendered from the store, recorded as begun, sent with one request, settled. Rejects only when the
 * store is out of order; then its lease ends the claim.
 */

/** Longer than rendering and one attempt together can take. */
export const LEASE_MS = 60_000;

export interface ItemDependencies extends DeliveryDependencies {
  readonly limit: RateLimit;
  /** Messages that the connector says are gone, so that the next attempt does not ask again. */
  readonly gone: Set<string>;
}

type Prepared =
  | { readonly kind: 'ready'; readonly reference: ConversationReference; readonly message: CardMessage }
  /** The conversation is not known any more: the bot was removed. */
  | { readonly kind: 'noConversation' }
  | { readonly kind: 'noTopic' }
  | { readonly kind: 'failed'; readonly error: unknown };

async function prepare(deps: ItemDependencies, item: OutboxItem): Promise<Prepared> {
  try {
    const conversation = await deps.conversations.findConversation(item.conversationId);
    if (conversation === undefined) return { kind: 'noConversation' };
    const message = await deps.render(item.topic);
    if (message === undefined) return { kind: 'noTopic' };
    return { kind: 'ready', reference: referenceIn(conversation, conversation.id), message };
  } catch (error) {
    // Expected: the store failed. A card that cannot be rendered ends here too: the others behind it must get through.
    return { kind: 'failed', error };
  }
}

function messageKey({ conversationId, messageId }: OutboxItem): string {
  return JSON.stringify([conversationId, messageId]);
}

function logSettlement(
  { logger }: ItemDependencies,
  item: OutboxItem,
  attempt: SingleAttempt,
  { outcome }: Settlement,
) {
  if (attempt.kind === 'accepted') return;
  const fields = { itemId: item.id, topic: item.topic.kind, attempts: item.attempts + 1, ...attempt.cause };
  if (outcome.kind === 'dead') logger.error('conversation is gone', fields);
  else if (outcome.kind === 'delivered' && attempt.kind === 'refused') logger.info('card is gone', fields);
  else if (outcome.kind === 'delivered') logger.error('message counts as delivered without an answer', fields);
  else logger.warn('message put off', { ...fields, error: outcome.error, nextAttemptAt: outcome.nextAttemptAt });
}

async function settle(deps: ItemDependencies, item: OutboxItem, isEdit: boolean, attempt: SingleAttempt) {
  const settlement = settleAttempt(item, isEdit, attempt, { now: deps.clock.now(), random: deps.random() });
  const { outcome, pauseUntil, isMessageGone } = settlement;
  if (pauseUntil !== undefined) deps.limit.pause(item.conversationId, pauseUntil);
  if (isMessageGone) deps.gone.add(messageKey(item));
  else if (outcome.kind !== 'retry') deps.gone.delete(messageKey(item));
  logSettlement(deps, item, attempt, settlement);
  await deps.outbox.settle(item.id, outcome);
}

async function send(
  deps: ItemDependencies,
  item: OutboxItem,
  { reference, message }: Extract<Prepared, { kind: 'ready' }>,
): Promise<void> {
  const { outbox, sender, clock, logger } = deps;
  const editedId = item.messageId !== null && !deps.gone.has(messageKey(item)) ? item.messageId : undefined;
  if (editedId === undefined && item.editsOnly) {
    await outbox.settle(item.id, { kind: 'delivered', messageId: null, at: new Date(clock.now()).toISOString() });
    return;
  }
  if (editedId === undefined && isSpent(item)) {
    logger.error('message counts as delivered without an answer', { itemId: item.id, topic: item.topic.kind });
    await outbox.settle(item.id, { kind: 'delivered', messageId: null, at: new Date(clock.now()).toISOString() });
    return;
  }
  await outbox.begin(item.id);
  const attempt = await (editedId === undefined
    ? sender.post(reference, message)
    : sender.edit(reference, editedId, message));
  await settle(deps, item, editedId !== undefined, attempt);
}

export async function deliverItem(deps: ItemDependencies, item: OutboxItem, leaseUntil: number): Promise<void> {
  const { outbox, clock } = deps;
  const prepared = await prepare(deps, item);
  // A process that was asleep for so long may find somebody else at the same message.
  if (clock.now() >= leaseUntil) return;
  switch (prepared.kind) {
    case 'ready':
      return send(deps, item, prepared);
    case 'noConversation':
      return outbox.settle(item.id, { kind: 'dead', error: 'CONVERSATION_UNKNOWN' });
    case 'noTopic': {
      const at = new Date(clock.now()).toISOString();
      return outbox.settle(item.id, { kind: 'delivered', messageId: item.messageId, at });
    }
    case 'failed':
      // Counted as an attempt, so that it waits longer each time.
      await outbox.begin(item.id);
      return settle(deps, item, false, { kind: 'notSent', cause: describeError(prepared.error) });
  }
}
