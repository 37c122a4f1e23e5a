import type { Subject } from '../controls/control.js';
import type { RoleGroupReading } from '../tenant/governance.js';
import type { Observed } from '../tenant/observed.js';
import type {
  AccountReading,
  DesignatedGroupReading,
  ExclusionGroupReading,
  TenantSnapshot,
} from '../tenant/snapshot.js';
import { tenantSubjectOf } from './tenant-resource.js';
import { normalId } from './facts.js';
import type { NameOf } from './names.js';

/** Every reading of a snapshot with the subject that cannot be judged without it. */

export interface Reading {
  readonly subject: Subject;
  /** The part of the snapshot, for example `policies` or `authenticationMethods`. */
  readonly resource: string;
  /** What people call it, with its article. */
  readonly label: string;
  /** The Graph request, as evidence spells it. */
  readonly source: string;
  readonly observed: Observed<unknown>;
}

type Part = Omit<Reading, 'subject'>;

function part(resource: string, label: string, source: string, observed: Observed<unknown>): Part {
  return { resource, label, source, observed };
}

const ROLES = 'GET /roleManagement/directory';

function tenantParts(snapshot: TenantSnapshot): readonly Part[] {
  const { roleReview } = snapshot;
  return [
    part('organization', 'the organization', 'GET /organization', snapshot.organization),
    part('domains', 'the list of domains', 'GET /domains', snapshot.domains),
    part(
      'securityDefaults',
      'the security defaults',
      'GET /policies/identitySecurityDefaultsEnforcementPolicy',
      snapshot.securityDefaults,
    ),
    part(
      'authorizationPolicy',
      'the authorization policy',
      'GET /policies/authorizationPolicy',
      snapshot.authorizationPolicy,
    ),
    part(
      'authenticationMethodsPolicy',
      'the authentication methods policy',
      'GET /policies/authenticationMethodsPolicy',
      snapshot.authenticationMethodsPolicy,
    ),
    part(
      'policies',
      'the list of Conditional Access policies',
      'GET /identity/conditionalAccess/policies',
      snapshot.policies,
    ),
    part(
      'betaPolicies',
      'the beta list of Conditional Access policies',
      'GET /beta/identity/conditionalAccess/policies',
      snapshot.betaPolicies,
    ),
    part('references', 'the users and groups that policies name', 'GET /users, GET /groups', snapshot.references),
    part(
      'roleAssignments',
      'the assignments of Global Administrator',
      `${ROLES}/roleAssignments`,
      snapshot.roleAssignments,
    ),
    part(
      'roleAssignmentScheduleInstances',
      'the schedules of Global Administrator assignments',
      `${ROLES}/roleAssignmentScheduleInstances`,
      snapshot.roleAssignmentScheduleInstances,
    ),
    part(
      'roleEligibilityScheduleInstances',
      'the eligible assignments of Global Administrator',
      `${ROLES}/roleEligibilityScheduleInstances`,
      snapshot.roleEligibilityScheduleInstances,
    ),
    ...authenticationParts(snapshot),
    ...governanceParts(snapshot),
    ...Object.entries(roleReview).map(([name, observed]: [string, Observed<unknown>]) =>
      part(`roleReview.${name}`, `the list of all roles (${name})`, `${ROLES}/${name}`, observed),
    ),
    ...snapshot.administrativeUnits.flatMap(({ id, unit, scopedRoleMemberIds }) => [
      part(
        `administrativeUnits.${id}`,
        'an administrative unit of the emergency accounts',
        `GET /directory/administrativeUnits/${id}`,
        unit,
      ),
      part(
        `administrativeUnits.${id}.scopedRoleMemberIds`,
        'the administrators of an administrative unit of the emergency accounts',
        `GET /directory/administrativeUnits/${id}/scopedRoleMembers`,
        scopedRoleMemberIds,
      ),
    ]),
  ];
}

function authenticationParts(snapshot: TenantSnapshot): readonly Part[] {
  return [
    part(
      'authenticationStrengths',
      'the authentication strengths',
      'GET /policies/authenticationStrengthPolicies',
      snapshot.authenticationStrengths,
    ),
    part(
      'registrationDetails',
      'the report on registered methods',
      'GET /reports/authenticationMethods/userRegistrationDetails',
      snapshot.registrationDetails,
    ),
    part('riskyUsers', 'the list of risky users', 'GET /identityProtection/riskyUsers', snapshot.riskyUsers),
  ];
}

function governanceParts(snapshot: TenantSnapshot): readonly Part[] {
  return [
    part('roleHolders', 'the holders of Global Administrator', `${ROLES}/roleAssignments`, snapshot.roleHolders),
    part(
      'roleActivationPolicies',
      'the rules for activating a role',
      'GET /policies/roleManagementPolicyAssignments',
      snapshot.roleActivationPolicies,
    ),
    part(
      'accessReviews',
      'the access reviews',
      'GET /identityGovernance/accessReviews/definitions',
      snapshot.accessReviews,
    ),
    part(
      'lifecycleWorkflows',
      'the lifecycle workflows',
      'GET /identityGovernance/lifecycleWorkflows/workflows',
      snapshot.lifecycleWorkflows,
    ),
    part(
      'applicationPermissions',
      'the permissions of applications',
      'GET /servicePrincipals/{id}/appRoleAssignedTo',
      snapshot.applicationPermissions,
    ),
    ...snapshot.federationConfigurations.map(({ domainId, configuration }) =>
      part(
        `federationConfigurations.${domainId}`,
        `the federation of "${domainId}"`,
        `GET /domains/${domainId}/federationConfiguration`,
        configuration,
      ),
    ),
  ];
}

