import { known, unknown, type Observed } from '../../domain/tenant/observed.js';
import type { ChangeReading } from '../../workflows/ports.js';
import type { GraphClient } from '../client/graph-client.js';
import { observeAlone } from '../read/observe.js';
import { POLICIES_PATH } from '../read/policies.js';
import { exclusionsOf } from '../read/policy-edits.js';
import { readPolicy, type PolicyObject } from '../read/policy-object.js';
import { objectIn, refused, toReading, type ChangeSteps, type Refusal, type WriteCall } from './change-steps.js';
import { compareExclusion } from './compare-exclusion.js';
import { editedList, isEditInPlace, listEditOf, type ExclusionChange, type ListEdit } from './exclusion-lists.js';
import { NEEDS } from './needs.js';

/**
 * One ID more or less in `excludeUsers` or `excludeGroups` of one policy. Graph replaces a list as a whole, so the request
 * holds the list as it was read, with this one difference, and nothing else of the policy.
 */

function readingOf(object: PolicyObject | null, edit: ListEdit): ChangeReading | null {
  if (object === null) return toReading({ ground: null, inPlace: edit.wanted === 'absent', image: null });
  const list = exclusionsOf(object.raw, edit.list);
  if (list === null) return null;
  return toReading({ ground: object.policy, inPlace: isEditInPlace(list, edit), image: object.raw });
}

async function read(client: GraphClient, edit: ListEdit): Promise<Observed<ChangeReading>> {
  const observed = await observeAlone(client, readPolicy(edit.policyId));
  if (!observed.known) return observed;
  const reading = readingOf(observed.value, edit);
  if (reading !== null) return known(reading, observed.readAt);
  return unknown(
    'unavailable',
    'GRAPH_POLICY_WITHOUT_USERS: the policy is about workload identities and excludes no users; scan again and plan again',
  );
}

function plan(before: ChangeReading, edit: ListEdit): WriteCall | Refusal {
  const list = exclusionsOf(objectIn(before.image), edit.list);
  if (list === null) return refused('OBJECT_GONE', 'the policy does not exist any more; scan again and plan again');
  const path = `${POLICIES_PATH}/${encodeURIComponent(edit.policyId)}`;
  const body = { conditions: { users: { [edit.list]: editedList(list, edit) } } };
  return { kind: 'call', call: { method: 'PATCH', version: 'v1.0', path, body }, needs: NEEDS.conditionalAccess };
}

/** Adding or removing one exclusion. */
export function policyExclusion(change: ExclusionChange): ChangeSteps {
  const edit = listEditOf(change);
  return {
    read: (client) => read(client, edit),
    plan: (before) => plan(before, edit),
    compare: (before, now, client, log) =>
      compareExclusion({ client, log, edit }, { before: objectIn(before.image), now: objectIn(now.image) }),
  };
}
