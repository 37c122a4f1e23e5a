import type { TenantChange } from '../plan.js';
import { isRollback, type Rule } from './passage.js';

/** Some changes exist only to take a fix back. As a fix they would take protection away. */

function onlyTakesBack(change: TenantChange): boolean {
  switch (change.kind) {
    case 'clearPasswordNeverExpires':
    case 'includeInCampaign':
    case 'putBackStaleReference':
      return true;
    case 'setAdministratorsSspr':
      return change.allowed;
    case 'addPolicyExclusion':
    case 'removePolicyExclusion':
    case 'addGroupMember':
    case 'removeGroupMember':
    case 'createDedicatedPolicy':
    case 'deleteDedicatedPolicy':
    case 'removeStaleReference':
    case 'setPasswordNeverExpires':
    case 'restoreUser':
    case 'deleteAuthenticationMethod':
    case 'excludeFromCampaign':
      return false;
  }
}

export const refuseLostProtection: Rule = (passage) => {
  if (isRollback(passage) || !onlyTakesBack(passage.change)) return null;
  return {
    code: 'PLAN_WOULD_REMOVE_PROTECTION',
    message: 'The plan would take away what protects the emergency accounts. Only a rollback may do that.',
  };
};
