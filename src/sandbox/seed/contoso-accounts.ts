import type { SandboxState, SandboxUser } from '../state.js';
import { CUSTOM_DOMAIN } from './people.js';
import { INITIAL_DOMAIN } from './foundation.js';
import { guidFor } from './ids.js';
import { activeRole, eligibleRole } from './roles.js';
import { mailboxAndTeams, makeUser, mobilePhone, passwordMethod, securityKey, usedDaysAgo } from './users.js';

/**
 * The emergency access accounts of Contoso: one that was set up with care, one that was set up in a hurry, and one that
 * everybody forgot. The first two are designated.
 */

export const NORTH_ID = guidFor('user:emergency-north');
export const SOUTH_ID = guidFor('user:emergency-south');
/** Excluded almost everywhere and a Global Administrator, yet designated by nobody. */
export const FORGOTTEN_ID = guidFor('user:forgotten-admin');

const accounts = (): SandboxUser[] => [
  makeUser({
    id: NORTH_ID,
    userPrincipalName: `emergency-north@${INITIAL_DOMAIN}`,
    displayName: 'Emergency Access North',
    createdDateTime: '2024-01-15T13:05:00Z',
    passwordPolicies: 'DisablePasswordExpiration',
    ...usedDaysAgo(31),
  }),
  makeUser({
    id: SOUTH_ID,
    userPrincipalName: `emergency-south@${CUSTOM_DOMAIN}`,
    displayName: 'Emergency Access South',
    createdDateTime: '2025-06-02T06:48:00Z',
    // Made like any colleague's account, with a mailbox.
    jobTitle: 'Systems Administrator',
    assignedPlans: mailboxAndTeams(),
    // Nobody ticked the box: it expires like everybody's. And nobody has ever used it.
    passwordPolicies: null,
    lastPasswordChangeDateTime: '2026-10-12T09:20:00Z',
  }),
  makeUser({
    id: FORGOTTEN_ID,
    userPrincipalName: `admin-legacy@${CUSTOM_DOMAIN}`,
    displayName: 'Admin (migration 2019)',
    createdDateTime: '2019-09-02T15:31:00Z',
    lastPasswordChangeDateTime: '2019-09-02T15:31:00Z',
    signInSessionsValidFromDateTime: '2019-09-02T15:31:00Z',
    passwordPolicies: 'DisablePasswordExpiration',
  }),
];

export function addEmergencyAccounts(state: SandboxState): void {
  state.emergencyAccountIds = [NORTH_ID, SOUTH_ID];
  state.users.push(...accounts());
  state.authenticationMethods[NORTH_ID] = [passwordMethod(), securityKey('Safe A'), securityKey('Safe B')];
  state.authenticationMethods[SOUTH_ID] = [passwordMethod(), mobilePhone('+46 701740605')];
  state.authenticationMethods[FORGOTTEN_ID] = [passwordMethod()];
  // From the years before Conditional Access: it prompts past every exclusion.
  state.perUserMfaStates[SOUTH_ID] = 'enforced';
  state.roleAssignmentScheduleInstances.push(
    activeRole(NORTH_ID, 'globalAdministrator'),
    activeRole(FORGOTTEN_ID, 'globalAdministrator'),
  );
  state.roleEligibilityScheduleInstances.push(eligibleRole(SOUTH_ID, 'globalAdministrator'));
}
