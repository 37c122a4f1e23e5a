import type { ExclusionGroupReading } from '../../tenant/snapshot.js';
import type { Evidence } from '../control.js';
import { missingEvidence } from '../per-account.js';

/** The two lists that say who is in a group: direct members, and everybody through any number of groups. */

/** Where the wider of the two lists comes from, which has all that the other one has. */
export function membersSource({ id }: ExclusionGroupReading): string {
  return `GET /groups/${id}/transitiveMembers`;
}

/** When the members were read; null when neither list was. */
export function membersReadAt({ transitiveMembers, members }: ExclusionGroupReading): string | null {
  if (transitiveMembers.known) return transitiveMembers.readAt;
  return members.known ? members.readAt : null;
}

/** Those of the two lists that were not read. Both are needed: each can have somebody whom the other one still lacks. */
export function memberGaps(reading: ExclusionGroupReading, expected: string): readonly Evidence[] {
  const { id, members, transitiveMembers } = reading;
  return [
    ...(transitiveMembers.known ? [] : [missingEvidence(membersSource(reading), expected, transitiveMembers)]),
    ...(members.known ? [] : [missingEvidence(`GET /groups/${id}/members`, expected, members)]),
  ];
}
