import { canonicalJson, digestOf } from '../../domain/tenant/canonical.js';
import { known, unknown, type Observed } from '../../domain/tenant/observed.js';
import type { ChangeReading } from '../../workflows/ports.js';
import type { GraphClient } from '../client/graph-client.js';
import { observeAlone } from '../read/observe.js';
import { POLICIES_PATH } from '../read/policies.js';
import { exclusionsOf } from '../read/policy-edits.js';
import { readPolicy, type PolicyObject } from '../read/policy-object.js';
import { objectIn, refused, type ChangeSteps, type Refusal, type WriteCall } from './change-steps.js';
import { compareExclusion } from './compare-exclusion.js';
import { changedExclusions, isExclusionInPlace, type ExclusionChange } from './exclusion-lists.js';

/**
 * One account more or less in `excludeUsers` of one policy. Graph replaces the list as a whole, so the request holds the
 * list as it was read, with this one difference, and nothing else of the policy.
 */

function readingOf(object: PolicyObject | null, change: ExclusionChange): ChangeReading | null {
  if (object === null) {
    return { objectDigest: null, inPlace: change.kind === 'removePolicyExclusion', image: canonicalJson(null) };
  }
  const list = exclusionsOf(object.raw);
  if (list === null) return null;
  return {
    objectDigest: digestOf(object.policy),
    inPlace: isExclusionInPlace(list, change),
    image: canonicalJson(object.raw),
  };
}

async function read(client: GraphClient, change: ExclusionChange): Promise<Observed<ChangeReading>> {
  const observed = await observeAlone(client, readPolicy(change.policyId));
  if (!observed.known) return observed;
  const reading = readingOf(observed.value, change);
  if (reading !== null) return known(reading, observed.readAt);
  return unknown(
    'unavailable',
    'GRAPH_POLICY_WITHOUT_USERS: the policy is about workload identities and excludes no users; scan again and plan again',
  );
}

function plan(before: ChangeReading, change: ExclusionChange): WriteCall | Refusal {
  const list = exclusionsOf(objectIn(before.image));
  if (list === null) return refused('OBJECT_GONE', 'the policy does not exist any more; scan again and plan again');
  const path = `${POLICIES_PATH}/${encodeURIComponent(change.policyId)}`;
  const body = { conditions: { users: { excludeUsers: changedExclusions(list, change) } } };
  return { kind: 'call', call: { method: 'PATCH', version: 'v1.0', path, body } };
}

/** Adding or removing the exclusion of one account. */
export function policyExclusion(change: ExclusionChange): ChangeSteps {
  return {
    read: (client) => read(client, change),
    plan: (before) => plan(before, change),
    compare: (before, now, client, log) =>
      compareExclusion({ client, log, change }, { before: objectIn(before.image), now: objectIn(now.image) }),
  };
}
