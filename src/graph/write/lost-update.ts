import type { GraphClient } from '../client/graph-client.js';
import { observeAlone } from '../read/observe.js';
import { readPolicyEdits, type ExclusionList, type PolicyEdit } from '../read/policy-edits.js';
import { printable } from './change-steps.js';
import { missingFrom, sameMembers } from './difference.js';

/**
 * Looks for an edit that our write has overwritten. A list is sent whole and Graph has no conditional update, so an edit
 * between the last reading and the write disappears without a trace in the policy itself; only the audit log still
 * has it. Nothing is restored here: which of the two edits should stand is for a person.
 */

export interface ExclusionWrite {
  readonly policyId: string;
  readonly list: ExclusionList;
  /** When the before-image came into being, ISO 8601; null when Graph did not say. */
  readonly since: string | null;
  /** The list as read before the write, and as written. */
  readonly before: readonly string[];
  readonly written: readonly string[];
}

export type LostUpdate =
  | { readonly kind: 'none' }
  | { readonly kind: 'lost'; readonly detail: string }
  /** The audit log could not be read, or does not reach to our own write yet. */
  | { readonly kind: 'unchecked'; readonly why: string };

/** What the write replaced, as far as it differs from what the write was based on. */
function describeLoss({ at, entries }: PolicyEdit, { before, written }: ExclusionWrite): string | null {
  if (entries === null) return null;
  const lost = missingFrom(written, missingFrom(before, entries));
  const revived = missingFrom(entries, before).filter((id) => missingFrom(written, [id]).length === 0);
  const parts = [
    ...(lost.length > 0 ? [`excluded ${printable(lost)}, which the write has undone`] : []),
    ...(revived.length > 0 ? [`ended the exclusion of ${printable(revived)}, which the write has brought back`] : []),
  ];
  if (parts.length === 0) return null;
  return `GRAPH_LOST_UPDATE: an edit at ${printable([at])} ${parts.join(' and ')}; ask who made it, and make it again in the Entra admin center if it should stand`;
}

function judge(edits: readonly PolicyEdit[], write: ExclusionWrite): LostUpdate {
  const own = edits.findLastIndex(({ entries }) => entries && sameMembers(entries, write.written));
  const overwritten = (own < 0 ? edits : edits.slice(0, own)).at(-1);
  if (overwritten !== undefined) {
    const detail = describeLoss(overwritten, write);
    if (detail !== null) return { kind: 'lost', detail };
    if (overwritten.entries === null) return { kind: 'unchecked', why: 'an audit record cannot be understood' };
  }
  return own < 0 ? { kind: 'unchecked', why: 'the audit log does not show the write yet' } : { kind: 'none' };
}

/** Whether the write has overwritten somebody's edit of the exclusions. One read; never rejects for what Graph does. */
export async function findLostUpdate(client: GraphClient, write: ExclusionWrite): Promise<LostUpdate> {
  const since = Date.parse(write.since ?? '');
  if (Number.isNaN(since)) return { kind: 'unchecked', why: 'the policy does not say when it was changed' };
  const edits = await observeAlone(client, readPolicyEdits(write.policyId, write.list, new Date(since).toISOString()));
  return edits.known ? judge(edits.value, write) : { kind: 'unchecked', why: edits.detail };
}
