import type { SandboxState } from '../state.js';
import { soundTenant, STAFF_GROUP_ID } from './compliant-tenant.js';
import { INITIAL_DOMAIN } from './foundation.js';
import { guidFor } from './ids.js';
import { makeUser, passwordMethod } from './users.js';

/** A tenant of any size for measurements. What it contains is compliant, and v1.0 shows all of it. */

export interface TenantSize {
  /** Users in all, the people of the chat and the emergency access accounts included. */
  readonly users: number;
  readonly policies: number;
  /** Designated emergency access accounts. */
  readonly accounts: number;
}

export function largeTenant(size: TenantSize): SandboxState {
  const state = soundTenant(size);
  const missing = Math.max(0, size.users - state.users.length);
  const staff = Array.from({ length: missing }, (_, index) =>
    makeUser({
      id: guidFor(`user:staff-${index}`),
      userPrincipalName: `staff${index}@${INITIAL_DOMAIN}`,
      displayName: `Staff member ${index}`,
    }),
  );
  state.users.push(...staff);
  state.groupMembers[STAFF_GROUP_ID]?.push(...staff.map(({ id }) => id));
  for (const { id } of staff) state.authenticationMethods[id] = [passwordMethod()];
  return state;
}
