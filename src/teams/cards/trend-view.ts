import type { ScanSummary } from '../../workflows/ports.js';
import { shortDay } from './moments.js';
import type { View } from './view.js';

/** How it went day by day: a line chart, and for clients without charts a bar for each of the last days. */

/** As many days as fit below the rest of a card. */
const ROWS = 7;
/** Of the longest bar, in characters, so that a row fits on a phone. */
const WIDTH = 12;
const BLOCK = '█';

/** A number that is not nothing is seen, however small beside the others. */
function bar(count: number, most: number): string {
  return count === 0 ? '' : BLOCK.repeat(Math.max(1, Math.round((count * WIDTH) / most)));
}

function row({ completedAt, counts }: ScanSummary, most: number): View {
  const { fail, error } = counts;
  const words = error === 0 ? `${fail} failed` : `${fail} failed, ${error} not judged`;
  return {
    day: shortDay(completedAt),
    failedBar: bar(fail, most),
    unknownBar: bar(error, most),
    words: fail + error === 0 ? 'nothing failed' : ` ${words}`,
  };
}

/** `scans` are one for each day, oldest first. One day is no trend. */
export function describeTrend(scans: readonly ScanSummary[]): View {
  const most = Math.max(1, ...scans.map(({ counts }) => counts.fail + counts.error));
  return {
    hasTrend: scans.length > 1,
    trend: scans.map(({ completedAt, counts }) => ({
      day: completedAt.slice(0, 10),
      failed: counts.fail,
      unknown: counts.error,
    })),
    trendRows: scans.slice(-ROWS).map((scan) => row(scan, most)),
  };
}
