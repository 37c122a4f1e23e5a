import type { Logger, Wait } from './bot-options.js';
import { describeError } from './describe-error.js';

/** Work that outlives the turn it was started in. Every such promise is kept here, so that stopping can wait for it. */

export interface Background {
  /** Runs `work` behind the turn. The promise never rejects: what goes wrong is logged under `what`. */
  run(what: string, work: () => Promise<void>): Promise<void>;
  /** Waits until nothing is left, for at most so many milliseconds. Says whether everything was done. */
  settle(milliseconds: number, wait: Wait): Promise<boolean>;
}

export function createBackground(logger: Logger): Background {
  const running = new Set<Promise<void>>();

  async function logged(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      // Nobody is left to answer to: a bug or a store that failed ends in the log.
      logger.error('work behind a turn failed', { what, ...describeError(error) });
    }
  }

  async function drained(): Promise<true> {
    while (running.size > 0) await Promise.all(running);
    return true;
  }

  return {
    run(what, work) {
      const promise = logged(what, work).finally(() => running.delete(promise));
      running.add(promise);
      return promise;
    },
    async settle(milliseconds, wait) {
      const enough = new AbortController();
      const expired = wait(milliseconds, enough.signal).then(() => false);
      const done = await Promise.race([drained(), expired]);
      enough.abort();
      return done;
    },
  };
}
