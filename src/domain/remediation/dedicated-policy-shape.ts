import { isSameId } from '../approval/principal.js';
import type { ConditionalAccessPolicy } from '../tenant/conditional-access-policy.js';
import type { Change } from './plan.js';

/** The dedicated policy of F15 as a snapshot would show it, for judging beforehand what it does. */

export type DedicatedPolicyChange = Extract<Change, { readonly displayName: string }>;

/** The built-in strength "Phishing-resistant MFA". */
const PHISHING_RESISTANT_STRENGTH = '00000000-0000-0000-0000-000000000004';

/** The policy that `change` creates: report-only, for these accounts alone, asking for phishing-resistant authentication. */
export function dedicatedPolicy({ displayName, accountIds }: DedicatedPolicyChange): ConditionalAccessPolicy {
  return {
    id: `new: ${displayName}`,
    displayName,
    state: 'enabledForReportingButNotEnforced',
    templateId: null,
    createdDateTime: null,
    modifiedDateTime: null,
    users: {
      includeUsers: accountIds,
      excludeUsers: [],
      includeGroups: [],
      excludeGroups: [],
      includeRoles: [],
      excludeRoles: [],
      includeGuestsOrExternalUsers: null,
      excludeGuestsOrExternalUsers: null,
    },
    targetsWorkloadIdentities: false,
    applications: {
      includeApplications: ['All'],
      excludeApplications: [],
      includeUserActions: [],
      includeAuthenticationContextClassReferences: [],
    },
    clientAppTypes: ['all'],
    grantControls: {
      operator: 'OR',
      builtInControls: [],
      customAuthenticationFactors: [],
      termsOfUse: [],
      authenticationStrength: { id: PHISHING_RESISTANT_STRENGTH, displayName: null, allowedCombinations: null },
    },
    sessionControls: [],
  };
}

/** Whether `policy` is the one that `change` names: the same display name, and exactly the same accounts included. */
export function isDedicatedPolicyOf(
  { displayName, accountIds }: DedicatedPolicyChange,
  policy: ConditionalAccessPolicy,
): boolean {
  const included = policy.users?.includeUsers;
  return (
    policy.displayName === displayName &&
    included?.length === accountIds.length &&
    accountIds.every((id) => included.some((other) => isSameId(other, id)))
  );
}
