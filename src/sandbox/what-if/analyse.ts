import type { GraphPolicy, SandboxNamedLocation } from '../state.js';
import { circumstanceReason } from './conditions.js';
import { locationReason } from './locations.js';
import type { Reason } from './reasons.js';
import { resourceReason } from './resources.js';
import type { Question } from './sign-in.js';
import { isTargeted, type Identity } from './targeting.js';

/**
 * What one policy would do to an imagined sign-in. Written from Graph's documentation alone: a simulation that shared the
 * product's rules would share their mistakes. A report-only policy is judged like an enforced one, as in the documented
 * answers; a disabled one never applies.
 */

export interface Analysis {
  readonly policyApplies: boolean;
  /** `notSet` when it applies. */
  readonly analysisReasons: Reason | 'notSet';
}

/** The first reason why not, or null. */
function reasonOf(
  { state, conditions, grantControls, sessionControls }: GraphPolicy,
  { signInContext, signInConditions }: Question,
  identity: Identity,
  named: readonly SandboxNamedLocation[],
): Reason | null {
  if (state === 'disabled') return 'policyNotEnabled';
  if (!conditions || (!grantControls && !sessionControls)) return 'emptyPolicy';
  if (conditions.clientApplications) return 'workloadIdentities';
  if (!isTargeted(conditions.users, identity)) return 'users';
  return (
    (conditions.applications ? resourceReason(conditions.applications, signInContext) : 'application') ??
    circumstanceReason(conditions, signInConditions) ??
    locationReason(conditions.locations, named, signInConditions)
  );
}

export function analyse(
  policy: GraphPolicy,
  question: Question,
  identity: Identity,
  named: readonly SandboxNamedLocation[],
): Analysis {
  const reason = reasonOf(policy, question, identity, named);
  return { policyApplies: reason === null, analysisReasons: reason ?? 'notSet' };
}
