import { policyIn } from './changes/objects.js';
import type { SandboxState } from './state.js';

/** Comparing a policy before and after: one text for one content, whatever order its keys have. */

function withSortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, withSortedKeys(member)]));
}

/**
 * JSON of the stored policy with sorted keys and without `modifiedDateTime`. Lists keep their order: whoever takes a change
 * back leaves them as they were. Rejects an unknown policy: a mistake of the caller.
 */
export function policyImage(state: SandboxState, id: string): string {
  const { policy } = policyIn(state, id);
  return JSON.stringify(withSortedKeys({ ...policy, modifiedDateTime: undefined }));
}
