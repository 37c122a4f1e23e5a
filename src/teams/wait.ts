import { setTimeout } from 'node:timers/promises';
import type { Wait } from './bot-options.js';

/** Time that passes: the real timer behind `Wait`, and a deadline for promises that may never settle. */

export const waitForReal: Wait = async (milliseconds, signal) => {
  try {
    await setTimeout(milliseconds, undefined, { ...(signal && { signal }) });
  } catch (error) {
    // The one expected rejection: the signal ended the wait early, as it is meant to.
    if (!signal?.aborted) throw error;
  }
};

/** The result of `work`, or `late` when it takes longer. `work` goes on; its later rejection is not unhandled. */
export async function withDeadline<T, L>(work: Promise<T>, milliseconds: number, wait: Wait, late: L): Promise<T | L> {
  const enough = new AbortController();
  try {
    return await Promise.race([work, wait(milliseconds, enough.signal).then(() => late)]);
  } finally {
    enough.abort();
  }
}
