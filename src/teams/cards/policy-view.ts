import type { PolicyCell, PolicyRow } from '../../domain/report/policy-rows.js';
import type { ReportFinding, ScanReport } from '../../domain/report/scan-report.js';
import { partOf } from './paging.js';
import { portalLink } from './portal-link.js';
import { describeScan } from './report-view.js';
import type { Cut, View } from './view.js';
import { REACH_WORDS, stateWord } from './words.js';

/** The account × policy matrix: what each policy does to each account, and which rule decides. */

const POLICIES_PER_PAGE = 6;
const RULES_SHOWN = 3;
/** Of one policy on a card; a tenant has two or three emergency accounts. */
const CELLS_SHOWN = 6;

function head({ policyName, policyId, portalUrl, state }: PolicyRow, cut: Cut): View {
  const link = portalLink(portalUrl);
  return {
    name: cut(policyName || policyId, 100) || 'A policy without a name',
    state: cut(stateWord(state), 40),
    link,
    isLinked: link !== '',
    isNamed: link === '',
  };
}

/** What decided; for an exclusion also what would reach the account without it. */
function ruleOf({ via, includedBy }: PolicyCell, cut: Cut): string {
  const decided = cut(via.join(', '), 160) || 'no rule given';
  return includedBy.length === 0 ? decided : `${decided}; saved from ${cut(includedBy.join(', '), 120)}`;
}

/** A policy that is switched off reaches nobody now, so nothing about it is coloured as if it did. */
function reachOf({ applicability }: PolicyCell, { state }: PolicyRow): View {
  const { symbol, word, colour } = REACH_WORDS[applicability];
  const isOff = state === 'disabled' && applicability === 'applies';
  return { reach: `${symbol} ${isOff ? 'Would apply' : word}`, colour: isOff ? 'default' : colour };
}

function nameOf({ scan }: ScanReport, accountId: string, cut: Cut): string {
  const account = scan.accounts.find(({ id }) => id === accountId);
  return cut(account?.displayName || account?.userPrincipalName || accountId, 60);
}

function isSame(one: PolicyCell, other: PolicyCell): boolean {
  const key = ({ applicability, via, includedBy }: PolicyCell) => JSON.stringify([applicability, via, includedBy]);
  return key(one) === key(other);
}

/** One line where the policy does the same to all of them for the same reason. */
function describeCells(report: ScanReport, row: PolicyRow, cut: Cut): readonly View[] {
  const [first, ...others] = row.cells;
  if (first !== undefined && others.length > 0 && others.every((cell) => isSame(cell, first))) {
    return [
      {
        ...reachOf(first, row),
        account: row.cells.length === 2 ? 'both accounts' : `all ${row.cells.length} accounts`,
        rule: ruleOf(first, cut),
      },
    ];
  }
  return row.cells.slice(0, CELLS_SHOWN).map((cell) => ({
    ...reachOf(cell, row),
    account: nameOf(report, cell.accountId, cut),
    rule: ruleOf(cell, cut),
  }));
}

/** The view of one page of the matrix, from 0. A page that does not exist is the nearest one. */
export function describeMatrix(report: ScanReport, requested: number, cut: Cut): View {
  const { policies } = report;
  const part = partOf(requested, policies.length, POLICIES_PER_PAGE);
  const button = (title: string, page: number): View => ({ title, page });
  const reached = policies.filter(({ state, cells }) => {
    return state === 'enabled' && cells.some(({ applicability }) => applicability === 'applies');
  }).length;
  const shown = policies.length === 0 ? '' : ` Policies ${part.start + 1}–${part.end} of ${policies.length}.`;
  const text = reached === 0 ? 'No enabled policy is known to reach an account.' : reachedWords(reached);
  return {
    ...describeScan(report, cut),
    fallbackText: MATRIX_SUMMARY,
    style: reached > 0 ? 'attention' : 'emphasis',
    text: policies.length === 0 ? 'No policy was seen, or no account is designated.' : `${text}${shown}`,
    policies: policies
      .slice(part.start, part.end)
      .map((row) => ({ ...head(row, cut), cells: describeCells(report, row, cut) })),
    hasMore: false,
    more: '',
    buttons: [
      ...(part.number > 0 ? [button('Previous', part.number - 1)] : []),
      ...(part.number < part.last ? [button('Next', part.number + 1)] : []),
    ],
  };
}

function reachedWords(count: number): string {
  return count === 1 ? '1 enabled policy reaches an account.' : `${count} enabled policies reach an account.`;
}

export const MATRIX_SUMMARY = 'What each policy does to each account';

const REACHED_FIRST = ['applies', 'unknown', 'notInScope', 'excluded'];

type Rule = { readonly row: PolicyRow; readonly cell: PolicyCell };

/** What is enforced comes first, and what reaches before what does not. */
function rankOf({ row, cell }: Rule): number {
  return (row.state === 'enabled' ? 0 : 10) + REACHED_FIRST.indexOf(cell.applicability);
}

/** Policies that the evidence names say there what reaches the account; these are the others, and how it stands to them. */
function rulesOfAccount({ policies }: ScanReport, { subject, evidence }: ReportFinding): readonly Rule[] {
  const named = new Set(evidence.flatMap(({ object }) => (object?.type === 'policy' ? [object.id.toLowerCase()] : [])));
  return policies
    .filter(({ policyId }) => !named.has(policyId.toLowerCase()))
    .flatMap((row) =>
      row.cells
        .filter(({ accountId }) => accountId.toLowerCase() === subject.id.toLowerCase())
        .map((cell) => ({ row, cell })),
    )
    .toSorted((a, b) => rankOf(a) - rankOf(b));
}

function rulesFor(report: ScanReport, finding: ReportFinding): readonly Rule[] {
  const { subject, controlId } = finding;
  if (!controlId.startsWith('BG-CA-')) return [];
  if (subject.type === 'account') return rulesOfAccount(report, finding);
  const own = report.policies.filter(
    ({ policyId }) => subject.type === 'policy' && policyId.toLowerCase() === subject.id.toLowerCase(),
  );
  return own.flatMap((row) => row.cells.map((cell) => ({ row, cell })));
}

/** Which include rule matched and which exclusion saved, for the policies that a finding is about. */
export function describeRules(report: ScanReport, finding: ReportFinding, cut: Cut): View {
  const rules = rulesFor(report, finding);
  const hidden = rules.length - RULES_SHOWN;
  const isRest = finding.evidence.some(({ object }) => object?.type === 'policy');
  return {
    hasRules: rules.length > 0,
    rulesHeading: isRest && finding.subject.type === 'account' ? 'Other policies' : 'Policies and rules',
    rules: rules.slice(0, RULES_SHOWN).map(({ row, cell }) => ({
      ...head(row, cut),
      ...reachOf(cell, row),
      account: finding.subject.type === 'account' ? '' : ` · ${nameOf(report, cell.accountId, cut)}`,
      rule: ruleOf(cell, cut),
    })),
    hasMoreRules: hidden > 0,
    moreRules: `and ${hidden} more`,
  };
}
