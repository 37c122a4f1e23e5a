import { ATTESTATION_SOURCE } from '../controls/attested.js';
import type { Finding } from '../controls/control.js';

/**
 * Which findings say something of the tenant. What people sign and rehearse, and what the bot notices, has reminders and
 * alerts of its own; a first drill is no drift of the tenant.
 */

/** Judged from records as well, or from nothing else, whatever the evidence of one finding names. */
const FROM_RECORDS: ReadonlySet<string> = new Set([
  'BG-DRILL-01',
  'BG-DRILL-02',
  'BG-MON-01',
  'BG-MON-03',
  'BG-NOTIF-01',
]);

function restsOnStatement({ evidence }: Finding): boolean {
  return evidence.length > 0 && evidence.every(({ source }) => source === ATTESTATION_SOURCE);
}

/** The members of `findings` that were judged from the tenant. */
export function tenantFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => !FROM_RECORDS.has(finding.controlId) && !restsOnStatement(finding));
}
