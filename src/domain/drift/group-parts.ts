import type { Subject } from '../controls/control.js';
import type { GroupMember } from '../tenant/snapshot.js';
import type { FactChange } from './drift.js';
import { diffFacts, factsOf, normalId, type Fact } from './facts.js';
import type { Clause, Comparison, ObjectChange } from './object-change.js';

/** How the readings of one group are compared: each that both views know, all of them as one change. */

export interface GroupPart {
  readonly source: string;
  /** Null: not known. */
  readonly facts: readonly Fact[] | null;
}

type ClausesOf = (changes: readonly FactChange[], comparison: Comparison) => readonly Clause[];

export function groupSubjectOf(id: string, { nameOf }: Comparison): Subject {
  return { type: 'group', id: normalId(id), name: nameOf(id) };
}

/** Members by ID and kind: somebody who is called differently now is the same member. */
export function memberListFacts(field: string, members: readonly GroupMember[]): readonly Fact[] {
  return factsOf(
    field,
    members.map(({ id, kind }) => ({ id: normalId(id), kind })),
  );
}

/** When the group is there on one side only, the properties that came or went with it say nothing more. */
function withoutEcho(changes: readonly FactChange[]): readonly FactChange[] {
  return changes.some(({ field }) => field === 'group') ? changes.filter(({ field }) => field === 'group') : changes;
}

/** What became of the group `id`: `was` and `is` name the same readings in the same order. */
export function compareParts(
  id: string,
  was: readonly GroupPart[],
  is: readonly GroupPart[],
  comparison: Comparison,
  clausesOf: ClausesOf,
): readonly ObjectChange[] {
  const parts = was.flatMap(({ source, facts }, index) => {
    const other = is[index]?.facts ?? null;
    if (facts === null || other === null) return [];
    const changes = withoutEcho(diffFacts(facts, other, comparison.nameOf));
    return changes.length === 0 ? [] : [{ source, changes }];
  });
  if (parts.length === 0) return [];
  const changes = parts.flatMap((part) => part.changes);
  const clauses = clausesOf(changes, comparison);
  const sources = parts.map(({ source }) => source);
  return [{ subject: groupSubjectOf(id, comparison), fate: 'changed', changes, clauses, sources }];
}
