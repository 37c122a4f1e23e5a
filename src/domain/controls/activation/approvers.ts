import type { RoleActivationPolicy } from '../../tenant/governance.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import { roleGroupOf } from '../role/group-membership.js';

/** The people who can approve an activation, once groups are replaced by their members where those are known. */

export interface Approvers {
  /** Lower-case object IDs of distinct people. */
  readonly ids: readonly string[];
  /** Reads that failed, in sentences. */
  readonly unread: readonly string[];
  /** Approvers of whom nobody knows how many people they are, by name. */
  readonly uncounted: readonly string[];
}

const NOBODY: Approvers = { ids: [], unread: [], uncounted: [] };

function behindGroup(snapshot: TenantSnapshot, id: string, name: string): Approvers {
  const members = roleGroupOf(snapshot, id)?.transitiveMembers;
  if (members === undefined) return { ...NOBODY, uncounted: [name] };
  if (!members.known) return { ...NOBODY, unread: [members.detail] };
  return {
    ...NOBODY,
    ids: members.value.filter(({ kind }) => kind === 'user').map((member) => member.id.toLowerCase()),
  };
}

/** The people behind the approvers of `policy`. */
export function peopleBehind(snapshot: TenantSnapshot, { approvers }: RoleActivationPolicy): Approvers {
  const parts = approvers.map(({ kind, id, name }): Approvers => {
    const called = name ?? id ?? kind;
    if (id !== null && kind === 'user') return { ...NOBODY, ids: [id.toLowerCase()] };
    if (id !== null && kind === 'group') return behindGroup(snapshot, id, `the group "${called}"`);
    return { ...NOBODY, uncounted: [called] };
  });
  return {
    ids: [...new Set(parts.flatMap(({ ids }) => ids))],
    unread: parts.flatMap(({ unread }) => unread),
    uncounted: parts.flatMap(({ uncounted }) => uncounted),
  };
}
