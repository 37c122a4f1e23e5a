import type { ConditionalAccessUsers } from '@microsoft/microsoft-graph-types';
import type { SandboxPolicy, SandboxState, SandboxUser } from '../state.js';
import { foundation, INITIAL_DOMAIN, makeGroup, makeRestrictedUnit } from './foundation.js';
import { guidFor } from './ids.js';
import { COLLEAGUES } from './people.js';
import { makePolicy, requireAnyOf, requirePhishingResistant, type PolicySketch } from './policies.js';
import { activeRole, ROLE } from './roles.js';
import { usePasskeyProfiles } from './method-policy.js';
import { KEY_MODELS, makeUser, passwordMethod, securityKey, usedDaysAgo } from './users.js';

/** A tenant whose emergency access accounts are as they should be: the unbroken twin of every other one. */

function emergencyAccount(number: number): SandboxUser {
  return makeUser({
    id: guidFor(`user:vault-${number}`),
    userPrincipalName: `vault${number}@${INITIAL_DOMAIN}`,
    displayName: `Vault ${number}`,
    passwordPolicies: 'DisablePasswordExpiration',
    ...usedDaysAgo(20),
  });
}

export const STAFF_GROUP_ID = guidFor('group:all-staff');
const EMERGENCY_GROUP = makeGroup('emergency-access', 'Emergency access accounts', { isAssignableToRole: true });

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

/** Two accounts, cloud-only, on the initial domain, permanent Global Administrators with security keys, excluded everywhere. */
export function compliantTenant(): SandboxState {
  return soundTenant({ accounts: 2, policies: 7 });
}
