import type { Finding } from '../../controls/control.js';
import { hasId } from '../ids.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import { preconditionFor } from '../ground.js';
import type { RemediationStep, TenantChange } from '../plan.js';
import { drafted, refused, refuseUnknownAccount, subjectAccount, type DraftResult, type Planner } from '../planner.js';
import { PASSWORD_RESET_URL, REGISTRATION_CAMPAIGN_URL } from '../portal-urls.js';

/** F19, for BG-TEN-02: no registration campaign for an account, and no self-service password reset for administrators. */

/** The IDs by which Graph knows the two policies, of which a tenant has one each. */
const METHODS_POLICY = { type: 'tenant', id: 'authenticationMethodsPolicy', name: 'Registration campaign' } as const;
const AUTHORIZATION_POLICY = { type: 'tenant', id: 'authorizationPolicy', name: 'Authorization policy' } as const;

function resetStep(change: TenantChange): RemediationStep {
  return {
    fixId: 'F19',
    executor: 'approver',
    change,
    title: 'Turn off self-service password reset for administrators',
    object: AUTHORIZATION_POLICY,
    field: 'allowedToUseSSPR',
    before: 'true',
    after: 'false',
    undo: 'Set allowedToUseSSPR to true again.',
    permission: 'Policy.ReadWrite.Authorization',
    role: 'Privileged Role Administrator',
    instructions: [
      'Tell the administrators: from then on another administrator resets their passwords.',
      'Activate Privileged Role Administrator.',
      'In Microsoft Graph PowerShell, run: Update-MgPolicyAuthorizationPolicy -AllowedToUseSspr:$false',
      'Scan again: BG-TEN-02 passes for the tenant.',
    ],
    portalUrl: PASSWORD_RESET_URL,
  };
}

function planReset(snapshot: TenantSnapshot): DraftResult {
  const { authorizationPolicy: policy } = snapshot;
  if (!policy.known) return refused('PLAN_NOT_PROVEN', `The setting was not read: ${policy.detail} Scan again.`);
  if (policy.value.allowedToUseSSPR !== true) {
    return refused('PLAN_NOTHING_TO_FIX', 'The scan does not show that administrators may do so. Scan again.');
  }
  const change: TenantChange = { kind: 'setAdministratorsSspr', allowed: false };
  const { id, name } = AUTHORIZATION_POLICY;
  return drafted({
    risk: 'high',
    blastRadius:
      'Every administrator of the tenant: none can reset their own password any more. Other people keep self-service.',
    steps: [resetStep(change)],
    preconditions: preconditionFor(change, { kind: 'tenant', id, name }, snapshot),
    targetAccountIds: [],
  });
}

function campaignStep(name: string, change: TenantChange, accountId: string): RemediationStep {
  return {
    fixId: 'F19',
    executor: 'approver',
    change,
    title: `Exclude "${name}" from the registration campaign`,
    object: METHODS_POLICY,
    field: 'registrationEnforcement.authenticationMethodsRegistrationCampaign.excludeTargets',
    before: `"${name}" is not excluded`,
    after: `"${name}" is excluded; the other entries stay`,
    undo: `Take "${name}" out of the excluded targets of the campaign. Its other entries stay.`,
    permission: 'Policy.ReadWrite.AuthenticationMethod',
    role: 'Authentication Policy Administrator',
    instructions: [
      'Activate Authentication Policy Administrator.',
      'Open Authentication methods, Registration campaign, and edit it.',
      `Under excluded users and groups, add "${name}" (${accountId}). Remove nobody, and leave the state as it is.`,
      'Save, and scan again: BG-TEN-02 passes for the account.',
    ],
    portalUrl: REGISTRATION_CAMPAIGN_URL,
  };
}

function planCampaign(finding: Finding, snapshot: TenantSnapshot): DraftResult {
  const account = subjectAccount(finding, snapshot);
  if (account === undefined) return refuseUnknownAccount(finding);
  const { authenticationMethodsPolicy: policy } = snapshot;
  if (!policy.known) return refused('PLAN_NOT_PROVEN', `The campaign was not read: ${policy.detail} Scan again.`);
  const accountId = account.reading.id;
  const { registrationCampaign: campaign } = policy.value;
  if (campaign === null || campaign.state === 'disabled' || hasId(campaign.excludeTargetIds, accountId)) {
    return refused(
      'PLAN_NOTHING_TO_FIX',
      'The scan shows no running campaign that does not exclude the account. Scan again.',
    );
  }
  const change: TenantChange = { kind: 'excludeFromCampaign', accountId };
  const { id, name } = METHODS_POLICY;
  return drafted({
    risk: 'low',
    blastRadius: `Only "${account.subject.name}": no sign-in asks it to register a method any more. Nobody else is affected.`,
    steps: [campaignStep(account.subject.name, change, accountId)],
    preconditions: preconditionFor(change, { kind: 'tenant', id, name }, snapshot),
    targetAccountIds: [accountId],
  });
}

export const planRegistrationPrompts: Planner = (finding, snapshot) =>
  finding.subject.type === 'tenant' ? planReset(snapshot) : planCampaign(finding, snapshot);
