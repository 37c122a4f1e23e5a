import type { WriteRoute } from '../http/exchange.js';
import { accessDenied } from '../http/reply.js';

/**
 * Writes that Graph has and neither app registration may make, whatever the object. They are here so that an attempt is
 * refused as Graph refuses it, and seen among the tenant's writes.
 */

const WITHHELD: readonly (readonly [WriteRoute['method'], string])[] = [
  ['POST', '/users'],
  ['PATCH', '/users/{id}'],
  ['DELETE', '/users/{id}'],
  ['POST', '/groups'],
  ['PATCH', '/groups/{id}'],
  ['DELETE', '/groups/{id}'],
  ['POST', '/groups/{id}/owners/$ref'],
  ['POST', '/directory/administrativeUnits'],
  ['POST', '/directory/administrativeUnits/{id}/members/$ref'],
  ['PATCH', '/policies/identitySecurityDefaultsEnforcementPolicy'],
  ['PATCH', '/policies/authorizationPolicy'],
  ['POST', '/roleManagement/directory/roleAssignments'],
  ['DELETE', '/roleManagement/directory/roleAssignments/{id}'],
  ['POST', '/roleManagement/directory/roleAssignmentScheduleRequests'],
];

export const withheldWrites: readonly WriteRoute[] = WITHHELD.map(([method, path]) => ({
  method,
  path,
  write: accessDenied,
}));
