import { isSameId } from '../approval/principal.js';
import { countOf } from '../controls/words.js';
import type { RoleReview, TenantSnapshot } from '../tenant/snapshot.js';
import { hasId } from './ids.js';
import type { PrivilegedHolder } from './plan.js';
import { PRIVILEGED_ROLES } from './privileged-roles.js';
import { activeHolders, eligibleHolders, listGaps, unexplained, type Held, type RoleLists } from './role-holders.js';

/** Who holds privileged roles beside Global Administrator. For people to look at: no verdict and no guard rests on it. */

interface OfRole {
  readonly roleDefinitionId: string;
}

export interface PrivilegedReview {
  /** Emergency accounts first, then by assignment and role. */
  readonly holders: readonly PrivilegedHolder[];
  readonly gaps: readonly string[];
}

/** The built-in role behind a definition: its template ID is the same in every tenant. */
function templateIdOf({ roleDefinitions }: RoleReview, roleDefinitionId: string): string {
  const known = roleDefinitions.known ? roleDefinitions.value : [];
  const definition = known.find(({ id }) => isSameId(id, roleDefinitionId));
  return (definition?.templateId ?? roleDefinitionId).toLowerCase();
}

/** IDs that some part of the snapshot shows to be a group. */
function knownGroupIds(snapshot: TenantSnapshot): readonly string[] {
  const memberships = snapshot.accounts.flatMap(({ memberships: it }) => (it.known ? it.value.groups : []));
  const references = snapshot.references.known ? snapshot.references.value.filter(({ kind }) => kind === 'group') : [];
  return [...snapshot.groups, ...snapshot.exclusionGroups, ...memberships, ...references].map(({ id }) => id);
}

function privilegedOnly(review: RoleReview): RoleLists<OfRole> {
  const keep = <T extends OfRole>(list: readonly T[]) =>
    list.filter(({ roleDefinitionId }) => PRIVILEGED_ROLES.has(templateIdOf(review, roleDefinitionId)));
  const { assignments, assignmentScheduleInstances: instances, eligibilityScheduleInstances: eligible } = review;
  return {
    assignments: assignments.known ? { ...assignments, value: keep(assignments.value) } : assignments,
    instances: instances.known ? { ...instances, value: keep(instances.value) } : instances,
    eligible: eligible.known ? { ...eligible, value: keep(eligible.value) } : eligible,
  };
}

function toHolder(
  { snapshot, groupIds }: { readonly snapshot: TenantSnapshot; readonly groupIds: readonly string[] },
  { principalId, roleDefinitionId, assignment }: Held<OfRole>,
): PrivilegedHolder {
  const roleTemplateId = templateIdOf(snapshot.roleReview, roleDefinitionId);
  return {
    principalId,
    roleTemplateId,
    roleName: PRIVILEGED_ROLES.get(roleTemplateId) ?? roleTemplateId,
    assignment,
    isGroup: hasId(groupIds, principalId),
    isEmergencyAccount: snapshot.emergencyAccounts.some(({ objectId }) => isSameId(objectId, principalId)),
  };
}

const ASSIGNMENTS: readonly PrivilegedHolder['assignment'][] = ['permanent', 'activated', 'timeBound', 'eligible'];

function sortKeyOf({ isEmergencyAccount, assignment, roleName, principalId }: PrivilegedHolder): string {
  return [isEmergencyAccount ? 0 : 1, ASSIGNMENTS.indexOf(assignment), roleName, principalId.toLowerCase()].join(' ');
}

function distinct(holders: readonly PrivilegedHolder[]): readonly PrivilegedHolder[] {
  const byKey = new Map(holders.map((holder) => [sortKeyOf(holder), holder]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, holder]) => holder);
}

/** Every holder of a privileged role for the whole directory, once for each role and kind of assignment. */
export function privilegedReviewOf(snapshot: TenantSnapshot): PrivilegedReview {
  const lists = privilegedOnly(snapshot.roleReview);
  const active = activeHolders(lists);
  const known = { snapshot, groupIds: knownGroupIds(snapshot) };
  const holders = [...active, ...eligibleHolders(lists)].map((held) => toHolder(known, held));
  const open = unexplained(lists, active).length;
  return {
    holders: distinct(holders),
    gaps: [
      ...listGaps(lists, ' of other privileged roles'),
      ...(open === 0
        ? []
        : [
            `${countOf(open, 'principal holds', 'principals hold')} other privileged roles; for how long is not known.`,
          ]),
    ],
  };
}
