import type { ApplicabilityAccount } from './applicability-account.js';
import type { ConditionalAccessPolicy, PolicyApplications, PolicyUsers } from './conditional-access-policy.js';
import { excludeMatches, includeMatches, withEligibleRoles } from './targeting-rules.js';

/**
 * Whether a Conditional Access policy reaches an account, computed as Microsoft Entra does: exclusion always wins, nested
 * groups count, roles count only while active. The answer is `unknown` wherever something that was not read or cannot be
 * resolved could change it. What an answer is worth (strict, effective, dedicated policies) is the controls' business.
 */

export type PolicyApplicability = 'excluded' | 'notInScope' | 'applies' | 'unknown';

/** What the policy protects: resources, an action such as registering security information, or labelled data. */
export type PolicyScope = 'resources' | 'userAction' | 'authenticationContext';

export interface Applicability {
  readonly result: PolicyApplicability;
  /** The rules that decided, in words, for example `excludeGroups: Emergency access exclusions`. */
  readonly via: readonly string[];
  /** The include rules that name the account, or may, in words: what an exclusion saves it from. Empty where none does. */
  readonly includedBy: readonly string[];
  readonly scope: PolicyScope;
  /** False when the policy names workload identities, agents or nobody; it then reaches no user at all. */
  readonly userTargeting: boolean;
  /** The policy does not surely apply now, and will once the account's eligible role assignments are activated. */
  readonly afterActivation: boolean;
}

type Targeting = { readonly users: PolicyUsers } | { readonly users: null; readonly reason: string };

function namesNobody(users: PolicyUsers): boolean {
  return (
    users.includeUsers.every((reference) => reference === 'None') &&
    users.includeGroups.length === 0 &&
    users.includeRoles.length === 0 &&
    users.includeGuestsOrExternalUsers === null
  );
}

function targetingOf({ users, targetsWorkloadIdentities }: ConditionalAccessPolicy): Targeting {
  if (targetsWorkloadIdentities) return { users: null, reason: 'targets workload identities' };
  if (users === null) return { users: null, reason: 'targets no users' };
  if (namesNobody(users)) return { users: null, reason: 'includes nobody' };
  return { users };
}

/** True when the policy names users, groups, roles or guests to apply to. */
export function targetsUsers(policy: ConditionalAccessPolicy): boolean {
  return targetingOf(policy).users !== null;
}

function scopeOf(applications: PolicyApplications): PolicyScope {
  if (applications.includeApplications.some((reference) => reference !== 'None')) return 'resources';
  if (applications.includeUserActions.length > 0) return 'userAction';
  if (applications.includeAuthenticationContextClassReferences.length > 0) return 'authenticationContext';
  return 'resources';
}

type Reach = Pick<Applicability, 'result' | 'via' | 'includedBy'>;

function reachOf(users: PolicyUsers, account: ApplicabilityAccount): Reach {
  const include = includeMatches(users, account);
  const exclude = excludeMatches(users, account);
  const certain = include.filter((match) => match.isCertain);
  const excluding = exclude.filter((match) => match.isCertain);
  const wordsOf = (matches: typeof include) => matches.map((match) => match.via);
  const matching = certain.length > 0 ? certain : include;
  const includedBy = wordsOf(matching);

  if (excluding.length > 0) return { result: 'excluded', via: wordsOf(excluding), includedBy };
  if (include.length === 0) return { result: 'notInScope', via: ['no include rule names the account'], includedBy };
  if (certain.length > 0 && exclude.length === 0) return { result: 'applies', via: wordsOf(certain), includedBy };
  return { result: 'unknown', via: wordsOf([...matching, ...exclude]), includedBy };
}

/**
 * How `policy` reaches `account`, whatever the policy's state.
 * Source: Microsoft Entra, "Conditional Access: Users, groups, agents, and workload identities".
 */
export function applicabilityOf(policy: ConditionalAccessPolicy, account: ApplicabilityAccount): Applicability {
  const scope = scopeOf(policy.applications);
  const targeting = targetingOf(policy);
  if (targeting.users === null) {
    const nobody: Reach = { result: 'notInScope', via: [targeting.reason], includedBy: [] };
    return { ...nobody, scope, userTargeting: false, afterActivation: false };
  }
  const now = reachOf(targeting.users, account);
  const afterActivation =
    now.result !== 'applies' && reachOf(targeting.users, withEligibleRoles(account)).result === 'applies';
  const via = afterActivation ? [...now.via, 'includeRoles: reached once an eligible role is activated'] : now.via;
  return { ...now, via, scope, userTargeting: true, afterActivation };
}
