import type { AccountReading, ExclusionGroupReading, TenantSnapshot } from '../../tenant/snapshot.js';
import type { Evidence, Judgement, Subject } from '../control.js';
import { missingEvidence, noAccountDesignated, reasonOf, tenantSubject } from '../per-account.js';
import { listReasons } from '../words.js';
import { designatedIds } from './intruders.js';
import { policyGaps } from './policy-view.js';

/**
 * The groups through which designated accounts are excluded from policies, of any state, and every reason why there may be
 * others. A group that a policy excludes and that holds no emergency account is somebody else's business. BG-CA-09 and
 * BG-CA-10 judge the same groups.
 */

interface ExclusionGroupView {
  readonly groups: readonly ExclusionGroupReading[];
  /** Why there may be more. */
  readonly gaps: readonly Evidence[];
}

const EXPECTED = 'it is known which excluded groups the emergency accounts are in';

function excludedGroupIds({ policies }: TenantSnapshot): readonly string[] {
  if (!policies.known) return [];
  const ids = policies.value.policies.flatMap(({ users }) => (users === null ? [] : users.excludeGroups));
  return [...new Set(ids.map((id) => id.toLowerCase()))];
}

/** Whether the account says that it is in the group. An account that does not exist is in no group. */
function saysItIsIn({ user, memberships }: AccountReading, groupId: string): boolean | 'unknown' {
  if (user.known && user.value === null) return false;
  if (!memberships.known) return 'unknown';
  return memberships.value.groups.some(({ id }) => id.toLowerCase() === groupId);
}

/** Whether Graph may keep members of the group back without a word. Only Microsoft 365 groups can hide their members. */
export function mayHideMembers({ group }: Pick<ExclusionGroupReading, 'group'>): boolean {
  if (!group.known) return true;
  if (group.value === null) return false;
  const { visibility, groupTypes } = group.value;
  return visibility === 'HiddenMembership' || (visibility === null && groupTypes.includes('Unified'));
}

/** Whether the group says that it holds a designated account. */
function saysItHolds(reading: ExclusionGroupReading, snapshot: TenantSnapshot): boolean | 'unknown' {
  const designated = designatedIds(snapshot);
  const lists = [reading.members, reading.transitiveMembers];
  if (lists.some((list) => list.known && list.value.some(({ id }) => designated.has(id.toLowerCase())))) return true;
  return reading.transitiveMembers.known && !mayHideMembers(reading) ? false : 'unknown';
}

function unreadMemberships({ accounts }: TenantSnapshot): readonly Evidence[] {
  return accounts.flatMap(({ id, memberships }) =>
    memberships.known ? [] : [missingEvidence(`GET /users/${id}/transitiveMemberOf`, EXPECTED, memberships)],
  );
}

/** Whether an excluded group holds a designated account, by the accounts or by the group itself. */
function holdsAccounts(snapshot: TenantSnapshot, groupId: string): boolean | 'unknown' {
  const reading = snapshot.exclusionGroups.find(({ id }) => id.toLowerCase() === groupId);
  const ofAccounts = snapshot.accounts.map((account) => saysItIsIn(account, groupId));
  const ofGroup = reading === undefined ? 'unknown' : saysItHolds(reading, snapshot);
  if (ofGroup === true || ofAccounts.includes(true)) return true;
  // Either side alone can settle it: every account, or the group with all its members.
  return ofGroup === false || !ofAccounts.includes('unknown') ? false : 'unknown';
}

/** The same with what is missing to tell. */
export function carriesAccounts(
  snapshot: TenantSnapshot,
  groupId: string,
): { readonly answer: boolean | 'unknown'; readonly gaps: readonly Evidence[] } {
  const answer = holdsAccounts(snapshot, groupId.toLowerCase());
  return { answer, gaps: answer === 'unknown' ? unreadMemberships(snapshot) : [] };
}

function viewGroup(snapshot: TenantSnapshot, groupId: string): ExclusionGroupView {
  const { answer, gaps } = carriesAccounts(snapshot, groupId);
  if (answer !== true) return { groups: [], gaps };
  const reading = snapshot.exclusionGroups.find(({ id }) => id.toLowerCase() === groupId);
  if (reading !== undefined) return { groups: [reading], gaps: [] };
  const actual = `group ${groupId} was not read; scan again`;
  return { groups: [], gaps: [{ source: `GET /groups/${groupId}`, readAt: null, expected: EXPECTED, actual }] };
}

/** The exclusion groups of `snapshot` that hold emergency accounts, and what stands in the way of calling them all. */
function viewExclusionGroups(snapshot: TenantSnapshot): ExclusionGroupView {
  const views = excludedGroupIds(snapshot).map((groupId) => viewGroup(snapshot, groupId));
  const gaps = [...policyGaps(snapshot), ...views.flatMap((view) => view.gaps)];
  return {
    groups: views.flatMap(({ groups }) => groups),
    gaps: [...new Map(gaps.map((gap) => [JSON.stringify(gap), gap])).values()],
  };
}

/** The group as a finding's subject, named as far as its name was read. */
export function groupSubject({ id, group }: ExclusionGroupReading): Subject {
  const name = group.known && group.value !== null ? (group.value.displayName ?? id) : id;
  return { type: 'group', id, name };
}

/** `judge` for every exclusion group that holds emergency accounts, and on the tenant what keeps them from being all. */
export function judgeExclusionGroups(
  snapshot: TenantSnapshot,
  judge: (reading: ExclusionGroupReading) => readonly Judgement[],
): readonly Judgement[] {
  if (snapshot.accounts.length === 0) return [noAccountDesignated(snapshot)];
  const subject = tenantSubject(snapshot);
  const { groups, gaps } = viewExclusionGroups(snapshot);
  const judgements = groups.flatMap(judge);
  if (gaps.length > 0) {
    const summary = `Cannot tell through which groups the accounts are excluded: ${listReasons(gaps.map(reasonOf))}.`;
    return [...judgements, { subject, outcome: 'error', summary, evidence: gaps }];
  }
  if (judgements.length > 0) return judgements;
  return [{ subject, outcome: 'notApplicable', summary: 'No account is excluded through a group.', evidence: [] }];
}
