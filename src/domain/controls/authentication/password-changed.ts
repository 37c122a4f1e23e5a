import { lastUseOf, type LastUse } from '../../drills/due.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement, ScanSettings } from '../control.js';
import { daysLeft } from '../days.js';
import { cannotJudge, judgeAccounts, type ResolvedAccount } from '../per-account.js';
import { judgedAt, NO_RECORDS, type WatchRecords } from '../watch-records.js';
import { bySetting, countOf } from '../words.js';

const EXPECTED = 'the password was changed after the last use of the account';
const CHANGE = 'lastPasswordChangeDateTime';
const NO_API = 'Whether it has at least 16 random characters no API tells.';

interface Case {
  readonly account: ResolvedAccount;
  readonly lastUse: LastUse;
  readonly maxAgeDays: number | null;
  readonly now: string;
}

function activitySource({ user }: ResolvedAccount): string {
  return `GET /users/${user.id}?$select=signInActivity`;
}

function describeUse(lastUse: LastUse): string {
  switch (lastUse.kind) {
    case 'used':
      return `last used successfully at ${lastUse.at}${lastUse.by === 'drill' ? ', in a drill' : ''}`;
    case 'never':
      return 'no use was ever noted';
    case 'unknown':
      return `not read (${lastUse.missing.reason})`;
  }
}

/** When keys were registered is shown beside it: what is old may have been handled by many. */
function keyEvidence({ reading }: ResolvedAccount): readonly Evidence[] {
  const { authenticationMethods: methods } = reading;
  if (!methods.known) return [];
  return methods.value
    .filter(({ kind }) => kind === 'fido2')
    .map(({ id, displayName, createdDateTime }) => ({
      source: `GET /users/${reading.id}/authentication/methods`,
      readAt: methods.readAt,
      expected: 'known keys',
      actual: `"${displayName ?? id}" registered at ${createdDateTime ?? 'an unknown time'}`,
    }));
}

function evidenceOf({ account, lastUse }: Case): readonly Evidence[] {
  const { user, readAt } = account;
  const activity = account.reading.signInActivity;
  const password = `${CHANGE} is ${user.lastPasswordChangeDateTime ?? 'not set'}`;
  return [
    { source: `GET /users/${user.id}`, readAt, expected: EXPECTED, actual: password },
    {
      source: lastUse.kind === 'used' && lastUse.by === 'drill' ? 'drill' : activitySource(account),
      readAt: activity.known ? activity.readAt : null,
      expected: EXPECTED,
      actual: describeUse(lastUse),
      ...(lastUse.kind === 'unknown' ? { detail: lastUse.missing.detail } : {}),
    },
    ...keyEvidence(account),
  ];
}

type Verdict = Pick<Judgement, 'outcome' | 'summary'>;

/** Milliseconds; NaN when Graph did not say. */
function changedAt({ user }: ResolvedAccount): number {
  return user.missingProperties.includes(CHANGE) ? NaN : Date.parse(user.lastPasswordChangeDateTime ?? '');
}

/** What the last use that is known proves; null where there is none, or it asks for nothing. */
function judgeUse({ account, lastUse }: Case): Verdict | null {
  if (lastUse.kind !== 'used') return null;
  const [used, changed] = [Date.parse(lastUse.at), changedAt(account)];
  if (Number.isNaN(used)) {
    return { outcome: 'error', summary: 'The time of the last sign-in cannot be read. Scan again.' };
  }
  if (Number.isNaN(changed)) {
    const summary = `Graph did not say when the password was changed, so nobody can tell whether that was after the last use; check that User.Read.All is granted.`;
    return { outcome: 'error', summary };
  }
  if (changed > used) return null;
  const summary = `The account was used on ${lastUse.at.slice(0, 10)}, and its password is older than that: whoever was there may know it. Change the password, and seal the new one.`;
  return { outcome: 'fail', summary };
}

