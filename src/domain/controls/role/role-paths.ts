import { isTenantWide, principalIdsOf } from '../../tenant/applicability-account.js';
import { GLOBAL_ADMINISTRATOR } from '../../tenant/snapshot.js';
import type { AccountReading, RoleAssignmentScheduleInstance, TenantSnapshot } from '../../tenant/snapshot.js';

/**
 * The ways an account holds Global Administrator, gathered from three sources that must not contradict each other: the
 * schedule instances say how long, the role assignments say that, the memberships say through whom. What a path is worth
 * is decided in permanent-global-administrator.ts.
 */

export type RolePath =
  | { readonly kind: 'direct' | 'throughGroup' | 'activated' | 'scoped' | 'eligible' }
  | { readonly kind: 'timeBound'; readonly endDateTime: string };

export interface RolePaths {
  readonly found: readonly RolePath[];
  /** What was not read and could add a path better than those found, short of a direct one; null when nothing. */
  readonly missing: string | null;
  /** Two sources that cannot both be right, in a sentence. */
  readonly contradiction: string | null;
  /** Schedule instances are not licensed, so that assignments have no end. */
  readonly isWithoutPrivilegedIdentityManagement: boolean;
}

function pathOf(instance: RoleAssignmentScheduleInstance, accountId: string): RolePath {
  if (!isTenantWide(instance)) return { kind: 'scoped' };
  if (instance.assignmentType !== 'Assigned') return { kind: 'activated' };
  if (instance.endDateTime !== null) return { kind: 'timeBound', endDateTime: instance.endDateTime };
  const isDirect = instance.principalId === accountId && instance.memberType === 'Direct';
  return { kind: isDirect ? 'direct' : 'throughGroup' };
}

function eligiblePaths(snapshot: TenantSnapshot, principals: readonly string[]): readonly RolePath[] {
  const eligible = snapshot.roleEligibilityScheduleInstances;
  const isHeld = eligible.known && eligible.value.some(({ principalId }) => principals.includes(principalId));
  return isHeld ? [{ kind: 'eligible' }] : [];
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
    found: [...instances.map((instance) => pathOf(instance, account.id)), ...eligiblePaths(snapshot, principals)],
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
    const paths = active.map(({ principalId }): RolePath => ({
      kind: principalId === account.id ? 'direct' : 'throughGroup',
    }));
    return { ...base, found: [...paths, ...scoped], missing: missingMemberships(account) };
  }
  const found = [...scoped, ...eligiblePaths(snapshot, principals)];
  const isOpen = active.length > 0 && !instances.known;
  return { ...base, found, missing: isOpen ? instances.detail : missingMemberships(account) };
}

/** Every path to Global Administrator that `snapshot` shows for `account`. */
export function readRolePaths(snapshot: TenantSnapshot, account: AccountReading): RolePaths {
  const { roleAssignmentScheduleInstances: instances } = snapshot;
  return instances.known ? fromInstances(snapshot, account, instances.value) : fromAssignments(snapshot, account);
}
