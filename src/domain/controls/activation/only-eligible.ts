import type { TenantSnapshot } from '../../tenant/snapshot.js';
import { roleGroupOf } from '../role/group-membership.js';

/** Whether people hold Global Administrator by nothing but eligibility: then each of them needs an approval first. */

export type OnlyEligible =
  | { readonly answer: boolean }
  /** `reasons` say what was not read, in sentences. */
  | { readonly answer: 'unknown'; readonly reasons: readonly string[] };

type Truth = boolean | 'unknown';

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Whether the person is the principal, or a member of the group that the principal is. */
function isBehind(snapshot: TenantSnapshot, principalId: string, personId: string): Truth {
  if (isSame(principalId, personId)) return true;
  const members = roleGroupOf(snapshot, principalId)?.transitiveMembers;
  if (members === undefined) return false;
  return members.known ? members.value.some(({ id }) => isSame(id, personId)) : 'unknown';
}

function anyOf(answers: readonly Truth[]): Truth {
  if (answers.includes(true)) return true;
  return answers.includes('unknown') ? 'unknown' : false;
}

function isEligibleMember({ roleGroups }: TenantSnapshot, personId: string): Truth {
  return anyOf(
    roleGroups.map(({ eligibilityScheduleInstances: eligible }): Truth => {
      if (!eligible.known) return eligible.reason === 'notLicensed' ? false : 'unknown';
      return eligible.value.some(({ principalId }) => isSame(principalId, personId));
    }),
  );
}

function isEligible(snapshot: TenantSnapshot, personId: string): Truth {
  const { roleEligibilityScheduleInstances: eligible, roleHolders } = snapshot;
  const isMember = isEligibleMember(snapshot, personId);
  if (eligible.known) {
    return anyOf([...eligible.value.map(({ principalId }) => isBehind(snapshot, principalId, personId)), isMember]);
  }
  if (eligible.reason === 'notLicensed') return isMember;
  // Who holds the role in no way at all is not eligible for it either.
  if (!roleHolders.known) return 'unknown';
  const isHolder = anyOf(roleHolders.value.map(({ id }) => isBehind(snapshot, id, personId)));
  return isHolder === false ? isMember : 'unknown';
}

/** Active without an activation: an activated assignment is over by the time it matters. */
function isActive(snapshot: TenantSnapshot, personId: string): Truth {
  const { roleAssignmentScheduleInstances: instances } = snapshot;
  if (!instances.known) return 'unknown';
  const assigned = instances.value.filter(({ assignmentType }) => assignmentType === 'Assigned');
  return anyOf(assigned.map(({ principalId }) => isBehind(snapshot, principalId, personId)));
}

function reasonsIn(snapshot: TenantSnapshot): readonly string[] {
  const { roleEligibilityScheduleInstances, roleAssignmentScheduleInstances, roleGroups } = snapshot;
  const readings = [
    roleEligibilityScheduleInstances,
    roleAssignmentScheduleInstances,
    ...roleGroups.flatMap((group) => [group.transitiveMembers, group.eligibilityScheduleInstances]),
  ];
  return readings.flatMap((reading) => (reading.known ? [] : [reading.detail]));
}

/** Whether all of `personIds` are eligible for Global Administrator and not active in it. */
export function onlyEligible(snapshot: TenantSnapshot, personIds: readonly string[]): OnlyEligible {
  const answers = personIds.map((id): Truth => {
    const eligible = isEligible(snapshot, id);
    if (eligible === false) return false;
    const active = isActive(snapshot, id);
    if (active === true) return false;
    return active === 'unknown' ? 'unknown' : eligible;
  });
  if (answers.includes(false)) return { answer: false };
  return answers.includes('unknown') ? { answer: 'unknown', reasons: reasonsIn(snapshot) } : { answer: true };
}
