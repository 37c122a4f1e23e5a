import { known, unknown, type Observed } from '../../domain/tenant/observed.js';
import type { TenantChange } from '../../domain/remediation/plan.js';
import type { GroupMembership } from '../../domain/tenant/snapshot.js';
import type { ChangeReading, VerifyResult } from '../../workflows/ports.js';
import type { GraphCall, GraphClient } from '../client/graph-client.js';
import { readDirectMembers, readGroup, type GroupObject } from '../read/group-object.js';
import { observeAlone } from '../read/observe.js';
import {
  foreignChange,
  notVisible,
  objectIn,
  printable,
  refused,
  toReading,
  VERIFIED,
  type ChangeSteps,
  type Refusal,
  type WriteCall,
} from './change-steps.js';
import { differingProperties, missingFrom } from './difference.js';
import { NEEDS } from './needs.js';

/**
 * One direct member more or less in one group. Groups that only people may change are not touched with the app's rights: a
 * write there would need rights that must not stand. With a person's own rights Graph decides.
 */

/** Whose rights a write uses. */
export type ActingAs = 'app' | 'person';

type MemberChange = Extract<TenantChange, { kind: 'addGroupMember' | 'removeGroupMember' }>;

interface GroupImage {
  readonly group: GroupObject;
  readonly memberIds: readonly string[];
}

function obstacle(
  { isAssignableToRole, isManagementRestricted, groupTypes, securityEnabled }: GroupObject,
  actingAs: ActingAs,
) {
  if (actingAs === 'app' && isManagementRestricted === true) return 'it is in a restricted management unit';
  if (actingAs === 'app' && isAssignableToRole === true) return 'it can be assigned to roles';
  if (groupTypes.includes('DynamicMembership')) return 'its members follow from a rule';
  return securityEnabled === true ? null : 'it is no security group';
}

/** The group in the form in which a snapshot holds it. */
function inSnapshotForm({ id, displayName, isAssignableToRole }: GroupObject): GroupMembership {
  return { id, displayName, isAssignableToRole };
}

function isInPlace(memberIds: readonly string[], { kind, accountId }: MemberChange): boolean {
  return (missingFrom(memberIds, [accountId]).length === 0) === (kind === 'addGroupMember');
}

async function read(client: GraphClient, change: MemberChange, actingAs: ActingAs): Promise<Observed<ChangeReading>> {
  const group = await observeAlone(client, readGroup(change.groupId));
  if (!group.known) return group;
  if (group.value === null) {
    const inPlace = change.kind === 'removeGroupMember';
    return known(toReading({ ground: null, inPlace, image: null }), group.readAt);
  }
  const why = obstacle(group.value, actingAs);
  if (why !== null) {
    return unknown(
      'unavailable',
      `GRAPH_GROUP_FOR_PEOPLE: the bot does not change members of this group, because ${why}; do it in the Entra admin center`,
    );
  }
  const members = await observeAlone(client, readDirectMembers(change.groupId));
  if (!members.known) return members;
  const image: GroupImage = { group: group.value, memberIds: members.value };
  const ground = inSnapshotForm(group.value);
  return known(toReading({ ground, inPlace: isInPlace(members.value, change), image }), members.readAt);
}

function saysAlreadyMember(status: number, message: string): boolean {
  return status === 400 && /already exist/i.test(message);
}

function callFor({ origin }: GraphClient, { kind, groupId, accountId }: MemberChange): GraphCall {
  const members = `/groups/${encodeURIComponent(groupId)}/members`;
  const account = encodeURIComponent(accountId);
  if (kind === 'addGroupMember') {
    const body = { '@odata.id': `${origin}/v1.0/directoryObjects/${account}` };
    return { method: 'POST', version: 'v1.0', path: `${members}/$ref`, body };
  }
  // Without `/$ref` Graph would delete the account itself. Source: Microsoft Graph, "Remove member".
  return { method: 'DELETE', version: 'v1.0', path: `${members}/${account}/$ref` };
}

function plan(client: GraphClient, before: GroupImage | null, change: MemberChange): WriteCall | Refusal {
  if (before === null) {
    return refused('OBJECT_GONE', 'the group does not exist any more; scan again and plan again');
  }
  const isPrivileged = before.group.isAssignableToRole === true;
  return {
    kind: 'call',
    call: callFor(client, change),
    needs: isPrivileged ? NEEDS.roleAssignableGroupMembers : NEEDS.groupMembers,
    ...(change.kind === 'addGroupMember' && { meansDone: saysAlreadyMember }),
  };
}

function describeForeign(before: GroupImage, now: GroupImage, accountId: string): string | null {
  const others = (ids: readonly string[]) => missingFrom([accountId], ids);
  const left = missingFrom(now.memberIds, others(before.memberIds));
  const joined = missingFrom(before.memberIds, others(now.memberIds));
  const properties = differingProperties(before.group, now.group);
  const parts = [
    ...(left.length > 0 ? [`members lacks ${printable(left)}`] : []),
    ...(joined.length > 0 ? [`members also has ${printable(joined)}`] : []),
    ...(properties.length > 0 ? [`${printable(properties)} changed`] : []),
  ];
  return parts.length === 0 ? null : parts.join('; ');
}

function compare(before: GroupImage | null, now: GroupImage | null, change: MemberChange): VerifyResult {
  if (before === null || now === null) {
    return foreignChange('GRAPH_FOREIGN_CHANGE: the group does not exist any more; ask who deleted it and scan again');
  }
  if (!isInPlace(now.memberIds, change)) return notVisible('members');
  const foreign = describeForeign(before, now, change.accountId);
  if (foreign === null) return VERIFIED;
  return foreignChange(`GRAPH_FOREIGN_CHANGE: ${foreign}; look at the group and its audit log, then scan again`);
}

/** Adding or removing one direct member. */
export function groupMembership(change: MemberChange, actingAs: ActingAs): ChangeSteps {
  const imageOf = ({ image }: ChangeReading) => objectIn(image) as GroupImage | null;
  return {
    read: (client) => read(client, change, actingAs),
    plan: (before, client) => plan(client, imageOf(before), change),
    compare: (before, now) => Promise.resolve(compare(imageOf(before), imageOf(now), change)),
  };
}
