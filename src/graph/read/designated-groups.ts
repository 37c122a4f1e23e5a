import { known, unknown, type Observed } from '../../domain/tenant/observed.js';
import type { DesignatedGroupReading, EmergencyAccount, GroupMember } from '../../domain/tenant/snapshot.js';
import type { GraphClient } from '../client/graph-client.js';
import { readExclusionGroup, readTransitiveMembers } from './exclusion-group.js';
import { observeAlone } from './observe.js';

/** The groups whose users are designated. Read before everything else: who is in them says which accounts to look at. */

/** Each costs five reads in every scan. Emergency accounts are two or three; more is a group that is not for them. */
const MOST_USERS = 25;

function notTooMany(id: string, members: Observed<readonly GroupMember[]>): Observed<readonly GroupMember[]> {
  if (!members.known || members.value.filter(({ kind }) => kind === 'user').length <= MOST_USERS) return members;
  return unknown(
    'incomplete',
    `GRAPH_DESIGNATED_GROUP_LIMIT: the designated group ${id} holds more than ${MOST_USERS} users, which is no group of emergency accounts; designate one that holds nobody else`,
  );
}

async function readDesignatedGroup(client: GraphClient, id: string): Promise<DesignatedGroupReading> {
  const group = await observeAlone(client, readExclusionGroup(id));
  // A group that is not there has no members, and Graph answers the question for them with an error.
  if (group.known && group.value === null) return { id, group, members: known([], group.readAt) };
  return { id, group, members: notTooMany(id, await observeAlone(client, readTransitiveMembers(id))) };
}

/** A reading for each of the distinct `ids`. */
export function readDesignatedGroups(
  client: GraphClient,
  ids: readonly string[],
): Promise<readonly DesignatedGroupReading[]> {
  const distinct = [...new Set(ids.map((id) => id.toLowerCase()))];
  return Promise.all(distinct.map((id) => readDesignatedGroup(client, id)));
}

/** `accounts`, and after them the users of `groups` that are not among them. */
export function withMembers(
  accounts: readonly EmergencyAccount[],
  groups: readonly DesignatedGroupReading[],
): readonly EmergencyAccount[] {
  const direct = accounts.map(({ objectId }) => objectId.toLowerCase());
  const members = groups.flatMap((group) => (group.members.known ? group.members.value : []));
  const users = members.filter(({ kind }) => kind === 'user').map(({ id }) => id.toLowerCase());
  const added = [...new Set(users)].filter((id) => !direct.includes(id));
  return [...accounts, ...added.map((objectId) => ({ objectId }))];
}
