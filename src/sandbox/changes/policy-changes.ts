import { recordAudit, target, type Occasion } from './audit-trail.js';
import type { SandboxPolicy, SandboxState } from '../state.js';

/**
 * Changes of Conditional Access policies, by whomever: state, audit entry, and what was there before. A changed policy is a
 * new object, so that the one before stays what it was. Whether somebody may is decided elsewhere.
 */

function textOf(entry: SandboxPolicy | null): string | null {
  return entry === null ? null : JSON.stringify(entry.policy);
}

function leaveTrace(
  state: SandboxState,
  verb: 'Add' | 'Update' | 'Delete',
  { before, after }: { readonly before: SandboxPolicy | null; readonly after: SandboxPolicy | null },
  occasion: Occasion,
): void {
  const changedAt = verb === 'Update' ? after?.policy.modifiedDateTime : null;
  const policy = (after ?? before)?.policy;
  if (policy === undefined) throw new Error('A change of a policy has a policy before or after it.');
  state.replaced.push({ kind: 'policy', policyId: policy.id, before, at: occasion.at });
  recordAudit(state, occasion, {
    name: `${verb} Conditional Access policy`,
    category: 'Policy',
    service: 'Conditional Access',
    operation: verb,
    ...(changedAt && { dateTime: changedAt }),
    targets: [
      target('Policy', {
        id: policy.id,
        displayName: policy.displayName ?? null,
        modifiedProperties: [
          { displayName: 'ConditionalAccessPolicy', oldValue: textOf(before), newValue: textOf(after) },
        ],
      }),
    ],
  });
}

export function addPolicy(state: SandboxState, added: SandboxPolicy, occasion: Occasion): void {
  state.policies = [...state.policies, added];
  leaveTrace(state, 'Add', { before: null, after: added }, occasion);
}

/** The date moves with every change, also where a clock stands still: it is all that tells a client of a foreign edit. */
function laterThan(previous: string | null | undefined, now: number): string {
  const earliest = previous ? Date.parse(previous) + 1 : now;
  return new Date(Math.max(now, earliest)).toISOString();
}

/** Puts `changed` in the place of `before`, with a later `modifiedDateTime`. */
export function replacePolicy(
  state: SandboxState,
  before: SandboxPolicy,
  changed: SandboxPolicy,
  occasion: Occasion,
): void {
  const modifiedDateTime = laterThan(before.policy.modifiedDateTime, occasion.at);
  const after = { ...changed, policy: { ...changed.policy, modifiedDateTime } };
  state.policies = state.policies.map((entry) => (entry === before ? after : entry));
  leaveTrace(state, 'Update', { before, after }, occasion);
}

/** Moves the policy to the deleted items. */
export function deletePolicy(state: SandboxState, before: SandboxPolicy, occasion: Occasion): void {
  const deletedDateTime = new Date(occasion.at).toISOString();
  state.policies = state.policies.filter((entry) => entry !== before);
  state.deletedPolicies = [...state.deletedPolicies, { ...before, policy: { ...before.policy, deletedDateTime } }];
  leaveTrace(state, 'Delete', { before, after: null }, occasion);
}
