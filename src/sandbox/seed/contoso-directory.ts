import type { SandboxState, SandboxUser } from '../state.js';
import { FORGOTTEN_ID, NORTH_ID, SOUTH_ID } from './contoso-accounts.js';
import { FEDERATED_DOMAIN, INITIAL_DOMAIN, makeGroup, makeRestrictedUnit } from './foundation.js';
import { guidFor } from './ids.js';
import { COLLEAGUES, CUSTOM_DOMAIN, REQUESTER } from './people.js';
import { activeRole, eligibleRole } from './roles.js';
import { authenticatorApp, mailboxAndTeams, makeUser, mobilePhone, passwordMethod } from './users.js';

/** Contoso's ordinary users and its groups, among them the two nested groups that carry the exclusions. */

export const GROUP = {
  exclusions: guidFor('group:ca-exclusions'),
  emergencyAccounts: guidFor('group:emergency-access-accounts'),
  tierZero: guidFor('group:tier-0-administrators'),
  staff: guidFor('group:all-staff'),
  finance: guidFor('group:finance'),
  payroll: guidFor('group:finance-payroll'),
  contractors: guidFor('group:contractors'),
  globalAdministrators: guidFor('group:global-administrators'),
} as const;

/** The unit that the careful half of the set-up ended in: North is in it, and nobody was made its administrator. */
export const RESTRICTED_UNIT_ID = guidFor('administrativeUnit:emergency-access');

const SYNC_ACCOUNT_ID = guidFor('user:directory-sync');

const STAFF: readonly (readonly [name: string, jobTitle: string, department: string])[] = [
  ['Alma Nordin', 'Accountant', 'Finance'],
  ['Carlos Mendes', 'Payroll Specialist', 'Finance'],
  ['Dina Haddad', 'Financial Controller', 'Finance'],
  ['Emil Sand', 'Warehouse Manager', 'Operations'],
  ['Fatima Noor', 'Account Manager', 'Sales'],
  ['Greta Holm', 'HR Business Partner', 'Human Resources'],
  ['Hugo Falk', 'Systems Administrator', 'Information Technology'],
  ['Ines Duarte', 'Product Designer', 'Product'],
  ['Jamal Reed', 'Software Engineer', 'Product'],
  ['Kira Sato', 'Software Engineer', 'Product'],
  ['Leo Brandt', 'Network Engineer', 'Information Technology'],
  ['Maja Wik', 'Chief Executive Officer', 'Management'],
];

const GUESTS = ['Nils Berg', 'Olga Petrenko', 'Pau Ferrer'] as const;

const idOf = (name: string): string => guidFor(`user:${name}`);

export const ALMA_ID = idOf('Alma Nordin');
export const HUGO_ID = idOf('Hugo Falk');
export const MAJA_ID = idOf('Maja Wik');

const localPart = (name: string): string => name.toLowerCase().replace(' ', '.');

/** Synchronized from the local directory, as most of the staff is. */
function staffMember(name: string, jobTitle: string, department: string, index: number): SandboxUser {
  const [givenName = '', surname = ''] = name.split(' ');
  const address = `${localPart(name)}@${index % 4 === 3 ? FEDERATED_DOMAIN : CUSTOM_DOMAIN}`;
  return makeUser({
    id: idOf(name),
    userPrincipalName: address,
    displayName: name,
    givenName,
    surname,
    jobTitle,
    department,
    mail: address,
    proxyAddresses: [`SMTP:${address}`],
    assignedPlans: mailboxAndTeams(),
    onPremisesSyncEnabled: true,
    onPremisesImmutableId: Buffer.from(idOf(name)).toString('base64').slice(0, 22) + '==',
    onPremisesLastSyncDateTime: '2026-11-20T05:41:27Z',
  });
}

function guest(name: string): SandboxUser {
  const address = `${localPart(name)}@adatum.example`;
  return makeUser({
    id: idOf(name),
    userPrincipalName: `${address.replace('@', '_')}#EXT#@${INITIAL_DOMAIN}`,
    displayName: name,
    mail: address,
    otherMails: [address],
    userType: 'Guest',
    externalUserState: 'Accepted',
  });
}

