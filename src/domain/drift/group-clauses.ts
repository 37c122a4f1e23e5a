import type { GroupMember, TenantSnapshot } from '../tenant/snapshot.js';
import type { FactChange } from './drift.js';
import { normalId } from './facts.js';
import { plainClause, remark, weakening, type Clause, type Comparison } from './object-change.js';

/** A changed group in words. Whoever comes into an exclusion group gets past Conditional Access with it. */

const MEMBER_LISTS = ['members', 'transitiveMembers'];

export function isEmergencyAccount({ present }: Comparison, id: string): boolean {
  return present.snapshot.emergencyAccounts.some(({ objectId }) => normalId(objectId) === id);
}

function kindIn({ exclusionGroups, roleGroups }: TenantSnapshot, id: string): string | undefined {
  const lists = [
    ...exclusionGroups.flatMap(({ members, transitiveMembers }) => [members, transitiveMembers]),
    ...roleGroups.map(({ transitiveMembers }) => transitiveMembers),
  ];
  const all = lists.flatMap((list): readonly GroupMember[] => (list.known ? list.value : []));
  return all.find((member) => normalId(member.id) === id)?.kind;
}

/** The member as people know it, with what it is where that matters. */
export function describeMember(id: string, comparison: Comparison): string {
  const name = `"${comparison.nameOf(id)}"`;
  if (isEmergencyAccount(comparison, id)) return `the emergency account ${name}`;
  const kind = kindIn(comparison.present.snapshot, id) ?? kindIn(comparison.accepted.snapshot, id);
  return kind === 'group' ? `the group ${name}` : name;
}

function joined(id: string, how: string, comparison: Comparison): Clause {
  const text = `has ${describeMember(id, comparison)} as a new member${how}`;
  return isEmergencyAccount(comparison, id) ? remark('info', text) : weakening('high', text);
}

function left(id: string, how: string, comparison: Comparison): Clause {
  const text = `no longer has ${describeMember(id, comparison)} as a member${how}`;
  return isEmergencyAccount(comparison, id) ? weakening('high', text) : remark('low', text);
}

function without(ids: readonly string[], others: readonly string[]): readonly string[] {
  return ids.filter((id) => !others.includes(id));
}

function memberClauses(changes: readonly FactChange[], comparison: Comparison): readonly Clause[] {
  const [direct, transitive] = MEMBER_LISTS.map((list) => changes.find(({ field }) => field === list));
  const nested = ' through another group';
  const added = direct?.added ?? [];
  const removed = direct?.removed ?? [];
  return [
    ...added.map((id) => joined(id, '', comparison)),
    ...removed.map((id) => left(id, '', comparison)),
    ...without(transitive?.added ?? [], added).map((id) => joined(id, nested, comparison)),
    ...without(transitive?.removed ?? [], removed).map((id) => left(id, nested, comparison)),
  ];
}

function ownerClauses({ added, removed }: FactChange, comparison: Comparison): readonly Clause[] {
  return [
    // An owner decides who is a member.
    ...added.map((id) => weakening('high', `has ${describeMember(id, comparison)} as a new owner`)),
    ...removed.map((id) => remark('low', `no longer has ${describeMember(id, comparison)} as an owner`)),
  ];
}

function typeClauses(change: FactChange): readonly Clause[] {
  if (change.added.includes('DynamicMembership')) return [weakening('high', 'takes its members by a rule now')];
  return [plainClause(change, 'medium')];
}

/** Flags that keep others from changing the members while they are true. */
function protectionClauses(change: FactChange): readonly Clause[] {
  const clause = plainClause(change, 'low');
  return [change.before === 'true' ? weakening('high', clause.text) : clause];
}

function clausesOf(change: FactChange, comparison: Comparison): readonly Clause[] {
  switch (change.field) {
    case 'members':
    case 'transitiveMembers':
      return [];
    case 'group':
      return [change.after === 'there' ? remark('medium', 'exists again') : weakening('critical', 'is deleted')];
    case 'owners':
      return ownerClauses(change, comparison);
    case 'groupTypes':
      return typeClauses(change);
    case 'isAssignableToRole':
    case 'isManagementRestricted':
      return protectionClauses(change);
    case 'membershipRule':
      return [
        change.after === 'not set'
          ? plainClause(change, 'medium')
          : weakening('high', plainClause(change, 'high').text),
      ];
    case 'displayName':
      return [remark('info', `was called "${change.before}" before`)];
    default:
      return [plainClause(change, 'medium')];
  }
}

/** Everything that `changes` of the group mean. */
export function groupClauses(changes: readonly FactChange[], comparison: Comparison): readonly Clause[] {
  return [...memberClauses(changes, comparison), ...changes.flatMap((change) => clausesOf(change, comparison))];
}
