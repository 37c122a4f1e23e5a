import { accountEnabled } from './account/account-enabled.js';
import { cloudOnly } from './account/cloud-only.js';
import { interactiveMember } from './account/interactive-member.js';
import { licencePosture } from './account/licence-posture.js';
import { managedDomain } from './account/managed-domain.js';
import { notDeleted } from './account/not-deleted.js';
import { notPersonal } from './account/not-personal.js';
import { passwordNeverExpires } from './account/password-never-expires.js';
import { methodAccepted } from './authentication/method-accepted.js';
import { mfaReady } from './authentication/mfa-ready.js';
import { noWeakMethod } from './authentication/no-weak-method.js';
import { passwordChanged } from './authentication/password-changed.js';
import { perUserMfa } from './authentication/per-user-mfa.js';
import { phishingResistantMethod } from './authentication/phishing-resistant-method.js';
import { twoCredentials } from './authentication/two-credentials.js';
import { dedicatedPolicyRight } from './conditional-access/dedicated-policy-right.js';
import { disabledPolicies } from './conditional-access/disabled-policies.js';
import { everyPolicySeen } from './conditional-access/every-policy-seen.js';
import { excludedFromEnabled } from './conditional-access/excluded-from-enabled.js';
import { excludedFromReportOnly } from './conditional-access/excluded-from-report-only.js';
import { exclusionGroupMembers } from './conditional-access/exclusion-group-members.js';
import { exclusionGroupProtected } from './conditional-access/exclusion-group-protected.js';
import { noStaleReferences } from './conditional-access/no-stale-references.js';
import { oneAccountExcluded } from './conditional-access/one-account-excluded.js';
import type { Control } from './control.js';
import { recentSignIn } from './drill/recent-sign-in.js';
import { signInsExplained } from './drill/sign-ins-explained.js';
import { procedureAttested } from './governance/procedure-attested.js';
import { workstationAttested } from './governance/workstation-attested.js';
import { distinctAccounts } from './inventory/distinct-accounts.js';
import { fewAccounts } from './inventory/few-accounts.js';
import { twoAccounts } from './inventory/two-accounts.js';
import { changeAlerting } from './monitoring/change-alerting.js';
import { logRetention } from './monitoring/log-retention.js';
import { signInAlerting } from './monitoring/sign-in-alerting.js';
import { mailAttested } from './notification/mail-attested.js';
import { restrictedUnit } from './protection/restricted-unit.js';
import { notAtRisk } from './risk/not-at-risk.js';
import { permanentGlobalAdministrator } from './role/permanent-global-administrator.js';
import { federationIndependence } from './tenant/federation-independence.js';
import { registrationPrompts } from './tenant/registration-prompts.js';
import { securityDefaultsUnderstood } from './tenant/security-defaults-understood.js';

/** Every control, in the catalogue's order. An explicit list: a control that is not named here does not exist. */
export const CONTROLS: readonly Control[] = [
  twoAccounts,
  fewAccounts,
  distinctAccounts,
  accountEnabled,
  cloudOnly,
  managedDomain,
  interactiveMember,
  notPersonal,
  licencePosture,
  passwordNeverExpires,
  notDeleted,
  permanentGlobalAdministrator,
  phishingResistantMethod,
  noWeakMethod,
  twoCredentials,
  methodAccepted,
  mfaReady,
  perUserMfa,
  passwordChanged,
  excludedFromEnabled,
  excludedFromReportOnly,
  oneAccountExcluded,
  dedicatedPolicyRight,
  disabledPolicies,
  noStaleReferences,
  exclusionGroupProtected,
  exclusionGroupMembers,
  everyPolicySeen,
  securityDefaultsUnderstood,
  registrationPrompts,
  federationIndependence,
  restrictedUnit,
  procedureAttested,
  workstationAttested,
  notAtRisk,
  recentSignIn,
  signInsExplained,
  signInAlerting,
  logRetention,
  changeAlerting,
  mailAttested,
];

/** The control with this catalogue ID, or undefined. */
export function controlById(id: string): Control | undefined {
  return CONTROLS.find((control) => control.id === id);
}
