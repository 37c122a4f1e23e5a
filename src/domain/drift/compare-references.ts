import type { Subject } from '../controls/control.js';
import type { DirectoryReference, TenantSnapshot } from '../tenant/snapshot.js';
import { normalId } from './facts.js';
import { remark, weakening, type Clause, type Comparison, type ObjectChange } from './object-change.js';

/** Users and groups that policies name: which were deleted, restored or renamed. New and dropped names are the policies' change. */

function words({ state }: DirectoryReference): string {
  switch (state) {
    case 'exists':
      return 'exists';
    case 'softDeleted':
      return 'deleted, can still be restored';
    case 'notFound':
      return 'deleted for good';
    case 'missing':
      return 'not in the directory';
  }
}

function heldAccounts({ exclusionGroups }: TenantSnapshot, id: string): boolean {
  return exclusionGroups.some((group) => normalId(group.id) === id);
}

const FATES: Readonly<Record<Exclude<DirectoryReference['state'], 'exists'>, string>> = {
  softDeleted: 'is deleted and can still be restored',
  notFound: 'is deleted for good',
  missing: 'is not in the directory any more',
};

/** Not in the directory then and now; whether it can be restored was not read both times. */
function isSameAbsence(was: DirectoryReference, is: DirectoryReference): boolean {
  const isAbsent = was.state !== 'exists' && is.state !== 'exists';
  return isAbsent && (was.state === 'missing' || is.state === 'missing');
}

function stateClause(is: DirectoryReference, comparison: Comparison): Clause {
  if (is.state === 'exists') return remark('info', 'exists again');
  const id = normalId(is.id);
  const { emergencyAccounts } = comparison.present.snapshot;
  const isOurs =
    heldAccounts(comparison.accepted.snapshot, id) ||
    emergencyAccounts.some(({ objectId }) => normalId(objectId) === id);
  const text = FATES[is.state];
  return isOurs ? weakening('critical', text) : remark('medium', `${text}, and policies still name it`);
}

function subjectOf(was: DirectoryReference, is: DirectoryReference, { nameOf }: Comparison): Subject {
  const type = (is.kind ?? was.kind) === 'group' ? 'group' : 'account';
  return { type, id: normalId(is.id), name: nameOf(is.id) };
}

function compareReference(
  was: DirectoryReference,
  is: DirectoryReference,
  comparison: Comparison,
): readonly ObjectChange[] {
  const subject = subjectOf(was, is, comparison);
  const none = { added: [], removed: [] };
  if (was.state !== is.state && !isSameAbsence(was, is)) {
    const fate = is.state === 'exists' || was.state !== 'exists' ? 'changed' : 'disappeared';
    const changes = [{ field: 'state', before: words(was), after: words(is), ...none }];
    return [{ subject, fate, changes, clauses: [stateClause(is, comparison)], sources: [] }];
  }
  // Graph does not name what is gone.
  if (was.displayName === is.displayName || was.displayName === null || is.displayName === null) return [];
  const changes = [{ field: 'displayName', before: was.displayName, after: is.displayName, ...none }];
  return [
    {
      subject,
      fate: 'changed',
      changes,
      clauses: [remark('info', `was called "${was.displayName}" before`)],
      sources: [],
    },
  ];
}

/** Every object that policies of both views name and that is not as it was accepted. */
export function compareReferences(comparison: Comparison): readonly ObjectChange[] {
  const { references: before } = comparison.accepted.snapshot;
  const { references: after } = comparison.present.snapshot;
  if (!before.known || !after.known) return [];
  const was = new Map(before.value.map((reference) => [normalId(reference.id), reference]));
  return [...after.value]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((is) => {
      const former = was.get(normalId(is.id));
      return former === undefined ? [] : compareReference(former, is, comparison);
    });
}
