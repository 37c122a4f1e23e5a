import type { ConditionalAccessPolicy, PolicyState } from '../../domain/tenant/conditional-access-policy.js';
import { isGuid } from './graph-schema.js';

/**
 * Which groups must be looked into: to tell whether a policy is made for the emergency accounts alone, and who else gets
 * past Conditional Access with them. Only chooses what to read; what it means is decided in the domain, which takes a group
 * without a reading for none of ours. So every group that could be one is named here, read or not.
 */

/** A dedicated policy includes one or two groups, and policies exclude one or two; ten of each leave room. */
const MAX_GROUPS = 10;

const WIDE = new Set(['All', 'GuestsOrExternalUsers']);
const ENFORCED_FIRST: readonly PolicyState[] = ['enabled', 'enabledForReportingButNotEnforced', 'disabled'];

/** What is known of the emergency accounts. */
export interface OwnReferences {
  readonly ids: ReadonlySet<string>;
  /** Groups that any of them is in. */
  readonly groupIds: ReadonlySet<string>;
  /** False when the memberships of an account were not read. */
  readonly isComplete: boolean;
}

export interface ChosenGroups {
  readonly read: readonly string[];
  /** Would have to be read too, and are too many. */
  readonly overLimit: readonly string[];
}

/** Includes groups, and nobody by a wider rule. */
function isNarrow({ users, targetsWorkloadIdentities }: ConditionalAccessPolicy): boolean {
  if (users === null || targetsWorkloadIdentities || users.includeGroups.length === 0) return false;
  const isWide = users.includeUsers.some((id) => WIDE.has(id));
  return !isWide && users.includeRoles.length === 0 && users.includeGuestsOrExternalUsers === null;
}

function includesOwn({ users }: ConditionalAccessPolicy, own: OwnReferences): boolean {
  if (users === null) return false;
  return users.includeGroups.some((id) => own.groupIds.has(id)) || users.includeUsers.some((id) => own.ids.has(id));
}

function enforcedFirst(policies: readonly ConditionalAccessPolicy[]): readonly ConditionalAccessPolicy[] {
  return ENFORCED_FIRST.flatMap((state) => policies.filter((policy) => policy.state === state));
}

function groupsOf(policies: readonly ConditionalAccessPolicy[]): ReadonlySet<string> {
  return new Set(policies.flatMap(({ users }) => (users === null ? [] : users.includeGroups)));
}

/**
 * The groups of policies that include an emergency account and nobody by a wider rule than groups, those of enforced
 * policies first. While it is not known which groups the accounts are in, other groups fill up the rest.
 */
export function chooseGroups(policies: readonly ConditionalAccessPolicy[], own: OwnReferences): ChosenGroups {
  const narrow = enforcedFirst(policies).filter(isNarrow);
  const certain = groupsOf(narrow.filter((policy) => includesOwn(policy, own)));
  const possible = own.isComplete ? [] : [...groupsOf(narrow)].filter((id) => !certain.has(id));
  return { read: [...certain, ...possible].slice(0, MAX_GROUPS), overLimit: [...certain].slice(MAX_GROUPS) };
}

/**
 * The groups that policies in any state exclude and that an emergency account is in, those of enforced policies first.
 * While it is not known which groups the accounts are in, any excluded group may be one, and what is too many is named too.
 */
export function chooseExclusionGroups(policies: readonly ConditionalAccessPolicy[], own: OwnReferences): ChosenGroups {
  const excluded = new Set(enforcedFirst(policies).flatMap(({ users }) => (users === null ? [] : users.excludeGroups)));
  const certain = [...excluded].filter((id) => own.groupIds.has(id));
  const possible = own.isComplete ? [] : [...excluded].filter((id) => !own.groupIds.has(id) && isGuid(id));
  const all = [...certain, ...possible];
  return { read: all.slice(0, MAX_GROUPS), overLimit: all.slice(MAX_GROUPS) };
}
