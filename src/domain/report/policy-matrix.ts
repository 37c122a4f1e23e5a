import type { PolicyMatrixRow } from '../scan.js';
import { betaOnlyPolicies } from '../controls/conditional-access/policy-view.js';
import { applicabilityAccountOf } from '../tenant/applicability-account.js';
import type {
  BetaPolicy,
  ConditionalAccessPolicy,
  MalformedPolicy,
  PolicyList,
} from '../tenant/conditional-access-policy.js';
import { applicabilityOf } from '../tenant/policy-applicability.js';
import type { AccountReading, TenantSnapshot } from '../tenant/snapshot.js';

/**
 * The account × policy matrix: every policy that is known to exist, in any state, against every designated account. What
 * was not understood or is hidden from v1.0 has its row too, and says `unknown`.
 */

type Cell = Pick<PolicyMatrixRow, 'applicability' | 'via' | 'includedBy'>;
type Head = Pick<PolicyMatrixRow, 'policyId' | 'policyName' | 'state'>;

const UNKNOWN_STATE = 'unknown';

function unknownBecause(reason: string): Cell {
  return { applicability: 'unknown', via: [reason] };
}

function cellOf(snapshot: TenantSnapshot, policy: ConditionalAccessPolicy, account: AccountReading): Cell {
  const { user } = account;
  if (!user.known) return unknownBecause(`the account was not read: ${user.detail}`);
  if (user.value === null) return unknownBecause('the directory has no user with this object ID');
  const { result, via, includedBy } = applicabilityOf(policy, applicabilityAccountOf(snapshot, account, user.value));
  const cell: Cell = { applicability: result, via };
  return result === 'excluded' && includedBy.length > 0 ? { ...cell, includedBy } : cell;
}

function rowsOf(
  snapshot: TenantSnapshot,
  head: Head,
  cell: (account: AccountReading) => Cell,
): readonly PolicyMatrixRow[] {
  return snapshot.accounts.map((account) => ({ ...head, accountId: account.id, ...cell(account) }));
}

function malformedHead(policy: MalformedPolicy, place: number, beta: readonly BetaPolicy[]): Head {
  const { id, displayName } = policy;
  const policyId = id ?? displayName ?? `malformed:${place + 1}`;
  const state = beta.find((entry) => entry.id === id)?.state ?? UNKNOWN_STATE;
  return { policyId, policyName: displayName ?? policyId, state };
}

/** The matrix of `snapshot`. Without the v1.0 list it shows what the beta list names; without both, the coverage says why it is empty. */
export function policyMatrixOf(snapshot: TenantSnapshot): readonly PolicyMatrixRow[] {
  const { policies, betaPolicies } = snapshot;
  const beta = betaPolicies.known ? betaPolicies.value : [];
  const list: PolicyList = policies.known ? policies.value : { policies: [], malformed: [] };
  const whyHidden = policies.known
    ? 'visible on beta only: the policy uses preview features'
    : `the v1.0 list was not read: ${policies.detail}`;
  return [
    ...list.policies.flatMap((policy) =>
      rowsOf(snapshot, { policyId: policy.id, policyName: policy.displayName, state: policy.state }, (account) =>
        cellOf(snapshot, policy, account),
      ),
    ),
    ...list.malformed.flatMap((policy, place) =>
      rowsOf(snapshot, malformedHead(policy, place, beta), () => unknownBecause(`not understood: ${policy.problem}`)),
    ),
    ...betaOnlyPolicies(list, beta).flatMap(({ id, displayName, state }) =>
      rowsOf(snapshot, { policyId: id, policyName: displayName ?? id, state: state ?? UNKNOWN_STATE }, () =>
        unknownBecause(whyHidden),
      ),
    ),
  ];
}
