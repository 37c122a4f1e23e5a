import type { ScanReport } from '../scan-report.js';
import { findingSections, failuresInWords } from './finding-sections.js';
import { code, text, type Inlines, type ReportDocument } from './model.js';
import { coverageSection, matrixSection, originSection } from './reading-sections.js';
import { summarySection } from './summary-section.js';
import { askedBy, moment, VERDICT_WORDS } from './words.js';

/** The whole report of a scan, for somebody who was not there: the answer first, then the reasons, then where they come from. */

/** What the verdict means here. A failure that is proven does not hide that something else is not known. */
function meaningOf({ scan, counts, gaps, findings }: ScanReport): string {
  const { meaning } = VERDICT_WORDS[scan.verdict];
  if (scan.verdict !== 'nonCompliant') return meaning;
  const failed = `${counts.fail === 1 ? '1 finding' : `${counts.fail} findings`} failed: ${failuresInWords(findings)}.`;
  const blind = counts.error > 0 || gaps.length > 0 ? ' Not everything could be read.' : '';
  return `${failed}${blind}`;
}

/** The document of `report`. Equal reports give equal documents. */
export function reportDocumentOf(report: ScanReport): ReportDocument {
  const { scan, findings, gaps } = report;
  const { tenant, startedAt, completedAt, trigger } = scan;
  const name = tenant.displayName || tenant.id || 'unknown tenant';
  const facts: (readonly [string, Inlines])[] = [
    ['Tenant', [text(name)]],
    ['Tenant ID', [code(tenant.id || 'not known')]],
    ['Scan began', [text(moment(startedAt))]],
    ['Scan ended', [text(moment(completedAt))]],
    ['Asked for by', [text(askedBy(trigger))]],
    ['Resources read', [text(`${scan.coverage.reads.length - gaps.length} of ${scan.coverage.reads.length}`)]],
  ];
  return {
    title: `Emergency access report: ${name}, ${moment(completedAt).slice(0, 10)}`,
    heading: 'Emergency access report',
    verdict: { ...VERDICT_WORDS[scan.verdict], meaning: meaningOf(report) },
    facts,
    sections: [
      summarySection(report),
      ...findingSections(findings),
      matrixSection(report),
      coverageSection(report),
      originSection(report),
    ],
  };
}
