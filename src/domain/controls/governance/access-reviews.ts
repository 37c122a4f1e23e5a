import type { AccessReview } from '../../tenant/governance.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement } from '../control.js';
import { whenLicensed } from '../licence.js';
import { missingEvidence, noAccountDesignated, reasonOf, tenantSubject } from '../per-account.js';
import { countOf, listNames, listReasons } from '../words.js';
import { coverOf } from './review-scope.js';

const SOURCE = 'GET /identityGovernance/accessReviews/definitions';
const EXPECTED = 'no review that takes access away by itself when nobody answers';
const BY_HAND = 'A reviewer who presses "Deny" still removes an account: tell the reviewers which accounts these are.';

/** A review in one of these states decides nothing any more. */
const OVER: readonly string[] = ['completed', 'autoreviewed', 'applied'];
const REMOVING: readonly string[] = ['deny', 'recommendation'];

/** Recommendations deny whoever has not signed in lately, which an emergency account has not. */
function removesByItself({
  autoApplyDecisionsEnabled,
  defaultDecisionEnabled,
  defaultDecision,
}: AccessReview): boolean {
  return autoApplyDecisionsEnabled && defaultDecisionEnabled && REMOVING.includes(defaultDecision.toLowerCase());
}

function evidenceOf(review: AccessReview, readAt: string): Evidence {
  const { displayName, status, autoApplyDecisionsEnabled, defaultDecisionEnabled, defaultDecision } = review;
  const decision = defaultDecisionEnabled ? defaultDecision : 'none';
  const apply = autoApplyDecisionsEnabled ? 'applied automatically' : 'not applied automatically';
  return {
    source: SOURCE,
    readAt,
    expected: EXPECTED,
    actual: `"${displayName}": default decision ${decision}, ${apply}`,
    // A review runs its course by itself.
    detail: `"${displayName}" is ${status}`,
  };
}

function namesOf(reviews: readonly AccessReview[]): string {
  return listNames(reviews.map(({ displayName }) => displayName));
}

interface Situation {
  readonly snapshot: TenantSnapshot;
  readonly readAt: string;
  /** Proven to be about the accounts, and those of which nobody can tell. */
  readonly covering: readonly AccessReview[];
  readonly open: readonly AccessReview[];
}

function judgeRemoving({ snapshot, readAt, covering }: Situation): readonly Judgement[] {
  const removing = covering.filter(removesByItself);
  if (removing.length === 0) return [];
  const summary = `${countOf(removing.length, 'access review takes', 'access reviews take')} the role or the group from an emergency account when nobody answers: ${namesOf(removing)}. Let the default decision be "No change", or do not apply results automatically.`;
  const evidence = removing.map((review) => evidenceOf(review, readAt));
  return [{ subject: tenantSubject(snapshot), outcome: 'fail', summary, evidence }];
}

/** Only memberships that were not read can be named; a scope of an unknown kind has to be looked at by people. */
function membershipGaps({ accounts }: TenantSnapshot): readonly Evidence[] {
  return accounts.flatMap(({ id, memberships }) =>
    memberships.known ? [] : [missingEvidence(`GET /users/${id}/transitiveMemberOf`, EXPECTED, memberships)],
  );
}

function judgeOpen({ snapshot, readAt, open }: Situation): readonly Judgement[] {
  const dangerous = open.filter(removesByItself);
  if (dangerous.length === 0) return [];
  const gaps = membershipGaps(snapshot);
  const reasons = gaps.length === 0 ? '' : ` Not read: ${listReasons(gaps.map(reasonOf))}.`;
  const summary = `Cannot tell whether these access reviews, which take access away when nobody answers, are about an emergency account: ${namesOf(dangerous)}.${reasons} Look at their scope.`;
  const evidence = [...dangerous.map((review) => evidenceOf(review, readAt)), ...gaps];
  return [{ subject: tenantSubject(snapshot), outcome: 'error', summary, evidence }];
}

function judgeHarmless({ snapshot, readAt, covering, open }: Situation): Judgement {
  const subject = tenantSubject(snapshot);
  const evidence = [...covering, ...open].map((review) => evidenceOf(review, readAt));
  if (covering.length > 0) {
    const summary = `No access review takes anything from an emergency account by itself. ${namesOf(covering)} ${covering.length === 1 ? 'is' : 'are'} about them. ${BY_HAND}`;
    return { subject, outcome: 'pass', summary, evidence };
  }
  if (open.length > 0) {
    const summary = `Nobody can tell from the scope whether ${namesOf(open)} ${open.length === 1 ? 'is' : 'are'} about an emergency account; by itself no review removes anything. ${BY_HAND}`;
    return { subject, outcome: 'warn', summary, evidence };
  }
  return { subject, outcome: 'notApplicable', summary: 'No access review is about an emergency account.', evidence };
}

function judgeReviews(
  snapshot: TenantSnapshot,
  reviews: readonly AccessReview[],
  readAt: string,
): readonly Judgement[] {
  const living = reviews.filter(({ status }) => !OVER.includes(status.toLowerCase()));
  const situation = {
    snapshot,
    readAt,
    covering: living.filter((review) => coverOf(review, snapshot) === 'covers'),
    open: living.filter((review) => coverOf(review, snapshot) === 'unknown'),
  };
  const serious = [...judgeRemoving(situation), ...judgeOpen(situation)];
  return serious.length > 0 ? serious : [judgeHarmless(situation)];
}

/** BG-GOV-01: emergency accounts are inactive by design, and reviews remove what is inactive. */
export const accessReviews: Control = {
  id: 'BG-GOV-01',
  title: 'Access reviews cannot remove the accounts',
  severity: 'high',
  rationale: 'A review that denies whoever did not sign in lately removes exactly the accounts that should not.',
  references: ['CIS M365 5.3.3', 'Prowler entra_access_review_privileged_roles_configured'],
  permissions: ['AccessReview.Read.All', 'User.Read.All', 'GroupMember.Read.All', 'RoleManagement.Read.Directory'],
  licence: 'P2',
  kind: 'auto',
  fix: 'human',
  guide: {
    baseline: 'Recommended',
    minutesToFix: 15,
    roles: ['Identity Governance Administrator', 'Privileged Role Administrator'],
    expected:
      'Reviews about Global Administrator, or about a group with an emergency account, change nothing when reviewers do not respond.',
    review: [
      'Under Identity Governance, Access reviews, and in Privileged Identity Management under Access reviews, open each review of Global Administrator or of a group that holds an emergency account.',
      'Look at "If reviewers don\'t respond" and at "Auto apply results to resource".',
    ],
    plan: [
      'Decide for each review between leaving the accounts out of its scope and the setting "No change".',
      'Tell the reviewers which accounts are for emergencies, that they are inactive on purpose, and that they are to be approved.',
    ],
    implement: [
      'Edit the series: set "If reviewers don\'t respond" to "No change", or turn off applying results automatically, and save.',
      'For an instance that is running, look at the decisions on the accounts before it ends.',
    ],
    verify: [
      'Scan again: BG-GOV-01 passes.',
      'After the next instance has ended, scan once more: BG-ROLE-01 and BG-CA-01 still pass.',
    ],
  },
  evaluate: (snapshot) =>
    snapshot.emergencyAccounts.length === 0
      ? [noAccountDesignated(snapshot)]
      : whenLicensed(
          snapshot.accessReviews,
          { subject: tenantSubject(snapshot), source: SOURCE, expected: EXPECTED, licence: 'P2' },
          (reviews, readAt) => judgeReviews(snapshot, reviews, readAt),
        ),
};
