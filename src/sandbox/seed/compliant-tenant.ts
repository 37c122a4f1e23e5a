import type { ConditionalAccessUsers } from '@microsoft/microsoft-graph-types';
import type { SandboxPolicy, SandboxState, SandboxUser } from '../state.js';
import { FEDERATED_DOMAIN, foundation, INITIAL_DOMAIN, makeGroup, makeRestrictedUnit } from './foundation.js';
import { decidesByItself, reviewOfRole } from './governance.js';
import { guidFor } from './ids.js';
import { COLLEAGUES, CUSTOM_DOMAIN } from './people.js';
import { makePolicy, requireAnyOf, requirePhishingResistant, type PolicySketch } from './policies.js';
import { activeRole, ROLE } from './roles.js';
import { usePasskeyProfiles } from './method-policy.js';
import { KEY_MODELS, makeUser, passwordMethod, sealedAgainAfterUse, securityKey, windowsHello } from './users.js';

/** A tenant whose emergency access accounts are as they should be: the unbroken twin of every other one. */

function emergencyAccount(number: number): SandboxUser {
  return makeUser({
    id: guidFor(`user:vault-${number}`),
    userPrincipalName: `vault${number}@${INITIAL_DOMAIN}`,
    displayName: `Vault ${number}`,
    passwordPolicies: 'DisablePasswordExpiration',
    ...sealedAgainAfterUse(20),
  });
}

export const STAFF_GROUP_ID = guidFor('group:all-staff');
export const EMERGENCY_GROUP = makeGroup('emergency-access', 'Emergency access accounts', { isAssignableToRole: true });

const ADMINISTRATORS = [ROLE.globalAdministrator, ROLE.privilegedRoleAdministrator, ROLE.securityAdministrator];

/** Kinds of policies in turn. Each excludes the group of the accounts, whether or not it would reach them. */
const KINDS: readonly ((exclusion: ConditionalAccessUsers) => Omit<PolicySketch, 'displayName'>)[] = [
  (exclusion) => ({ users: { includeUsers: ['All'], ...exclusion } }),
  (exclusion) => ({
    users: { includeUsers: ['All'], ...exclusion },
    conditions: { clientAppTypes: ['exchangeActiveSync', 'other'] },
    grantControls: requireAnyOf('block'),
  }),
  (exclusion) => ({
    users: { includeRoles: [...ADMINISTRATORS], ...exclusion },
    grantControls: requirePhishingResistant(),
  }),
  (exclusion) => ({
    users: { includeGroups: [STAFF_GROUP_ID], ...exclusion },
    grantControls: requireAnyOf('compliantDevice'),
  }),
  (exclusion) => ({ users: { includeUsers: ['All'], ...exclusion }, state: 'enabledForReportingButNotEnforced' }),
  (exclusion) => ({ users: { includeUsers: ['All'], ...exclusion }, state: 'disabled' }),
];

/** The first policy is the dedicated one; the others follow in turn. */
function policiesFor(groupId: string, count: number): SandboxPolicy[] {
  const dedicated = makePolicy({
    displayName: 'CA000: Emergency access: require phishing-resistant MFA',
    users: { includeGroups: [groupId] },
    grantControls: requirePhishingResistant(),
  });
  const others = Array.from({ length: Math.max(0, count - 1) }, (_, index) => {
    const kind = KINDS[index % KINDS.length];
    if (kind === undefined) throw new Error('There is at least one kind of policy.');
    const displayName = `CA${String(index + 1).padStart(3, '0')}: Baseline policy`;
    return makePolicy({ displayName, ...kind({ excludeGroups: [groupId] }) });
  });
  return [dedicated, ...others].slice(0, count);
}

/** The accounts behind an administrative unit that only its custodian administers. */
function protectAccounts(state: SandboxState, ids: readonly string[]): void {
  const unit = makeRestrictedUnit('emergency-access', 'Emergency access');
  const [, custodian] = COLLEAGUES;
  state.administrativeUnits.push(unit);
  state.administrativeUnitMembers[unit.id] = [...ids];
  state.roleAssignmentScheduleInstances.push(
    activeRole(custodian.objectId, 'privilegedAuthenticationAdministrator', {
      id: guidFor(`assignment:${custodian.objectId}:${unit.id}`),
      directoryScopeId: `/administrativeUnits/${unit.id}`,
    }),
  );
}

/** Nobody is asked to register a method, and administrators do not reset their own passwords. */
function quietSignIn(state: SandboxState): void {
  state.authorizationPolicy.allowedToUseSSPR = false;
  const campaign = state.authenticationMethodsPolicy.registrationEnforcement?.authenticationMethodsRegistrationCampaign;
  if (campaign) campaign.state = 'disabled';
}

