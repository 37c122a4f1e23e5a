import { hasId } from '../remediation/ids.js';
import type { ConditionalAccessPolicy } from '../tenant/conditional-access-policy.js';
import { targetsUsers } from '../tenant/policy-applicability.js';
import type { TenantSnapshot } from '../tenant/snapshot.js';
import { counterReasonsFor, reasonsFor, type CandidateClues } from './candidate-reasons.js';
import { findPrincipals, type KnownPrincipal } from './principals.js';

/**
 * Finds accounts that look like emergency accounts and are not designated. It only proposes, with its reasons in words:
 * nothing is counted into a figure, and nobody is designated by it. Users are never listed, so only what policies, their
 * exclusion groups and the assignments of Global Administrator name can be found.
 */

export interface Candidate {
  /** Lower case. */
  readonly objectId: string;
  /** The object ID where no name was read. */
  readonly name: string;
  /** Why it may be one; never empty. */
  readonly reasons: readonly string[];
  /** Why it may well not be one. */
  readonly counterReasons: readonly string[];
}

export interface CandidateSearch {
  /** Most reasons first, then by name. */
  readonly candidates: readonly Candidate[];
  /** What could not be looked at, in sentences: there may be candidates that only this would have shown. */
  readonly unseen: readonly string[];
}

/** What is left out: who is designated already or waits for it, and who was said not to be one. */
export interface LeftOut {
  readonly designatedIds: readonly string[];
  readonly dismissedIds: readonly string[];
}

/** Excluded from so many percent of the enforced policies: less is an ordinary exception. */
const MANY_PERCENT = 80;

function enforcedPolicies({ policies }: TenantSnapshot): readonly ConditionalAccessPolicy[] {
  return policies.known
    ? policies.value.policies.filter((policy) => policy.state === 'enabled' && targetsUsers(policy))
    : [];
}

/** Groups of the snapshot that hold `id`, as far as their members were read. */
function groupsHolding(id: string, { exclusionGroups }: TenantSnapshot): readonly string[] {
  return exclusionGroups.flatMap((group) => {
    const lists = [group.transitiveMembers, group.members];
    const holds = lists.some(
      (list) =>
        list.known &&
        hasId(
          list.value.map((member) => member.id),
          id,
        ),
    );
    return holds ? [group.id] : [];
  });
}

function excludedFrom(id: string, snapshot: TenantSnapshot): number {
  const groups = groupsHolding(id, snapshot);
  const excludes = ({ users }: ConditionalAccessPolicy) =>
    users !== null && (hasId(users.excludeUsers, id) || users.excludeGroups.some((group) => hasId(groups, group)));
  return enforcedPolicies(snapshot).filter(excludes).length;
}

function cluesOf(principal: KnownPrincipal, snapshot: TenantSnapshot): CandidateClues {
  const all = enforcedPolicies(snapshot).length;
  const excluded = excludedFrom(principal.id, snapshot);
  return { principal, excluded, all, isExcludedOften: all > 0 && excluded * 100 >= all * MANY_PERCENT };
}

function unseenIn(snapshot: TenantSnapshot): readonly string[] {
  const { policies, exclusionGroups, roleAssignmentScheduleInstances, roleAssignments, roleHolders } = snapshot;
  const read = new Set(
    exclusionGroups.filter((group) => group.transitiveMembers.known).map(({ id }) => id.toLowerCase()),
  );
  const excluded = enforcedPolicies(snapshot).flatMap(({ users }) => users?.excludeGroups ?? []);
  const unread = new Set(excluded.map((id) => id.toLowerCase()).filter((id) => !read.has(id)));
  const holders = roleAssignmentScheduleInstances.known ? roleAssignmentScheduleInstances : roleAssignments;
  return [
    ...(policies.known ? [] : [`The Conditional Access policies were not read: ${policies.detail}`]),
    ...(unread.size > 0
      ? [
          `Who is in ${unread.size === 1 ? 'one group' : `${unread.size} groups`} that policies exclude was not read: no designated account is known to be in there.`,
        ]
      : []),
    ...(holders.known ? [] : [`Who holds Global Administrator was not read: ${holders.detail}`]),
    ...(roleHolders.known || !holders.known
      ? []
      : ['Whether a holder of Global Administrator is a user or an application was read in part only.']),
  ];
}

function byReasonsThenName(a: Candidate, b: Candidate): number {
  return b.reasons.length - a.reasons.length || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}

/** Everybody in `snapshot` who looks like an emergency account. */
export function findCandidates(snapshot: TenantSnapshot, { designatedIds, dismissedIds }: LeftOut): CandidateSearch {
  const others = findPrincipals(snapshot).filter(
    ({ id, kind }) => (kind === null || kind === 'user') && !hasId([...designatedIds, ...dismissedIds], id),
  );
  const candidates = others
    .map((principal) => cluesOf(principal, snapshot))
    // One of the two must hold: a name or a domain alone makes nobody a candidate.
    .filter(({ principal, isExcludedOften }) => isExcludedOften || principal.isGlobalAdministrator)
    .map((clues) => ({
      objectId: clues.principal.id,
      name: clues.principal.name ?? clues.principal.id,
      reasons: reasonsFor(clues, snapshot),
      counterReasons: counterReasonsFor(clues),
    }));
  return { candidates: candidates.sort(byReasonsThenName), unseen: unseenIn(snapshot) };
}
