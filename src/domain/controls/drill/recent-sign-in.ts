import { lastUseOf, type LastUse } from '../../drills/due.js';
import type { Unknown } from '../../tenant/observed.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import { judgeAttested } from '../attested.js';
import { DEFAULT_SETTINGS, type Control, type Judgement } from '../control.js';
import { daysLeft } from '../days.js';
import { cannotJudge, judgeAccounts, type ResolvedAccount } from '../per-account.js';
import { bySetting, countOf } from '../words.js';
import { judgedAt, NO_RECORDS, type WatchRecords } from '../watch-records.js';

const SOON_DAYS = 14;
const NEXT = 'Send "drill" to the bot to plan a rehearsal.';

/** What every judgement here is made from. */
interface Case {
  readonly account: ResolvedAccount;
  readonly snapshot: TenantSnapshot;
  readonly records: WatchRecords;
  readonly maxAgeDays: number;
}

function expectedBy({ maxAgeDays }: Case): string {
  return `a successful sign-in in the last ${countOf(maxAgeDays, 'day', 'days')}`;
}

function sourceOf({ user }: ResolvedAccount): string {
  return `GET /users/${user.id}?$select=signInActivity`;
}

/** Without a licence there is no log to read, and a person can answer; any other gap has to be closed. */
function judgeUnread(situation: Case, missing: Unknown): Judgement {
  const { account, snapshot, records } = situation;
  const { subject } = account;
  if (missing.reason !== 'notLicensed') {
    return cannotJudge(subject, sourceOf(account), expectedBy(situation), missing);
  }
  return judgeAttested(snapshot, records, { controlId: 'BG-DRILL-01', subject });
}

function judgeNever(situation: Case): Judgement {
  const { account } = situation;
  const { signInActivity: activity } = account.reading;
  const readAt = activity.known ? activity.readAt : account.readAt;
  const expected = expectedBy(situation);
  const evidence = [{ source: sourceOf(account), readAt, expected, actual: 'none was ever noted' }];
  const summary = `No successful sign-in is known: nobody has proven that the account works. Uses before 1 December 2023 were not noted. ${NEXT}`;
  return { subject: account.subject, outcome: 'fail', summary, evidence };
}

function outcomeOf(left: number): 'fail' | 'warn' | 'pass' {
  if (left < 0) return 'fail';
  return left <= SOON_DAYS ? 'warn' : 'pass';
}

function describeUse(used: string, left: number, maxAgeDays: number): string {
  switch (outcomeOf(left)) {
    case 'fail':
      return `${used}, more than ${countOf(maxAgeDays, 'day', 'days')} ago. ${NEXT}`;
    case 'warn':
      return `${used}; the next use is due in ${countOf(left, 'day', 'days')}. ${NEXT}`;
    case 'pass':
      return `${used}.`;
  }
}

function judgeUse(situation: Case, { at, by }: Extract<LastUse, { readonly kind: 'used' }>, left: number): Judgement {
  const { account, maxAgeDays } = situation;
  const { subject, readAt } = account;
  const source = by === 'drill' ? 'drill' : sourceOf(account);
  const evidence = [{ source, readAt, expected: expectedBy(situation), actual: `last successful sign-in at ${at}` }];
  const used = `The account was last used successfully on ${at.slice(0, 10)}${by === 'drill' ? ', in a drill' : ''}`;
  const outcome = outcomeOf(left);
  const isBySetting = outcome !== outcomeOf(left - maxAgeDays + DEFAULT_SETTINGS.drillMaxAgeDays);
  const summary = `${describeUse(used, left, maxAgeDays)}${isBySetting ? ` ${bySetting('drillMaxAgeDays')}` : ''}`;
  return { subject, outcome, summary, evidence };
}

const NO_DATE: Unknown = {
  known: false,
  reason: 'malformed',
  detail: 'SIGN_IN_TIME_MALFORMED: the time of the last sign-in cannot be read; scan again',
};

function judge(situation: Case): Judgement {
  const { account, snapshot, records, maxAgeDays } = situation;
  const { reading } = account;
  const lastUse = lastUseOf(reading.id, reading.signInActivity, records.drills);
  switch (lastUse.kind) {
    case 'unknown':
      return judgeUnread(situation, lastUse.missing);
    case 'never':
      return judgeNever(situation);
    case 'used': {
      const left = daysLeft(lastUse.at, maxAgeDays, judgedAt(snapshot, records));
      if (left === null) return judgeUnread(situation, NO_DATE);
      // A rehearsal long ago says nothing about uses since then, while nobody could ask for them.
      if (left < 0 && lastUse.missing !== null) return judgeUnread(situation, lastUse.missing);
      return judgeUse(situation, lastUse, left);
    }
  }
}

/** BG-DRILL-01: an attempt proves nothing, so `lastSignInDateTime`, which counts failures, is not looked at. */
export const recentSignIn: Control = {
  id: 'BG-DRILL-01',
  title: 'Used successfully within the rehearsal interval',
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
  evaluate: (snapshot, { drillMaxAgeDays: maxAgeDays }, records = NO_RECORDS) =>
    judgeAccounts(snapshot, (account) => [judge({ account, snapshot, records, maxAgeDays })]),
};
