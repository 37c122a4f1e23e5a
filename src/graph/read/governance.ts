import { readAccessReviews } from './access-reviews.js';
import { readLifecycleWorkflows } from './lifecycle-workflows.js';
import type { BatchOfReads } from './observe.js';
import { readRoleActivationPolicies, ROLE_ACTIVATION_READS } from './role-activation-policies.js';

/** What governs privileged access and can be asked for at once. Licensed apart from the rest of the directory. */

export const GOVERNANCE_READS = ROLE_ACTIVATION_READS + 2;

/** The reads travel with `batch`. */
export function readGovernance(batch: BatchOfReads) {
  return {
    roleActivationPolicies: readRoleActivationPolicies(batch),
    accessReviews: batch.observe(readAccessReviews),
    lifecycleWorkflows: batch.observe(readLifecycleWorkflows),
  };
}
