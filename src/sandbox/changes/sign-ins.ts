import { randomUUID } from 'node:crypto';
import { guidFor } from '../seed/ids.js';
import type { SandboxSignIn, SandboxState, SandboxUser } from '../state.js';

/** Sign-ins that happen to the simulated tenant. Nothing is checked as Entra would check it: whoever stages one says how it ends. */

export interface SignInDetails {
  /** As Entra counts them; absent or 0: successful. */
  readonly errorCode?: number;
  /** Milliseconds since the epoch; absent: now. */
  readonly at?: number;
  /** Absent: true. */
  readonly isInteractive?: boolean;
  readonly appDisplayName?: string;
  readonly ipAddress?: string;
  readonly clientAppUsed?: string;
}

/** Source: Microsoft Entra authentication error codes. */
const REASONS = new Map([
  [50053, 'The account is locked, or the sign-in came from an address with malicious activity.'],
  [50057, 'The user account is disabled.'],
  [50074, 'Strong authentication is required.'],
  [50126, 'Invalid user name or password.'],
  [53003, 'Access was blocked by Conditional Access policies.'],
  [500121, 'Authentication failed during the strong authentication request.'],
]);

const BLOCKED_BY_CONDITIONAL_ACCESS = 53003;

function statusOf(errorCode: number): NonNullable<SandboxSignIn['entry']['status']> {
  const failureReason = errorCode === 0 ? null : (REASONS.get(errorCode) ?? 'Other.');
  return { errorCode, failureReason, additionalDetails: null };
}

function entryOf(user: SandboxUser, details: SignInDetails, at: number): SandboxSignIn['entry'] {
  const { errorCode = 0, isInteractive = true, appDisplayName = 'Azure Portal' } = details;
  return {
    id: randomUUID(),
    createdDateTime: new Date(at).toISOString(),
    userDisplayName: user.displayName ?? null,
    userPrincipalName: user.userPrincipalName,
    userId: user.id,
    appId: guidFor(`application:${appDisplayName}`),
    appDisplayName,
    ipAddress: details.ipAddress ?? '192.0.2.44',
    clientAppUsed: details.clientAppUsed ?? 'Browser',
    correlationId: randomUUID(),
    conditionalAccessStatus: errorCode === BLOCKED_BY_CONDITIONAL_ACCESS ? 'failure' : 'notApplied',
    isInteractive,
    riskDetail: 'none',
    riskLevelAggregated: 'none',
    riskLevelDuringSignIn: 'none',
    riskState: 'none',
    riskEventTypes: [],
    resourceDisplayName: 'Windows Azure Service Management API',
    resourceId: guidFor('application:management'),
    status: statusOf(errorCode),
    deviceDetail: {
      deviceId: '',
      displayName: null,
      operatingSystem: 'Windows 11',
      browser: 'Edge 142.0.0',
      isCompliant: false,
      isManaged: false,
      trustType: '',
    },
    location: { city: 'Stockholm', state: 'Stockholms Lan', countryOrRegion: 'SE', geoCoordinates: null },
    appliedConditionalAccessPolicies: [],
    signInEventTypes: [isInteractive ? 'interactiveUser' : 'nonInteractiveUser'],
  };
}

/** Puts a sign-in of `user` into the log; returns its ID. */
export function recordSignIn(state: SandboxState, user: SandboxUser, details: SignInDetails, now: number): string {
  const at = details.at ?? now;
  const entry = entryOf(user, details, at);
  const signIns = [...state.signIns, { entry, loggedAt: at }];
  state.signIns = signIns.sort((a, b) => a.loggedAt - b.loggedAt);
  return entry.id;
}
