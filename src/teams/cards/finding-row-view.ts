import type { ReportFinding } from '../../domain/report/scan-report.js';
import { acceptedUntil } from './guide-view.js';
import type { Cut, View } from './view.js';
import { OUTCOME_WORDS, SEVERITY_WORDS, type Colour } from './words.js';

/** One finding as a row that can be opened and, where it failed, planned to be fixed. */

/** A failed finding is told by its severity, any other by its outcome. The symbol is the outcome's in both cases. */
function leadOf(finding: ReportFinding): { readonly lead: string; readonly colour: Colour } {
  const { outcome, severity } = finding;
  const { word, colour } = outcome === 'fail' ? SEVERITY_WORDS[severity] : OUTCOME_WORDS[outcome];
  return { lead: `${OUTCOME_WORDS[outcome].symbol} ${word}${acceptedUntil(finding)}`, colour };
}

export function describeFindingRow(finding: ReportFinding, cut: Cut, offersFixes = false): View {
  const title = cut(finding.title, 80);
  return {
    ...leadOf(finding),
    title,
    subject: cut(finding.subject.name || finding.subject.id, 90),
    summary: cut(finding.summary, 240),
    open: `Show details: ${title}`,
    fingerprint: finding.fingerprint,
    canFix: offersFixes && finding.outcome === 'fail',
  };
}
