import type { Caller } from '../identities.js';
import { holdsRole } from '../personal-rights.js';
import type { RoleKey } from '../seed/roles.js';
import type { SandboxState } from '../state.js';
import type { MayWrite, Route, WriteRoute } from './exchange.js';

/** Which caller may ask for what. Rights that depend on the object asked about are the route's. */

/**
 * Where the remediator reads: Policy.Read.All, GroupMember.ReadWrite.All, and AuditLog.Read.All with User.ReadBasic.All to
 * look at what it did and to whom.
 */
const REMEDIATOR_READS: readonly RegExp[] = [
  /^\/identity\/conditionalAccess\//,
  /^\/policies\//,
  /^\/groups(\/|$)/,
  /^\/auditLogs\//,
  /^\/directoryObjects\//,
  /^\/users(\/\{id\}(\/memberOf|\/transitiveMemberOf.*|\/checkMemberGroups)?)?$/,
];

/** People who hold one of `roles`. Not the remediator: such a right must not stand. */
export function peopleWith(...roles: readonly RoleKey[]): MayWrite {
  return (writer, state) => writer !== 'remediator' && holdsRole(state, writer.objectId, roles);
}

/** The remediator's permissions cover it, and so do these roles of a person. */
export function remediatorAndPeopleWith(...roles: readonly RoleKey[]): MayWrite {
  return (writer, state) => writer === 'remediator' || holdsRole(state, writer.objectId, roles);
}

/** Any person so far: whether they may depends on the object, and the route must ask. */
export const peopleByObject: MayWrite = (writer) => writer !== 'remediator';

/** The remediator and any person so far: whether they may depends on the object, and the route must ask. */
export const anyWriterByObject: MayWrite = () => true;

export const nobody: MayWrite = () => false;

export function isWrite(route: Route): route is WriteRoute {
  return 'write' in route;
}

/** Whether the caller's permissions cover the route. A person may read whatever the reader may. */
export function permits(caller: Caller, route: Route, state: SandboxState): boolean {
  if (isWrite(route)) return caller !== 'reader' && route.mayWrite(caller, state);
  return caller !== 'remediator' || REMEDIATOR_READS.some((path) => path.test(route.path));
}
