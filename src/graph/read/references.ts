import { z } from 'zod';
import type { ConditionalAccessPolicy, PolicyList } from '../../domain/tenant/conditional-access-policy.js';
import { known, unknown, type Observed, type Unknown } from '../../domain/tenant/observed.js';
import type { DirectoryReference } from '../../domain/tenant/snapshot.js';
import { chunksOf } from '../client/chunks.js';
import { readDeletedReference } from './deleted-items.js';
import { isGuid, objectId, optionalText } from './graph-schema.js';
import { openBatch, parseWith, type CollectionRead, type ReadSession } from './observe.js';
import type { ProgressMeter } from './progress.js';
import { RESOURCES } from './resources.js';
import { isUnknown, whole } from './whole.js';

/**
 * What became of the users and groups that policies name: all of them asked for at once, each as either,
 * and what the directory does not return looked for among its deleted items. Every reference is accounted for, or the list is
 * not known.
 */

/** Source: Microsoft Graph, "Use the $filter query parameter": expressions in one `in`. */
const MAX_IDS = 15;
/** Five `$batch` requests. A tenant with more dead references has a clean-up before it, not a scan. */
const MAX_LOOKUPS = 100;

type References = Observed<readonly DirectoryReference[]>;

const TOO_MANY_MISSING = unknown(
  'incomplete',
  `GRAPH_REFERENCE_LIMIT: policies name more than ${MAX_LOOKUPS} users and groups that the directory does not have, too many to look each up; remove them from the policies and scan again`,
);

/** The distinct object IDs in the user and group lists of `policies`, lower case. Keywords such as `All` are no IDs. */
function referencedIds(policies: readonly ConditionalAccessPolicy[]): readonly string[] {
  const named = policies.flatMap(({ users }) =>
    users === null
      ? []
      : [...users.includeUsers, ...users.excludeUsers, ...users.includeGroups, ...users.excludeGroups],
  );
  return [...new Set(named.filter(isGuid).map((id) => id.toLowerCase()))];
}

const listed = z.array(z.object({ id: objectId, displayName: optionalText }));

/** Those of `ids` that are users, or groups. Asking for each kind by itself takes no permission over the whole directory. */
function readExisting(kind: 'user' | 'group', ids: readonly string[]): CollectionRead<readonly DirectoryReference[]> {
  const filter = `id in (${ids.map((id) => `'${id}'`).join(',')})`;
  return {
    shape: 'collection',
    ...(kind === 'user'
      ? { resource: RESOURCES.referencedUsers, permission: 'User.Read.All' }
      : { resource: RESOURCES.referencedGroups, permission: 'GroupMember.Read.All' }),
    version: 'v1.0',
    path: `/${kind}s?$filter=${encodeURIComponent(filter)}&$select=id,displayName`,
    parse: parseWith(
      listed.transform((found) =>
        found.map(({ id, displayName }): DirectoryReference => ({ id, state: 'exists', kind, displayName })),
      ),
    ),
  };
}

/** Whoever may not look at deleted groups knows all the same that the directory has none with this ID. */
function refusedAsMissing<T>(lookup: Observed<T>): Observed<T | 'refused'> {
  return !lookup.known && lookup.reason === 'forbidden' ? known('refused' as const, '') : lookup;
}

/** `missing` among the deleted items, or nowhere. */
async function readMissing(
  session: ReadSession,
  progress: ProgressMeter,
  missing: readonly string[],
): Promise<readonly DirectoryReference[] | Unknown> {
  if (missing.length > MAX_LOOKUPS) return TOO_MANY_MISSING;
  progress.expect(missing.length);
  const batch = openBatch(session);
  const lookups = missing.map((id) => batch.observe(readDeletedReference(id)));
  batch.send();
  const found = whole((await Promise.all(lookups)).map(refusedAsMissing));
  if (isUnknown(found)) return found;
  return missing.map((id, index) => {
    const state = found[index] === 'refused' ? 'missing' : 'notFound';
    const deleted = found[index] === 'refused' ? null : found[index];
    return deleted ?? { id, state, kind: null, displayName: null };
  });
}

/** Every user and group that `policies` names, with what became of it. Unknown as the policies are while they are. */
export async function readReferences(
  session: ReadSession,
  progress: ProgressMeter,
  policies: Observed<PolicyList>,
): Promise<References> {
  if (!policies.known) return policies;
  const ids = referencedIds(policies.value.policies);
  const reads = chunksOf(ids, MAX_IDS).flatMap((chunk) => [readExisting('user', chunk), readExisting('group', chunk)]);
  progress.expect(reads.length);
  const batch = openBatch(session);
  const lists = reads.map((read) => batch.observe(read));
  batch.send();
  const answers = whole(await Promise.all(lists));
  if (isUnknown(answers)) return answers;
  const asked = new Set(ids);
  const found = new Map(answers.flat().map((reference) => [reference.id, reference]));
  const missing = await readMissing(
    session,
    progress,
    ids.filter((id) => !found.has(id)),
  );
  if (isUnknown(missing)) return missing;
  const readAt = new Date(session.client.clock.now()).toISOString();
  return known([...[...found.values()].filter(({ id }) => asked.has(id)), ...missing], readAt);
}
