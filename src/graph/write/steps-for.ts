import type { Change } from '../../domain/remediation/plan.js';
import type { ChangeSteps } from './change-steps.js';
import { dedicatedPolicyCreation, dedicatedPolicyDeletion } from './dedicated-policy-steps.js';
import { groupMembership } from './group-membership.js';
import { policyExclusion } from './policy-exclusion.js';

/** Every kind of change that this program can write. Nothing else is ever written. */
export function stepsFor(change: Change): ChangeSteps {
  switch (change.kind) {
    case 'addPolicyExclusion':
    case 'removePolicyExclusion':
      return policyExclusion(change);
    case 'addGroupMember':
    case 'removeGroupMember':
      return groupMembership(change);
    case 'createDedicatedPolicy':
      return dedicatedPolicyCreation(change);
    case 'deleteDedicatedPolicy':
      return dedicatedPolicyDeletion(change);
  }
}
