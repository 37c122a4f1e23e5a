import { policyPortalUrl } from '../controls/conditional-access/policy-view.js';
import type { PolicyMatrixRow, Scan } from '../scan.js';

/** The account × policy matrix by policy, for people: what reaches an account comes first, and enforced before planned. */

/** What one policy does to one account. `includedBy` is empty where the scan does not say, or nothing would reach it. */
export interface PolicyCell {
  readonly accountId: string;
  readonly applicability: PolicyMatrixRow['applicability'];
  /** The rules that decided, in words. */
  readonly via: readonly string[];
  /** Of an exclusion: the include rules that would reach the account without it. */
  readonly includedBy: readonly string[];
}

export interface PolicyRow {
  readonly policyId: string;
  readonly policyName: string;
  readonly state: string;
  /** The policy's page in the Microsoft Entra admin center; empty for a policy whose ID was not understood. */
  readonly portalUrl: string;
  /** One for each account, in the scan's order. */
  readonly cells: readonly PolicyCell[];
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const STATES = ['enabled', 'enabledForReportingButNotEnforced', 'unknown', 'disabled'];
const REACHES: readonly PolicyMatrixRow['applicability'][] = ['applies', 'unknown', 'notInScope', 'excluded'];

function rankOf<T>(order: readonly T[], value: T): number {
  const place = order.indexOf(value);
  return place < 0 ? order.length : place;
}

function worstReach({ cells }: PolicyRow): number {
  return Math.min(...cells.map(({ applicability }) => rankOf(REACHES, applicability)));
}

function byReadingOrder(a: PolicyRow, b: PolicyRow): number {
  return (
    rankOf(STATES, a.state) - rankOf(STATES, b.state) ||
    worstReach(a) - worstReach(b) ||
    a.policyName.localeCompare(b.policyName, 'en') ||
    a.policyId.localeCompare(b.policyId, 'en')
  );
}

function cellOf({ accountId, applicability, via, includedBy }: PolicyMatrixRow): PolicyCell {
  return { accountId, applicability, via, includedBy: includedBy ?? [] };
}

/** The matrix of `scan`, one row for each policy. */
export function policyRowsOf({ policyMatrix }: Pick<Scan, 'policyMatrix'>): readonly PolicyRow[] {
  const rows = new Map<string, PolicyRow>();
  for (const entry of policyMatrix) {
    const { policyId, policyName, state } = entry;
    const portalUrl = GUID.test(policyId) ? policyPortalUrl(policyId) : '';
    const row = rows.get(policyId) ?? { policyId, policyName, state, portalUrl, cells: [] };
    rows.set(policyId, { ...row, cells: [...row.cells, cellOf(entry)] });
  }
  return [...rows.values()].sort(byReadingOrder);
}
