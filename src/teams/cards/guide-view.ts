import type { ReportFinding } from '../../domain/report/scan-report.js';
import { day, dayAndTime } from './moments.js';
import type { Cut, View } from './view.js';
import { OUTCOME_WORDS } from './words.js';

/** What a person needs to mend a finding, and who has accepted that it is not mended yet. */

const LINES_SHOWN = 6;

const STEPS = [
  ['review', 'Review the current state'],
  ['plan', 'Plan the changes'],
  ['implement', 'Implement'],
  ['verify', 'Verify and test'],
] as const;

const NO_GUIDE: View = { hasGuide: false, guide: [], steps: [] };

function timeToFix(minutes: number): string {
  if (minutes < 60) return `about ${minutes} minutes`;
  const hours = Math.round(minutes / 6) / 10;
  return hours === 1 ? 'about 1 hour' : `about ${hours} hours`;
}

/** What holds needs no instructions. */
export function describeGuide({ guide, licence, outcome }: ReportFinding, cut: Cut): View {
  if (guide === undefined || outcome === 'pass' || outcome === 'notApplicable') return NO_GUIDE;
  const fact = (label: string, text: string): View => ({ label: `${label}: `, text });
  const numbered = (lines: readonly string[]): readonly View[] =>
    lines.slice(0, LINES_SHOWN).map((line, index) => ({ line: `${index + 1}. ${cut(line, 260)}` }));
  return {
    hasGuide: true,
    guide: [
      fact('Expected', cut(guide.expected, 300)),
      fact('Baseline', guide.baseline),
      fact('Time to fix', timeToFix(guide.minutesToFix)),
      fact('Role', guide.roles.length === 0 ? 'none' : `one of ${cut(guide.roles.join(', '), 160)}`),
      ...(licence === undefined ? [] : [fact('Licence', `Microsoft Entra ID ${licence}`)]),
    ],
    steps: STEPS.map(([step, title], index) => ({
      title: `${index + 1}. ${title}`,
      lines: numbered(guide[step]),
    })),
  };
}

/** ` (accepted until 26 Dec 2026)` after the outcome, which stays; empty for a finding that nobody has accepted. */
export function acceptedUntil({ acceptance }: ReportFinding): string {
  return acceptance === undefined ? '' : ` (accepted until ${day(acceptance.expiresAt)})`;
}

export function describeAcceptance({ acceptance, outcome }: ReportFinding, cut: Cut): View {
  if (acceptance === undefined) return { isAccepted: false, accepted: '', acceptedBecause: '' };
  const { owner, ownerName, at, expiresAt, reason } = acceptance;
  const word = OUTCOME_WORDS[outcome].word.toLowerCase();
  return {
    isAccepted: true,
    accepted: `Accepted by ${cut(ownerName || owner, 60)} until ${dayAndTime(expiresAt)}. The result stays: ${word}.`,
    acceptedBecause: `${cut(reason, 300)} (${dayAndTime(at)})`,
  };
}
