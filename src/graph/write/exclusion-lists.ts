import type { TenantChange } from '../../domain/remediation/plan.js';
import type { ExclusionList } from '../read/policy-edits.js';
import { missingFrom } from './difference.js';

/** What a change of exclusions means for a list. IDs are compared without regard to case; what stays keeps its spelling. */

export type ExclusionChange = Extract<
  TenantChange,
  { kind: 'addPolicyExclusion' | 'removePolicyExclusion' | 'removeStaleReference' | 'putBackStaleReference' }
>;

/** One ID more or less in one list of one policy. */
export interface ListEdit {
  readonly policyId: string;
  readonly list: ExclusionList;
  readonly objectId: string;
  readonly wanted: 'present' | 'absent';
}

export function listEditOf(change: ExclusionChange): ListEdit {
  const { policyId } = change;
  switch (change.kind) {
    case 'addPolicyExclusion':
      return { policyId, list: 'excludeUsers', objectId: change.accountId, wanted: 'present' };
    case 'removePolicyExclusion':
      return { policyId, list: 'excludeUsers', objectId: change.accountId, wanted: 'absent' };
    case 'removeStaleReference':
      return { policyId, list: change.list, objectId: change.objectId, wanted: 'absent' };
    case 'putBackStaleReference':
      return { policyId, list: change.list, objectId: change.objectId, wanted: 'present' };
  }
}

/** The path of the list in the policy. */
export function propertyOf({ list }: ListEdit): string {
  return `conditions.users.${list}`;
}

function has(list: readonly string[], id: string): boolean {
  return missingFrom(list, [id]).length === 0;
}

/** The list as the edit leaves it: everything else that is in it stays. */
export function editedList(list: readonly string[], { objectId, wanted }: ListEdit): readonly string[] {
  const others = missingFrom([objectId], list);
  return wanted === 'present' ? [...others, objectId] : others;
}

/** Whether the list is as the edit wants it. */
export function isEditInPlace(list: readonly string[], { objectId, wanted }: ListEdit): boolean {
  return has(list, objectId) === (wanted === 'present');
}
