import { visibleState } from '../changes/visible-state.js';
import { entriesOf, sameId, transitiveGroupIds } from '../directory.js';
import type { ReadRoute, Route } from '../http/exchange.js';
import { collection } from '../http/reply.js';
import { USER_REGISTRATION_DETAILS } from '../resource-types.js';
import type { SandboxAuthenticationMethod, SandboxState, SandboxUser } from '../state.js';
import { NOT_PREMIUM } from './premium.js';

/**
 * The report on who has registered what, as it was made at the last midnight (UTC): what changed since then is not in it.
 * Users who are disabled are left out. Source: userRegistrationDetails.
 */

const DAY_MS = 86_400_000;

/** Graph's type without prefix and suffix → the report's words. A password is not listed. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  fido2: ['fido2SecurityKey'],
  windowsHelloForBusiness: ['windowsHelloForBusiness'],
  microsoftAuthenticator: ['microsoftAuthenticatorPush', 'softwareOneTimePasscode'],
  phone: ['mobilePhone'],
  email: ['email'],
  softwareOath: ['softwareOneTimePasscode'],
  temporaryAccessPass: ['temporaryAccessPass'],
};
const CERTIFICATE = 'x509CertificateMultiFactor';

const PASSWORDLESS: readonly string[] = ['fido2SecurityKey', 'windowsHelloForBusiness', CERTIFICATE];
const FOR_SSPR: readonly string[] = ['mobilePhone', 'email', 'microsoftAuthenticatorPush', 'softwareOneTimePasscode'];
/** Administrators prove themselves in two ways, whatever the tenant asks of others. */
const SSPR_METHODS = { administrator: 2, other: 1 } as const;

function wordsOf(method: SandboxAuthenticationMethod): readonly string[] {
  const kind = method['@odata.type'].replace(/^#microsoft\.graph\.|AuthenticationMethod$/g, '');
  return WORDS[kind] ?? [];
}

function registeredBy(state: SandboxState, { id }: SandboxUser): readonly string[] {
  const words = entriesOf(state.authenticationMethods, id).flatMap(wordsOf);
  return [...new Set(state.certificateUserIds.includes(id) ? [...words, CERTIFICATE] : words)];
}

/** Whether the user holds any directory role, or can activate one, in whatever scope. */
function isAdministrator(state: SandboxState, { id }: SandboxUser): boolean {
  const principals = [id, ...transitiveGroupIds(state, id)];
  return [...state.roleAssignmentScheduleInstances, ...state.roleEligibilityScheduleInstances].some(({ principalId }) =>
    principals.some((principal) => sameId(principalId, principal)),
  );
}

function detailsOf(state: SandboxState, user: SandboxUser, madeAt: number): object {
  const methodsRegistered = registeredBy(state, user);
  const isAdmin = isAdministrator(state, user);
  const forSspr = methodsRegistered.filter((method) => FOR_SSPR.includes(method)).length;
  const isSsprRegistered = forSspr >= SSPR_METHODS[isAdmin ? 'administrator' : 'other'];
  const isSsprEnabled = !isAdmin || state.authorizationPolicy.allowedToUseSSPR === true;
  const isMfaRegistered = methodsRegistered.some((method) => method !== 'email');
  return {
    id: user.id,
    userPrincipalName: user.userPrincipalName,
    userDisplayName: user.displayName ?? '',
    isAdmin,
    isSsprRegistered,
    isSsprEnabled,
    isSsprCapable: isSsprRegistered && isSsprEnabled,
    isMfaRegistered,
    isMfaCapable: isMfaRegistered,
    isPasswordlessCapable: methodsRegistered.some((method) => PASSWORDLESS.includes(method)),
    lastUpdatedDateTime: new Date(madeAt).toISOString(),
    methodsRegistered,
    isSystemPreferredAuthenticationMethodEnabled: true,
    systemPreferredAuthenticationMethods: methodsRegistered.includes('microsoftAuthenticatorPush') ? ['push'] : [],
    userPreferredMethodForSecondaryAuthentication: '',
    userType: user.userType === 'Guest' ? 'guest' : 'member',
  };
}

const readDetails: ReadRoute['reply'] = ({ state, now }) => {
  if (!state.hasPremiumP1) return NOT_PREMIUM;
  const madeAt = Math.floor(now / DAY_MS) * DAY_MS;
  const lags = { replicationLagMs: now - madeAt, policyLagMs: 0, auditLagMs: 0 };
  const then = visibleState(state, lags, now);
  const items = then.users
    .filter(({ accountEnabled }) => accountEnabled === true)
    .map((user) => ({ type: USER_REGISTRATION_DETAILS, value: detailsOf(then, user, madeAt) }));
  return collection('reports/authenticationMethods/userRegistrationDetails', USER_REGISTRATION_DETAILS, items, {
    filterable: ['isAdmin', 'userPrincipalName'],
  });
};

export const registrationDetailsRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/reports/authenticationMethods/userRegistrationDetails',
    permissions: ['AuditLog.Read.All'],
    reply: readDetails,
  },
];
