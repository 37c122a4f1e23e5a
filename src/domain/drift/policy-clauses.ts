import type { Severity } from '../controls/control.js';
import type { PolicyState } from '../tenant/conditional-access-policy.js';
import type { TenantSnapshot } from '../tenant/snapshot.js';
import type { FactChange } from './drift.js';
import { normalId } from './facts.js';
import { namesText, plainClause, remark, weakening, type Clause, type Comparison } from './object-change.js';
import { lostExclusions, movedExclusions, newReach, type Policy } from './policy-reach.js';

/** A changed policy in words, and what the change is worth to the emergency accounts. */

const STATE_WORDS: Readonly<Record<PolicyState, string>> = {
  enabled: 'enabled',
  enabledForReportingButNotEnforced: 'report-only',
  disabled: 'disabled',
};

/** What losing an exclusion is worth: at once while the policy is enabled, later in report-only. */
const LOST: Readonly<Record<PolicyState, Clause['severity']>> = {
  enabled: 'high',
  enabledForReportingButNotEnforced: 'medium',
  disabled: 'low',
};

export function stateWords(state: PolicyState): string {
  return STATE_WORDS[state];
}

/** How the lists of `conditions.users` call a member, after `excludes` or `includes`. */
const LISTS: Readonly<Record<string, string>> = {
  'conditions.users.includeUsers': '',
  'conditions.users.excludeUsers': '',
  'conditions.users.includeGroups': 'the group ',
  'conditions.users.excludeGroups': 'the group ',
  'conditions.users.includeRoles': 'the role ',
  'conditions.users.excludeRoles': 'the role ',
};

function isGone({ references }: TenantSnapshot, id: string): boolean {
  if (!references.known) return false;
  return references.value.some((reference) => normalId(reference.id) === id && reference.state !== 'exists');
}

/** What came into or left one list of `conditions.users`. `told` are the IDs that another clause speaks of. */
function listClauses(
  { field, added, removed }: FactChange,
  told: ReadonlySet<string>,
  { nameOf, present }: Comparison,
): readonly Clause[] {
  const noun = LISTS[field] ?? '';
  const isExclude = field.startsWith('conditions.users.exclude');
  const verbs = isExclude ? ['now excludes', 'no longer excludes'] : ['now includes', 'no longer includes'];
  const say = (severity: Severity, verb: string | undefined, id: string): Clause => {
    const deleted = isGone(present.snapshot, id) ? ', which is deleted' : '';
    return remark(severity, `${verb ?? ''} ${noun}"${nameOf(id)}"${deleted}`);
  };
  return [
    // Whoever is excluded gets past the policy.
    ...added.filter((id) => !told.has(id)).map((id) => say('medium', verbs[0], id)),
    ...removed.filter((id) => !told.has(id)).map((id) => say('low', verbs[1], id)),
  ];
}

function accountsText(ids: readonly string[], { nameOf }: Comparison): string {
  return `the emergency ${ids.length === 1 ? 'account' : 'accounts'} ${namesText(ids, nameOf)}`;
}

function lostClauses(lost: readonly string[], { state }: Policy, comparison: Comparison): readonly Clause[] {
  if (lost.length === 0) return [];
  const text = `no longer excludes ${accountsText(lost, comparison)}`;
  return state === 'disabled' ? [remark(LOST[state], text)] : [weakening(LOST[state], text)];
}

/** What `after` does to the accounts that `before` did not do; undefined: there was no such policy. */
export function reachClauses(before: Policy | undefined, after: Policy, comparison: Comparison): readonly Clause[] {
  const reached = newReach(before, after, comparison);
  const say = (isCertain: boolean, isAccepted: boolean): readonly Clause[] => {
    const those = reached.filter((it) => it.isCertain === isCertain && it.isAccepted === isAccepted);
    if (those.length === 0) return [];
    const ids = those.map(({ accountId }) => accountId);
    const text = `${isCertain ? 'now applies' : 'may now apply'} to ${accountsText(ids, comparison)}`;
    return [isAccepted ? remark('medium', text) : weakening(isCertain ? 'high' : 'medium', text)];
  };
  return [...say(true, false), ...say(false, false), ...say(true, true), ...say(false, true)];
}

function movedClauses(before: Policy, after: Policy, comparison: Comparison): readonly Clause[] {
  const moved = movedExclusions(before, after, comparison);
  const ways = [...new Set(moved.map(({ groupIds }) => groupIds.join(' ')))];
  return ways.map((way) => {
    const those = moved.filter(({ groupIds }) => groupIds.join(' ') === way);
    const ids = those.map(({ accountId }) => accountId);
    const groups = namesText(way === '' ? [] : way.split(' '), comparison.nameOf);
    const entry = ids.length === 1 ? 'its own entry' : 'their own entries';
    const how = way === '' ? `by ${entry} instead of a group` : `through the group ${groups} instead of by ${entry}`;
    return remark('low', `still excludes ${accountsText(ids, comparison)}, ${how}`);
  });
}

function stateClauses(before: Policy, after: Policy): readonly Clause[] {
  if (before.state === after.state) return [];
  const isEnforcement = before.state === 'enabled' || after.state === 'enabled';
  return [
    remark(isEnforcement ? 'medium' : 'low', `went from ${stateWords(before.state)} to ${stateWords(after.state)}`),
  ];
}

function fieldClauses(
  change: FactChange,
  { state }: Policy,
  told: ReadonlySet<string>,
  comparison: Comparison,
): readonly Clause[] {
  if (change.field === 'state') return [];
  if (change.field === 'displayName') return [remark('info', `was called "${change.before}" before`)];
  if (LISTS[change.field] !== undefined) return listClauses(change, told, comparison);
  return [plainClause(change, state === 'enabled' ? 'medium' : 'low')];
}

/** Everything that `changes`, the difference of `before` and `after`, means. */
export function policyClauses(
  before: Policy,
  after: Policy,
  changes: readonly FactChange[],
  comparison: Comparison,
): readonly Clause[] {
  const lost = lostExclusions(before, after, comparison);
  const moved = movedExclusions(before, after, comparison).map(({ accountId }) => accountId);
  const told = new Set([...lost, ...moved]);
  return [
    ...lostClauses(lost, after, comparison),
    ...reachClauses(before, after, comparison),
    ...stateClauses(before, after),
    ...movedClauses(before, after, comparison),
    ...changes.flatMap((change) => fieldClauses(change, after, told, comparison)),
  ];
}
