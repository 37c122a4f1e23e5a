import { isSameId } from '../approval/principal.js';
import { isTenantWide } from '../tenant/applicability-account.js';
import type { RoleAssignmentScheduleInstance, TenantSnapshot } from '../tenant/snapshot.js';
import type { CurrentState } from './plan.js';

/** Who holds Global Administrator, and for how long: the review of the current state that every plan begins with. */

type Holder = Omit<CurrentState['globalAdministrators'][number], 'isEmergencyAccount'>;
type Assignment = Holder['assignment'];

function assignmentOf({ assignmentType, endDateTime }: RoleAssignmentScheduleInstance): Assignment {
  if (assignmentType !== 'Assigned') return 'activated';
  return endDateTime === null ? 'permanent' : 'timeBound';
}

/** Without schedules because of the licence, every active assignment is permanent; for any other reason nobody can tell. */
function activeHolders({
  roleAssignments,
  roleAssignmentScheduleInstances: instances,
}: TenantSnapshot): readonly Holder[] {
  if (instances.known) {
    return instances.value
      .filter(isTenantWide)
      .map((instance) => ({ principalId: instance.principalId, assignment: assignmentOf(instance) }));
  }
  if (instances.reason !== 'notLicensed' || !roleAssignments.known) return [];
  return roleAssignments.value
    .filter(isTenantWide)
    .map(({ principalId }) => ({ principalId, assignment: 'permanent' as const }));
}

function eligibleHolders({ roleEligibilityScheduleInstances: eligible }: TenantSnapshot): readonly Holder[] {
  return eligible.known
    ? eligible.value.filter(isTenantWide).map(({ principalId }) => ({ principalId, assignment: 'eligible' as const }))
    : [];
}

/** Active assignments that the schedules do not know: how long they last is not known either. */
function unexplained(snapshot: TenantSnapshot, holders: readonly Holder[]): readonly string[] {
  const { roleAssignments } = snapshot;
  if (!roleAssignments.known) return [];
  const ids = roleAssignments.value.filter(isTenantWide).map(({ principalId }) => principalId);
  return [...new Set(ids)].filter((id) => !holders.some(({ principalId }) => isSameId(principalId, id)));
}

function gapsIn(snapshot: TenantSnapshot, active: readonly Holder[]): readonly string[] {
  const { roleAssignments, roleAssignmentScheduleInstances, roleEligibilityScheduleInstances } = snapshot;
  const readings = [
    { what: 'Active assignments', reading: roleAssignments },
    { what: 'How long active assignments last', reading: roleAssignmentScheduleInstances },
    { what: 'Eligible assignments', reading: roleEligibilityScheduleInstances },
  ];
  return [
    ...readings.flatMap(({ what, reading }) =>
      reading.known || reading.reason === 'notLicensed' ? [] : [`${what}: not read. ${reading.detail}`],
    ),
    ...unexplained(snapshot, active).map((id) => `${id} holds the role; for how long is not known.`),
  ];
}

/** Every principal that holds Global Administrator for the whole directory in `snapshot`, once for each kind of assignment. */
export function currentStateOf(snapshot: TenantSnapshot): CurrentState {
  const active = activeHolders(snapshot);
  const holders = [...active, ...eligibleHolders(snapshot)];
  const distinct = new Map(
    holders.map((holder) => [`${holder.principalId.toLowerCase()} ${holder.assignment}`, holder]),
  );
  return {
    globalAdministrators: [...distinct.values()].map((holder) => ({
      ...holder,
      isEmergencyAccount: snapshot.emergencyAccounts.some(({ objectId }) => isSameId(objectId, holder.principalId)),
    })),
    gaps: gapsIn(snapshot, active),
  };
}
