import type { WriteRoute } from '../http/exchange.js';
import { nobody } from '../http/permissions.js';
import { accessDenied } from '../http/reply.js';

/**
 * Writes that Graph has and that nobody makes here, whatever the object. They are here so that an attempt is refused as
 * Graph refuses it, and seen among the tenant's writes.
 */

const WITHHELD: readonly (readonly [WriteRoute['method'], string])[] = [
  ['POST', '/users'],
  ['POST', '/groups'],
  ['PATCH', '/groups/{id}'],
  ['DELETE', '/groups/{id}'],
  ['POST', '/groups/{id}/owners/$ref'],
  // Without `/$ref` this asks to delete the member from the directory, not from the group.
  ['DELETE', '/groups/{id}/members/{memberId}'],
  ['POST', '/directory/administrativeUnits'],
  ['POST', '/directory/administrativeUnits/{id}/members/$ref'],
  ['PATCH', '/policies/identitySecurityDefaultsEnforcementPolicy'],
  ['POST', '/roleManagement/directory/roleAssignments'],
  ['DELETE', '/roleManagement/directory/roleAssignments/{id}'],
  ['POST', '/roleManagement/directory/roleAssignmentScheduleRequests'],
];

export const withheldWrites: readonly WriteRoute[] = WITHHELD.map(([method, path]) => ({
  method,
  path,
  mayWrite: nobody,
  write: accessDenied,
}));
