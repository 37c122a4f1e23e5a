import type { AccountReading, DeletedItem, TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement } from '../control.js';
import { daysLeft } from '../days.js';
import { accountSubject, missingEvidence, noAccountDesignated, reasonOf } from '../per-account.js';
import { countOf, listReasons } from '../words.js';

const EXPECTED = 'the directory has the user, and it is not among the deleted items';
/** How long a deleted user can be restored. Source: Microsoft Entra, "Restore or remove a recently deleted user". */
const RESTORABLE_DAYS = 30;

function evidenceOf({ id, user, deletedItem }: AccountReading): readonly Evidence[] {
  const sources = { user: `GET /users/${id}`, deleted: `GET /directory/deletedItems/${id}` };
  const ofUser = user.known
    ? { readAt: user.readAt, actual: user.value === null ? 'no such user' : user.value.userPrincipalName }
    : missingEvidence(sources.user, EXPECTED, user);
  const ofItem = deletedItem.known
    ? { readAt: deletedItem.readAt, actual: describeItem(deletedItem.value) }
    : missingEvidence(sources.deleted, EXPECTED, deletedItem);
  return [
    { source: sources.user, expected: EXPECTED, ...ofUser },
    { source: sources.deleted, expected: EXPECTED, ...ofItem },
  ];
}

function describeItem(item: DeletedItem | null): string {
  return item === null ? 'not among the deleted items' : `deleted on ${item.deletedDateTime ?? 'an unknown day'}`;
}

function judgeDeleted(account: AccountReading, { deletedDateTime }: DeletedItem, takenAt: string): Judgement {
  const left = daysLeft(deletedDateTime, RESTORABLE_DAYS, takenAt);
  const until =
    left === null
      ? `it can be restored for at most ${RESTORABLE_DAYS} days, and Graph does not say since when`
      : `${countOf(Math.max(left, 0), 'day is', 'days are')} left to restore it`;
  return {
    subject: accountSubject(account),
    outcome: 'fail',
    summary: `The account is deleted, and ${until}. Find out who deleted it, and restore it.`,
    evidence: evidenceOf(account),
  };
}

/** An account that neither exists nor can be restored: another control's `fail`, unless there is no account beside it. */
function judgeGone(account: AccountReading, anyLeft: boolean): Judgement {
  return {
    subject: accountSubject(account),
    outcome: anyLeft ? 'notApplicable' : 'error',
    summary: 'The directory has no user with this object ID, and it cannot be restored; BG-INV-01 reports it.',
    evidence: evidenceOf(account),
  };
}

function judgeUnread(account: AccountReading): Judgement {
  const evidence = evidenceOf(account);
  const reasons = listReasons(evidence.filter(({ readAt }) => readAt === null).map(reasonOf));
  const summary = `Cannot tell whether the account is deleted: ${reasons}.`;
  return { subject: accountSubject(account), outcome: 'error', summary, evidence };
}

function judge(account: AccountReading, snapshot: TenantSnapshot): Judgement {
  const { id, user, deletedItem } = account;
  const exists = user.known && user.value !== null;
  if (deletedItem.known && deletedItem.value !== null) {
    if (!exists) return judgeDeleted(account, deletedItem.value, snapshot.takenAt);
    const summary = 'Graph lists the account both as a user and among the deleted items. Scan again.';
    return { subject: accountSubject(account), outcome: 'error', summary, evidence: evidenceOf(account) };
  }
  if (exists) {
    const evidence = [
      { source: `GET /users/${id}`, readAt: user.readAt, expected: EXPECTED, actual: user.value.userPrincipalName },
    ];
    return { subject: accountSubject(account), outcome: 'pass', summary: 'The account is not deleted.', evidence };
  }
  if (!user.known || !deletedItem.known) return judgeUnread(account);
  return judgeGone(account, snapshot.accounts.some(isLeft));
}

/** Whether there is an account to judge: a user, or one that can be made a user again. */
function isLeft({ user, deletedItem }: AccountReading): boolean {
  return (user.known && user.value !== null) || (deletedItem.known && deletedItem.value !== null);
}

/**
 * BG-ACC-08: a deleted account can be had back for 30 days, with everything it was. The deleted items are asked only about
 * an account that does not exist: a user that was read is not deleted.
 */
export const notDeleted: Control = {
  id: 'BG-ACC-08',
  title: 'Not deleted',
  severity: 'critical',
  rationale: 'An account that was cleaned up as unused is missed in the emergency, when its 30 days are long over.',
  references: ['Microsoft: Restore or remove a recently deleted user'],
  permissions: ['User.Read.All'],
  licence: 'Free',
  kind: 'auto',
  fix: 'F8',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 20,
    roles: ['Privileged Authentication Administrator'],
    expected: 'The account exists and is not among the deleted users.',
    review: [
      'Look under Users, Deleted users in the Microsoft Entra admin center, and note how many of the 30 days are left.',
      'Read the activity "Delete user" in the audit log: who deleted it, and with what?',
    ],
    plan: [
      'If nobody meant to delete it, treat it as an incident. If a clean-up job did, exclude the account there first.',
    ],
    implement: [
      'Under Deleted users, select the account and restore it.',
      'Look at its roles, groups and authentication methods, and whether it is enabled. Correct what did not come back.',
    ],
    verify: ['Scan again: this control and BG-INV-01 pass for the account.', 'Do a drill with it.'],
  },
  evaluate: (snapshot) =>
    snapshot.accounts.length === 0
      ? [noAccountDesignated(snapshot)]
      : snapshot.accounts.map((account) => judge(account, snapshot)),
};
