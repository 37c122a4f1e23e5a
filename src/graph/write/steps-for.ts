import type { TenantChange } from '../../domain/remediation/plan.js';
import { administratorsSspr } from './administrators-sspr.js';
import type { ChangeSteps } from './change-steps.js';
import { dedicatedPolicyCreation, dedicatedPolicyDeletion } from './dedicated-policy-steps.js';
import { groupMembership, type ActingAs } from './group-membership.js';
import { methodDeletion } from './method-deletion.js';
import { passwordExpiration } from './password-expiration.js';
import { policyExclusion } from './policy-exclusion.js';
import { registrationCampaign } from './registration-campaign.js';
import { userRestoration } from './user-restoration.js';

/** Every kind of change that this program can write. Nothing else is ever written. */
export function stepsFor(change: TenantChange, actingAs: ActingAs): ChangeSteps {
  switch (change.kind) {
    case 'addPolicyExclusion':
    case 'removePolicyExclusion':
    case 'removeStaleReference':
    case 'putBackStaleReference':
      return policyExclusion(change);
    case 'addGroupMember':
    case 'removeGroupMember':
      return groupMembership(change, actingAs);
    case 'createDedicatedPolicy':
      return dedicatedPolicyCreation(change);
    case 'deleteDedicatedPolicy':
      return dedicatedPolicyDeletion(change);
    case 'setPasswordNeverExpires':
    case 'clearPasswordNeverExpires':
      return passwordExpiration(change);
    case 'restoreUser':
      return userRestoration(change);
    case 'deleteAuthenticationMethod':
      return methodDeletion(change);
    case 'excludeFromCampaign':
    case 'includeInCampaign':
      return registrationCampaign(change);
    case 'setAdministratorsSspr':
      return administratorsSspr(change);
  }
}
