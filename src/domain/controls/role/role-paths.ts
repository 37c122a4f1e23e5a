import { isTenantWide, principalIdsOf } from '../../tenant/applicability-account.js';
import { GLOBAL_ADMINISTRATOR } from '../../tenant/snapshot.js';
import type { AccountReading, RoleAssignmentScheduleInstance, TenantSnapshot } from '../../tenant/snapshot.js';
import { eligibleMembershipsOf, groupsListing, membershipIn } from './group-membership.js';

/**
 * The ways an account holds Global Administrator, gathered from sources that must not contradict each other: the schedule
 * instances say how long, the role assignments say that, the memberships say through whom, and the schedules of groups say
 * how long through them. What a path is worth is decided in permanent-global-administrator.ts.
 */

/**
 * - `throughGroup`: the group holds the role without an end, and the account is a member without an end.
 * - `timeBoundMember`, `activatedMember`, `eligibleMember`: the group holds it, and the account is not in it for good.
 * - `unclearMember`: nobody can tell how long the account stays in the group.
 */
export type RolePath =
  | { readonly kind: 'direct' | 'activated' | 'scoped' | 'eligible' }
  | { readonly kind: 'throughGroup' | 'activatedMember' | 'eligibleMember'; readonly groupId: string }
  | { readonly kind: 'timeBound'; readonly endDateTime: string }
  | { readonly kind: 'timeBoundMember'; readonly groupId: string; readonly endDateTime: string }
  | { readonly kind: 'unclearMember'; readonly detail: string };

export interface RolePaths {
  readonly found: readonly RolePath[];
  /** What was not read and could add a path better than those found, short of a direct one; null when nothing. */
  readonly missing: string | null;
  /** Two sources that cannot both be right, in a sentence. */
  readonly contradiction: string | null;
  /** Schedule instances are not licensed, so that assignments have no end. */
  readonly isWithoutPrivilegedIdentityManagement: boolean;
}

function throughGroup(snapshot: TenantSnapshot, groupId: string, accountId: string): RolePath {
  const membership = membershipIn(snapshot, groupId, accountId);
  switch (membership.kind) {
    case 'permanent':
      return { kind: 'throughGroup', groupId };
    case 'activated':
      return { kind: 'activatedMember', groupId };
    case 'timeBound':
      return { kind: 'timeBoundMember', groupId, endDateTime: membership.endDateTime };
    case 'unknown':
      return { kind: 'unclearMember', detail: membership.detail };
  }
}

/** The groups that may stand behind an instance which is listed for a member of one. */
function groupsBehind(snapshot: TenantSnapshot, account: AccountReading): readonly string[] {
  const { roleAssignments, roleGroups } = snapshot;
  const holders = roleAssignments.known
    ? roleAssignments.value.filter(isTenantWide).map(({ principalId }) => principalId)
    : roleGroups.map(({ id }) => id);
  const own = [...principalIdsOf(account), ...groupsListing(snapshot, account.id)];
  return [...new Set(own)].filter((id) => id !== account.id && holders.includes(id));
}

const NO_GROUP: RolePath = {
  kind: 'unclearMember',
  detail: 'The schedules show Global Administrator through a group, and no group that the account is in holds it.',
};

function pathsOf(
  snapshot: TenantSnapshot,
  instance: RoleAssignmentScheduleInstance,
  account: AccountReading,
): readonly RolePath[] {
  if (!isTenantWide(instance)) return [{ kind: 'scoped' }];
  if (instance.assignmentType !== 'Assigned') return [{ kind: 'activated' }];
  if (instance.endDateTime !== null) return [{ kind: 'timeBound', endDateTime: instance.endDateTime }];
  if (instance.principalId !== account.id) return [throughGroup(snapshot, instance.principalId, account.id)];
  if (instance.memberType === 'Direct') return [{ kind: 'direct' }];
  const groups = groupsBehind(snapshot, account);
  return groups.length === 0 ? [NO_GROUP] : groups.map((groupId) => throughGroup(snapshot, groupId, account.id));
}

