import type { ScanSettings } from '../../controls/control.js';
import type { PolicyCell } from '../policy-rows.js';
import type { ScanReport } from '../scan-report.js';
import { accountName } from './summary-section.js';
import { badge, BREAK, code, lines, paragraph, portalLink, subtle, text } from './model.js';
import type { Block, Inlines, Section } from './model.js';
import { READ_WORDS, REACH_WORDS, stateWord } from './words.js';

/** What the findings rest on: the account × policy matrix, what was read, and the settings in force. */

/** What reaches the account, and what keeps it away. */
function reachCell(cell: PolicyCell | undefined): Inlines {
  if (cell === undefined) return [subtle('not judged')];
  const { word, tone } = REACH_WORDS[cell.applicability];
  const by = cell.via.length === 0 ? [] : [[subtle(cell.via.join(', '))]];
  const saved = cell.includedBy.length === 0 ? [] : [[subtle(`saved from ${cell.includedBy.join(', ')}`)]];
  return lines([[badge(tone, word)], ...by, ...saved]);
}

export function matrixSection({ scan, policies }: ScanReport): Section {
  const title = 'Policies and accounts';
  const section = (block: Block): Section => ({ id: 'matrix', title, blocks: [block] });
  if (policies.length === 0) {
    return section(paragraph(text('No policy was seen, or no account is designated. “What was read” says which.')));
  }
  return section({
    kind: 'table',
    caption: 'What each Conditional Access policy does to each account, and the rule that decides',
    head: ['Policy', ...scan.accounts.map(accountName)],
    rows: policies.map(({ policyName, policyId, portalUrl, state, cells }) => [
      [portalLink(policyName || policyId, portalUrl), BREAK, subtle(stateWord(state))],
      ...scan.accounts.map(({ id }) => reachCell(cells.find(({ accountId }) => accountId === id))),
    ]),
  });
}

export function coverageSection({ scan, gaps }: ScanReport): Section {
  const { reads } = scan.coverage;
  const known = reads.length - gaps.length;
  const rows = [...gaps, ...reads.filter(({ status }) => status === 'known')].map(
    ({ resource, status, detail }): readonly Inlines[] => [
      [code(resource)],
      [badge(status === 'known' ? 'good' : 'unsure', READ_WORDS[status])],
      [text(detail)],
    ],
  );
  const table: Block = {
    kind: 'table',
    caption: 'Resources of Microsoft Graph',
    head: ['Resource', 'Read', 'Detail'],
    rows,
  };
  return {
    id: 'coverage',
    title: 'What was read',
    blocks: [
      paragraph(
        text(`${known} of ${reads.length} resources were read. What was not read is unknown, and never counts as met.`),
      ),
      ...(rows.length === 0 ? [] : [table]),
    ],
  };
}

function settingRows(settings: ScanSettings): readonly (readonly Inlines[])[] {
  return Object.entries(settings).map(([name, value]: [string, unknown]) => [
    [code(name)],
    [text(typeof value === 'string' ? value : JSON.stringify(value))],
  ]);
}

export function originSection({ scan }: ScanReport): Section {
  const { id, requests, settings, snapshotDigest, version } = scan;
  const { count, batches, retries, durationMs } = requests;
  const facts: (readonly [string, Inlines])[] = [
    ['Scan', [code(id)]],
    ['Digest of what was read', [code(snapshotDigest)]],
    [
      'Requests',
      [text(`${count} in ${(durationMs / 1000).toFixed(1)} s, of which ${batches} batches; ${retries} repeated`)],
    ],
    ['Glasswatch', [text(version === undefined ? 'version not recorded' : `version ${version}`)]],
  ];
  const table: Block[] = settings
    ? [{ kind: 'table', caption: 'Settings in force', head: ['Setting', 'Value'], rows: settingRows(settings) }]
    : [paragraph(text('The settings were not recorded with this scan.'))];
  return {
    id: 'origin',
    title: 'Where this comes from',
    blocks: [
      paragraph(
        text(
          'Glasswatch read the tenant once and judged what it had read. The same content gives the same digest, and the scan is in the hash-chained audit log under its ID. Nothing here was changed by hand.',
        ),
      ),
      { kind: 'facts', facts },
      ...table,
    ],
  };
}
