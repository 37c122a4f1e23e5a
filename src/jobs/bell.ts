import { setTimeout } from 'node:timers/promises';

/** Resolves after so many milliseconds, or as soon as the signal aborts. */
export type Wait = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

export const waitForReal: Wait = async (milliseconds, signal) => {
  try {
    await setTimeout(milliseconds, undefined, { ...(signal && { signal }) });
  } catch (error) {
    // The one expected rejection: the signal ended the wait early, as it is meant to.
    if (!signal?.aborted) throw error;
  }
};

/** A sleep that others can cut short. Ringing while nobody sleeps makes the next sleep end at once. */
export interface Bell {
  ring(): void;
  sleep(milliseconds: number): Promise<void>;
}

export function createBell(wait: Wait): Bell {
  let ringing = new AbortController();
  const mute = (): void => {
    ringing = new AbortController();
  };
  return {
    ring: () => ringing.abort(),
    async sleep(milliseconds) {
      const { signal } = ringing;
      if (!signal.aborted) await wait(milliseconds, signal);
      mute();
    },
  };
}
