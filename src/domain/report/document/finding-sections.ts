import type { Evidence, Outcome } from '../../controls/control.js';
import { SEVERITIES } from '../../controls/control.js';
import type { ReportFinding } from '../scan-report.js';
import { guideBlocks } from './guide-blocks.js';
import { badge, BREAK, code, lines, paragraph, portalLink, strong, subtle, text } from './model.js';
import type { Block, Inlines, Section } from './model.js';
import { familyOf, FAMILY_WORDS, moment, OUTCOME_WORDS, outcomeWords, SEVERITY_WORDS } from './words.js';

/**
 * The findings by family and control, worst first: what was found about each subject, the evidence, and once for each
 * control why it matters, who else asks for it and how it is mended.
 */

const HOLDS: readonly Outcome[] = ['pass', 'notApplicable'];

function evidenceRow({ object, portalUrl, expected, actual, detail, source, readAt }: Evidence): readonly Inlines[] {
  const name = object === undefined ? 'Open in the admin center' : object.name || object.id;
  const isNamed = object !== undefined || portalUrl !== undefined;
  const read = readAt === null ? 'not read' : `read ${moment(readAt)}`;
  return [
    lines([...(isNamed ? [[portalLink(name, portalUrl)]] : []), [code(source)], [subtle(read)]]),
    [text(expected)],
    [strong(actual), ...(detail === undefined || detail === '' ? [] : [BREAK, subtle(detail)])],
  ];
}

function evidenceBlocks({ evidence }: ReportFinding): readonly Block[] {
  if (evidence.length === 0) return [];
  return [
    { kind: 'table', caption: 'Evidence', head: ['Source', 'Expected', 'Found'], rows: evidence.map(evidenceRow) },
  ];
}

function acceptanceBlocks({ acceptance, outcome }: ReportFinding): readonly Block[] {
  if (acceptance === undefined) return [];
  const { owner, ownerName, at, expiresAt, reason } = acceptance;
  const who = `Accepted by ${ownerName || owner} on ${moment(at)} until ${moment(expiresAt)}: `;
  const stays = ` The result stays: ${OUTCOME_WORDS[outcome].word.toLowerCase()}.`;
  return [paragraph(strong(who), text(reason), text(stays))];
}

function findingBlock(finding: ReportFinding): Block {
  const { subject, outcome, summary, severity } = finding;
  const { tone } = OUTCOME_WORDS[outcome];
  const weight = HOLDS.includes(outcome) ? [] : [subtle(` · ${SEVERITY_WORDS[severity]}`)];
  return {
    kind: 'group',
    tone,
    blocks: [
      {
        kind: 'heading',
        level: 4,
        text: [badge(tone, outcomeWords(finding)), text(' '), text(subject.name || subject.id), ...weight],
      },
      paragraph(text(summary)),
      ...acceptanceBlocks(finding),
      ...evidenceBlocks(finding),
    ],
  };
}

function aboutControl(finding: ReportFinding): readonly Block[] {
  const { rationale, references, permissions } = finding;
  const listed = (label: string, items: readonly string[]) =>
    items.length === 0 ? [] : [[label, [text(items.join(' · '))]] as const];
  const facts = [...listed('References', references), ...listed('Permissions', permissions)];
  return [
    ...(rationale === '' ? [] : [paragraph(strong('Why it matters. '), text(rationale))]),
    ...(facts.length === 0 ? [] : [{ kind: 'facts' as const, facts }]),
  ];
}

/** `findings` are of one control, in reading order. What holds needs no instructions. */
function controlBlocks(findings: readonly ReportFinding[]): readonly Block[] {
  const [first] = findings;
  if (first === undefined) return [];
  const isMet = findings.every(({ outcome }) => HOLDS.includes(outcome));
  return [
    { kind: 'heading', level: 3, text: [text(`${first.title} `), subtle(first.controlId)] },
    ...aboutControl(first),
    ...findings.map(findingBlock),
    ...(isMet ? [] : guideBlocks(first)),
  ];
}

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, readonly T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

function titleOf(family: string, findings: readonly ReportFinding[]): string {
  const failed = findings.filter(({ outcome }) => outcome === 'fail').length;
  const open = findings.filter(({ outcome }) => !HOLDS.includes(outcome)).length;
  const rest = failed > 0 ? `${failed} failed` : open > 0 ? `${open} open` : 'nothing open';
  return `${FAMILY_WORDS[family] ?? family}: ${rest}`;
}

/** Of two families the one whose worst finding is worse comes first; `findings` come in reading order. */
export function findingSections(findings: readonly ReportFinding[]): readonly Section[] {
  const families = groupBy(findings, ({ controlId }) => familyOf(controlId));
  return [...families].map(([family, own]) => ({
    id: `family-${family.toLowerCase().replace(/[^a-z]/g, '')}`,
    title: titleOf(family, own),
    blocks: [...groupBy(own, ({ controlId }) => controlId).values()].flatMap(controlBlocks),
  }));
}

/** How many findings of each severity failed, worst first, in words; empty when none did. */
export function failuresInWords(findings: readonly ReportFinding[]): string {
  return SEVERITIES.flatMap((severity) => {
    const count = findings.filter((finding) => finding.outcome === 'fail' && finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${SEVERITY_WORDS[severity].toLowerCase()}`];
  }).join(', ');
}
