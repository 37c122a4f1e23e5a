import type { AssignedPlan } from '@microsoft/microsoft-graph-types';
import type { SandboxAuthenticationMethod, SandboxUser } from '../state.js';
import { guidFor } from './ids.js';

/** Makes users and authentication methods with every property Graph would return, so that a seed says only what matters. */

/** A cloud-only, enabled member with nothing personal on it, changed by `properties`. */
export function makeUser(
  properties: Partial<SandboxUser> & Pick<SandboxUser, 'id' | 'userPrincipalName' | 'displayName'>,
): SandboxUser {
  return {
    deletedDateTime: null,
    accountEnabled: true,
    assignedLicenses: [],
    assignedPlans: [],
    businessPhones: [],
    createdDateTime: '2023-03-14T09:12:44Z',
    department: null,
    employeeId: null,
    externalUserState: null,
    givenName: null,
    identities: [],
    isResourceAccount: null,
    jobTitle: null,
    lastPasswordChangeDateTime: '2026-02-03T08:31:10Z',
    mail: null,
    mailNickname: properties.userPrincipalName.split('@').at(0) ?? '',
    mobilePhone: null,
    officeLocation: null,
    onPremisesImmutableId: null,
    onPremisesLastSyncDateTime: null,
    onPremisesSyncEnabled: null,
    otherMails: [],
    passwordPolicies: null,
    preferredLanguage: null,
    proxyAddresses: [],
    signInSessionsValidFromDateTime: '2026-02-03T08:31:10Z',
    surname: null,
    usageLocation: 'SE',
    userType: 'Member',
    ...properties,
  };
}

function plan(service: string, servicePlanId: string): AssignedPlan {
  return { assignedDateTime: '2024-01-08T00:00:00Z', capabilityStatus: 'Enabled', service, servicePlanId };
}

/** What comes with an office licence: a mailbox and Teams. Source: product names and service plan identifiers. */
export function mailboxAndTeams(): AssignedPlan[] {
  return [
    plan('exchange', 'efb87545-963c-4e0d-99df-69c6916d9eb0'),
    plan('TeamspaceAPI', '57ff2da0-773e-42df-b2af-ffb7a2317929'),
  ];
}

const DAY_MS = 86_400_000;

/** A successful sign-in so many days ago, at the same time of the day whenever the tenant is made. */
export function usedDaysAgo(days: number): Pick<SandboxUser, 'signInActivity'> {
  const at = `${new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10)}T09:24:31Z`;
  return {
    signInActivity: {
      lastSignInDateTime: at,
      lastSignInRequestId: guidFor(`request:${at}`),
      lastSuccessfulSignInDateTime: at,
      lastSuccessfulSignInRequestId: guidFor(`request:${at}`),
    },
  };
}

/** A successful sign-in so many days ago, and the password changed on the next day. */
export function sealedAgainAfterUse(
  days: number,
): Pick<SandboxUser, 'signInActivity' | 'lastPasswordChangeDateTime' | 'signInSessionsValidFromDateTime'> {
  const changed = `${new Date(Date.now() - (days - 1) * DAY_MS).toISOString().slice(0, 10)}T08:31:10Z`;
  return {
    ...usedDaysAgo(days),
    lastPasswordChangeDateTime: changed,
    signInSessionsValidFromDateTime: changed,
  };
}

type Method = SandboxAuthenticationMethod;

const REGISTERED = '2026-01-19T10:02:00Z';

/** Every user has one, and its ID is the same everywhere. Source: passwordAuthenticationMethod. */
export function passwordMethod(): Method {
  const method = { id: '28c10230-6103-485e-b985-444c60001490', password: null, createdDateTime: REGISTERED };
  return { '@odata.type': '#microsoft.graph.passwordAuthenticationMethod', ...method };
}

/** Models of hardware keys by AAGUID. */
export const KEY_MODELS = {
  yubiKey: { aaGuid: '2fc0579f-8113-47ea-b116-bb5a8db9202a', model: 'YubiKey 5 Series with NFC' },
  feitian: { aaGuid: 'ee041bce-25e5-4cdb-8f86-897fd6418464', model: 'Feitian ePass FIDO2-NFC Authenticator' },
} as const;

/** A device-bound passkey on a hardware key. */
export function securityKey(name: string, model: keyof typeof KEY_MODELS = 'yubiKey'): Method {
  const method = {
    id: Buffer.from(guidFor(`key:${name}`))
      .toString('base64url')
      .slice(0, 24),
    displayName: name,
    createdDateTime: REGISTERED,
    ...KEY_MODELS[model],
    attestationCertificates: ['dbe793efdf1945e2df25d93653a1e8a3268a9075'],
    attestationLevel: 'attested',
    passkeyType: 'deviceBound',
  };
  return { '@odata.type': '#microsoft.graph.fido2AuthenticationMethod', ...method };
}

export function mobilePhone(phoneNumber: string): Method {
  const method = {
    id: '3179e48a-750b-4051-897c-87b9720928f7',
    createdDateTime: REGISTERED,
    phoneNumber,
    phoneType: 'mobile',
    smsSignInState: 'notEnabled',
  };
  return { '@odata.type': '#microsoft.graph.phoneAuthenticationMethod', ...method };
}

export function authenticatorApp(device: string): Method {
  const method = {
    id: guidFor(`authenticator:${device}`),
    createdDateTime: REGISTERED,
    displayName: device,
    deviceTag: 'SoftwareTokenActivated',
    phoneAppVersion: '6.2510.7829',
  };
  return { '@odata.type': '#microsoft.graph.microsoftAuthenticatorAuthenticationMethod', ...method };
}

export function windowsHello(device: string): Method {
  const method = {
    id: guidFor(`hello:${device}`),
    createdDateTime: REGISTERED,
    displayName: device,
    keyStrength: 'normal',
  };
  return { '@odata.type': '#microsoft.graph.windowsHelloForBusinessAuthenticationMethod', ...method };
}
