import type { Clock } from '../../src/workflows/ports.js';
import type { Wait } from '../../src/teams/bot-options.js';

/** Time that passes only when a test says so. Whoever waits is woken when its moment has come, in order. */

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export interface FakeTime {
  readonly clock: Clock;
  readonly wait: Wait;
  /** How long each wait was asked to take, in milliseconds, in order. */
  readonly waits: readonly number[];
  readonly advance: (milliseconds: number) => void;
  /** Resolves as soon as somebody has asked to wait for exactly so long. */
  untilWait(milliseconds: number): Promise<void>;
}

export function createFakeTime(start = '2026-03-02T09:00:00.000Z'): FakeTime {
  let now = Date.parse(start);
  let sleepers: Sleeper[] = [];
  const waits: number[] = [];
  const watchers = new Set<() => void>();

  const wait: Wait = (milliseconds, signal) =>
    new Promise((resolve) => {
      waits.push(milliseconds);
      for (const check of watchers) check();
      if (signal?.aborted) resolve();
      signal?.addEventListener('abort', () => resolve(), { once: true });
      sleepers.push({ at: now + milliseconds, wake: resolve });
    });

  return {
    clock: { now: () => now },
    wait,
    waits,
    advance(milliseconds) {
      now += milliseconds;
      const due = sleepers.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
      sleepers = sleepers.filter(({ at }) => at > now);
      for (const { wake } of due) wake();
    },
    untilWait(milliseconds) {
      return new Promise((resolve) => {
        const check = () => {
          if (!waits.includes(milliseconds)) return;
          watchers.delete(check);
          resolve();
        };
        watchers.add(check);
        check();
      });
    },
  };
}
