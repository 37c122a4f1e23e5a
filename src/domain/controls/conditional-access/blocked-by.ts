import { applicabilityAccountOf } from '../../tenant/applicability-account.js';
import type { ConditionalAccessPolicy } from '../../tenant/conditional-access-policy.js';
import { applicabilityOf, type Applicability } from '../../tenant/policy-applicability.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import type { ResolvedAccount } from '../per-account.js';
import { mayApplyAfterActivation } from './exclusion.js';
import { answerGrant } from './grant-satisfaction.js';

/** Which policies keep an account out, or may: those that reach it with something that it cannot answer. */

export interface PolicyHit {
  readonly policy: ConditionalAccessPolicy;
  readonly applicability: Applicability;
  /**
   * - `blocks`: it reaches the account now.
   * - `labelledData`: it does so for labelled data only.
   * - `afterActivation`: it will once an eligible role is activated.
   * - `undecided`: something that was not read decides.
   */
  readonly hit: 'blocks' | 'labelledData' | 'afterActivation' | 'undecided';
  /** What the policy demands, or what is missing to tell. */
  readonly what: string;
}

function hitOf(
  snapshot: TenantSnapshot,
  policy: ConditionalAccessPolicy,
  { result, scope, afterActivation }: Applicability,
): PolicyHit['hit'] | null {
  switch (result) {
    case 'excluded':
      return null;
    case 'notInScope':
      if (afterActivation) return 'afterActivation';
      return mayApplyAfterActivation(snapshot, policy) ? 'undecided' : null;
    case 'unknown':
      return 'undecided';
    case 'applies':
      return scope === 'authenticationContext' ? 'labelledData' : 'blocks';
  }
}

/** The policies of `policies` that keep `account` out or may. */
export function blockedBy(
  snapshot: TenantSnapshot,
  account: ResolvedAccount,
  policies: readonly ConditionalAccessPolicy[],
): readonly PolicyHit[] {
  const target = applicabilityAccountOf(snapshot, account.reading, account.user);
  return policies.flatMap((policy): readonly PolicyHit[] => {
    const applicability = applicabilityOf(policy, target);
    const hit = hitOf(snapshot, policy, applicability);
    const answer = answerGrant(policy, snapshot, account.reading);
    if (hit === null || answer.kind === 'able') return [];
    return answer.kind === 'unknown'
      ? [{ policy, applicability, hit: 'undecided', what: answer.why }]
      : [{ policy, applicability, hit, what: answer.what }];
  });
}