function accountParts(account: AccountReading): readonly Part[] {
  const { id, user, deletedItem, memberships, authenticationMethods, signInActivity } = account;
  const { manager, namesakeIds, perUserMfaState, whatIf } = account;
  return [
    part('user', 'the user object', `GET /users/${id}`, user),
    part('deletedItem', 'the deleted item', `GET /directory/deletedItems/${id}`, deletedItem),
    part('memberships', 'the groups and roles', `GET /users/${id}/transitiveMemberOf`, memberships),
    part(
      'authenticationMethods',
      'the authentication methods',
      `GET /users/${id}/authentication/methods`,
      authenticationMethods,
    ),
    part('signInActivity', 'the sign-in activity', `GET /users/${id}?$select=signInActivity`, signInActivity),
    part('manager', 'the manager', `GET /users/${id}/manager`, manager),
    part('namesakeIds', 'the list of users with the same name', 'GET /users', namesakeIds),
    part(
      'perUserMfaState',
      'the per-user multifactor state',
      `GET /beta/users/${id}/authentication/requirements`,
      perUserMfaState,
    ),
    part('whatIf', 'the What If evaluation', 'POST /identity/conditionalAccess/evaluate', whatIf),
  ];
}

function groupParts({ id, group, members, transitiveMembers, owners }: ExclusionGroupReading): readonly Part[] {
  return [
    part('group', 'the group itself', `GET /groups/${id}`, group),
    part('members', 'the members', `GET /groups/${id}/members`, members),
    part(
      'transitiveMembers',
      'the members with those of nested groups',
      `GET /groups/${id}/transitiveMembers`,
      transitiveMembers,
    ),
    part('owners', 'the owners', `GET /groups/${id}/owners`, owners),
  ];
}

const PIM = 'GET /identityGovernance/privilegedAccess/group';

/** Named apart from the readings of exclusion groups: one group may be both. */
function roleGroupParts(reading: RoleGroupReading): readonly Part[] {
  const { id, group, transitiveMembers, assignmentScheduleInstances, eligibilityScheduleInstances } = reading;
  const ofGroup = `?$filter=groupId eq '${id}'`;
  return [
    part('roleGroup', 'the group with the role', `GET /groups/${id}`, group),
    part(
      'roleGroup.transitiveMembers',
      'the membership that comes with the role',
      `GET /groups/${id}/transitiveMembers`,
      transitiveMembers,
    ),
    part(
      'roleGroup.assignmentScheduleInstances',
      'the schedules of memberships',
      `${PIM}/assignmentScheduleInstances${ofGroup}`,
      assignmentScheduleInstances,
    ),
    part(
      'roleGroup.eligibilityScheduleInstances',
      'the eligible memberships',
      `${PIM}/eligibilityScheduleInstances${ofGroup}`,
      eligibilityScheduleInstances,
    ),
  ];
}

function designatedGroupParts({ id, group, members }: DesignatedGroupReading): readonly Part[] {
  return [
    part('designatedGroup', 'the designated group itself', `GET /groups/${id}`, group),
    part('designatedMembers', 'the users it designates', `GET /groups/${id}/transitiveMembers`, members),
  ];
}

/** Every reading of `snapshot`, subjects named by `nameOf`. */
export function readingsOf(snapshot: TenantSnapshot, nameOf: NameOf): readonly Reading[] {
  const own = (subject: Subject, parts: readonly Part[]) => parts.map((it) => ({ subject, ...it }));
  const groupSubject = (id: string): Subject => ({ type: 'group', id: normalId(id), name: nameOf(id) });
  return [
    ...own(tenantSubjectOf(snapshot, nameOf), tenantParts(snapshot)),
    ...snapshot.accounts.flatMap((account) =>
      own({ type: 'account', id: account.id, name: nameOf(account.id) }, accountParts(account)),
    ),
    ...snapshot.exclusionGroups.flatMap((group) => own(groupSubject(group.id), groupParts(group))),
    ...snapshot.roleGroups.flatMap((group) => own(groupSubject(group.id), roleGroupParts(group))),
    ...(snapshot.designatedGroups ?? []).flatMap((group) => own(groupSubject(group.id), designatedGroupParts(group))),
    ...snapshot.groups.flatMap(({ id, transitiveMemberIds }) =>
      own(groupSubject(id), [
        part(
          'transitiveMemberIds',
          'the members as a dedicated policy sees them',
          `GET /groups/${id}/transitiveMembers`,
          transitiveMemberIds,
        ),
      ]),
    ),
  ];
}
