import type { ConditionalAccessPolicy } from '../../domain/tenant/conditional-access-policy.js';
import { unknown, type Observed } from '../../domain/tenant/observed.js';
import type { ExclusionGroupReading, GroupMember, GroupReading } from '../../domain/tenant/snapshot.js';
import { readExclusionGroup, readMembers, readOwners, readTransitiveMembers } from './exclusion-group.js';
import { readGroupMembers } from './group-members.js';
import { chooseExclusionGroups, chooseGroups, type OwnReferences } from './groups-to-read.js';
import type { BatchOfReads } from './observe.js';

/** Groups that only policies and memberships together can name: those that dedicated policies include, and those that policies exclude. */

const TOO_MANY_GROUPS = unknown(
  'incomplete',
  'GRAPH_GROUP_LIMIT: the emergency accounts are in too many groups that policies include to read them all; take the accounts out of groups that are not for them',
);

const TOO_MANY_EXCLUSION_GROUPS = unknown(
  'incomplete',
  'GRAPH_EXCLUSION_GROUP_LIMIT: the emergency accounts are in too many groups that policies exclude to read them all; exclude one group for them, and take the accounts out of the others',
);

const UNREAD_GROUP = {
  group: TOO_MANY_EXCLUSION_GROUPS,
  members: TOO_MANY_EXCLUSION_GROUPS,
  transitiveMembers: TOO_MANY_EXCLUSION_GROUPS,
  owners: TOO_MANY_EXCLUSION_GROUPS,
};

/** Readings of the groups that `policies` exclude and that the accounts are in. They travel with `batch`. */
async function readExclusionGroups(
  batch: BatchOfReads,
  policies: readonly ConditionalAccessPolicy[],
  own: OwnReferences,
): Promise<readonly ExclusionGroupReading[]> {
  const { read, overLimit } = chooseExclusionGroups(policies, own);
  const readings = read.map(async (id): Promise<ExclusionGroupReading> => {
    const [group, members, transitiveMembers, owners] = await Promise.all([
      batch.observe(readExclusionGroup(id)),
      batch.observe(readMembers(id)),
      batch.observe(readTransitiveMembers(id)),
      batch.observe(readOwners(id)),
    ]);
    return { id, group, members, transitiveMembers, owners };
  });
  return [...(await Promise.all(readings)), ...overLimit.map((id) => ({ id, ...UNREAD_GROUP }))];
}

/** As `readGroupMembers` lists them: nested groups left out, for their members are listed. */
function withoutGroups(members: Observed<readonly GroupMember[]>): Observed<readonly string[]> {
  if (!members.known) return members;
  return { ...members, value: members.value.filter(({ kind }) => kind !== 'group').map(({ id }) => id) };
}

/** Members of the groups that tell a policy for the emergency accounts from any other. A group in `excluded` is not read twice. */
async function readIncludedGroups(
  batch: BatchOfReads,
  policies: readonly ConditionalAccessPolicy[],
  own: OwnReferences,
  excluded: Promise<readonly ExclusionGroupReading[]>,
): Promise<readonly GroupReading[]> {
  const { read, overLimit } = chooseGroups(policies, own);
  const alreadyRead = new Set(chooseExclusionGroups(policies, own).read);
  const readings = read.map(async (id): Promise<GroupReading> => {
    if (!alreadyRead.has(id)) return { id, transitiveMemberIds: await batch.observe(readGroupMembers(id)) };
    const reading = (await excluded).find((group) => group.id === id);
    if (reading === undefined) throw new Error(`The group ${id} was chosen and not read.`);
    return { id, transitiveMemberIds: withoutGroups(reading.transitiveMembers) };
  });
  return [...(await Promise.all(readings)), ...overLimit.map((id) => ({ id, transitiveMemberIds: TOO_MANY_GROUPS }))];
}

/** Both kinds of groups of `policies`. The reads are in `batch` when this returns; they settle once it is sent. */
export function readGroups(
  batch: BatchOfReads,
  policies: readonly ConditionalAccessPolicy[],
  own: OwnReferences,
): {
  readonly groups: Promise<readonly GroupReading[]>;
  readonly exclusionGroups: Promise<readonly ExclusionGroupReading[]>;
} {
  const exclusionGroups = readExclusionGroups(batch, policies, own);
  return { groups: readIncludedGroups(batch, policies, own, exclusionGroups), exclusionGroups };
}
