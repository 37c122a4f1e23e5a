import type { ExclusionGroupReading, GroupMember, TenantSnapshot } from '../../tenant/snapshot.js';

/** Lower-case object IDs of the designated accounts, whether or not they exist. */
export function designatedIds({ emergencyAccounts }: TenantSnapshot): ReadonlySet<string> {
  return new Set(emergencyAccounts.map(({ objectId }) => objectId.toLowerCase()));
}

/** The member for people: its ID where Graph hides the name. */
export function memberName({ id, name }: GroupMember): string {
  return name ?? id;
}

/**
 * Every direct or transitive member of the group that is not a designated account, once each, whatever its kind: nested
 * groups are among them. Only what was read can be named here, so an empty list proves nothing unless `transitiveMembers`
 * is known.
 */
export function intrudersOf(reading: ExclusionGroupReading, snapshot: TenantSnapshot): readonly GroupMember[] {
  const designated = designatedIds(snapshot);
  const lists = [reading.transitiveMembers, reading.members];
  const members = lists.flatMap((list) => (list.known ? list.value : []));
  const others = members.filter(({ id }) => !designated.has(id.toLowerCase()));
  return [...new Map(others.map((member) => [member.id.toLowerCase(), member])).values()];
}
