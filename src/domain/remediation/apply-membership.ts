import { isSameId } from '../approval/principal.js';
import { accountSubject } from '../controls/per-account.js';

import type {
  AccountReading,
  ExclusionGroupReading,
  GroupMember,
  GroupMembership,
  GroupReading,
  TenantSnapshot,
} from '../tenant/snapshot.js';
import { withId, withoutId } from './ids.js';
import { mapKnown } from './map-known.js';

/** One direct member more or less in one group, in every place where a snapshot shows members. */

interface Membership {
  readonly groupId: string;
  readonly accountId: string;
}

/** What any account's memberships say of the group; without one, nothing is known beyond its ID. */
function describeGroup({ accounts }: TenantSnapshot, groupId: string): GroupMembership {
  const known = accounts
    .flatMap(({ memberships }) => (memberships.known ? memberships.value.groups : []))
    .find(({ id }) => isSameId(id, groupId));
  return known ?? { id: groupId, displayName: null, isAssignableToRole: null };
}

/** The account as a member of a group; people are the only ones that this program adds. */
function describeMember({ accounts }: TenantSnapshot, accountId: string): GroupMember {
  const reading = accounts.find(({ id }) => isSameId(id, accountId));
  return { id: accountId, kind: 'user', name: reading === undefined ? null : accountSubject(reading).name };
}

function editAccount(account: AccountReading, group: GroupMembership, isMember: boolean): AccountReading {
  return {
    ...account,
    memberships: mapKnown(account.memberships, (memberships) => {
      const others = memberships.groups.filter(({ id }) => !isSameId(id, group.id));
      return { ...memberships, groups: isMember ? [...others, group] : others };
    }),
  };
}

function editGroup(reading: GroupReading, accountId: string, isMember: boolean): GroupReading {
  const edit = isMember ? withId : withoutId;
  return { ...reading, transitiveMemberIds: mapKnown(reading.transitiveMemberIds, (ids) => edit(ids, accountId)) };
}

function editExclusionGroup(
  reading: ExclusionGroupReading,
  member: GroupMember,
  isMember: boolean,
): ExclusionGroupReading {
  const edit = (members: readonly GroupMember[]) => {
    const isListed = members.some(({ id }) => isSameId(id, member.id));
    if (isMember) return isListed ? members : [...members, member];
    return members.filter(({ id }) => !isSameId(id, member.id));
  };
  return {
    ...reading,
    members: mapKnown(reading.members, edit),
    transitiveMembers: mapKnown(reading.transitiveMembers, edit),
  };
}

/** `snapshot` with the account in the group, or without it. Memberships are taken for direct ones. */
export function withMembership(
  snapshot: TenantSnapshot,
  { groupId, accountId }: Membership,
  isMember: boolean,
): TenantSnapshot {
  const group = describeGroup(snapshot, groupId);
  const member = describeMember(snapshot, accountId);
  return {
    ...snapshot,
    accounts: snapshot.accounts.map((account) =>
      isSameId(account.id, accountId) ? editAccount(account, group, isMember) : account,
    ),
    groups: snapshot.groups.map((reading) =>
      isSameId(reading.id, groupId) ? editGroup(reading, accountId, isMember) : reading,
    ),
    exclusionGroups: snapshot.exclusionGroups.map((reading) =>
      isSameId(reading.id, groupId) ? editExclusionGroup(reading, member, isMember) : reading,
    ),
  };
}
