import type { ConditionalAccessPolicy, GuestsOrExternalUsers } from '../../tenant/conditional-access-policy.js';
import { GLOBAL_ADMINISTRATOR, type TenantSnapshot } from '../../tenant/snapshot.js';
import type { Evidence, ScanSettings } from '../control.js';
import { carriesAccounts } from './exclusion-groups.js';
import { designatedIds } from './intruders.js';
import { byObjectId } from './stale-references.js';

/**
 * Who else gets past policies. Declared are the designated accounts, the groups that carry them, and what the setting
 * `declaredExclusions` accepts; everything else in an exclusion list is not.
 */

export type ExcludedKind = 'user' | 'group' | 'role' | 'guests';

export interface Exclusion {
  readonly kind: ExcludedKind;
  /** Lower-case object ID or role template ID; for guests what is excluded, in Graph's words. */
  readonly id: string;
  readonly name: string;
}

/** `accepted`: only the setting makes it so. */
export type Declaration = 'declared' | 'accepted' | 'undeclared' | 'unknown';

export interface JudgedExclusion extends Exclusion {
  readonly declaration: Declaration;
  readonly gaps: readonly Evidence[];
}

function namesIn({ references }: TenantSnapshot): (id: string) => string {
  const known = references.known ? byObjectId(references.value) : new Map<string, never>();
  return (id) => known.get(id.toLowerCase())?.displayName ?? id;
}

function roleName(id: string): string {
  return id.toLowerCase() === GLOBAL_ADMINISTRATOR ? 'the role Global Administrator' : `the role ${id}`;
}

function guestsOf(rule: GuestsOrExternalUsers | null): readonly Exclusion[] {
  if (rule === null || rule.guestOrExternalUserTypes.length === 0) return [];
  const types = [...rule.guestOrExternalUserTypes].sort().join(', ');
  return [{ kind: 'guests', id: types, name: `guests or external users (${types})` }];
}

/** Everything that `policy` excludes. */
export function exclusionsOf({ users }: ConditionalAccessPolicy, snapshot: TenantSnapshot): readonly Exclusion[] {
  if (users === null) return [];
  const nameOf = namesIn(snapshot);
  const GUESTS = 'GuestsOrExternalUsers';
  const byId = (kind: ExcludedKind, ids: readonly string[], name: (id: string) => string) =>
    ids.map((id): Exclusion => ({ kind, id: id.toLowerCase(), name: name(id) }));
  return [
    ...byId(
      'user',
      users.excludeUsers.filter((id) => id !== GUESTS && id !== 'None'),
      nameOf,
    ),
    ...byId('group', users.excludeGroups, nameOf),
    ...byId('role', users.excludeRoles, roleName),
    ...(users.excludeUsers.includes(GUESTS)
      ? [{ kind: 'guests', id: GUESTS, name: 'guests and external users' } as const]
      : []),
    ...guestsOf(users.excludeGuestsOrExternalUsers),
  ];
}

/** An ID that nothing in the directory has excludes nobody; BG-CA-08 reports it. */
function isGone({ references }: TenantSnapshot, { id }: Exclusion): boolean {
  return references.known && byObjectId(references.value).get(id)?.state === 'notFound';
}

/** Whether `exclusion` was declared, and by what. */
export function declarationOf(exclusion: Exclusion, snapshot: TenantSnapshot, settings: ScanSettings): JudgedExclusion {
  const judged = (declaration: Declaration, gaps: readonly Evidence[] = []) => ({ ...exclusion, declaration, gaps });
  const { kind, id } = exclusion;
  if (kind === 'user' && designatedIds(snapshot).has(id)) return judged('declared');
  const carries = kind === 'group' ? carriesAccounts(snapshot, id) : { answer: false, gaps: [] };
  if (carries.answer === true) return judged('declared');
  if (settings.declaredExclusions.some((accepted) => accepted.toLowerCase() === id)) return judged('accepted');
  if (isGone(snapshot, exclusion)) return judged('declared');
  return carries.answer === 'unknown' ? judged('unknown', carries.gaps) : judged('undeclared');
}
