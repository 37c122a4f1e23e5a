import type { ReportFinding } from '../scan-report.js';
import { paragraph, strong, text, type Block } from './model.js';
import { minutes, SEVERITY_WORDS } from './words.js';

/** How what a control found is mended: what it takes, what it should look like, and the four steps. */

const STEPS = [
  ['review', 'Review the current state'],
  ['plan', 'Plan the changes'],
  ['implement', 'Implement'],
  ['verify', 'Verify and test'],
] as const;

/** Empty for a control without a guide. */
export function guideBlocks({ guide, licence, severity, controlId }: ReportFinding): readonly Block[] {
  if (guide === undefined) return [];
  const roles = guide.roles.length === 0 ? 'none' : `one of ${guide.roles.join(', ')}`;
  return [
    { kind: 'heading', level: 4, text: [text(`How to mend ${controlId}`)] },
    {
      kind: 'facts',
      facts: [
        ['Severity', [text(SEVERITY_WORDS[severity])]],
        ['Baseline', [text(guide.baseline)]],
        ['Time to fix', [text(minutes(guide.minutesToFix))]],
        ['Role needed', [text(roles)]],
        ...(licence === undefined ? [] : [['Licence needed', [text(`Microsoft Entra ID ${licence}`)]] as const]),
        ['Expected configuration', [text(guide.expected)]],
      ],
    },
    ...STEPS.flatMap(([step, title], index): readonly Block[] =>
      guide[step].length === 0
        ? []
        : [
            paragraph(strong(`Step ${index + 1}: ${title}`)),
            { kind: 'list', isOrdered: true, items: guide[step].map((line) => [text(line)]) },
          ],
    ),
  ];
}
