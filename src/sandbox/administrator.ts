import { randomUUID } from 'node:crypto';
import type { Occasion } from './changes/audit-trail.js';
import { addMember, disableUser, removeMember } from './changes/directory-changes.js';
import { groupIn, policyIn, userIn } from './changes/objects.js';
import { deletePolicy, replacePolicy } from './changes/policy-changes.js';
import type { Person } from './seed/people.js';
import type { GraphPolicy, SandboxState } from './state.js';

/**
 * The hand of an administrator in the portal: changes that come from a person and not from the bot, with their audit
 * entries. Nothing is checked as Graph would check it. Each rejects an object that does not exist: a mistake of the caller.
 */
export interface Administrator {
  /** `change` edits a copy of the policy, which then takes its place. */
  updatePolicy(id: string, change: (policy: GraphPolicy) => void, by: Person): void;
  deletePolicy(id: string, by: Person): void;
  addMember(groupId: string, memberId: string, by: Person): void;
  removeMember(groupId: string, memberId: string, by: Person): void;
  disableUser(id: string, by: Person): void;
}

/** `stateNow` gives the tenant's state at the time of each call: tests replace it. */
export function administratorOf(stateNow: () => SandboxState, now: () => number): Administrator {
  const occasion = (by: Person): Occasion => ({ by, at: now(), correlationId: randomUUID() });
  return {
    updatePolicy: (id, change, by) => {
      const before = policyIn(stateNow(), id);
      const copy = structuredClone(before);
      change(copy.policy);
      replacePolicy(stateNow(), before, copy, occasion(by));
    },
    deletePolicy: (id, by) => deletePolicy(stateNow(), policyIn(stateNow(), id), occasion(by)),
    addMember: (groupId, memberId, by) => addMember(stateNow(), groupIn(stateNow(), groupId), memberId, occasion(by)),
    removeMember: (groupId, memberId, by) =>
      removeMember(stateNow(), groupIn(stateNow(), groupId), memberId, occasion(by)),
    disableUser: (id, by) => disableUser(stateNow(), userIn(stateNow(), id), occasion(by)),
  };
}
