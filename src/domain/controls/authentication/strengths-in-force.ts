import { applicabilityAccountOf } from '../../tenant/applicability-account.js';
import type { ConditionalAccessPolicy } from '../../tenant/conditional-access-policy.js';
import { applicabilityOf } from '../../tenant/policy-applicability.js';
import type { AuthenticationMethod, TenantSnapshot } from '../../tenant/snapshot.js';
import { viewPolicies } from '../conditional-access/policy-view.js';
import { strengthAccepts } from '../conditional-access/strength-acceptance.js';
import type { Evidence } from '../control.js';
import { membershipGap } from '../conditional-access/exclusion.js';
import { missingEvidence, reasonOf, type ResolvedAccount } from '../per-account.js';
import { listReasons } from '../words.js';
import { ACCEPTED, everyOf, notKnown, type Acceptance } from './acceptance.js';

/** Whether the authentication strengths that Conditional Access demands of an account accept a method of it. */

type Method = Pick<AuthenticationMethod, 'kind' | 'aaGuid'>;

/** Nobody without a licence has policies, so that nothing is missing where they are not there. */
function policyGaps(snapshot: TenantSnapshot): readonly Evidence[] {
  const { policies } = snapshot;
  if (!policies.known && policies.reason === 'notLicensed') return [];
  return viewPolicies(snapshot, 'enabled').gaps;
}

/** The strength that cannot be avoided under `policy`; null where there is none, or multifactor authentication will do. */
function demandedStrength({ grantControls: grant }: ConditionalAccessPolicy) {
  const hasWayAround = grant?.operator === 'OR' && grant.builtInControls.includes('mfa');
  return grant === null || hasWayAround ? null : grant.authenticationStrength;
}

function byPolicy(
  policy: ConditionalAccessPolicy,
  { reading, user }: ResolvedAccount,
  method: Method,
  snapshot: TenantSnapshot,
): Acceptance {
  const strength = demandedStrength(policy);
  if (strength === null) return ACCEPTED;
  const { result, scope } = applicabilityOf(policy, applicabilityAccountOf(snapshot, reading, user));
  // What applies to labelled data only keeps nobody out.
  if (result === 'excluded' || result === 'notInScope' || scope === 'authenticationContext') return ACCEPTED;
  const answer = strengthAccepts(strength, method, snapshot);
  if (result === 'applies' || answer.answer === 'accepted') return answer;
  return notKnown(`whether policy "${policy.displayName}" demands its strength of the account was not read`);
}

/** What every strength that reaches the account says of `method`. */
export function strengthsAccept(snapshot: TenantSnapshot, account: ResolvedAccount, method: Method): Acceptance {
  const gaps = policyGaps(snapshot);
  return everyOf([
    ...viewPolicies(snapshot, 'enabled').policies.map((policy) => byPolicy(policy, account, method, snapshot)),
    ...(gaps.length === 0
      ? []
      : [notKnown(`there may be policies that ask for more: ${listReasons(gaps.map(reasonOf))}`)]),
  ]);
}

/** What may be missing to answer that. */
export function strengthGaps(snapshot: TenantSnapshot, account: ResolvedAccount): readonly Evidence[] {
  const { authenticationStrengths: strengths } = snapshot;
  const unread = strengths.known
    ? []
    : [missingEvidence('GET /policies/authenticationStrengthPolicies', 'the strengths in force', strengths)];
  return [...policyGaps(snapshot), ...membershipGap(account), ...unread];
}
