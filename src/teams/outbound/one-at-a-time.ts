/** Keeps works that concern the same thing from overlapping: what looks first and acts then must not do so twice at once. */

/** Runs `work` when everything before it under the same key has ended, well or not. Rejects as `work` does. */
export type OneAtATime = (key: string, work: () => Promise<void>) => Promise<void>;

export function createOneAtATime(): OneAtATime {
  const last = new Map<string, Promise<void>>();
  return async (key, work) => {
    const mine = (last.get(key) ?? Promise.resolve()).then(work);
    // What goes wrong is told to the one who asked for it, not to the next in line.
    const ended = mine.then(
      () => undefined,
      () => undefined,
    );
    last.set(key, ended);
    try {
      await mine;
    } finally {
      if (last.get(key) === ended) last.delete(key);
    }
  };
}
