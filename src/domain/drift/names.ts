import type { Observed } from '../tenant/observed.js';
import type { AssignedPlan, GroupMember, TenantSnapshot } from '../tenant/snapshot.js';
import { GLOBAL_ADMINISTRATOR } from '../tenant/snapshot.js';

/** What people call the object with an ID. An object that was not read keeps its ID as its name. */
export type NameOf = (id: string) => string;

type Entry = readonly [id: string, name: string | null];

/** Service plans that decide what can be read at all. Source: Microsoft's list of product names and service plan IDs. */
export const ENTRA_PLANS: ReadonlyMap<string, string> = new Map([
  ['41781fb2-bc02-4b7c-bd55-b576c07bb09d', 'Microsoft Entra ID P1'],
  ['eec0eb4f-6444-4f95-aba0-50c24d67f998', 'Microsoft Entra ID P2'],
]);

function known<T>(observed: Observed<readonly T[]>): readonly T[] {
  return observed.known ? observed.value : [];
}

function accountNames({ accounts }: TenantSnapshot): readonly Entry[] {
  return accounts.flatMap(({ id, user, manager, memberships, authenticationMethods }): readonly Entry[] => [
    ...known(authenticationMethods).map((it): Entry => [it.id, it.kind]),
    ...(user.known && user.value !== null ? user.value.assignedPlans.map(planName) : []),
    ...(manager.known && manager.value !== null ? [[manager.value.id, manager.value.displayName] as const] : []),
    ...(memberships.known ? memberships.value.groups.map((it): Entry => [it.id, it.displayName]) : []),
    ...(user.known && user.value !== null ? [[id, user.value.userPrincipalName] as const] : []),
  ]);
}

/** A plan by the service it is for: the plan itself has no name in Graph. */
function planName({ servicePlanId, service }: AssignedPlan): Entry {
  return [servicePlanId, ENTRA_PLANS.get(servicePlanId) ?? service];
}

/** What a deleted account was called, for one that no snapshot knows as a user. */
function deletedNames({ accounts }: TenantSnapshot): readonly Entry[] {
  return accounts.map(({ id, deletedItem }): Entry => [
    id,
    deletedItem.known ? (deletedItem.value?.displayName ?? null) : null,
  ]);
}

function groupNames({ exclusionGroups }: TenantSnapshot): readonly Entry[] {
  const entryOf = ({ id, name }: GroupMember): Entry => [id, name];
  return exclusionGroups.flatMap(({ id, group, members, transitiveMembers, owners }): readonly Entry[] => [
    ...[owners, transitiveMembers, members].flatMap((list) => known(list).map(entryOf)),
    ...(group.known && group.value !== null ? [[id, group.value.displayName] as const] : []),
  ]);
}

function governanceNames(snapshot: TenantSnapshot): readonly Entry[] {
  const { applicationPermissions: permissions, roleGroups } = snapshot;
  const members = roleGroups.flatMap(({ transitiveMembers }) => known(transitiveMembers));
  const approvers = known(snapshot.roleActivationPolicies).flatMap((policy) => policy.approvers);
  const named = [snapshot.authenticationStrengths, snapshot.accessReviews, snapshot.lifecycleWorkflows];
  return [
    ...(permissions.known ? permissions.value.grants.map((it): Entry => [it.principalId, it.principalName]) : []),
    ...approvers.map(({ id, kind, name }): Entry => [id ?? kind, name]),
    ...[...known(snapshot.roleHolders), ...members].map(({ id, name }): Entry => [id, name]),
    ...roleGroups.map(({ id, group }): Entry => [id, group.known ? (group.value?.displayName ?? null) : null]),
    ...named
      .flatMap(known<{ readonly id: string; readonly displayName: string }>)
      .map((it): Entry => [it.id, it.displayName]),
  ];
}

function designatedNames({ designatedGroups }: TenantSnapshot): readonly Entry[] {
  return (designatedGroups ?? []).flatMap(({ id, group, members }): readonly Entry[] => [
    ...(members.known ? members.value.map((it): Entry => [it.id, it.name]) : []),
    ...(group.known && group.value !== null ? [[id, group.value.displayName] as const] : []),
  ]);
}

function directoryNames({
  organization,
  references,
  roleReview,
  administrativeUnits,
}: TenantSnapshot): readonly Entry[] {
  const { roleDefinitions: roles } = roleReview;
  return [
    [GLOBAL_ADMINISTRATOR, 'Global Administrator'],
    ...ENTRA_PLANS,
    ...(organization.known ? [[organization.value.id, organization.value.displayName] as const] : []),
    ...(roles.known ? roles.value.map((it): Entry => [it.templateId ?? it.id, it.displayName]) : []),
    ...(references.known ? references.value.map((it): Entry => [it.id, it.displayName]) : []),
    ...administrativeUnits.map(({ id, unit }): Entry => [id, unit.known ? (unit.value?.displayName ?? null) : null]),
  ];
}

/** The names that the snapshots know, those of the later ones first. An account goes by its user principal name. */
export function namesOf(...snapshots: readonly TenantSnapshot[]): NameOf {
  const names = new Map<string, string>();
  const entries = [
    ...snapshots.flatMap(governanceNames),
    ...snapshots.flatMap(deletedNames),
    ...snapshots.flatMap((snapshot) => [
      ...directoryNames(snapshot),
      ...groupNames(snapshot),
      ...designatedNames(snapshot),
      ...accountNames(snapshot),
    ]),
  ];
  for (const [id, name] of entries) {
    if (name !== null && name !== '') names.set(id.toLowerCase(), name);
  }
  return (id) => names.get(id.toLowerCase()) ?? id;
}
