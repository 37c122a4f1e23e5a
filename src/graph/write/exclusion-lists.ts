import type { Change } from '../../domain/remediation/plan.js';
import { missingFrom } from './difference.js';

/** What a change of exclusions means for the list. IDs are compared without regard to case; what stays keeps its spelling. */

export type ExclusionChange = Extract<Change, { kind: 'addPolicyExclusion' | 'removePolicyExclusion' }>;

export const EXCLUSIONS = 'conditions.users.excludeUsers';

function has(list: readonly string[], id: string): boolean {
  return missingFrom(list, [id]).length === 0;
}

/** The list as the change leaves it: everything else that is in it stays. */
export function changedExclusions(list: readonly string[], { kind, accountId }: ExclusionChange): readonly string[] {
  const others = missingFrom([accountId], list);
  return kind === 'addPolicyExclusion' ? [...others, accountId] : others;
}

/** Whether the list is as the change wants it. */
export function isExclusionInPlace(list: readonly string[], { kind, accountId }: ExclusionChange): boolean {
  return has(list, accountId) === (kind === 'addPolicyExclusion');
}
