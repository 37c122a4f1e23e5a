import type { VerifyResult } from '../../workflows/ports.js';
import type { GraphClient } from '../client/graph-client.js';
import { parsePolicy } from '../read/parse-policy.js';
import { exclusionsOf } from '../read/policy-edits.js';
import { foreignChange, notVisible, printable, VERIFIED, type WriterLog } from './change-steps.js';
import { differingProperties, missingFrom } from './difference.js';
import { editedList, isEditInPlace, propertyOf, type ListEdit } from './exclusion-lists.js';
import { findLostUpdate } from './lost-update.js';

/**
 * Holds a policy after the write against its before-image: the change is there, every other exclusion is there, and
 * everything else is as it was. What differs is named and left as it is.
 */

interface Comparison {
  readonly client: GraphClient;
  readonly log: WriterLog;
  readonly edit: ListEdit;
}

interface Images {
  readonly before: unknown;
  readonly now: unknown;
}

/** What differs apart from our own change of `own`, in words; null when nothing does. */
function describeForeign({ before, now }: Images, own: string, expected: readonly string[], list: readonly string[]) {
  const others = differingProperties(before, now).filter((property) => property !== own);
  const [lost, added] = [missingFrom(list, expected), missingFrom(expected, list)];
  const parts = [
    ...(lost.length > 0 ? [`${own} lacks ${printable(lost)}`] : []),
    ...(added.length > 0 ? [`${own} also has ${printable(added)}`] : []),
    ...(others.length > 0 ? [`${printable(others)} changed`] : []),
  ];
  return parts.length === 0 ? null : parts.join('; ');
}

async function checkLostUpdate(
  { client, log, edit }: Comparison,
  image: unknown,
  lists: { readonly before: readonly string[]; readonly written: readonly string[] },
): Promise<VerifyResult> {
  const parsed = parsePolicy(image);
  const since = parsed.kind === 'policy' ? (parsed.policy.modifiedDateTime ?? parsed.policy.createdDateTime) : null;
  const lostUpdate = await findLostUpdate(client, { policyId: edit.policyId, list: edit.list, since, ...lists });
  switch (lostUpdate.kind) {
    case 'lost':
      return foreignChange(lostUpdate.detail);
    case 'unchecked':
      // Not a doubt about this write: the policy was read right before it. What stays open is the moment in between.
      log.warn('remediation: lost updates could not be ruled out', {
        policyId: edit.policyId,
        detail: lostUpdate.why,
      });
      return VERIFIED;
    case 'none':
      return VERIFIED;
  }
}

/** What `now` shows of the write that was based on `before`: both as Graph returned the policy, null when there is none. */
export async function compareExclusion(comparison: Comparison, images: Images): Promise<VerifyResult> {
  const { edit } = comparison;
  const [listBefore, list] = [exclusionsOf(images.before, edit.list), exclusionsOf(images.now, edit.list)];
  if (listBefore === null || list === null) {
    return foreignChange('GRAPH_FOREIGN_CHANGE: the policy does not exist any more; ask who deleted it and scan again');
  }
  if (!isEditInPlace(list, edit)) return notVisible(propertyOf(edit));
  const written = editedList(listBefore, edit);
  const foreign = describeForeign(images, propertyOf(edit), written, list);
  if (foreign !== null) {
    return foreignChange(`GRAPH_FOREIGN_CHANGE: ${foreign}; look at the policy and its audit log, then scan again`);
  }
  return checkLostUpdate(comparison, images.before, { before: listBefore, written });
}
