import { accountEnabled } from './account/account-enabled.js';
import { cloudOnly } from './account/cloud-only.js';
import { managedDomain } from './account/managed-domain.js';
import { phishingResistantMethod } from './authentication/phishing-resistant-method.js';
import { dedicatedPolicyRight } from './conditional-access/dedicated-policy-right.js';
import { disabledPolicies } from './conditional-access/disabled-policies.js';
import { everyPolicySeen } from './conditional-access/every-policy-seen.js';
import { excludedFromEnabled } from './conditional-access/excluded-from-enabled.js';
import { excludedFromReportOnly } from './conditional-access/excluded-from-report-only.js';
import { oneAccountExcluded } from './conditional-access/one-account-excluded.js';
import type { Control } from './control.js';
import { distinctAccounts } from './inventory/distinct-accounts.js';
import { twoAccounts } from './inventory/two-accounts.js';
import { permanentGlobalAdministrator } from './role/permanent-global-administrator.js';
import { securityDefaultsUnderstood } from './tenant/security-defaults-understood.js';

/** Every control, in the catalogue's order. An explicit list: a control that is not named here does not exist. */
export const CONTROLS: readonly Control[] = [
  twoAccounts,
  distinctAccounts,
  accountEnabled,
  cloudOnly,
  managedDomain,
  permanentGlobalAdministrator,
  phishingResistantMethod,
  excludedFromEnabled,
  excludedFromReportOnly,
  oneAccountExcluded,
  dedicatedPolicyRight,
  disabledPolicies,
  everyPolicySeen,
  securityDefaultsUnderstood,
];

/** The control with this catalogue ID, or undefined. */
export function controlById(id: string): Control | undefined {
  return CONTROLS.find((control) => control.id === id);
}
