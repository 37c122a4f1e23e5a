import { setTimeout as delay } from 'node:timers/promises';

/** Waiting that always ends: with the time that was asked for, or with the scan. */

/** Waits at least `ms` milliseconds, or until `signal` aborts. Says whether the whole time has passed. */
export async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    // Timers may fire a fraction of a millisecond early; a request must not.
    await delay(Math.ceil(ms) + 1, undefined, { signal });
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

/** Runs `work` with a signal that aborts after `ms` milliseconds or together with `parent`. */
export async function withinTime<T>(
  ms: number,
  parent: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const timer = setTimeout(stop, ms);
  parent.addEventListener('abort', stop, { once: true });
  if (parent.aborted) stop();
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    parent.removeEventListener('abort', stop);
  }
}

/** Resolves to false when `signal` aborts. */
export function whenAborted(signal: AbortSignal): Promise<false> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(false);
    else signal.addEventListener('abort', () => resolve(false), { once: true });
  });
}

/** `work`, or a rejection as soon as `signal` aborts. For work that knows no signals; its late result is dropped. */
export async function unlessAborted<T extends object>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const first = await Promise.race([work, whenAborted(signal)]);
  if (first === false) throw new DOMException('aborted', 'AbortError');
  return first;
}
