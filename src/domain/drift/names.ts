import type { GroupMember, TenantSnapshot } from '../tenant/snapshot.js';
import { GLOBAL_ADMINISTRATOR } from '../tenant/snapshot.js';

/** What people call the object with an ID. An object that was not read keeps its ID as its name. */
export type NameOf = (id: string) => string;

type Entry = readonly [id: string, name: string | null];

function accountNames({ accounts }: TenantSnapshot): readonly Entry[] {
  return accounts.flatMap(({ id, user, memberships, authenticationMethods }): readonly Entry[] => [
    ...(authenticationMethods.known ? authenticationMethods.value.map((it): Entry => [it.id, it.kind]) : []),
    ...(memberships.known ? memberships.value.groups.map((it): Entry => [it.id, it.displayName]) : []),
    ...(user.known && user.value !== null ? [[id, user.value.userPrincipalName] as const] : []),
  ]);
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
    ...[owners, transitiveMembers, members].flatMap((list) => (list.known ? list.value.map(entryOf) : [])),
    ...(group.known && group.value !== null ? [[id, group.value.displayName] as const] : []),
  ]);
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
