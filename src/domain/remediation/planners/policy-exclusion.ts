import { isSameId } from '../../approval/principal.js';
import { policyPortalUrl, policySubject } from '../../controls/conditional-access/policy-view.js';
import { accountSubject, type ResolvedAccount } from '../../controls/per-account.js';
import { countOf } from '../../controls/words.js';
import type { ConditionalAccessPolicy } from '../../tenant/conditional-access-policy.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import type { RemediationStep } from '../plan.js';

/** F13: the account's ID in `excludeUsers` of one policy, by the bot or, where Graph no longer lets it, by a person. */

/** "Require approved client app" is retired since 2026-06-30: a policy with it cannot be saved until the grant is replaced. */
export function isFrozen({ grantControls }: ConditionalAccessPolicy): boolean {
  return grantControls?.builtInControls.some((control) => isSameId(control, 'approvedApplication')) === true;
}

/** The designated accounts by name, everybody else by number. */
function describeExcluded(snapshot: TenantSnapshot, excludeUsers: readonly string[]): string {
  const designated = snapshot.accounts.filter(({ id }) => excludeUsers.some((excluded) => isSameId(excluded, id)));
  const others = excludeUsers.length - designated.length;
  const parts = [
    ...designated.map((account) => accountSubject(account).name),
    ...(others > 0 ? [countOf(others, 'other entry', 'other entries')] : []),
  ];
  return parts.length === 0 ? 'nobody' : parts.join(', ');
}

function humanInstructions(policy: ConditionalAccessPolicy, { subject, reading }: ResolvedAccount): readonly string[] {
  return [
    `Open the policy "${policy.displayName}".`,
    'Under Grant, replace "Require approved client app" with "Require app protection policy": the old grant is retired since 2026-06-30, and the policy cannot be saved with it.',
    `Under Users, Exclude, add "${subject.name}" (${reading.id}). Remove nobody.`,
    'Save, and scan again: the policy no longer reaches the account.',
  ];
}

/** Excludes `account` from `policy`, which is `policy` as `snapshot` holds it. */
export function exclusionStep(
  snapshot: TenantSnapshot,
  policy: ConditionalAccessPolicy,
  account: ResolvedAccount,
): RemediationStep {
  const accountId = account.reading.id;
  const excluded = policy.users === null ? [] : policy.users.excludeUsers;
  const isForHuman = isFrozen(policy);
  return {
    fixId: 'F13',
    executor: isForHuman ? 'human' : 'bot',
    change: isForHuman ? null : { kind: 'addPolicyExclusion', policyId: policy.id, accountId },
    title: `Exclude "${account.subject.name}" from "${policy.displayName}"`,
    object: policySubject(policy),
    field: 'conditions.users.excludeUsers',
    before: describeExcluded(snapshot, excluded),
    after: describeExcluded(snapshot, [...excluded, accountId]),
    undo: `Remove "${account.subject.name}" from the excluded users of the policy. Its other exclusions stay.`,
    permission: 'Policy.ReadWrite.ConditionalAccess',
    role: isForHuman ? 'Conditional Access Administrator' : null,
    instructions: isForHuman ? humanInstructions(policy, account) : [],
    portalUrl: policyPortalUrl(policy.id),
  };
}
