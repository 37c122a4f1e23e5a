import type { CoverageRead } from '../scan.js';
import type { PolicyList } from '../tenant/conditional-access-policy.js';
import type { RoleGroupReading } from '../tenant/governance.js';
import type { Observed } from '../tenant/observed.js';
import type {
  AccountReading,
  AdministrativeUnitReading,
  DesignatedGroupReading,
  ExclusionGroupReading,
  TenantSnapshot,
} from '../tenant/snapshot.js';

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

const ROLE_REVIEW = {
  roleDefinitions: 'roleDefinitions',
  assignments: 'roleAssignments (all roles)',
  assignmentScheduleInstances: 'roleAssignmentScheduleInstances (all roles)',
  eligibilityScheduleInstances: 'roleEligibilityScheduleInstances (all roles)',
} as const;

const FOR_REVIEW_ONLY: ReadonlySet<string> = new Set(Object.values(ROLE_REVIEW));

/** Whether the read serves the review of who holds which role before a plan, and no control: a gap in it leaves the verdict alone. */
export function isForReviewOnly({ resource }: CoverageRead): boolean {
  return FOR_REVIEW_ONLY.has(resource);
}

function roleReviewRows({ roleReview }: TenantSnapshot): readonly CoverageRead[] {
  return [
    rowOf(ROLE_REVIEW.roleDefinitions, roleReview.roleDefinitions),
    rowOf(ROLE_REVIEW.assignments, roleReview.assignments),
    rowOf(ROLE_REVIEW.assignmentScheduleInstances, roleReview.assignmentScheduleInstances),
    rowOf(ROLE_REVIEW.eligibilityScheduleInstances, roleReview.eligibilityScheduleInstances),
  ];
}

function accountRows(account: AccountReading): readonly CoverageRead[] {
  const { id, user, deletedItem, memberships, authenticationMethods, signInActivity } = account;
  const { manager, namesakeIds, perUserMfaState, whatIf } = account;
  return [
    rowOf(`users/${id}`, user, user.known && user.value === null ? 'no such user' : ''),
    rowOf(`directory/deletedItems/${id}`, deletedItem),
    rowOf(`users/${id}/transitiveMemberOf`, memberships),
    rowOf(`users/${id}/authentication/methods`, authenticationMethods),
    rowOf(`users/${id}/signInActivity`, signInActivity),
    rowOf(`users/${id}/manager`, manager),
    rowOf(`users with the names of ${id}`, namesakeIds),
    rowOf(`users/${id}/authentication/requirements (beta)`, perUserMfaState),
    rowOf(`identity/conditionalAccess/evaluate of users/${id}`, whatIf),
  ];
}

function exclusionGroupRows({
  id,
  group,
  members,
  transitiveMembers,
  owners,
}: ExclusionGroupReading): readonly CoverageRead[] {
  return [
    rowOf(`groups/${id}`, group, group.known && group.value === null ? 'no such group' : ''),
    rowOf(`groups/${id}/members`, members),
    rowOf(`groups/${id}/transitiveMembers`, transitiveMembers),
    rowOf(`groups/${id}/owners`, owners),
  ];
}

function designatedGroupRows({ id, group, members }: DesignatedGroupReading): readonly CoverageRead[] {
  return [
    rowOf(`groups/${id} (designated)`, group, group.known && group.value === null ? 'no such group' : ''),
    rowOf(`groups/${id}/transitiveMembers (designated)`, members),
  ];
}

function administrativeUnitRows({ id, unit, scopedRoleMemberIds }: AdministrativeUnitReading): readonly CoverageRead[] {
  const resource = `directory/administrativeUnits/${id}`;
  return [
    rowOf(resource, unit, unit.known && unit.value === null ? 'no such unit' : ''),
    rowOf(`${resource}/scopedRoleMembers`, scopedRoleMemberIds),
  ];
}

