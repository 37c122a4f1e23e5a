import type { AuthenticationMethodsRegistrationCampaign } from '@microsoft/microsoft-graph-types';
import type { SandboxState } from '../state.js';
import { recordAudit, target, type Occasion } from './audit-trail.js';

/** Changes of the tenant's settings, by whomever: state, audit entry, and what was there before. Rights are judged elsewhere. */

function policyTarget(
  { id, displayName }: { readonly id: string; readonly displayName?: string | null },
  property: string,
  values: { readonly before: unknown; readonly after: unknown },
) {
  const [oldValue, newValue] = [JSON.stringify(values.before), JSON.stringify(values.after)];
  const modifiedProperties = [{ displayName: property, oldValue, newValue }];
  return target('Policy', { id, displayName: displayName ?? null, modifiedProperties });
}

/** Puts `campaign` in the place of the registration campaign. */
export function replaceCampaign(
  state: SandboxState,
  campaign: AuthenticationMethodsRegistrationCampaign,
  occasion: Occasion,
): void {
  const before = state.authenticationMethodsPolicy;
  const registrationEnforcement = {
    ...before.registrationEnforcement,
    authenticationMethodsRegistrationCampaign: campaign,
  };
  const lastModifiedDateTime = new Date(occasion.at).toISOString();
  state.replaced.push({ kind: 'authenticationMethodsPolicy', before, at: occasion.at });
  state.authenticationMethodsPolicy = { ...before, registrationEnforcement, lastModifiedDateTime };
  const values = { before: before.registrationEnforcement, after: registrationEnforcement };
  recordAudit(state, occasion, {
    name: 'Authentication Methods Policy Update',
    category: 'ApplicationManagement',
    service: 'Authentication Methods',
    operation: 'Update',
    targets: [policyTarget(before, 'RegistrationEnforcement', values)],
  });
}

/** Turns security defaults on or off. Reads show it at once. */
export function setSecurityDefaults(state: SandboxState, isEnabled: boolean, occasion: Occasion): void {
  const before = state.securityDefaults;
  state.securityDefaults = { ...before, isEnabled };
  recordAudit(state, occasion, {
    name: 'Update security defaults',
    category: 'Policy',
    service: 'Core Directory',
    operation: 'Update',
    targets: [policyTarget(before, 'IsEnabled', { before: before.isEnabled, after: isEnabled })],
  });
}

/** Allows or forbids administrators to reset their own passwords. */
export function setAdministratorsSspr(state: SandboxState, allowedToUseSSPR: boolean, occasion: Occasion): void {
  const before = state.authorizationPolicy;
  state.replaced.push({ kind: 'authorizationPolicy', before, at: occasion.at });
  state.authorizationPolicy = { ...before, allowedToUseSSPR };
  recordAudit(state, occasion, {
    name: 'Update authorization policy',
    category: 'AuthorizationPolicy',
    service: 'Core Directory',
    operation: 'Update',
    targets: [policyTarget(before, 'AllowedToUseSSPR', { before: before.allowedToUseSSPR, after: allowedToUseSSPR })],
  });
}
