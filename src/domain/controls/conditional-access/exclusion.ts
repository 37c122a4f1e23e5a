import type { ConditionalAccessPolicy } from '../../tenant/conditional-access-policy.js';
import { applicabilityAccountOf } from '../../tenant/applicability-account.js';
import { applicabilityOf, type Applicability } from '../../tenant/policy-applicability.js';
import { GLOBAL_ADMINISTRATOR, type TenantSnapshot } from '../../tenant/snapshot.js';
import type { Evidence, ScanSettings } from '../control.js';
import { missingEvidence, type ResolvedAccount } from '../per-account.js';
import { isExempt, isDedicated } from './dedicated-policy.js';
import { describeControls } from './policy-demand.js';
import { POLICIES_SOURCE, policyPortalUrl, policySubject, type PolicyView } from './policy-view.js';

/**
 * How a set of policies stands to one account once the exemption of dedicated policies and the setting `caExclusion` are
 * taken into account. The controls turn these standings into findings; nothing here knows an outcome.
 */

export type Standing =
  /** Excluded; or exempt as a dedicated policy; or, under `effective`, not in scope. */
  | 'clear'
  /** Not in scope today, and nothing keeps it so. */
  | 'fragile'
  /** Applies to labelled data only (an authentication context). */
  | 'labelledDataOnly'
  | 'reached'
  | 'unknown';

export interface PolicyStanding {
  readonly policy: ConditionalAccessPolicy;
  readonly standing: Standing;
  readonly applicability: Applicability;
  /** The rules that decided, or what is missing to decide. */
  readonly via: readonly string[];
}

/** Whether the policy reaches a role for which the account may be eligible: without a licence nobody is. */
export function mayApplyAfterActivation(
  { roleEligibilityScheduleInstances: eligible }: TenantSnapshot,
  { users }: ConditionalAccessPolicy,
): boolean {
  const isOpen = !eligible.known && eligible.reason !== 'notLicensed';
  return isOpen && users !== null && users.includeRoles.some((id) => id.toLowerCase() === GLOBAL_ADMINISTRATOR);
}

type Stand = Pick<PolicyStanding, 'standing' | 'via'>;

interface Question {
  readonly snapshot: TenantSnapshot;
  readonly settings: ScanSettings;
  readonly account: ResolvedAccount;
  readonly policy: ConditionalAccessPolicy;
}

function standOutOfScope({ snapshot, settings, policy }: Question, { via, afterActivation }: Applicability): Stand {
  const isEffective = settings.caExclusion === 'effective';
  if (isEffective && mayApplyAfterActivation(snapshot, policy)) {
    return { standing: 'unknown', via: [...via, 'the eligible role assignments were not read'] };
  }
  const isAccepted = isEffective || isDedicated(policy, snapshot).answer === 'yes';
  return { standing: isAccepted && !afterActivation ? 'clear' : 'fragile', via };
}

function standInScope({ snapshot, account, policy }: Question, { result, scope, via }: Applicability): Stand {
  const exempt = isExempt(policy, snapshot, account.reading);
  if (exempt.answer === 'yes') return { standing: 'clear', via };
  if (result === 'unknown') return { standing: 'unknown', via };
  if (exempt.answer === 'unknown') {
    return { standing: 'unknown', via: [...via, `cannot tell whether it is a dedicated policy: ${exempt.why}`] };
  }
  return { standing: scope === 'authenticationContext' ? 'labelledDataOnly' : 'reached', via };
}

function standOf(question: Question, applicability: Applicability): Stand {
  switch (applicability.result) {
    case 'excluded':
      return { standing: 'clear', via: applicability.via };
    case 'notInScope':
      return standOutOfScope(question, applicability);
    case 'applies':
    case 'unknown':
      return standInScope(question, applicability);
  }
}

/** How each of `policies` stands to `account`. */
export function standingsOf(
  snapshot: TenantSnapshot,
  settings: ScanSettings,
  account: ResolvedAccount,
  policies: readonly ConditionalAccessPolicy[],
): readonly PolicyStanding[] {
  const target = applicabilityAccountOf(snapshot, account.reading, account.user);
  return policies.map((policy) => {
    const applicability = applicabilityOf(policy, target);
    return { policy, applicability, ...standOf({ snapshot, settings, account, policy }, applicability) };
  });
}

/** Evidence about one policy, with the rule that decided and what the policy asks. */
export function policyEvidence({ policy, applicability, via }: PolicyStanding, view: PolicyView): Evidence {
  return {
    source: POLICIES_SOURCE,
    readAt: view.readAt,
    expected: 'the account is excluded',
    actual: `${applicability.result}: ${via.join(' | ')}; controls: ${describeControls(policy)}`,
    object: policySubject(policy),
    portalUrl: policyPortalUrl(policy.id),
  };
}

/** Evidence that the account's memberships are missing, where they are. */
export function membershipGap({ reading }: ResolvedAccount): readonly Evidence[] {
  return reading.memberships.known
    ? []
    : [
        missingEvidence(
          `GET /users/${reading.id}/transitiveMemberOf`,
          'the groups and roles of the account',
          reading.memberships,
        ),
      ];
}
