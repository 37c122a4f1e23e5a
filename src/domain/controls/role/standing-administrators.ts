import { isTenantWide } from '../../tenant/applicability-account.js';
import type { RoleAssignmentScheduleInstance, TenantSnapshot } from '../../tenant/snapshot.js';
import type { Evidence } from '../control.js';
import { missingEvidence } from '../per-account.js';
import { HOLDERS_SOURCE } from './administrators.js';
import { groupsListing, membershipIn, roleGroupOf } from './group-membership.js';

/** Who holds Global Administrator without an end and is not designated: directly, or as a permanent member of a group. */

export const INSTANCES_SOURCE = 'GET /roleManagement/directory/roleAssignmentScheduleInstances';

export interface StandingAdministrator {
  readonly id: string;
  readonly kind: string;
  readonly name: string | null;
  /** The group through which the role comes; null: directly. */
  readonly via: string | null;
}

interface Part {
  readonly found: readonly StandingAdministrator[];
  readonly gaps: readonly Evidence[];
}

const EXPECTED = 'who holds Global Administrator without an end';
const NOTHING: Part = { found: [], gaps: [] };

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function gap(source: string, actual: string): Part {
  return { found: [], gaps: [{ source, readAt: null, expected: EXPECTED, actual }] };
}

function isDesignated({ emergencyAccounts }: TenantSnapshot, id: string): boolean {
  return emergencyAccounts.some(({ objectId }) => isSame(objectId, id));
}

type Member = Omit<StandingAdministrator, 'via'>;

function partOfMember(snapshot: TenantSnapshot, groupId: string, member: Member): Part {
  const source = `GET /identityGovernance/privilegedAccess/group/assignmentScheduleInstances?$filter=groupId eq '${groupId}'`;
  const group = roleGroupOf(snapshot, groupId)?.group;
  const via = group?.known === true ? (group.value?.displayName ?? groupId) : groupId;
  const membership = membershipIn(snapshot, groupId, member.id);
  switch (membership.kind) {
    case 'permanent':
      return { found: [{ ...member, via }], gaps: [] };
    case 'unknown': {
      const actual = `how long ${member.name ?? member.id} stays in the group is not known`;
      return { found: [], gaps: [{ source, readAt: null, expected: EXPECTED, actual, detail: membership.detail }] };
    }
    case 'activated':
    case 'timeBound':
      return NOTHING;
  }
}

function partOfGroup(snapshot: TenantSnapshot, groupId: string): Part {
  const source = `GET /groups/${groupId}/transitiveMembers`;
  const members = roleGroupOf(snapshot, groupId)?.transitiveMembers;
  if (members === undefined) return gap(source, `group ${groupId} holds the role and was not read; scan again`);
  if (!members.known) return { found: [], gaps: [missingEvidence(source, EXPECTED, members)] };
  const others = members.value.filter(({ id, kind }) => kind !== 'group' && !isDesignated(snapshot, id));
  return together(others.map((member) => partOfMember(snapshot, groupId, member)));
}

/** An instance that is listed for a member of a group says nothing about how long the membership lasts. */
function partOfListedMember(snapshot: TenantSnapshot, member: Member): Part {
  const groups = groupsListing(snapshot, member.id);
  return groups.length === 0
    ? gap(INSTANCES_SOURCE, `${member.name ?? member.id} holds the role through a group that was not found; scan again`)
    : together(groups.map((groupId) => partOfMember(snapshot, groupId, member)));
}

function partOfInstance(snapshot: TenantSnapshot, { principalId, memberType }: RoleAssignmentScheduleInstance): Part {
  const { roleHolders } = snapshot;
  if (roleGroupOf(snapshot, principalId) !== undefined) return partOfGroup(snapshot, principalId);
  if (!roleHolders.known) return { found: [], gaps: [missingEvidence(HOLDERS_SOURCE, EXPECTED, roleHolders)] };
  const holder = roleHolders.value.find(({ id }) => isSame(id, principalId));
  if (holder === undefined) return gap(HOLDERS_SOURCE, `nobody was told what ${principalId} is; scan again`);
  if (holder.kind === 'group') return partOfGroup(snapshot, principalId);
  return memberType === 'Group'
    ? partOfListedMember(snapshot, holder)
    : { found: [{ ...holder, via: null }], gaps: [] };
}

/** Active assignments that the schedules do not know, so that nobody can say when they end. */
function partOfUnscheduled(snapshot: TenantSnapshot, instances: readonly RoleAssignmentScheduleInstance[]): Part {
  const { roleAssignments } = snapshot;
  const assigned = roleAssignments.known ? roleAssignments.value.filter(isTenantWide) : [];
  const unscheduled = assigned.filter(
    ({ principalId }) =>
      !isDesignated(snapshot, principalId) && !instances.some((one) => isSame(one.principalId, principalId)),
  );
  // Instances may be listed for the members of a group in the place of the group.
  const groups = unscheduled.filter(({ principalId }) => roleGroupOf(snapshot, principalId) !== undefined);
  const others = unscheduled.filter((one) => !groups.includes(one));
  return together([
    ...groups.map(({ principalId }) => partOfGroup(snapshot, principalId)),
    ...others.map(({ principalId }) =>
      gap(INSTANCES_SOURCE, `the schedules do not show the active assignment of ${principalId}; scan again`),
    ),
  ]);
}

/** All parts in one, each person and each gap once. */
function together(parts: readonly Part[]): Part {
  const found = parts.flatMap((part) => part.found);
  const gaps = parts.flatMap((part) => part.gaps);
  const byId = new Map<string, StandingAdministrator>();
  // A direct assignment is said before one through a group.
  for (const one of [...found].sort((a, b) => Number(a.via !== null) - Number(b.via !== null))) {
    if (!byId.has(one.id.toLowerCase())) byId.set(one.id.toLowerCase(), one);
  }
  return { found: [...byId.values()], gaps: [...new Map(gaps.map((it) => [JSON.stringify(it), it])).values()] };
}

/** Everybody but the designated accounts who holds the role without an end by `instances`, and what could hide others. */
export function standingAdministratorsOf(
  snapshot: TenantSnapshot,
  instances: readonly RoleAssignmentScheduleInstance[],
): Part {
  const standing = instances.filter(
    ({ assignmentType, endDateTime, principalId }) =>
      assignmentType === 'Assigned' && endDateTime === null && !isDesignated(snapshot, principalId),
  );
  return together([
    ...standing.map((instance) => partOfInstance(snapshot, instance)),
    partOfUnscheduled(snapshot, instances),
  ]);
}
