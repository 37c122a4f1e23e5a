import {
  outcomeWords,
  SEVERITY_WORDS,
  VERDICT_WORDS,
  moment,
  askedBy,
  NATURE_WORDS,
  OUTCOME_WORDS,
  OUTCOMES,
} from './document/words.js';
import { NATURES } from './finding-nature.js';
import { markdownText } from './markdown-text.js';
import { list } from './record-text.js';
import type { ReportFinding, ScanReport } from './scan-report.js';

/** The report in one page of Markdown, to paste where people talk about it. The whole is markdown-report.ts. */

const LISTED = 20;

function countLine({ byNature }: ScanReport, nature: (typeof NATURES)[number]): string {
  const counts = OUTCOMES.flatMap((outcome) => {
    const count = byNature[nature][outcome];
    return count === 0 ? [] : [`${count} ${OUTCOME_WORDS[outcome].word.toLowerCase()}`];
  });
  return `${NATURE_WORDS[nature].word}: ${counts.join(', ') || 'none'}`;
}

function findingLine(finding: ReportFinding): string {
  const { controlId, subject, severity, title } = finding;
  const words = `${outcomeWords(finding)}, ${SEVERITY_WORDS[severity].toLowerCase()}`;
  return `**${markdownText(controlId)}** ${markdownText(title)}, ${markdownText(subject.name || subject.id)}: ${markdownText(words)}`;
}

/** What is open is listed up to a limit, and what is left out is counted. */
function openFindings({ findings }: ScanReport): string {
  const open = findings.filter(({ outcome }) => ['fail', 'error'].includes(outcome));
  const hidden = open.length - LISTED;
  const rows = open.slice(0, LISTED).map(findingLine);
  return list([...rows, ...(hidden > 0 ? [`and ${hidden} more`] : [])], 'Nothing failed, and everything was judged.');
}

/** The summary of `report`, ending with a line break. */
export function markdownSummaryOf(report: ScanReport): string {
  const { scan, gaps } = report;
  const { word, meaning } = VERDICT_WORDS[scan.verdict];
  const reads = scan.coverage.reads.length;
  return `${[
    `## Emergency access: ${markdownText(scan.tenant.displayName || scan.tenant.id)}`,
    `**${word}.** ${markdownText(meaning)}`,
    list(
      [
        `Scan ended ${moment(scan.completedAt)}, asked for by ${markdownText(askedBy(scan.trigger))}`,
        `${reads - gaps.length} of ${reads} resources read`,
        ...NATURES.map((nature) => countLine(report, nature)),
      ],
      '',
    ),
    openFindings(report),
    `Scan ${markdownText(scan.id)}, digest of what was read: ${markdownText(scan.snapshotDigest)}`,
  ].join('\n\n')}\n`;
}
