import type { CoverageRead } from '../scan.js';
import type { PolicyList } from '../tenant/conditional-access-policy.js';
import type { Observed } from '../tenant/observed.js';
import type { TenantSnapshot } from '../tenant/snapshot.js';

/** What a scan asked for and whether it is known: one row per resource of the snapshot, in a fixed order. */

function rowOf(resource: string, observed: Observed<unknown>, detail = ''): CoverageRead {
  return observed.known
    ? { resource, status: 'known', detail }
    : { resource, status: observed.reason, detail: observed.detail };
}

/** A list with members that were not understood is not known, though the others of it were judged. */
function policiesRow(policies: Observed<PolicyList>): CoverageRead {
  const resource = 'conditionalAccessPolicies (v1.0)';
  if (!policies.known || policies.value.malformed.length === 0) return rowOf(resource, policies);
  const named = policies.value.malformed.map(
    ({ id, displayName, problem }) => `${displayName ?? id ?? 'a policy without a name'} (${problem})`,
  );
  return { resource, status: 'malformed', detail: `not understood: ${named.join(', ')}` };
}

/** The coverage of `snapshot`. */
export function coverageOf(snapshot: TenantSnapshot): readonly CoverageRead[] {
  return [
    rowOf('organization', snapshot.organization),
    rowOf('domains', snapshot.domains),
    rowOf('identitySecurityDefaultsEnforcementPolicy', snapshot.securityDefaults),
    policiesRow(snapshot.policies),
    rowOf('conditionalAccessPolicies (beta)', snapshot.betaPolicies),
    rowOf('roleAssignments', snapshot.roleAssignments),
    rowOf('roleAssignmentScheduleInstances', snapshot.roleAssignmentScheduleInstances),
    rowOf('roleEligibilityScheduleInstances', snapshot.roleEligibilityScheduleInstances),
    ...snapshot.accounts.flatMap(({ id, user, memberships, authenticationMethods }) => [
      rowOf(`users/${id}`, user, user.known && user.value === null ? 'no such user' : ''),
      rowOf(`users/${id}/transitiveMemberOf`, memberships),
      rowOf(`users/${id}/authentication/methods`, authenticationMethods),
    ]),
    ...snapshot.groups.map(({ id, transitiveMemberIds }) =>
      rowOf(`groups/${id}/transitiveMembers`, transitiveMemberIds),
    ),
  ];
}
