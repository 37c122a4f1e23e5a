import type { DeliveryOutcome, OutboxItem } from '../../workflows/watch-ports.js';
import type { SingleAttempt } from './single-attempt.js';

/**
 * What one attempt means for a message of the outbox. Delivered at least once and seen once: a new message whose answer was
 * lost is repeated one time at most, an edit as often as it takes, because the same edit twice looks like once.
 */

/** New messages whose end nobody knows: one more could be a second duplicate. */
const MAX_UNKNOWN = 2;

const TRANSIENT = { firstMs: 1_000, longestMs: 5 * 60_000 };
/** What the connector will not take is rarely taken a moment later; the next version of the bot may render it anew. */
const LASTING = { firstMs: 60_000, longestMs: 60 * 60_000 };

/** The longest wait that the other side can ask for: an alert must not be silenced for a day by one header. */
const LONGEST_RETRY_AFTER_MS = 60 * 60_000;
/** Spreads those who were all told to come back at the same time. */
const RETRY_AFTER_JITTER_MS = 1_000;

interface AttemptMoment {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** 0 ≤ value < 1. */
  readonly random: number;
}

export interface Settlement {
  readonly outcome: DeliveryOutcome;
  /** Throttled: nothing else should be sent to the conversation before, in milliseconds since the epoch. */
  readonly pauseUntil?: number;
  /** The message to edit is not there any more: the next attempt posts anew. */
  readonly isMessageGone?: true;
}

/** Whether a new message may have arrived twice already, so that it is not sent again. */
export function isSpent({ unknownAttempts }: Pick<OutboxItem, 'unknownAttempts'>): boolean {
  return unknownAttempts >= MAX_UNKNOWN;
}

/** Half fixed, half random, doubling with every attempt. */
function backoffMs({ firstMs, longestMs }: typeof TRANSIENT, attempts: number, random: number): number {
  const full = Math.min(firstMs * 2 ** Math.min(attempts, 20), longestMs);
  return full / 2 + (full / 2) * random;
}

function retryAt(delayMs: number, isUnknown: boolean, error: string, now: number): DeliveryOutcome {
  const nextAttemptAt = new Date(Math.ceil(now + delayMs)).toISOString();
  return { kind: 'retry', nextAttemptAt, isUnknown, error };
}

/** Nothing more is to be done, and there is no message to remember. */
function endedAt(now: number): DeliveryOutcome {
  return { kind: 'delivered', messageId: null, at: new Date(now).toISOString() };
}

/** 412 is how the service says that it was busy with the same conversation. */
const isTransient = (status: number) => status === 412 || status === 429 || status >= 500;

function settleRefusal(
  item: OutboxItem,
  isEdit: boolean,
  { status, retryAfterMs }: Extract<SingleAttempt, { kind: 'refused' }>,
  { now, random }: AttemptMoment,
): Settlement {
  const error = `CONNECTOR_${status}`;
  const isThrottled = status === 429 || (status === 403 && retryAfterMs !== undefined);
  if (status === 403 && !isThrottled) return { outcome: { kind: 'dead', error } };
  if (status === 404 && !isEdit) return { outcome: { kind: 'dead', error } };
  if (status === 404 && item.editsOnly) return { outcome: endedAt(now) };
  if (status === 404) return { outcome: retryAt(0, false, error, now), isMessageGone: true };
  const backoff = backoffMs(isThrottled || isTransient(status) ? TRANSIENT : LASTING, item.attempts, random);
  const asked = retryAfterMs === undefined ? undefined : Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS);
  const delayMs = asked === undefined ? backoff : Math.max(asked + RETRY_AFTER_JITTER_MS * random, backoff);
  const outcome = retryAt(delayMs, false, error, now);
  return isThrottled ? { outcome, pauseUntil: now + delayMs } : { outcome };
}

/**
 * What becomes of `item` after `attempt`, which was an edit or a new message. `item` is as it was claimed, without this
 * attempt.
 */
export function settleAttempt(
  item: OutboxItem,
  isEdit: boolean,
  attempt: SingleAttempt,
  moment: AttemptMoment,
): Settlement {
  const { now, random } = moment;
  const backoff = backoffMs(TRANSIENT, item.attempts, random);
  switch (attempt.kind) {
    case 'accepted':
      return { outcome: { kind: 'delivered', messageId: attempt.activityId, at: new Date(now).toISOString() } };
    case 'refused':
      return settleRefusal(item, isEdit, attempt, moment);
    case 'notSent':
      return { outcome: retryAt(backoff, false, 'CONNECTOR_UNREACHABLE', now) };
    case 'lost':
      if (!isEdit && isSpent({ unknownAttempts: item.unknownAttempts + 1 })) {
        return { outcome: endedAt(now) };
      }
      return { outcome: retryAt(backoff, !isEdit, 'CONNECTOR_SILENT', now) };
  }
}
