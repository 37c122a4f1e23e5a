import type { VerifyResult } from '../../workflows/ports.js';
import type { GraphClient } from '../client/graph-client.js';
import { parsePolicy } from '../read/parse-policy.js';
import { exclusionsOf } from '../read/policy-edits.js';
import { foreignChange, printable, VERIFIED, type WriterLog } from './change-steps.js';
import { differingProperties, missingFrom } from './difference.js';
import { changedExclusions, EXCLUSIONS, isExclusionInPlace, type ExclusionChange } from './exclusion-lists.js';
import { findLostUpdate } from './lost-update.js';

/**
 * Holds a policy after the write against its before-image: the change is there, every other exclusion is there, and
 * everything else is as it was. What differs is named and left as it is.
 */

interface Comparison {
  readonly client: GraphClient;
  readonly log: WriterLog;
  readonly change: ExclusionChange;
}

/** What differs apart from our own change, in words; null when nothing does. */
function describeForeign(before: unknown, now: unknown, expected: readonly string[], list: readonly string[]) {
  const others = differingProperties(before, now).filter((property) => property !== EXCLUSIONS);
  const [lost, added] = [missingFrom(list, expected), missingFrom(expected, list)];
  const parts = [
    ...(lost.length > 0 ? [`${EXCLUSIONS} lacks ${printable(lost)}`] : []),
    ...(added.length > 0 ? [`${EXCLUSIONS} also has ${printable(added)}`] : []),
    ...(others.length > 0 ? [`${printable(others)} changed`] : []),
  ];
  return parts.length === 0 ? null : parts.join('; ');
}

async function checkLostUpdate(
  { client, log, change }: Comparison,
  image: unknown,
  lists: { readonly before: readonly string[]; readonly written: readonly string[] },
): Promise<VerifyResult> {
  const parsed = parsePolicy(image);
  const since = parsed.kind === 'policy' ? (parsed.policy.modifiedDateTime ?? parsed.policy.createdDateTime) : null;
  const lostUpdate = await findLostUpdate(client, { policyId: change.policyId, since, ...lists });
  switch (lostUpdate.kind) {
    case 'lost':
      return foreignChange(lostUpdate.detail);
    case 'unchecked':
      // Not a doubt about this write: the policy was read right before it. What stays open is the moment in between.
      log.warn('remediation: lost updates could not be ruled out', {
        policyId: change.policyId,
        detail: lostUpdate.why,
      });
      return VERIFIED;
    case 'none':
      return VERIFIED;
  }
}

/** What `now` shows of the write that was based on `before`: both as Graph returned the policy, null when there is none. */
export async function compareExclusion(
  comparison: Comparison,
  images: { readonly before: unknown; readonly now: unknown },
): Promise<VerifyResult> {
  const { change } = comparison;
  const [listBefore, list] = [exclusionsOf(images.before), exclusionsOf(images.now)];
  if (listBefore === null || list === null) {
    return foreignChange('GRAPH_FOREIGN_CHANGE: the policy does not exist any more; ask who deleted it and scan again');
  }
  if (!isExclusionInPlace(list, change)) {
    return {
      kind: 'notVisible',
      detail: `GRAPH_NOT_VISIBLE: ${EXCLUSIONS} does not show the change; look again later`,
    };
  }
  const written = changedExclusions(listBefore, change);
  const foreign = describeForeign(images.before, images.now, written, list);
  if (foreign !== null) {
    return foreignChange(`GRAPH_FOREIGN_CHANGE: ${foreign}; look at the policy and its audit log, then scan again`);
  }
  return checkLostUpdate(comparison, images.before, { before: listBefore, written });
}
