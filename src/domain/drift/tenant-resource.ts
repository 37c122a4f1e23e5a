import type { Subject } from '../controls/control.js';
import type { Observed } from '../tenant/observed.js';
import type { TenantSnapshot } from '../tenant/snapshot.js';
import type { FactChange } from './drift.js';
import { diffFacts, type Fact } from './facts.js';
import { withoutMemberEcho } from './member-facts.js';
import type { NameOf } from './names.js';
import type { Clause, Comparison, ObjectChange } from './object-change.js';

/** One resource of the tenant as a whole, and how it is compared: a drift of its own, since one has nothing to do with another. */

export interface TenantResource {
  /** The Graph request, as evidence spells it. */
  readonly source: string;
  /** Null: not known. The whole comparison is given, since what is ours may be ours in one view only. */
  readonly facts: (snapshot: TenantSnapshot, comparison: Comparison) => readonly Fact[] | null;
  readonly clausesOf: (change: FactChange, comparison: Comparison) => readonly Clause[];
}

/** The tenant as a subject, named as `nameOf` knows it. */
export function tenantSubjectOf({ tenantId }: TenantSnapshot, nameOf: NameOf): Subject {
  return { type: 'tenant', id: tenantId, name: nameOf(tenantId) };
}

/** Facts of `observed`, or null where it is not known. */
export function factsIf<T>(observed: Observed<T>, facts: (value: T) => readonly Fact[]): readonly Fact[] | null {
  return observed.known ? facts(observed.value) : null;
}

/** What became of the resource; nothing while one of the views does not know it. */
export function compareResource(resource: TenantResource, comparison: Comparison): readonly ObjectChange[] {
  const { accepted, present, nameOf } = comparison;
  const before = resource.facts(accepted.snapshot, comparison);
  const after = resource.facts(present.snapshot, comparison);
  if (before === null || after === null) return [];
  const changes = withoutMemberEcho(diffFacts(before, after, nameOf));
  if (changes.length === 0) return [];
  const subject = tenantSubjectOf(present.snapshot, nameOf);
  const clauses = changes.flatMap((change) => resource.clausesOf(change, comparison));
  return [{ subject, fate: 'changed', changes, clauses, sources: [resource.source] }];
}