/** Groups whose members have no row below: a group that policies both include and exclude is read once, so it has one row. */
function includedGroupRows({ groups, exclusionGroups }: TenantSnapshot): readonly CoverageRead[] {
  const others = groups.filter(({ id, transitiveMemberIds }) => {
    const excluded = exclusionGroups.find((group) => group.id === id);
    return excluded === undefined || (excluded.transitiveMembers.known && !transitiveMemberIds.known);
  });
  return others.map(({ id, transitiveMemberIds }) => rowOf(`groups/${id}/transitiveMembers`, transitiveMemberIds));
}

/** A group that policies exclude as well is read once: what it is and who is in it have their rows above. */
function roleGroupRows(reading: RoleGroupReading, { exclusionGroups }: TenantSnapshot): readonly CoverageRead[] {
  const { id, group, transitiveMembers, assignmentScheduleInstances, eligibilityScheduleInstances } = reading;
  const own = [
    rowOf(`groups/${id} (holds a role)`, group, group.known && group.value === null ? 'no such group' : ''),
    rowOf(`groups/${id}/transitiveMembers (holds a role)`, transitiveMembers),
  ];
  const isRead = exclusionGroups.some((excluded) => excluded.id === id && excluded.transitiveMembers.known);
  return [
    ...(isRead ? [] : own),
    rowOf(`privilegedAccess/group/assignmentScheduleInstances of groups/${id}`, assignmentScheduleInstances),
    rowOf(`privilegedAccess/group/eligibilityScheduleInstances of groups/${id}`, eligibilityScheduleInstances),
  ];
}

function governanceRows(snapshot: TenantSnapshot): readonly CoverageRead[] {
  return [
    rowOf('principals of Global Administrator', snapshot.roleHolders),
    rowOf('policies/roleManagementPolicyAssignments', snapshot.roleActivationPolicies),
    rowOf('identityProtection/riskyUsers', snapshot.riskyUsers),
    rowOf('accessReviews/definitions', snapshot.accessReviews),
    rowOf('lifecycleWorkflows/workflows', snapshot.lifecycleWorkflows),
    rowOf('servicePrincipals/appRoleAssignedTo', snapshot.applicationPermissions),
    ...snapshot.federationConfigurations.map(({ domainId, configuration }) =>
      rowOf(
        `domains/${domainId}/federationConfiguration`,
        configuration,
        configuration.known && configuration.value === null ? 'no settings' : '',
      ),
    ),
  ];
}

/** The coverage of `snapshot`. */
export function coverageOf(snapshot: TenantSnapshot): readonly CoverageRead[] {
  return [
    rowOf('organization', snapshot.organization),
    rowOf('domains', snapshot.domains),
    rowOf('identitySecurityDefaultsEnforcementPolicy', snapshot.securityDefaults),
    rowOf('authorizationPolicy', snapshot.authorizationPolicy),
    rowOf('authenticationMethodsPolicy', snapshot.authenticationMethodsPolicy),
    rowOf('authenticationStrengthPolicies', snapshot.authenticationStrengths),
    rowOf('userRegistrationDetails (administrators)', snapshot.registrationDetails),
    policiesRow(snapshot.policies),
    rowOf('conditionalAccessPolicies (beta)', snapshot.betaPolicies),
    rowOf('users and groups that policies name', snapshot.references),
    rowOf('roleAssignments', snapshot.roleAssignments),
    rowOf('roleAssignmentScheduleInstances', snapshot.roleAssignmentScheduleInstances),
    rowOf('roleEligibilityScheduleInstances', snapshot.roleEligibilityScheduleInstances),
    ...governanceRows(snapshot),
    ...roleReviewRows(snapshot),
    ...(snapshot.designatedGroups ?? []).flatMap(designatedGroupRows),
    ...snapshot.accounts.flatMap(accountRows),
    ...includedGroupRows(snapshot),
    ...snapshot.exclusionGroups.flatMap(exclusionGroupRows),
    ...snapshot.administrativeUnits.flatMap(administrativeUnitRows),
    ...snapshot.roleGroups.flatMap((reading) => roleGroupRows(reading, snapshot)),
  ];
}
