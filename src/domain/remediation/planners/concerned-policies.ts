import { isSameId } from '../../approval/principal.js';
import { betaOnlyPolicies } from '../../controls/conditional-access/policy-view.js';
import { roleExclusionOf } from '../../controls/conditional-access/role-exclusion.js';
import type { Finding } from '../../controls/control.js';
import { resolvedAccounts, type ResolvedAccount } from '../../controls/per-account.js';
import { applicabilityAccountOf } from '../../tenant/applicability-account.js';
import type { ConditionalAccessPolicy } from '../../tenant/conditional-access-policy.js';
import { applicabilityOf, type PolicyApplicability } from '../../tenant/policy-applicability.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import type { PlanRefusal } from '../plan-for.js';
import { subjectAccount } from '../planner.js';

/** Which account an exclusion is for, and in which policies: what the finding names and the snapshot confirms. */

export interface Concern {
  readonly account: ResolvedAccount;
  readonly policies: readonly ConditionalAccessPolicy[];
}

function namedPolicyIds({ evidence }: Finding): readonly string[] {
  const ids = evidence.flatMap(({ object }) => (object?.type === 'policy' ? [object.id] : []));
  return [...new Set(ids)];
}

/** How `policy` reaches `account` by the snapshot alone. */
export function reachOf(
  snapshot: TenantSnapshot,
  policy: ConditionalAccessPolicy,
  { reading, user }: ResolvedAccount,
): PolicyApplicability {
  return applicabilityOf(policy, applicabilityAccountOf(snapshot, reading, user)).result;
}

/** Whether a role is all that keeps `policy` away from the account: the exclusion must not hang on it. */
function hangsOnRole(
  snapshot: TenantSnapshot,
  policy: ConditionalAccessPolicy,
  { reading, user }: ResolvedAccount,
): boolean {
  return roleExclusionOf(policy, applicabilityAccountOf(snapshot, reading, user)).answer === 'yes';
}

/** A `warn` is about policies that merely do not reach the account today as well. What nobody can tell is never planned. */
function isConcerned(
  { controlId, outcome }: Finding,
  snapshot: TenantSnapshot,
  policy: ConditionalAccessPolicy,
  account: ResolvedAccount,
): boolean {
  if (controlId === 'BG-CA-11') return hangsOnRole(snapshot, policy, account);
  const reach = reachOf(snapshot, policy, account);
  return reach === 'applies' || (reach === 'notInScope' && outcome === 'warn');
}

function concernFor(finding: Finding, snapshot: TenantSnapshot, account: ResolvedAccount): Concern {
  const named = namedPolicyIds(finding);
  const policies = snapshot.policies.known ? snapshot.policies.value.policies : [];
  return {
    account,
    policies: policies.filter((policy) => named.includes(policy.id) && isConcerned(finding, snapshot, policy, account)),
  };
}

/** The account of the finding, or for a finding on the tenant the one that the fewest policies reach; undefined without any. */
export function findConcern(finding: Finding, snapshot: TenantSnapshot): Concern | undefined {
  const own = subjectAccount(finding, snapshot);
  const accounts = finding.subject.type === 'tenant' ? resolvedAccounts(snapshot) : own === undefined ? [] : [own];
  return accounts
    .map((account) => concernFor(finding, snapshot, account))
    .reduce<Concern | undefined>(
      (best, next) => (best === undefined || next.policies.length < best.policies.length ? next : best),
      undefined,
    );
}

/** Why a policy that the finding names must not be touched by a program, or null. */
export function refuseUnseen(finding: Finding, { policies, betaPolicies }: TenantSnapshot): PlanRefusal | null {
  if (!policies.known) {
    return { code: 'PLAN_NOT_PROVEN', message: `The policies were not read: ${policies.detail} Scan again.` };
  }
  const named = namedPolicyIds(finding);
  const malformed = policies.value.malformed.find(({ id }) => id !== null && named.some((it) => isSameId(it, id)));
  if (malformed !== undefined) {
    const name = malformed.displayName ?? malformed.id ?? '';
    return {
      code: 'PLAN_POLICY_NOT_UNDERSTOOD',
      message: `"${name}" was not understood: ${malformed.problem}. Exclude the account by hand in the Microsoft Entra admin center.`,
    };
  }
  const hidden = betaPolicies.known ? betaOnlyPolicies(policies.value, betaPolicies.value) : [];
  const preview = hidden.find(({ id }) => named.some((it) => isSameId(it, id)));
  if (preview === undefined) return null;
  return {
    code: 'PLAN_POLICY_IN_PREVIEW',
    message: `"${preview.displayName ?? preview.id}" uses preview features, and Graph v1.0 cannot change it. Exclude the account by hand in the Microsoft Entra admin center.`,
  };
}