/** A tenant with that many emergency access accounts and policies, all as they should be, and the people of the chat. */
export function soundTenant(size: { readonly accounts: number; readonly policies: number }): SandboxState {
  const state = foundation('Contoso (compliant sandbox)');
  const accounts = Array.from({ length: size.accounts }, (_, index) => emergencyAccount(index + 1));
  const ids = accounts.map(({ id }) => id);
  state.emergencyAccountIds = ids;
  state.users.push(...accounts);
  for (const { id, displayName } of accounts) {
    state.authenticationMethods[id] = [
      passwordMethod(),
      securityKey(`${String(displayName)}, safe A`, 'yubiKey'),
      securityKey(`${String(displayName)}, safe B`, 'feitian'),
    ];
  }
  state.groups.push(makeGroup('all-staff', 'All staff'), { ...EMERGENCY_GROUP });
  state.groupMembers[EMERGENCY_GROUP.id] = [...ids];
  state.groupMembers[STAFF_GROUP_ID] = state.users.map(({ id }) => id).filter((id) => !ids.includes(id));
  state.roleAssignmentScheduleInstances.push(...ids.map((id) => activeRole(id, 'globalAdministrator')));
  protectAccounts(state, ids);
  quietSignIn(state);
  const models = Object.values(KEY_MODELS).map(({ aaGuid }) => aaGuid);
  usePasskeyProfiles(state.authenticationMethodsPolicy, EMERGENCY_GROUP.id, models);
  state.policies = policiesFor(EMERGENCY_GROUP.id, size.policies);
  return state;
}

/** Everybody else comes to the role through this group, for as long as Privileged Identity Management lets them. */
export const ROLE_GROUP = makeGroup('global-administrators-on-request', 'Global Administrators (on request)', {
  isAssignableToRole: true,
  visibility: 'Private',
});
const DAY_MS = 86_400_000;

/** Midnight (UTC) of today, or of so many days later. */
function midnight(daysFromNow = 0): string {
  return `${new Date(Date.now() + daysFromNow * DAY_MS).toISOString().slice(0, 10)}T00:00:00Z`;
}

/** One person who may become Global Administrator and, today, is. */
function addAdministratorOnRequest(state: SandboxState): void {
  const id = guidFor('user:administrator-on-request');
  const name = { displayName: 'Tove Lund', givenName: 'Tove', surname: 'Lund', jobTitle: 'Platform Engineer' };
  state.users.push(makeUser({ id, userPrincipalName: `tove.lund@${CUSTOM_DOMAIN}`, ...name }));
  state.authenticationMethods[id] = [passwordMethod(), windowsHello("Tove's laptop")];
  state.groups.push({ ...ROLE_GROUP });
  state.groupMembers[ROLE_GROUP.id] = [id];
  state.roleAssignmentScheduleInstances.push(activeRole(ROLE_GROUP.id, 'globalAdministrator'));
  const membership = { groupId: ROLE_GROUP.id, principalId: id, accessId: 'member', memberType: 'direct' } as const;
  state.groupEligibilityScheduleInstances.push({
    ...membership,
    id: `${ROLE_GROUP.id}_member_${guidFor('groupEligibility:on-request')}`,
    startDateTime: '2026-03-02T08:00:00Z',
    endDateTime: null,
  });
  state.groupAssignmentScheduleInstances.push({
    ...membership,
    id: `${ROLE_GROUP.id}_member_${guidFor('groupAssignment:on-request')}`,
    assignmentType: 'activated',
    startDateTime: midnight(),
    endDateTime: midnight(1),
  });
}

/** Sign-in on every domain is Microsoft's own business. */
function withoutFederation(state: SandboxState): void {
  state.domains = state.domains.filter(({ id }) => id !== FEDERATED_DOMAIN);
  const { verifiedDomains = [] } = state.organization;
  state.organization.verifiedDomains = verifiedDomains.filter(({ name }) => name !== FEDERATED_DOMAIN);
  state.federationConfigurations = {};
}

/**
 * Two accounts, cloud-only, on the initial domain, permanent Global Administrators with security keys, excluded everywhere;
 * one person who becomes Global Administrator on request; and a review of the role that takes nothing from anybody by itself.
 */
export function compliantTenant(): SandboxState {
  const state = soundTenant({ accounts: 2, policies: 7 });
  withoutFederation(state);
  addAdministratorOnRequest(state);
  state.accessReviews.push(
    reviewOfRole('Quarterly review: Global Administrators', 'globalAdministrator', decidesByItself('None')),
  );
  return state;
}
