import type { PolicyList } from '../../domain/tenant/conditional-access-policy.js';
import { unknown, type Observed } from '../../domain/tenant/observed.js';
import type { AccountReading, GroupReading } from '../../domain/tenant/snapshot.js';
import { readGroupMembers } from './group-members.js';
import { chooseGroups, type OwnReferences } from './groups-to-read.js';
import { openBatch, type ReadSession } from './observe.js';
import type { ProgressMeter } from './progress.js';

/** The second step of a scan: groups that only policies and memberships together can name. One `$batch` of at most ten. */

/** What the first step has read of an account. */
export type AccountReads = Pick<AccountReading, 'user' | 'memberships'>;

const TOO_MANY_GROUPS = unknown(
  'incomplete',
  'GRAPH_GROUP_LIMIT: the emergency accounts are in too many groups that policies include to read them all; take the accounts out of groups that are not for them',
);

function ownReferences(ids: readonly string[], accounts: readonly AccountReads[]): OwnReferences {
  const groups = accounts.flatMap(({ memberships }) => (memberships.known ? memberships.value.groups : []));
  const isRead = ({ user, memberships }: AccountReads) => memberships.known || (user.known && user.value === null);
  return {
    ids: new Set(ids),
    groupIds: new Set(groups.map(({ id }) => id)),
    isComplete: accounts.every(isRead),
  };
}

/** Members of the groups that have to be known to tell a policy for the emergency accounts from any other. */
export async function readGroups(
  session: ReadSession,
  progress: ProgressMeter,
  policies: Observed<PolicyList>,
  ids: readonly string[],
  accounts: readonly AccountReads[],
): Promise<readonly GroupReading[]> {
  if (!policies.known) return [];
  const { read, overLimit } = chooseGroups(policies.value.policies, ownReferences(ids, accounts));
  progress.expect(read.length);
  const batch = openBatch(session);
  const readings = read.map(async (id): Promise<GroupReading> => {
    return { id, transitiveMemberIds: await batch.observe(readGroupMembers(id)) };
  });
  batch.send();
  const unread = overLimit.map((id) => ({ id, transitiveMemberIds: TOO_MANY_GROUPS }));
  return [...(await Promise.all(readings)), ...unread];
}
