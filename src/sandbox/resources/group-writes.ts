import { addMember, removeMember } from '../changes/group-changes.js';
import { entriesOf, isManagementRestricted, sameId } from '../directory.js';
import type { Route, WriteRequest, WriteRoute } from '../http/exchange.js';
import { anyWriterByObject } from '../http/permissions.js';
import { accessDenied, badRequest, done, resourceNotFound, type ProblemReply, type Reply } from '../http/reply.js';
import type { Caller } from '../identities.js';
import { mayChangeMembers } from '../personal-rights.js';
import type { SandboxState } from '../state.js';
import { directoryItem } from './directory-items.js';

/**
 * Members of groups: with GroupMember.ReadWrite.All and no directory role, which suffices for ordinary groups only, or with
 * a person's own rights.
 */

type SandboxGroup = SandboxState['groups'][number];

const REFERENCE = /^https?:\/\/[^/]+\/(?:v1\.0|beta)\/(?:directoryObjects|users|groups)\/([^/]+)$/;

function mayChange(state: SandboxState, caller: Caller, group: SandboxGroup): boolean {
  if (typeof caller === 'object') return mayChangeMembers(state, caller.objectId, group.id);
  return caller === 'remediator' && !group.isAssignableToRole && !isManagementRestricted(state, group.id);
}

/** Why the caller cannot change the members of this group. */
function groupProblem({ state, exchange }: WriteRequest, group: SandboxGroup): ProblemReply | undefined {
  if (!mayChange(state, exchange.caller, group)) return accessDenied();
  if (group.groupTypes?.includes('DynamicMembership') || group.onPremisesSyncEnabled) {
    return badRequest('The members of a dynamic or synchronized group cannot be changed here.');
  }
  return undefined;
}

function aboutGroup(write: (group: SandboxGroup, request: WriteRequest) => Reply): WriteRoute['write'] {
  return (request) => {
    const group = request.state.groups.find(({ id }) => sameId(id, request.param('id')));
    if (group === undefined) return resourceNotFound(request.param('id'));
    return groupProblem(request, group) ?? write(group, request);
  };
}

function memberIn(state: SandboxState, groupId: string, id: string): string | undefined {
  return entriesOf(state.groupMembers, groupId).find((member) => sameId(member, id));
}

/** The object ID in `{"@odata.id": "https://…/directoryObjects/{id}"}`. */
function referencedId(body: unknown): string | undefined {
  const reference: unknown =
    body !== null && typeof body === 'object' && '@odata.id' in body ? body['@odata.id'] : undefined;
  return typeof reference === 'string' ? REFERENCE.exec(reference)?.[1] : undefined;
}

function add(group: SandboxGroup, { state, exchange, occasion }: WriteRequest): Reply {
  const id = referencedId(exchange.body);
  if (id === undefined) return badRequest("The body must hold an '@odata.id' that refers to a directory object.");
  const object = directoryItem(state, id)?.value;
  if (object === undefined || !('id' in object) || typeof object.id !== 'string') return resourceNotFound(id);
  if (memberIn(state, group.id, object.id)) {
    return badRequest(
      "One or more added object references already exist for the following modified properties: 'members'.",
    );
  }
  addMember(state, group, object.id, occasion);
  return done;
}

function remove(group: SandboxGroup, { state, param, occasion }: WriteRequest): Reply {
  const member = memberIn(state, group.id, param('memberId'));
  if (member === undefined) return resourceNotFound(param('memberId'));
  removeMember(state, group, member, occasion);
  return done;
}

export const groupWrites: readonly Route[] = [
  { method: 'POST', path: '/groups/{id}/members/$ref', mayWrite: anyWriterByObject, write: aboutGroup(add) },
  {
    method: 'DELETE',
    path: '/groups/{id}/members/{memberId}/$ref',
    mayWrite: anyWriterByObject,
    write: aboutGroup(remove),
  },
];
