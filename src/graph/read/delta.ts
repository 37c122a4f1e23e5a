import { z } from 'zod';
import { known, type Observed } from '../../domain/tenant/observed.js';
import type { DeltaKind, DeltaReading } from '../../workflows/ports.js';
import type { GraphAnswer, GraphClient } from '../client/graph-client.js';
import { followable, readPages, type Pages } from '../client/paging.js';
import { errorFacts, malformed, notWhole, type FailedRead } from './failure.js';
import { canonicalId, objectId } from './graph-schema.js';
import { parseWith, refusal } from './observe.js';
import { RESOURCES } from './resources.js';

/**
 * Which of some users or groups changed since the last time, by Graph's delta query. Only that they changed is read: what
 * they are like now is for a scan to say.
 */

const VERSION = 'v1.0';

interface Source extends FailedRead {
  readonly path: string;
  /** A change of anything else is not reported. */
  readonly select: string;
}

const SOURCES: Readonly<Record<DeltaKind, Source>> = {
  users: {
    resource: RESOURCES.changedUsers,
    permission: 'User.Read.All',
    path: '/users/delta',
    select: 'id,accountEnabled,userPrincipalName,displayName,userType,passwordPolicies,mobilePhone,otherMails',
  },
  groups: {
    resource: RESOURCES.changedGroups,
    permission: 'GroupMember.Read.All',
    path: '/groups/delta',
    select: 'id,displayName,members',
  },
};

/** A removed object comes as its ID and a reason, and counts as any other. */
const changes = parseWith(z.array(z.object({ id: objectId }).transform(({ id }) => id)));

/** From now on: nothing that is there already is listed. */
function startPath({ path, select }: Source, ids: readonly string[]): string {
  const filter = ids.map((id) => `id eq '${id.replaceAll("'", "''")}'`).join(' or ');
  return `${path}?$filter=${encodeURIComponent(filter)}&$select=${select}&$deltatoken=latest`;
}

/** Graph has forgotten the link. Source: delta query overview (410), and the end of a link's seven days (syncStateNotFound). */
function isForgotten(answer: GraphAnswer): boolean {
  if (answer.kind === 'failed') return false;
  return answer.status === 410 || errorFacts(answer.body).codes.some((code) => /^syncStateNotFound$/i.test(code));
}

function settle(client: GraphClient, source: Source, pages: Pages): Observed<DeltaReading> {
  if (pages.kind === 'badPage') return refusal(source, pages.answer, 'it has no list of values');
  if (pages.kind === 'broken') return notWhole(source, pages.problem);
  const { items, deltaLink: link } = pages;
  if (link === undefined) return malformed(source, 'it has no link to later changes');
  if (followable(link, client, VERSION) === undefined) {
    return notWhole(source, 'the link to later changes leads to another host or API version');
  }
  const parsed = changes(items);
  if (!parsed.ok) return malformed(source, parsed.problem);
  return known({ changedIds: parsed.value, link }, new Date(client.clock.now()).toISOString());
}

/** The same reading with these changes. */
function withChanges(reading: Observed<DeltaReading>, changedIds: readonly string[]): Observed<DeltaReading> {
  return reading.known ? { ...reading, value: { ...reading.value, changedIds } } : reading;
}

/** `EventReader.readDelta`. Never rejects for what Graph does. */
export async function readDelta(
  client: GraphClient,
  kind: DeltaKind,
  objectIds: readonly string[],
  link: string | null,
): Promise<Observed<DeltaReading>> {
  const source = SOURCES[kind];
  const ids = [...new Set(objectIds.map(canonicalId))];
  const readFrom = (path: string) => readPages(client, { version: VERSION, path });
  const start = async () => settle(client, source, await readFrom(startPath(source, ids)));
  if (link === null) return withChanges(await start(), []);
  const path = followable(link, client, VERSION);
  if (path === undefined) return notWhole(source, 'the link to follow leads to another host or API version');
  const pages = await readFrom(path);
  if (pages.kind === 'badPage' && isForgotten(pages.answer)) return withChanges(await start(), ids);
  const reading = settle(client, source, pages);
  const changed = new Set(reading.known ? reading.value.changedIds : []);
  return withChanges(
    reading,
    ids.filter((id) => changed.has(id)),
  );
}
