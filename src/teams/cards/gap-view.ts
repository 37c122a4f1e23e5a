import type { ScanReport } from '../../domain/report/scan-report.js';
import type { Cut, View } from './view.js';
import { GAP_WORDS } from './words.js';

/** What could not be read, why, and what a person can do about it. */

const GAPS_SHOWN = 3;

/** True when a gap is about Conditional Access policies, so that "none seen" would be a false comfort. */
export function tenantPoliciesUnread(report: ScanReport): boolean {
  return report.gaps.some((gap) => /conditionalAccess/i.test(gap.resource));
}

export function describeGaps(report: ScanReport, cut: Cut): View {
  const shown = report.gaps.slice(0, GAPS_SHOWN);
  const hidden = report.gaps.length - shown.length;
  return {
    hasGaps: shown.length > 0,
    gapsHeading: `Could not be read (${report.gaps.length})`,
    gaps: shown.map((gap) => ({
      resource: cut(gap.resource, 90),
      reason: GAP_WORDS[gap.status].reason,
      detail: cut(gap.detail, 220) || GAP_WORDS[gap.status].next,
    })),
    hasMoreGaps: hidden > 0,
    moreGaps: `and ${hidden} more`,
  };
}