function judgeAge({ account, maxAgeDays, now }: Case): Verdict | null {
  if (maxAgeDays === null) return null;
  const changed = changedAt(account);
  const left = Number.isNaN(changed) ? null : daysLeft(account.user.lastPasswordChangeDateTime, maxAgeDays, now);
  if (left === null) {
    const summary = `Graph did not say when the password was changed; check that User.Read.All is granted. ${bySetting('passwordMaxAgeDays')}`;
    return { outcome: 'error', summary };
  }
  if (left >= 0) return null;
  const summary = `The password was last changed more than ${countOf(maxAgeDays, 'day', 'days')} ago. Change it, and seal the new one. ${bySetting('passwordMaxAgeDays')}`;
  return { outcome: 'fail', summary };
}

/** Uses that nobody could ask for may be later than the one that is known. */
function judgeUnread({ account, lastUse, maxAgeDays }: Case): Judgement | Verdict | null {
  const missing = lastUse.kind === 'never' ? null : lastUse.missing;
  if (missing === null) return null;
  if (missing.reason !== 'notLicensed') return cannotJudge(account.subject, activitySource(account), EXPECTED, missing);
  if (maxAgeDays !== null || lastUse.kind === 'used') return null;
  const summary = `When the account was used last is noted with Microsoft Entra ID P1 only. Change the password after each use. ${NO_API}`;
  return { outcome: 'notApplicable', summary };
}

function judgePassed({ lastUse }: Case): Verdict {
  const summary =
    lastUse.kind === 'unknown'
      ? 'The password is young enough; when the account was used last is noted with Microsoft Entra ID P1 only.'
      : 'No use is known since the password was changed.';
  return { outcome: 'pass', summary: `${summary} ${NO_API}` };
}

function judge(situation: Case): Judgement {
  const verdicts = [judgeUse(situation), judgeAge(situation)].filter((verdict) => verdict !== null);
  const proven = verdicts.find(({ outcome }) => outcome === 'fail') ?? verdicts[0];
  const verdict = proven ?? judgeUnread(situation) ?? judgePassed(situation);
  return { subject: situation.account.subject, evidence: evidenceOf(situation), ...verdict };
}

function caseOf(
  account: ResolvedAccount,
  snapshot: TenantSnapshot,
  { passwordMaxAgeDays }: ScanSettings,
  records: WatchRecords,
): Case {
  const { id, signInActivity } = account.reading;
  return {
    account,
    lastUse: lastUseOf(id, signInActivity, records.drills),
    maxAgeDays: passwordMaxAgeDays,
    now: judgedAt(snapshot, records),
  };
}

/** BG-AUTH-07: after every use, rehearsed or real, somebody knows the password who was not meant to keep it. */
export const passwordChanged: Control = {
  id: 'BG-AUTH-07',
  title: 'Password changed after the last use',
  severity: 'low',
  rationale:
    'A password that was read out of its envelope is known, and an account that is never looked at hides its use.',
  references: ['Microsoft: Manage emergency access accounts', 'MCSB PA-5', 'CIS M365 1.1.2'],
  permissions: ['User.Read.All', 'AuditLog.Read.All'],
  licence: 'Free',
  kind: 'auto+manual',
  fix: 'human',
  guide: {
    baseline: 'Recommended',
    minutesToFix: 30,
    roles: ['Privileged Authentication Administrator'],
    expected:
      'The password of each emergency account was changed after its last use, is random, and has at least 16 characters.',
    review: [
      'Open Entra ID > Users > the account: compare Last password change date time with the last successful sign-in in its sign-in logs.',
    ],
    plan: [
      'Choose a day on which two custodians are there, and have new envelopes and a generator for random passwords at hand.',
    ],
    implement: [
      'Reset the password on the page of the account, or change it as the account itself at https://mysignins.microsoft.com, to at least 16 random characters.',
      'Split and seal it as the procedure says, destroy the old envelopes, and change the combination of the safe if it was used.',
    ],
    verify: [
      'Do not sign in with the new password to try it: that would be another use. Check the date on the page of the account.',
      'Scan again, at the latest a day later: BG-AUTH-07 passes.',
    ],
  },
  evaluate: (snapshot, settings, records = NO_RECORDS) =>
    judgeAccounts(snapshot, (account) => [judge(caseOf(account, snapshot, settings, records))]),
};
