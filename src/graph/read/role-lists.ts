import { known, type Observed, type Unknown } from '../../domain/tenant/observed.js';
import type {
  RoleAssignment,
  RoleAssignmentScheduleInstance,
  RoleEligibilityScheduleInstance,
  RoleHolder,
} from '../../domain/tenant/snapshot.js';
import {
  readRoleAssignments,
  readRoleAssignmentScheduleInstances,
  readRoleEligibilityScheduleInstances,
  type WithHolders,
} from './global-administrators.js';
import type { BatchOfReads } from './observe.js';

/** The three lists of Global Administrator as the snapshot has them, and everybody and everything that holds the role. */

/** The list alone, as the snapshot has it. */
function listOf<T>(observed: Observed<WithHolders<T>>): Observed<readonly T[]> {
  return observed.known ? { ...observed, value: observed.value.list } : observed;
}

/** Without the licence for schedules there is no schedule, so nothing is missing. */
function gapIn(observed: Observed<unknown>): Unknown | null {
  return observed.known || observed.reason === 'notLicensed' ? null : observed;
}

/**
 * Everybody and everything that holds Global Administrator. The active assignments name all that the assignment schedules
 * name, so of those only a gap counts.
 */
function roleHoldersOf(
  assignments: Observed<WithHolders<RoleAssignment>>,
  schedules: Observed<readonly RoleAssignmentScheduleInstance[]>,
  eligibilities: Observed<WithHolders<RoleEligibilityScheduleInstance>>,
): Observed<readonly RoleHolder[]> {
  if (!assignments.known) return assignments;
  const gap = gapIn(schedules) ?? gapIn(eligibilities);
  if (gap !== null) return gap;
  const all = [...assignments.value.holders, ...(eligibilities.known ? eligibilities.value.holders : [])];
  const byId = new Map(all.map((holder) => [holder.id, holder]));
  return known([...byId.values()], assignments.readAt);
}

/** The reads travel with `batch`. */
export function readRoleLists(batch: BatchOfReads) {
  const assignments = batch.observe(readRoleAssignments);
  const schedules = batch.observe(readRoleAssignmentScheduleInstances);
  const eligibilities = batch.observe(readRoleEligibilityScheduleInstances);
  return {
    roleAssignments: assignments.then(listOf),
    roleAssignmentScheduleInstances: schedules,
    roleEligibilityScheduleInstances: eligibilities.then(listOf),
    roleHolders: Promise.all([assignments, schedules, eligibilities]).then((lists) => roleHoldersOf(...lists)),
  };
}
