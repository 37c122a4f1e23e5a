import { isTenantWide } from '../tenant/applicability-account.js';
import type { Observed } from '../tenant/observed.js';
import type {
  RoleAssignment,
  RoleAssignmentScheduleInstance,
  RoleEligibilityScheduleInstance,
} from '../tenant/snapshot.js';
import { isSameId } from '../approval/principal.js';
import type { PrivilegedHolder } from './plan.js';

/** Who holds a role for the whole directory and for how long, out of the three lists that each say a part. */

export type Assignment = PrivilegedHolder['assignment'];

/** The lists of one role, or of several roles with `roleDefinitionId` on every entry. */
export interface RoleLists<T> {
  readonly assignments: Observed<readonly (T & RoleAssignment)[]>;
  readonly instances: Observed<readonly (T & RoleAssignmentScheduleInstance)[]>;
  readonly eligible: Observed<readonly (T & RoleEligibilityScheduleInstance)[]>;
}

export type Held<T> = T & { readonly principalId: string; readonly assignment: Assignment };

function assignmentOf({ assignmentType, endDateTime }: RoleAssignmentScheduleInstance): Assignment {
  if (assignmentType !== 'Assigned') return 'activated';
  return endDateTime === null ? 'permanent' : 'timeBound';
}

/** Without schedules because of the licence, every active assignment is permanent; for any other reason nobody can tell. */
export function activeHolders<T>({ assignments, instances }: RoleLists<T>): readonly Held<T>[] {
  if (instances.known) {
    return instances.value
      .filter(isTenantWide)
      .map((instance) => ({ ...instance, assignment: assignmentOf(instance) }));
  }
  if (instances.reason !== 'notLicensed' || !assignments.known) return [];
  return assignments.value.filter(isTenantWide).map((one) => ({ ...one, assignment: 'permanent' as const }));
}

export function eligibleHolders<T>({ eligible }: RoleLists<T>): readonly Held<T>[] {
  return eligible.known
    ? eligible.value.filter(isTenantWide).map((one) => ({ ...one, assignment: 'eligible' as const }))
    : [];
}

/** Active assignments that the schedules do not know: how long they last is not known either. */
export function unexplained<T>({ assignments }: RoleLists<T>, active: readonly Held<T>[]): readonly string[] {
  if (!assignments.known) return [];
  const ids = assignments.value.filter(isTenantWide).map(({ principalId }) => principalId);
  return [...new Set(ids)].filter((id) => !active.some(({ principalId }) => isSameId(principalId, id)));
}

/** What of the lists was not read, in sentences. Schedules that the licence does not have are an answer, no gap. */
export function listGaps<T>({ assignments, instances, eligible }: RoleLists<T>, of: string): readonly string[] {
  const readings = [
    { what: `Active assignments${of}`, reading: assignments },
    { what: `How long active assignments${of} last`, reading: instances },
    { what: `Eligible assignments${of}`, reading: eligible },
  ];
  return readings.flatMap(({ what, reading }) =>
    reading.known || reading.reason === 'notLicensed' ? [] : [`${what}: not read. ${reading.detail}`],
  );
}
