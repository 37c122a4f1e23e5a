import type { Caller } from '../identities.js';
import type { Route, WriteRoute } from './exchange.js';

/** Which of the two app registrations may ask for what. Rights that depend on the object asked about are the route's. */

/**
 * Where the remediator's permissions reach: Policy.Read.All with Policy.ReadWrite.ConditionalAccess, GroupMember.ReadWrite.All,
 * and AuditLog.Read.All with User.ReadBasic.All to look at what it did and to whom.
 */
const REMEDIATOR_PATHS: readonly RegExp[] = [
  /^\/identity\/conditionalAccess\//,
  /^\/policies\//,
  /^\/groups(\/|$)/,
  /^\/auditLogs\//,
  /^\/directoryObjects\//,
  /^\/users(\/\{id\}(\/memberOf|\/transitiveMemberOf.*|\/checkMemberGroups)?)?$/,
];

export function isWrite(route: Route): route is WriteRoute {
  return 'write' in route;
}

/** Whether the caller's permissions cover the route. */
export function permits(caller: Caller, route: Route): boolean {
  if (caller === 'reader') return !isWrite(route);
  return REMEDIATOR_PATHS.some((path) => path.test(route.path));
}
