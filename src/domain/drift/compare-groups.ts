import type { Observed } from '../tenant/observed.js';
import type { DirectoryGroup, ExclusionGroupReading, TenantSnapshot } from '../tenant/snapshot.js';
import { factsOf, normalId, type Fact } from './facts.js';
import { groupClauses } from './group-clauses.js';
import { compareParts, groupSubjectOf, memberListFacts, type GroupPart } from './group-parts.js';
import { blinding, remark, type Clause, type Comparison, type ObjectChange } from './object-change.js';
import { isEveryPolicySeen } from './policy-sighting.js';
import { compareRoleGroups } from './compare-role-groups.js';
import { factsIf } from './tenant-resource.js';

/** The groups that emergency access rests on: those that policies exclude, those that dedicated policies include, and those that hold the role. */

function groupFacts(group: DirectoryGroup | null): readonly Fact[] {
  if (group === null) return [{ kind: 'value', field: 'group', text: 'not there' }];
  const { id: _id, ...flags } = group;
  return [{ kind: 'value', field: 'group', text: 'there' }, ...factsOf('', flags)];
}

function partsOf({ id, group, ...lists }: ExclusionGroupReading): readonly GroupPart[] {
  const names = ['members', 'transitiveMembers', 'owners'] as const;
  return [
    { source: `GET /groups/${id}`, facts: factsIf(group, groupFacts) },
    ...names.map((name) => ({
      source: `GET /groups/${id}/${name}`,
      facts: factsIf(lists[name], (members) => memberListFacts(name, members)),
    })),
  ];
}

function areMembershipsKnown({ accounts }: TenantSnapshot): boolean {
  return accounts.every(({ memberships }) => memberships.known);
}

/** Whether `snapshot` tells for certain which exclusion groups there are. */
function isChoiceCertain(snapshot: TenantSnapshot): boolean {
  return isEveryPolicySeen(snapshot) && areMembershipsKnown(snapshot);
}

function useChange(id: string, fate: ObjectChange['fate'], clause: Clause, comparison: Comparison): ObjectChange {
  const before = fate === 'appeared' ? 'no' : 'yes';
  const after = { appeared: 'yes', disappeared: 'no', wentBlind: 'not known', changed: 'not known' }[fate];
  const changes = [{ field: 'excludesEmergencyAccounts', before, after, added: [], removed: [] }];
  return { subject: groupSubjectOf(id, comparison), fate, changes, clauses: [clause], sources: [] };
}

function compareNewUse(id: string, comparison: Comparison): readonly ObjectChange[] {
  const { accepted, present } = comparison;
  if (!isChoiceCertain(accepted.snapshot) || !isChoiceCertain(present.snapshot)) return [];
  return [useChange(id, 'appeared', remark('low', 'now excludes emergency accounts from a policy'), comparison)];
}

/** A group that is not looked at any more. Where readings are missing, those are told and hold what was said of it. */
function compareLostUse(id: string, comparison: Comparison): readonly ObjectChange[] {
  const { accepted, present } = comparison;
  if (!present.snapshot.policies.known || !areMembershipsKnown(present.snapshot)) return [];
  if (!isEveryPolicySeen(present.snapshot)) {
    const text =
      'is in no policy that can be seen, and others cannot: look in the admin center whether one excludes it';
    return [useChange(id, 'wentBlind', blinding('medium', text), comparison)];
  }
  if (!isChoiceCertain(accepted.snapshot)) return [];
  const clause = remark('medium', 'no longer excludes an emergency account from any policy');
  return [useChange(id, 'disappeared', clause, comparison)];
}

function compareExclusionGroups(comparison: Comparison): readonly ObjectChange[] {
  const was = new Map(comparison.accepted.snapshot.exclusionGroups.map((group) => [normalId(group.id), group]));
  const is = new Map(comparison.present.snapshot.exclusionGroups.map((group) => [normalId(group.id), group]));
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((id) => {
    const before = was.get(id);
    const after = is.get(id);
    if (before === undefined) return compareNewUse(id, comparison);
    if (after === undefined) return compareLostUse(id, comparison);
    return compareParts(id, partsOf(before), partsOf(after), comparison, groupClauses);
  });
}

/** Groups of dedicated policies, unless the members were compared already. Which ones are read follows from the policies. */
function compareIncludedGroups(comparison: Comparison): readonly ObjectChange[] {
  const { accepted, present } = comparison;
  const partOf = (id: string, observed: Observed<readonly string[]>): GroupPart => ({
    source: `GET /groups/${id}/transitiveMembers`,
    facts: factsIf(observed, (ids) => factsOf('transitiveMembers', ids)),
  });
  const isDone = (id: string) =>
    [accepted, present].every(({ snapshot }) =>
      snapshot.exclusionGroups.some((group) => normalId(group.id) === normalId(id) && group.transitiveMembers.known),
    );
  return present.snapshot.groups.flatMap(({ id, transitiveMemberIds }) => {
    const before = accepted.snapshot.groups.find((group) => normalId(group.id) === normalId(id));
    if (before === undefined || isDone(id)) return [];
    const [was, is] = [before.transitiveMemberIds, transitiveMemberIds].map((ids) => [partOf(id, ids)]);
    return compareParts(id, was ?? [], is ?? [], comparison, groupClauses);
  });
}

/** Every group that is not as it was accepted. */
export function compareGroups(comparison: Comparison): readonly ObjectChange[] {
  return [
    ...compareExclusionGroups(comparison),
    ...compareIncludedGroups(comparison),
    ...compareRoleGroups(comparison),
  ];
}
