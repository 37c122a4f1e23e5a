import type { ScanProgress } from '../../workflows/ports.js';

/** Counts the reads of one scan for whoever waits. The total only grows: groups turn out to be needed on the way. */

export interface ProgressMeter {
  /** More reads have turned out to be needed. */
  readonly expect: (more: number) => void;
  /** One read came to an end. */
  readonly advance: (resource: string) => void;
}

export function startProgress(onProgress: ((progress: ScanProgress) => void) | undefined): ProgressMeter {
  let done = 0;
  let total = 0;
  return {
    expect: (more) => {
      total += more;
    },
    advance: (resource) => {
      done += 1;
      onProgress?.({ done, total, resource });
    },
  };
}