function eligiblePaths(
  snapshot: TenantSnapshot,
  account: AccountReading,
  principals: readonly string[],
): readonly RolePath[] {
  const eligible = snapshot.roleEligibilityScheduleInstances;
  const isHeld = eligible.known && eligible.value.some(({ principalId }) => principals.includes(principalId));
  return [
    ...(isHeld ? [{ kind: 'eligible' } as const] : []),
    ...eligibleMembershipsOf(snapshot, account.id).map((groupId) => ({ kind: 'eligibleMember', groupId }) as const),
  ];
}

function missingMemberships({ memberships }: AccountReading): string | null {
  return memberships.known ? null : memberships.detail;
}

/** Whether the plain assignments and the account's own role list agree with what the schedule instances show. */
function contradictionOf(
  snapshot: TenantSnapshot,
  { memberships }: AccountReading,
  principals: readonly string[],
  instances: readonly RoleAssignmentScheduleInstance[],
): string | null {
  const { roleAssignments } = snapshot;
  const scheduled = instances.filter(isTenantWide);
  if (roleAssignments.known) {
    const assigned = roleAssignments.value.filter(
      (assignment) => isTenantWide(assignment) && principals.includes(assignment.principalId),
    );
    // An instance listed for the member of a group stands for the assignment of that group.
    const isUnscheduled = assigned.some(
      (one) => !scheduled.some((it) => it.principalId === one.principalId || it.memberType !== 'Direct'),
    );
    if (isUnscheduled) return 'The role assignments show an active Global Administrator that the schedules do not.';
    if (scheduled.length > 0 && assigned.length === 0) {
      return 'The schedules show an active Global Administrator that the role assignments do not.';
    }
  }
  const isListed = memberships.known && memberships.value.roleTemplateIds.includes(GLOBAL_ADMINISTRATOR);
  return isListed && scheduled.length === 0
    ? 'The memberships show an active Global Administrator that the schedules do not.'
    : null;
}

function fromInstances(
  snapshot: TenantSnapshot,
  account: AccountReading,
  all: readonly RoleAssignmentScheduleInstance[],
): RolePaths {
  const principals = principalIdsOf(account);
  const instances = all.filter(({ principalId }) => principals.includes(principalId));
  return {
    found: [
      ...instances.flatMap((instance) => pathsOf(snapshot, instance, account)),
      ...eligiblePaths(snapshot, account, principals),
    ],
    missing: missingMemberships(account),
    contradiction: contradictionOf(snapshot, account, principals, instances),
    isWithoutPrivilegedIdentityManagement: false,
  };
}

/** Without schedules the plain assignments decide: all of them are permanent (no P2), or only their absence proves anything. */
function fromAssignments(snapshot: TenantSnapshot, account: AccountReading): RolePaths {
  const { roleAssignments, roleAssignmentScheduleInstances: instances } = snapshot;
  const principals = principalIdsOf(account);
  const isUnlicensed = !instances.known && instances.reason === 'notLicensed';
  const base = { found: [], contradiction: null, isWithoutPrivilegedIdentityManagement: isUnlicensed };
  if (!roleAssignments.known) return { ...base, missing: roleAssignments.detail };
  const held = roleAssignments.value.filter(({ principalId }) => principals.includes(principalId));
  const active = held.filter(isTenantWide);
  const scoped: readonly RolePath[] = active.length < held.length ? [{ kind: 'scoped' }] : [];
  if (isUnlicensed) {
    // Memberships with an end need the same licence.
    const paths = active.map(({ principalId }): RolePath =>
      principalId === account.id ? { kind: 'direct' } : { kind: 'throughGroup', groupId: principalId },
    );
    return { ...base, found: [...paths, ...scoped], missing: missingMemberships(account) };
  }
  const found = [...scoped, ...eligiblePaths(snapshot, account, principals)];
  const isOpen = active.length > 0 && !instances.known;
  return { ...base, found, missing: isOpen ? instances.detail : missingMemberships(account) };
}

/** Every path to Global Administrator that `snapshot` shows for `account`. */
export function readRolePaths(snapshot: TenantSnapshot, account: AccountReading): RolePaths {
  const { roleAssignmentScheduleInstances: instances } = snapshot;
  return instances.known ? fromInstances(snapshot, account, instances.value) : fromAssignments(snapshot, account);
}
