import type { ProgressView } from '../card-renderer.js';
import { timeOfDay } from './moments.js';
import type { Cut, View } from './view.js';

/** A scan under way: who asked, since when, and how far it is. */

const BAR_LENGTH = 20;

/** Part of the work that is done, from 0 to 1. Nothing is done of a total that is not known yet. */
function shareDone({ done, total }: ProgressView): number {
  return total > 0 ? Math.min(Math.max(done / total, 0), 1) : 0;
}

export function describeProgress(scan: ProgressView, cut: Cut): View {
  const share = shareDone(scan);
  const filled = Math.floor(share * BAR_LENGTH);
  const resource = cut(scan.resource, 90);
  return {
    fallbackText: progressSummary(scan),
    who: cut(scan.byName, 60) || 'someone',
    since: timeOfDay(scan.startedAt),
    filled: '━'.repeat(filled),
    rest: '─'.repeat(BAR_LENGTH - filled),
    percent: `${Math.floor(share * 100)} %`,
    step: scan.total > 0 ? `${scan.done} of ${scan.total} read` : 'Connecting to Microsoft Graph',
    hasResource: resource !== '',
    resource,
  };
}

/** The progress in one line, without any tenant data. */
export function progressSummary(scan: ProgressView): string {
  return scan.total > 0 ? `Scanning emergency access: ${scan.done} of ${scan.total} read` : 'Scanning emergency access';
}
