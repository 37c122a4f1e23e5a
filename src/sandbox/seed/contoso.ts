import type { SandboxState } from '../state.js';
import { addEmergencyAccounts } from './contoso-accounts.js';
import { addDirectory } from './contoso-directory.js';
import { contosoPolicies } from './contoso-policies.js';
import { foundation } from './foundation.js';

/** The tenant that a start without configuration shows: believable, mostly in order, and wrong in ways worth reading. */
export function contosoTenant(): SandboxState {
  const state = foundation('Contoso (sandbox)');
  addEmergencyAccounts(state);
  addDirectory(state);
  state.policies = contosoPolicies();
  return state;
}
