import type { SandboxBehaviour } from '../behaviour.js';
import { REMEDIATOR_PERMISSIONS, type Caller } from '../identities.js';
import { holdsRole } from '../personal-rights.js';
import type { RoleKey } from '../seed/roles.js';
import {
  ADMINISTRATIVE_UNIT,
  DIRECTORY_OBJECT,
  DIRECTORY_ROLE,
  GROUP,
  USER,
  type ResourceType,
} from '../resource-types.js';
import type { MayWrite, Route, RouteRequest, Surroundings, WriteRoute } from './exchange.js';
import type { Reply } from './reply.js';

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

/** What the caller's application may do. A person may read whatever the reader may ever be given. */
export function holdsAnyOf(caller: Caller, { readerPermissions }: Readonly<SandboxBehaviour>): RouteRequest['holds'] {
  if (caller !== 'reader' && caller !== 'remediator') return () => true;
  const held = caller === 'reader' ? readerPermissions : REMEDIATOR_PERMISSIONS;
  return (...permissions) => permissions.some((permission) => held.includes(permission));
}

/** Whether the caller's permissions cover the route. */
export function permits(caller: Caller, route: Route, { state, behaviour }: Surroundings): boolean {
  if (isWrite(route)) return caller !== 'reader' && route.mayWrite(caller, state);
  if (caller === 'remediator') return REMEDIATOR_READS.some((path) => path.test(route.path));
  return holdsAnyOf(caller, behaviour)(...route.permissions);
}

/** Which permissions show an object of a kind in a list of several kinds. */
const SHOWN_WITH: ReadonlyMap<ResourceType, readonly string[]> = new Map([
  [USER, ['User.ReadBasic.All', 'User.Read.All', 'Directory.Read.All']],
  [GROUP, ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All', 'GroupMember.ReadWrite.All']],
  [DIRECTORY_ROLE, ['RoleManagement.Read.Directory', 'Directory.Read.All']],
  [ADMINISTRATIVE_UNIT, ['AdministrativeUnit.Read.All', 'Directory.Read.All']],
]);

/**
 * A list of several kinds as whoever may not read all of them sees it: type and ID, and nothing else.
 * Source: Microsoft Graph permissions reference, "Limited information returned for inaccessible member objects".
 */
export function withLimitedObjects(reply: Reply, holds: RouteRequest['holds']): Reply {
  if (reply.kind !== 'collection' || reply.type !== DIRECTORY_OBJECT) return reply;
  const items = reply.items.map((item) => {
    const shownWith = SHOWN_WITH.get(item.type);
    if (shownWith === undefined || holds(...shownWith)) return item;
    const { id } = item.value as { readonly id?: string };
    return { type: item.type, value: { id } };
  });
  return { ...reply, items };
}
