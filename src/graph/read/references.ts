import { z } from 'zod';
import type { ConditionalAccessPolicy, PolicyList } from '../../domain/tenant/conditional-access-policy.js';
import { known, unknown, type Observed, type Unknown } from '../../domain/tenant/observed.js';
import type { DirectoryReference } from '../../domain/tenant/snapshot.js';
import { chunksOf } from '../client/chunks.js';
import { readDeletedReference } from './deleted-items.js';
import { directoryKind, isGuid, objectId, optionalText } from './graph-schema.js';
import { observe, openBatch, parseWith, type CollectionRead, type ReadSession } from './observe.js';
import type { ProgressMeter } from './progress.js';
import { RESOURCES } from './resources.js';
import { isUnknown, whole } from './whole.js';

/**
 * What became of the users and groups that policies name: all of them asked for at once, and what the directory does not
 * return looked for among its deleted items. Every reference is accounted for, or the list is not known.
 */

/** Source: directoryObject getByIds. */
const MAX_IDS = 1_000;
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

const existing = z.array(
  z
    .object({ '@odata.type': directoryKind, id: objectId, displayName: optionalText })
    .transform(({ '@odata.type': kind, id, displayName }): DirectoryReference => ({
      id,
      state: 'exists',
      kind,
      displayName,
    })),
);

const byIds: CollectionRead<readonly DirectoryReference[]> = {
  shape: 'collection',
  resource: RESOURCES.references,
  permission: 'Directory.Read.All',
  version: 'v1.0',
  path: '/directoryObjects/getByIds?$select=id,displayName',
  parse: parseWith(existing),
};

/** Those of `ids` that the directory has. A question asked with POST; the answer is a collection like any other. */
async function readExisting(session: ReadSession, ids: readonly string[]): Promise<References> {
  const { version, path } = byIds;
  const answer = await session.client.send({ method: 'POST', version, path, body: { ids } });
  return observe(session, byIds, answer);
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
  const found = whole(await Promise.all(lookups));
  if (isUnknown(found)) return found;
  return missing.map((id, index) => found[index] ?? { id, state: 'notFound' as const, kind: null, displayName: null });
}

/** Every user and group that `policies` names, with what became of it. Unknown as the policies are while they are. */
export async function readReferences(
  session: ReadSession,
  progress: ProgressMeter,
  policies: Observed<PolicyList>,
): Promise<References> {
  if (!policies.known) return policies;
  const ids = referencedIds(policies.value.policies);
  const chunks = chunksOf(ids, MAX_IDS);
  progress.expect(chunks.length);
  const answers = whole(await Promise.all(chunks.map((chunk) => readExisting(session, chunk))));
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
