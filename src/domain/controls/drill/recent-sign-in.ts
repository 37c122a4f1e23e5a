import { DRILL_DAYS, lastUseOf, type LastUse } from '../../drills/due.js';
import type { Unknown } from '../../tenant/observed.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import { judgeAttested } from '../attested.js';
import type { Control, Judgement } from '../control.js';
import { daysLeft } from '../days.js';
import { cannotJudge, judgeAccounts, type ResolvedAccount } from '../per-account.js';
import { countOf } from '../words.js';
import { judgedAt, NO_RECORDS, type WatchRecords } from '../watch-records.js';

const EXPECTED = `a successful sign-in in the last ${DRILL_DAYS} days`;
const SOON_DAYS = 14;
const NEXT = 'Send "drill" to the bot to plan a rehearsal.';

function sourceOf({ user }: ResolvedAccount): string {
  return `GET /users/${user.id}?$select=signInActivity`;
}

/** Without a licence there is no log to read, and a person can answer; any other gap has to be closed. */
function judgeUnread(
  account: ResolvedAccount,
  missing: Unknown,
  snapshot: TenantSnapshot,
  records: WatchRecords,
): Judgement {
  const { subject } = account;
  if (missing.reason !== 'notLicensed') return cannotJudge(subject, sourceOf(account), EXPECTED, missing);
  return judgeAttested(snapshot, records, { controlId: 'BG-DRILL-01', subject });
}

function judgeNever(account: ResolvedAccount, readAt: string): Judgement {
  const evidence = [{ source: sourceOf(account), readAt, expected: EXPECTED, actual: 'none was ever noted' }];
  const summary = `No successful sign-in is known: nobody has proven that the account works. Uses before 1 December 2023 were not noted. ${NEXT}`;
  return { subject: account.subject, outcome: 'fail', summary, evidence };
}

function judgeUse(
  account: ResolvedAccount,
  { at, by }: Extract<LastUse, { readonly kind: 'used' }>,
  left: number,
): Judgement {
  const { subject, readAt } = account;
  const source = by === 'drill' ? 'drill' : sourceOf(account);
  const evidence = [{ source, readAt, expected: EXPECTED, actual: `last successful sign-in at ${at}` }];
  const used = `The account was last used successfully on ${at.slice(0, 10)}${by === 'drill' ? ', in a drill' : ''}`;
  if (left < 0) {
    return { subject, outcome: 'fail', summary: `${used}, more than ${DRILL_DAYS} days ago. ${NEXT}`, evidence };
  }
  if (left <= SOON_DAYS) {
    const summary = `${used}; the next use is due in ${countOf(left, 'day', 'days')}. ${NEXT}`;
    return { subject, outcome: 'warn', summary, evidence };
  }
  return { subject, outcome: 'pass', summary: `${used}.`, evidence };
}

const NO_DATE: Unknown = {
  known: false,
  reason: 'malformed',
  detail: 'SIGN_IN_TIME_MALFORMED: the time of the last sign-in cannot be read; scan again',
};

function judge(account: ResolvedAccount, snapshot: TenantSnapshot, records: WatchRecords): Judgement {
  const { reading, readAt } = account;
  const activity = reading.signInActivity;
  const lastUse = lastUseOf(reading.id, activity, records.drills);
  switch (lastUse.kind) {
    case 'unknown':
      return judgeUnread(account, lastUse.missing, snapshot, records);
    case 'never':
      return judgeNever(account, activity.known ? activity.readAt : readAt);
    case 'used': {
      const left = daysLeft(lastUse.at, DRILL_DAYS, judgedAt(snapshot, records));
      if (left === null) return judgeUnread(account, NO_DATE, snapshot, records);
      // A rehearsal long ago says nothing about uses since then, while nobody could ask for them.
      if (left < 0 && lastUse.missing !== null) return judgeUnread(account, lastUse.missing, snapshot, records);
      return judgeUse(account, lastUse, left);
    }
  }
}

/** BG-DRILL-01: an attempt proves nothing, so `lastSignInDateTime`, which counts failures, is not looked at. */
export const recentSignIn: Control = {
  id: 'BG-DRILL-01',
  title: `Used successfully in the last ${DRILL_DAYS} days`,
  severity: 'high',
  rationale:
    'Keys get lost, passwords are mistyped and policies change: only a sign-in proves that the account is a way in.',
  references: ['Microsoft: Manage emergency access accounts', 'MCSB PA-5', 'Guardrails GR13'],
  permissions: ['User.Read.All', 'AuditLog.Read.All'],
  licence: 'P1',
  kind: 'auto/manual',
  fix: 'human',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 60,
    roles: [],
    expected:
      'Each account signed in successfully within the last 90 days, or within the days that DRILL_MAX_AGE_DAYS says.',
    review: [
      'Read in the finding when each account was last used successfully. Attempts that failed prove nothing and do not count.',
      'Graph notes a sign-in up to 24 hours late, and none before 1 December 2023.',
    ],
    plan: [
      'Send "drill" to the bot: name the account, the people and the time, so that the alert is expected.',
      'Let people do it who would do it in an emergency, from a computer outside the company network.',
    ],
    implement: [
      'Open the safe, sign in with the key, and read something that takes the role.',
      'Reseal everything, and note date, people and result. Do the same with the other account.',
    ],
    verify: [
      'See that the alert about the sign-in reached those who should get it.',
      'Scan again, at the latest after a day: the control shows the new date.',
    ],
  },
  evaluate: (snapshot, _settings, records = NO_RECORDS) =>
    judgeAccounts(snapshot, (account) => [judge(account, snapshot, records)]),
};