function addUsers(state: SandboxState): void {
  const staff = STAFF.map(([name, jobTitle, department], index) => staffMember(name, jobTitle, department, index));
  const sync = makeUser({
    id: SYNC_ACCOUNT_ID,
    userPrincipalName: `sync_dc01_4f1c2a@${INITIAL_DOMAIN}`,
    displayName: 'On-Premises Directory Synchronization Service Account',
  });
  state.users.push(...staff, ...GUESTS.map(guest), sync);
  for (const [index, { id, displayName }] of staff.entries()) {
    state.authenticationMethods[id] = [
      passwordMethod(),
      index % 3 === 0
        ? mobilePhone(`+46 7017406${String(10 + index)}`)
        : authenticatorApp(`Phone of ${String(displayName)}`),
    ];
  }
  state.managers[SOUTH_ID] = idOf('Hugo Falk');
  for (const id of [...GUESTS.map(idOf), SYNC_ACCOUNT_ID]) state.authenticationMethods[id] = [passwordMethod()];
}

/** The names of staff in `department`. */
function membersOf(department: string): string[] {
  return STAFF.filter(([, , of]) => of === department).map(([name]) => idOf(name));
}

function addGroups(state: SandboxState): void {
  state.groups.push(
    makeGroup('ca-exclusions', 'CA exclusions: all policies', {
      description: 'Accounts that Conditional Access must not stop. Holds the group of emergency access accounts.',
    }),
    makeGroup('emergency-access-accounts', 'Emergency access accounts'),
    makeGroup('tier-0-administrators', 'Tier 0 administrators', { isAssignableToRole: true, visibility: 'Private' }),
    makeGroup('all-staff', 'All staff', {
      groupTypes: ['DynamicMembership'],
      membershipRule: '(user.userType -eq "Member") and (user.department -ne null)',
      membershipRuleProcessingState: 'On',
    }),
    makeGroup('finance', 'Finance'),
    makeGroup('finance-payroll', 'Finance: payroll'),
    makeGroup('contractors', 'Contractors'),
  );
  Object.assign(state.groupMembers, {
    [GROUP.exclusions]: [GROUP.emergencyAccounts, FORGOTTEN_ID, SYNC_ACCOUNT_ID],
    [GROUP.emergencyAccounts]: [SOUTH_ID],
    [GROUP.tierZero]: [idOf('Hugo Falk')],
    [GROUP.staff]: STAFF.map(([name]) => idOf(name)),
    [GROUP.finance]: [GROUP.payroll, idOf('Alma Nordin'), idOf('Dina Haddad')],
    [GROUP.payroll]: membersOf('Finance').slice(1, 2),
    [GROUP.contractors]: GUESTS.map(idOf),
  });
  Object.assign(state.groupOwners, {
    [GROUP.exclusions]: [idOf('Hugo Falk')],
    [GROUP.emergencyAccounts]: [COLLEAGUES[0].objectId],
  });
}

function addRoles(state: SandboxState): void {
  state.roleAssignmentScheduleInstances.push(
    activeRole(SYNC_ACCOUNT_ID, 'directorySynchronizationAccounts'),
    activeRole(GROUP.tierZero, 'privilegedRoleAdministrator'),
    activeRole(idOf('Leo Brandt'), 'globalAdministrator', {
      assignmentType: 'Activated',
      startDateTime: '2026-11-23T07:30:00Z',
      endDateTime: '2026-11-23T15:30:00Z',
    }),
  );
  state.roleEligibilityScheduleInstances.push(
    eligibleRole(idOf('Leo Brandt'), 'globalAdministrator'),
    eligibleRole(REQUESTER.objectId, 'userAdministrator'),
  );
}

function addAdministrativeUnits(state: SandboxState): void {
  const restricted = makeRestrictedUnit('emergency-access', 'Restricted: emergency access');
  state.administrativeUnits.push(restricted);
  state.administrativeUnitMembers[restricted.id] = [NORTH_ID];
}

export function addDirectory(state: SandboxState): void {
  addUsers(state);
  addGroups(state);
  addRoles(state);
  addAdministrativeUnits(state);
}
