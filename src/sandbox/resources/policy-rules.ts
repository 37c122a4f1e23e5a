import { sameId } from '../directory.js';
import { problem, type ProblemReply } from '../http/reply.js';
import type { GraphPolicy, SandboxPolicy, SandboxState } from '../state.js';
import { strengthOf } from './authentication-strengths.js';
import type { PolicyBody } from './policy-body.js';

/** Why Graph refuses to write a Conditional Access policy. Conditional Access has one code; the number is in the message. */

const SPECIAL_USERS = ['All', 'None', 'GuestsOrExternalUsers'];

function refused(message: string): ProblemReply {
  return problem(400, 'BadRequest', message);
}

export function schemaMismatch(): ProblemReply {
  return refused(
    '1007: Incoming ConditionalAccessPolicy object is null or does not match the schema of ConditionalAccessPolicy type. For examples, please see API documentation.',
  );
}

type Users = NonNullable<NonNullable<PolicyBody['conditions']>['users']>;

function missing(known: readonly { readonly id: string }[], ...lists: readonly (readonly string[] | undefined)[]) {
  return lists.flatMap((list) => (list ? list.filter((id) => !known.some((object) => sameId(object.id, id))) : []));
}

/** The first ID that names nothing in the directory. A deleted user or group in a list refuses the whole write. */
function staleId(state: SandboxState, users: Users): string | undefined {
  return [
    ...missing(state.users, users.includeUsers, users.excludeUsers).filter((id) => !SPECIAL_USERS.includes(id)),
    ...missing(state.groups, users.includeGroups, users.excludeGroups),
    ...missing(state.roleDefinitions, users.includeRoles, users.excludeRoles),
  ].at(0);
}

/** What is wrong with the references of a body. */
export function referenceProblem(state: SandboxState, body: PolicyBody): ProblemReply | undefined {
  const stale = body.conditions?.users && staleId(state, body.conditions.users);
  if (stale !== undefined) return refused(`The policy refers to '${stale}', which does not exist in the directory.`);
  const strength = body.grantControls?.authenticationStrength?.id;
  return strength === undefined || strengthOf(state, strength)
    ? undefined
    : refused(`The authentication strength '${strength}' does not exist.`);
}

/** Recognised as people recognise it: by the template together with the name. */
function isMicrosoftManaged({ templateId, displayName }: GraphPolicy): boolean {
  return Boolean(templateId) && displayName?.startsWith('Microsoft-managed:') === true;
}

function usesRetiredControl({ grantControls }: GraphPolicy): boolean {
  return grantControls?.builtInControls?.includes('approvedApplication') === true;
}

/** Since 2026-06-30 such a policy can be neither made nor changed. */
export function retiredControlProblem(...policies: readonly GraphPolicy[]): ProblemReply | undefined {
  return policies.some(usesRetiredControl)
    ? refused('Policies with the grant control approvedApplication can no longer be created or updated.')
    : undefined;
}

/** The policy without what may change on one that Microsoft manages. */
function fixedPart(policy: GraphPolicy): string {
  const { state: _state, conditions, ...rest } = policy;
  const {
    excludeUsers: _users,
    excludeGroups: _groups,
    excludeRoles: _roles,
    excludeGuestsOrExternalUsers: _guests,
    ...included
  } = conditions?.users ?? {};
  return JSON.stringify({ ...rest, conditions: { ...conditions, users: included } });
}

/** Why the policy cannot be changed to `after`, or deleted when `after` is null. */
export function changeProblem(before: SandboxPolicy, after: GraphPolicy | null): ProblemReply | undefined {
  if (after === null) {
    return isMicrosoftManaged(before.policy) ? refused('Microsoft-managed policies cannot be deleted.') : undefined;
  }
  if (before.usesPreviewFeatures) {
    return refused(
      '1038: The policy you are trying to create or update contains preview features. Use the Canary endpoint to create or update this policy.',
    );
  }
  if (isMicrosoftManaged(before.policy) && fixedPart(before.policy) !== fixedPart(after)) {
    return refused('Only the state and the excluded identities of a Microsoft-managed policy can be changed.');
  }
  return retiredControlProblem(before.policy, after);
}
