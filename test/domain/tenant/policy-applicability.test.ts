import { describe, expect, test } from '@jest/globals';
import { applicabilityAccountOf, type ApplicabilityAccount } from '../../../src/domain/tenant/applicability-account.js';
import type { GuestsOrExternalUsers, PolicyUsers } from '../../../src/domain/tenant/conditional-access-policy.js';
import { applicabilityOf } from '../../../src/domain/tenant/policy-applicability.js';
import type { AccountReading, TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import {
  aPolicy,
  aSnapshot,
  aUser,
  anAccount,
  EXCLUSION_GROUP,
  FIRST,
  GLOBAL_ADMINISTRATOR,
  OTHER_GROUP,
  read,
  someMemberships,
  someUsers,
  STRANGER,
  UNREAD,
} from '../a-snapshot.js';

const ROLE = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451';
const EVERY_GUEST: GuestsOrExternalUsers = {
  guestOrExternalUserTypes: ['internalGuest', 'b2bCollaborationGuest', 'b2bCollaborationMember'],
  externalTenants: 'all',
};

const MEMBER: ApplicabilityAccount = {
  id: FIRST,
  userPrincipalName: 'one@contoso.onmicrosoft.com',
  userType: 'Member',
  groups: [{ id: EXCLUSION_GROUP, displayName: 'Emergency access exclusions', isAssignableToRole: true }],
  activeRoleTemplateIds: [GLOBAL_ADMINISTRATOR],
  areRolesComplete: true,
  uncertainRoleTemplateIds: [],
  eligibleRoleTemplateIds: [],
};

function reach(users: Partial<PolicyUsers>, account: Partial<ApplicabilityAccount> = {}) {
  return applicabilityOf(aPolicy({ users: someUsers(users) }), { ...MEMBER, ...account });
}

function guests(types: readonly string[], externalTenants: GuestsOrExternalUsers['externalTenants'] = 'all') {
  return { guestOrExternalUserTypes: types, externalTenants };
}

describe('one rule at a time', () => {
  test.each<[string, Partial<PolicyUsers>, string, string]>([
    ['All includes everybody', { includeUsers: ['All'] }, 'applies', 'includeUsers: All'],
    ['the own ID includes', { includeUsers: [FIRST] }, 'applies', 'includeUsers: this account'],
    [
      'the own ID in capitals includes',
      { includeUsers: [FIRST.toUpperCase()] },
      'applies',
      'includeUsers: this account',
    ],
    ['another ID does not', { includeUsers: [STRANGER] }, 'notInScope', 'no include rule names the account'],
    [
      'a group of the account includes',
      { includeGroups: [EXCLUSION_GROUP] },
      'applies',
      'includeGroups: Emergency access exclusions',
    ],
    ['another group does not', { includeGroups: [OTHER_GROUP] }, 'notInScope', 'no include rule names the account'],
    [
      'None with a group still targets the group',
      { includeUsers: ['None'], includeGroups: [EXCLUSION_GROUP] },
      'applies',
      'includeGroups: Emergency access exclusions',
    ],
    [
      'an active role includes',
      { includeRoles: [GLOBAL_ADMINISTRATOR] },
      'applies',
      'includeRoles: Global Administrator',
    ],
    [
      'a role the account does not hold does not',
      { includeRoles: [ROLE] },
      'notInScope',
      'no include rule names the account',
    ],
    ['the own ID excludes', { includeUsers: ['All'], excludeUsers: [FIRST] }, 'excluded', 'excludeUsers: this account'],
    [
      'another ID excludes nothing',
      { includeUsers: ['All'], excludeUsers: [STRANGER] },
      'applies',
      'includeUsers: All',
    ],
    [
      'a group of the account excludes',
      { includeUsers: ['All'], excludeGroups: [EXCLUSION_GROUP] },
      'excluded',
      'excludeGroups: Emergency access exclusions',
    ],
    [
      'another group excludes nothing',
      { includeUsers: ['All'], excludeGroups: [OTHER_GROUP] },
      'applies',
      'includeUsers: All',
    ],
    [
      'an active role excludes',
      { includeUsers: ['All'], excludeRoles: [GLOBAL_ADMINISTRATOR] },
      'excluded',
      'excludeRoles: Global Administrator',
    ],
    ['another role excludes nothing', { includeUsers: ['All'], excludeRoles: [ROLE] }, 'applies', 'includeUsers: All'],
    [
      'exclusion wins over the account itself',
      { includeUsers: [FIRST], excludeGroups: [EXCLUSION_GROUP] },
      'excluded',
      'excludeGroups: Emergency access exclusions',
    ],
    [
      'exclusion holds outside the scope too',
      { includeUsers: [STRANGER], excludeUsers: [FIRST] },
      'excluded',
      'excludeUsers: this account',
    ],
  ])('%s', (_, users, result, via) => {
    const answer = reach(users);

    expect(answer.result).toBe(result);
    expect(answer.via).toEqual([via]);
    expect(answer.userTargeting).toBe(true);
  });
});

describe('guests', () => {
  const invited = 'one_fabrikam.com#EXT#@contoso.onmicrosoft.com';
  const internalGuest = { userType: 'Guest' };
  const invitedGuest = { userType: 'Guest', userPrincipalName: invited };
  const invitedMember = { userPrincipalName: invited };
  test.each<[string, readonly string[], Partial<ApplicabilityAccount>, string]>([
    ['a member is no guest of any type', EVERY_GUEST.guestOrExternalUserTypes, {}, 'notInScope'],
    ['an internal guest is one', ['internalGuest'], internalGuest, 'applies'],
    [
      'an internal guest is no invited one',
      ['b2bCollaborationGuest', 'b2bCollaborationMember'],
      internalGuest,
      'notInScope',
    ],
    ['an invited guest is one', ['b2bCollaborationGuest'], invitedGuest, 'applies'],
    ['an invited guest is no other type', ['internalGuest', 'b2bCollaborationMember'], invitedGuest, 'notInScope'],
    ['an invited member is one', ['b2bCollaborationMember'], invitedMember, 'applies'],
    ['an invited member is no guest', ['internalGuest', 'b2bCollaborationGuest'], invitedMember, 'notInScope'],
    [
      'types without a user object never match',
      ['b2bDirectConnectUser', 'otherExternalUser', 'serviceProvider'],
      { userType: null },
      'notInScope',
    ],
    ['a type nobody knows is unknown', ['somethingNew'], {}, 'unknown'],
    ['without a userType nobody can tell', ['internalGuest'], { userType: null }, 'unknown'],
  ])('%s', (_, types, account, result) => {
    expect(reach({ includeGuestsOrExternalUsers: guests(types) }, account).result).toBe(result);
  });

  test.each<[string, Partial<ApplicabilityAccount>, string]>([
    ['does not name a member', {}, 'applies'],
    ['names a guest', internalGuest, 'excluded'],
    ['names an invited member', invitedMember, 'excluded'],
    ['is unknown without a userType', { userType: null }, 'unknown'],
  ])('the keyword GuestsOrExternalUsers %s', (_, account, result) => {
    expect(reach({ includeUsers: ['All'], excludeUsers: ['GuestsOrExternalUsers'] }, account).result).toBe(result);
  });

  test.each<[string, GuestsOrExternalUsers['externalTenants'], Partial<ApplicabilityAccount>, string]>([
    ['of all tenants excludes a guest', 'all', invitedGuest, 'excluded'],
    ['of listed tenants may exclude a guest', [STRANGER], invitedGuest, 'unknown'],
    ['of listed tenants excludes no member', [STRANGER], {}, 'applies'],
  ])('a guest rule %s', (_, tenants, account, result) => {
    const excludeGuestsOrExternalUsers = guests(['b2bCollaborationGuest'], tenants);

    expect(reach({ includeUsers: ['All'], excludeGuestsOrExternalUsers }, account).result).toBe(result);
  });
});

describe('what was not read or cannot be resolved', () => {
  const unreadGroups = { groups: null, areRolesComplete: false, activeRoleTemplateIds: [] };
  test.each<[string, Partial<PolicyUsers>, Partial<ApplicabilityAccount>, string]>([
    [
      'memberships do not matter to a policy without groups and roles',
      { includeUsers: ['All'] },
      unreadGroups,
      'applies',
    ],
    [
      'memberships do not matter to a direct exclusion',
      { includeUsers: ['All'], excludeUsers: [FIRST], excludeGroups: [OTHER_GROUP] },
      unreadGroups,
      'excluded',
    ],
    [
      'memberships decide an exclusion by group',
      { includeUsers: ['All'], excludeGroups: [EXCLUSION_GROUP] },
      unreadGroups,
      'unknown',
    ],
    ['memberships decide an inclusion by group', { includeGroups: [EXCLUSION_GROUP] }, unreadGroups, 'unknown'],
    ['memberships decide a role', { includeRoles: [ROLE] }, unreadGroups, 'unknown'],
    [
      'an exclusion that is unknown does not matter out of scope',
      { includeUsers: [STRANGER], excludeGroups: [OTHER_GROUP] },
      unreadGroups,
      'notInScope',
    ],
    [
      'a certain inclusion beside an unknown one applies',
      { includeUsers: ['All'], includeGroups: [OTHER_GROUP] },
      unreadGroups,
      'applies',
    ],
    [
      'a role without template ID may be the included one',
      { includeRoles: [ROLE] },
      { areRolesComplete: false },
      'unknown',
    ],
    [
      'a proven role needs no complete list',
      { includeRoles: [GLOBAL_ADMINISTRATOR] },
      { areRolesComplete: false },
      'applies',
    ],
    [
      'a role that one source left open may be the included one',
      { includeRoles: [ROLE] },
      { uncertainRoleTemplateIds: [ROLE] },
      'unknown',
    ],
    [
      'a role that one source left open is no other role',
      { includeRoles: [ROLE] },
      { uncertainRoleTemplateIds: [GLOBAL_ADMINISTRATOR] },
      'notInScope',
    ],
    [
      'a role without template ID may be the excluded one',
      { includeUsers: ['All'], excludeRoles: [ROLE] },
      { areRolesComplete: false },
      'unknown',
    ],
    [
      'a name in place of an ID may be the excluded account',
      { includeUsers: ['All'], excludeUsers: ['one@contoso.com'] },
      {},
      'unknown',
    ],
    [
      'a name in place of an ID does not matter beside a direct exclusion',
      { includeUsers: ['All'], excludeUsers: ['one@contoso.com', FIRST] },
      {},
      'excluded',
    ],
    ['a name in place of an included group', { includeGroups: ['<EmergencyAccessAccountsGroup>'] }, {}, 'unknown'],
    ['a name in place of an excluded group', { includeUsers: ['All'], excludeGroups: ['<Group>'] }, {}, 'unknown'],
    ['a name in place of a role', { includeRoles: ['Helpdesk Administrator'] }, {}, 'unknown'],
    ['a look-alike of an ID', { includeUsers: ['11111111-1111-4dgg-bhh1-111111111111'] }, {}, 'unknown'],
    ['All is no keyword of the exclude side', { includeUsers: [FIRST], excludeUsers: ['All'] }, {}, 'unknown'],
  ])('%s', (_, users, account, result) => {
    expect(reach(users, account).result).toBe(result);
  });

  test('an unknown answer names what was sure and what is missing', () => {
    expect(reach({ includeUsers: ['All'], excludeUsers: ['Jo'] }).via).toEqual([
      'includeUsers: All',
      'excludeUsers: "Jo" is not an object ID and cannot be resolved',
    ]);
  });
});

describe('policies that are not about users', () => {
  const everybody = someUsers({ includeUsers: ['All'] });
  test.each([
    [
      'that names workload identities',
      aPolicy({ users: everybody, targetsWorkloadIdentities: true }),
      'targets workload identities',
    ],
    ['without users', aPolicy({ users: null }), 'targets no users'],
    ['that includes None', aPolicy({ users: someUsers({ includeUsers: ['None'] }) }), 'includes nobody'],
    ['that includes nothing', aPolicy({ users: someUsers() }), 'includes nobody'],
  ])('a policy %s reaches nobody', (_, policy, via) => {
    expect(applicabilityOf(policy, MEMBER)).toEqual({
      result: 'notInScope',
      via: [via],
      includedBy: [],
      scope: 'resources',
      userTargeting: false,
      afterActivation: false,
    });
  });

  test('the same policy without workload identities reaches everybody', () => {
    expect(applicabilityOf(aPolicy({ users: everybody }), MEMBER).result).toBe('applies');
  });
});

describe('scope', () => {
  const nothing = {
    includeApplications: [],
    excludeApplications: [],
    includeUserActions: [],
    includeAuthenticationContextClassReferences: [],
  };
  test.each([
    ['applications', { ...nothing, includeApplications: ['Office365'] }, 'resources'],
    ['a user action', { ...nothing, includeUserActions: ['urn:user:registersecurityinfo'] }, 'userAction'],
    [
      'None and a user action',
      { ...nothing, includeApplications: ['None'], includeUserActions: ['urn:user:registerdevice'] },
      'userAction',
    ],
    [
      'an authentication context',
      { ...nothing, includeAuthenticationContextClassReferences: ['c1'] },
      'authenticationContext',
    ],
    [
      'applications and a context',
      { ...nothing, includeApplications: ['All'], includeAuthenticationContextClassReferences: ['c1'] },
      'resources',
    ],
    ['nothing', nothing, 'resources'],
  ])('a policy on %s', (_, applications, scope) => {
    expect(applicabilityOf(aPolicy({ applications }), MEMBER).scope).toBe(scope);
  });
});

describe('after activation', () => {
  const eligible = { activeRoleTemplateIds: [], eligibleRoleTemplateIds: [GLOBAL_ADMINISTRATOR] };
  test.each<[string, Partial<PolicyUsers>, Partial<ApplicabilityAccount>, boolean]>([
    ['an eligible role that is included will be reached', { includeRoles: [GLOBAL_ADMINISTRATOR] }, eligible, true],
    ['a role that is not included will not', { includeRoles: [ROLE] }, eligible, false],
    ['an active role is reached already', { includeRoles: [GLOBAL_ADMINISTRATOR] }, {}, false],
    ['an exclusion keeps holding', { includeRoles: [GLOBAL_ADMINISTRATOR], excludeUsers: [FIRST] }, eligible, false],
  ])('%s', (_, users, account, expected) => {
    expect(reach(users, account).afterActivation).toBe(expected);
  });
});

describe('the account in a snapshot', () => {
  const noRoles = read(someMemberships({ roleTemplateIds: [] }));
  const assigned = (principalId: string, directoryScopeId = '/') => read([{ principalId, directoryScopeId }]);
  function accountIn(overrides: Partial<TenantSnapshot>, reading: Partial<AccountReading> = { memberships: noRoles }) {
    const account = anAccount(FIRST, reading);
    return applicabilityAccountOf(aSnapshot({ accounts: [account], ...overrides }), account, aUser(FIRST));
  }

  test.each([
    ['an assignment of the account', assigned(FIRST), [GLOBAL_ADMINISTRATOR]],
    ['an assignment of a group of the account', assigned(EXCLUSION_GROUP), [GLOBAL_ADMINISTRATOR]],
    ['an assignment of somebody else', assigned(STRANGER), []],
    ['an assignment for an administrative unit', assigned(FIRST, '/administrativeUnits/1'), []],
    ['unread assignments', UNREAD, []],
  ])('%s gives it the active roles that follow', (_, roleAssignments, roles) => {
    expect(accountIn({ roleAssignments }).activeRoleTemplateIds).toEqual(roles);
  });

  test('unread assignments leave Global Administrator open, and read ones do not', () => {
    expect(accountIn({ roleAssignments: UNREAD }).uncertainRoleTemplateIds).toEqual([GLOBAL_ADMINISTRATOR]);
    expect(accountIn({ roleAssignments: read([]) }).uncertainRoleTemplateIds).toEqual([]);
  });

  test('an eligible assignment is kept apart from the active ones', () => {
    const instance = { principalId: FIRST, directoryScopeId: '/', memberType: 'Direct', endDateTime: null };
    const account = accountIn({ roleAssignments: read([]), roleEligibilityScheduleInstances: read([instance]) });

    expect(account.activeRoleTemplateIds).toEqual([]);
    expect(account.eligibleRoleTemplateIds).toEqual([GLOBAL_ADMINISTRATOR]);
  });

  test('unread memberships leave groups unknown and roles incomplete', () => {
    expect(accountIn({}, { memberships: UNREAD })).toMatchObject({ groups: null, areRolesComplete: false });
  });

  test('a role without template ID leaves the roles incomplete', () => {
    const memberships = read(someMemberships({ hasUnresolvedRoles: true }));

    expect(accountIn({}, { memberships }).areRolesComplete).toBe(false);
    expect(accountIn({}).areRolesComplete).toBe(true);
  });
});
