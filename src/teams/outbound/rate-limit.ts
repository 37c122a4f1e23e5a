/**
 * How often the bot may write, counted in requests. Token buckets, so sized that no stretch of time, wherever it begins,
 * holds more than Teams allows: a bucket lets through at most its capacity plus what flows in meanwhile.
 */

interface Bucket {
  readonly capacity: number;
  readonly perSecond: number;
}

/**
 * Teams allows a bot 7 requests in a second, 8 in two, 60 in thirty and 1,800 in an hour in one conversation. These let
 * through at most 6, 7, 35 and 1,720; the rest is for answers to people, which do not wait here.
 */
const PER_CONVERSATION: readonly Bucket[] = [
  { capacity: 5, perSecond: 1 },
  { capacity: 100, perSecond: 0.45 },
];

/** Teams allows 50 a second in one tenant, and has said 30; at most 30 get through here. */
const IN_ALL: readonly Bucket[] = [{ capacity: 10, perSecond: 20 }];

/** Forgives what is lost in rounding. */
const ONE = 1 - 1e-9;

interface Meter {
  /** When the next request may leave, in milliseconds since the epoch. */
  readyAt(now: number): number;
  isFull(now: number): boolean;
  take(now: number): void;
}

function createMeter(buckets: readonly Bucket[], now: number): Meter {
  let levels: readonly number[] = buckets.map(({ capacity }) => capacity);
  let at = now;
  const levelsAt = (moment: number) => {
    const seconds = Math.max(0, moment - at) / 1000;
    return buckets.map(({ capacity, perSecond }, index) =>
      Math.min(capacity, (levels[index] ?? 0) + seconds * perSecond),
    );
  };
  return {
    readyAt(moment) {
      const waits = levelsAt(moment).map((level, index) =>
        level >= ONE ? 0 : ((1 - level) / (buckets[index]?.perSecond ?? 1)) * 1000,
      );
      return moment + Math.ceil(Math.max(...waits));
    },
    isFull: (moment) => levelsAt(moment).every((level, index) => level >= (buckets[index]?.capacity ?? 0)),
    take(moment) {
      levels = levelsAt(moment).map((level) => level - 1);
      at = Math.max(at, moment);
    },
  };
}

/** Every `now` is in milliseconds since the epoch; a decision takes one for all its questions. */
export interface RateLimit {
  /** When anything may be sent at all: `now` itself where that is now. */
  readyAt(now: number): number;
  /** Conversations in which nothing may be sent now, and until when. */
  held(now: number): ReadonlyMap<string, number>;
  /** Counts one request. */
  take(conversationId: string, now: number): void;
  /** Nothing is sent to the conversation before `until`: the connector asked for it. */
  pause(conversationId: string, until: number): void;
}

export function createRateLimit(startedAt: number): RateLimit {
  const inAll = createMeter(IN_ALL, startedAt);
  const meters = new Map<string, Meter>();
  const pauses = new Map<string, number>();

  /** What says nothing any more is dropped: a bot may be in thousands of conversations. */
  function forgetIdle(now: number): void {
    for (const [id, meter] of meters) if (meter.isFull(now)) meters.delete(id);
    for (const [id, until] of pauses) if (until <= now) pauses.delete(id);
  }

  return {
    readyAt: (now) => inAll.readyAt(now),
    held(now) {
      forgetIdle(now);
      const held = new Map(pauses);
      for (const [id, meter] of meters) {
        const readyAt = Math.max(meter.readyAt(now), pauses.get(id) ?? 0);
        if (readyAt > now) held.set(id, readyAt);
      }
      return held;
    },
    take(conversationId, now) {
      const meter = meters.get(conversationId) ?? createMeter(PER_CONVERSATION, now);
      meters.set(conversationId, meter);
      meter.take(now);
      inAll.take(now);
    },
    pause(conversationId, until) {
      pauses.set(conversationId, Math.max(until, pauses.get(conversationId) ?? 0));
    },
  };
}
