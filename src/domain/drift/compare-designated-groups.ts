import type { Subject } from '../controls/control.js';
import type { DesignatedGroupReading } from '../tenant/snapshot.js';
import type { FactChange } from './drift.js';
import { diffFacts, factsOf, normalId, type Fact } from './facts.js';
import {
  namesText,
  plainClause,
  remark,
  weakening,
  type Clause,
  type Comparison,
  type ObjectChange,
} from './object-change.js';

/** The groups whose users are designated: whoever comes or goes there becomes an emergency account or stops being one. */

function groupFacts({ group }: DesignatedGroupReading): readonly Fact[] | null {
  if (!group.known) return null;
  if (group.value === null) return [{ kind: 'value', field: 'group', text: 'not there' }];
  const { id: _id, ...flags } = group.value;
  return [{ kind: 'value', field: 'group', text: 'there' }, ...factsOf('', flags)];
}

/** By ID and kind: somebody who is called differently now is the same member. */
function memberFacts({ members }: DesignatedGroupReading): readonly Fact[] | null {
  if (!members.known) return null;
  return factsOf(
    'designatedMembers',
    members.value.map(({ id, kind }) => ({ id: normalId(id), kind })),
  );
}

function memberClauses({ added, removed }: FactChange, { nameOf }: Comparison): readonly Clause[] {
  return [
    ...(removed.length > 0 ? [weakening('high', `designates ${namesText(removed, nameOf)} no more`)] : []),
    ...(added.length > 0 ? [remark('high', `designates ${namesText(added, nameOf)} as well now`)] : []),
  ];
}

function clausesOf(change: FactChange, comparison: Comparison): readonly Clause[] {
  if (change.field === 'designatedMembers') return memberClauses(change, comparison);
  if (change.field !== 'group') return [plainClause(change, 'medium')];
  return [
    change.after === 'there'
      ? remark('medium', 'is in the directory again')
      : weakening('critical', 'is deleted, and nobody is designated by it any more'),
  ];
}

function compareGroup(
  was: DesignatedGroupReading,
  is: DesignatedGroupReading,
  comparison: Comparison,
): readonly ObjectChange[] {
  const source = `GET /groups/${is.id}`;
  const parts = [
    { source, was: groupFacts(was), is: groupFacts(is) },
    { source: `${source}/transitiveMembers`, was: memberFacts(was), is: memberFacts(is) },
  ].flatMap((part) => {
    const all = part.was === null || part.is === null ? [] : diffFacts(part.was, part.is, comparison.nameOf);
    const changes = all.some(({ field }) => field === 'group') ? all.filter(({ field }) => field === 'group') : all;
    return changes.length === 0 ? [] : [{ source: part.source, changes }];
  });
  if (parts.length === 0) return [];
  const changes = parts.flatMap((part) => part.changes);
  const subject: Subject = { type: 'group', id: normalId(is.id), name: comparison.nameOf(is.id) };
  const clauses = changes.flatMap((change) => clausesOf(change, comparison));
  return [{ subject, fate: 'changed', changes, clauses, sources: parts.map((part) => part.source) }];
}

function designationChange(id: string, fate: 'appeared' | 'disappeared', { nameOf }: Comparison): ObjectChange {
  const isNew = fate === 'appeared';
  return {
    subject: { type: 'group', id, name: nameOf(id) },
    fate,
    changes: [
      {
        field: 'designated',
        before: isNew ? 'no' : 'yes',
        after: isNew ? 'yes' : 'no',
        added: isNew ? [id] : [],
        removed: isNew ? [] : [id],
      },
    ],
    clauses: [
      isNew
        ? remark('low', 'designates its users as emergency accounts now')
        : weakening('high', 'does not designate its users as emergency accounts any more'),
    ],
    sources: [],
  };
}

/** Every designated group that is not as it was accepted, and the designations themselves. */
export function compareDesignatedGroups(comparison: Comparison): readonly ObjectChange[] {
  const byId = ({ designatedGroups }: Comparison['present']['snapshot']) =>
    new Map((designatedGroups ?? []).map((group) => [normalId(group.id), group]));
  const [was, is] = [byId(comparison.accepted.snapshot), byId(comparison.present.snapshot)];
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((id) => {
    const [before, after] = [was.get(id), is.get(id)];
    if (after === undefined) return [designationChange(id, 'disappeared', comparison)];
    if (before === undefined) return [designationChange(id, 'appeared', comparison)];
    return compareGroup(before, after, comparison);
  });
}
