import type { SandboxState } from '../state.js';
import { addEmergencyAccounts } from './contoso-accounts.js';
import { addDirectory } from './contoso-directory.js';
import { addGovernance } from './contoso-governance.js';
import { contosoPolicies } from './contoso-policies.js';
import { foundation } from './foundation.js';
import { CUSTOM_DOMAIN } from './people.js';

/** How long passwords are valid on the domain that everybody uses. */
const PASSWORD_VALIDITY_DAYS = 90;

/** The tenant that a start without configuration shows: believable, mostly in order, and wrong in ways worth reading. */
export function contosoTenant(): SandboxState {
  const state = foundation('Contoso (sandbox)');
  addEmergencyAccounts(state);
  addDirectory(state);
  addGovernance(state);
  state.policies = contosoPolicies();
  for (const domain of state.domains) {
    if (domain.id === CUSTOM_DOMAIN) domain.passwordValidityPeriodInDays = PASSWORD_VALIDITY_DAYS;
  }
  return state;
}
