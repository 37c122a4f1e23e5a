import type { GroupScheduleInstance, RoleGroupReading } from '../tenant/governance.js';
import type { Observed } from '../tenant/observed.js';
import { emergencyIdsOf } from './concerns.js';
import type { FactChange } from './drift.js';
import { factsOf, normalId, type Fact } from './facts.js';
import { describeMember, groupClauses, isEmergencyAccount } from './group-clauses.js';
import { compareParts, memberListFacts, type GroupPart } from './group-parts.js';
import { remark, weakening, type Clause, type Comparison, type ObjectChange } from './object-change.js';
import { factsIf } from './tenant-resource.js';

/** The groups that hold Global Administrator: whoever is in one can change the emergency accounts, or is one of them. */

const INSTANCE_LISTS = ['assignmentScheduleInstances', 'eligibilityScheduleInstances'] as const;
const PIM = '/identityGovernance/privilegedAccess/group';

function groupFacts(group: { readonly id: string } | null): readonly Fact[] {
  if (group === null) return [{ kind: 'value', field: 'group', text: 'not there' }];
  const { id: _id, ...flags } = group;
  return [{ kind: 'value', field: 'group', text: 'there' }, ...factsOf('', flags)];
}

/** Those who have activated their membership and will lose it in hours: that is the daily use of an eligible membership. */
function activatedIn(readings: readonly RoleGroupReading[], ours: ReadonlySet<string>): ReadonlySet<string> {
  const instances = readings.flatMap(({ assignmentScheduleInstances: list }) => (list.known ? list.value : []));
  const activated = instances.filter(({ assignmentType }) => assignmentType.toLowerCase() === 'activated');
  return new Set(activated.map(({ principalId }) => normalId(principalId)).filter((id) => !ours.has(id)));
}

function instanceFacts(
  field: string,
  observed: Observed<readonly GroupScheduleInstance[]>,
  ours: ReadonlySet<string>,
): readonly Fact[] | null {
  const isLasting = ({ principalId, assignmentType }: GroupScheduleInstance) =>
    assignmentType.toLowerCase() !== 'activated' || ours.has(normalId(principalId));
  return factsIf(observed, (instances) => factsOf(field, instances.filter(isLasting)));
}

function partsOf(reading: RoleGroupReading, passing: ReadonlySet<string>, ours: ReadonlySet<string>) {
  const { id, group, transitiveMembers } = reading;
  return [
    { source: `GET /groups/${id}`, facts: factsIf(group, groupFacts) },
    {
      source: `GET /groups/${id}/transitiveMembers`,
      facts: factsIf(transitiveMembers, (members) =>
        memberListFacts(
          'transitiveMembers',
          members.filter((member) => !passing.has(normalId(member.id))),
        ),
      ),
    },
    ...INSTANCE_LISTS.map((name): GroupPart => ({
      source: `GET ${PIM}/${name}?$filter=groupId eq '${id}'`,
      facts: instanceFacts(name, reading[name], ours),
    })),
  ];
}

function memberClauses({ added, removed }: FactChange, comparison: Comparison): readonly Clause[] {
  const name = (id: string) => describeMember(id, comparison);
  const withIt = 'and with it Global Administrator';
  return [
    ...added.map((id) =>
      remark(isEmergencyAccount(comparison, id) ? 'info' : 'high', `has ${name(id)} as a new member, ${withIt}`),
    ),
    ...removed.map((id) => {
      const text = `no longer has ${name(id)} as a member`;
      return isEmergencyAccount(comparison, id) ? weakening('critical', `${text}, ${withIt}`) : remark('low', text);
    }),
  ];
}

function instanceClauses({ field, added, removed }: FactChange, comparison: Comparison): readonly Clause[] {
  const kind = field === 'eligibilityScheduleInstances' ? 'an eligible' : 'an assigned';
  const severityOf = (id: string) => (isEmergencyAccount(comparison, id) ? 'high' : 'low');
  const name = (id: string) => describeMember(id, comparison);
  const changed = added.filter((id) => removed.includes(id));
  return [
    ...changed.map((id) => remark(severityOf(id), `has ${name(id)} as ${kind} member on other terms`)),
    ...added
      .filter((id) => !removed.includes(id))
      .map((id) => remark(severityOf(id), `has ${name(id)} as ${kind} member now`)),
    ...removed
      .filter((id) => !added.includes(id))
      .map((id) => remark(severityOf(id), `no longer has ${name(id)} as ${kind} member`)),
  ];
}

function clausesOf(changes: readonly FactChange[], comparison: Comparison): readonly Clause[] {
  return changes.flatMap((change) => {
    switch (change.field) {
      case 'transitiveMembers':
        return memberClauses(change, comparison);
      case 'assignmentScheduleInstances':
      case 'eligibilityScheduleInstances':
        return instanceClauses(change, comparison);
      default:
        return groupClauses([change], comparison);
    }
  });
}

/** Every group that holds the role in both views and is not as it was. That one came or went is the list of holders' to tell. */
export function compareRoleGroups(comparison: Comparison): readonly ObjectChange[] {
  const { accepted, present } = comparison;
  const ours = emergencyIdsOf(comparison);
  const was = new Map(accepted.snapshot.roleGroups.map((group) => [normalId(group.id), group]));
  return [...present.snapshot.roleGroups]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((is) => {
      const before = was.get(normalId(is.id));
      if (before === undefined) return [];
      const passing = activatedIn([before, is], ours);
      return compareParts(is.id, partsOf(before, passing, ours), partsOf(is, passing, ours), comparison, clausesOf);
    });
}
