import type { Alert } from '../../alerts/alert.js';
import { DRILL_DAYS } from '../../drills/due.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import { judgeAttested } from '../attested.js';
import type { Control, Evidence, Judgement } from '../control.js';
import { tenantSubject } from '../per-account.js';
import { judgedAt, NO_RECORDS, type WatchRecords } from '../watch-records.js';
import { stateOfSource, watchEvidence } from './source-health.js';

const CONTROL_ID = 'BG-MON-01';
const EXPECTED = 'every sign-in of the accounts is told to people at once';
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const PROMPT_MS = 15 * MINUTE_MS;

interface Proof {
  readonly at: string;
  readonly latencyMs: number;
}

/** The newest rehearsal whose alert reached a channel. */
function proofOf({ drills }: WatchRecords, now: number): Proof | null {
  const proven = drills.flatMap(({ signIn, alertLatencyMs }) =>
    signIn === null || alertLatencyMs === null ? [] : [{ at: signIn.at, latencyMs: alertLatencyMs }],
  );
  const recent = proven.filter(({ at }) => now - Date.parse(at) <= DRILL_DAYS * DAY_MS);
  return recent.sort((a, b) => Date.parse(b.at) - Date.parse(a.at))[0] ?? null;
}

/** The newest sign-in, if it should have been told long ago and no channel has it: then nobody would hear of the next one. */
function untold({ alerts }: WatchRecords, now: number): Alert | null {
  const [newest] = alerts
    .filter(({ kind, noticedAt }) => kind === 'E1' && !(now - Date.parse(noticedAt) <= PROMPT_MS))
    .sort((a, b) => Date.parse(b.noticedAt) - Date.parse(a.noticedAt));
  return newest !== undefined && newest.deliveredAt === null && newest.acknowledgement === null ? newest : null;
}

function judgeProof({
  at,
  latencyMs,
}: Proof): Pick<Judgement, 'outcome' | 'summary'> & { readonly evidence: Evidence } {
  const took = `${Math.ceil(latencyMs / MINUTE_MS)} min`;
  const evidence = {
    source: 'drill',
    readAt: at,
    expected: EXPECTED,
    actual: `alert ${took} after the sign-in at ${at}`,
  };
  const proven = `A drill on ${at.slice(0, 10)} shows it: the alert came ${took} after the sign-in`;
  return latencyMs <= PROMPT_MS
    ? { outcome: 'pass', summary: `The bot watches the sign-ins. ${proven}.`, evidence }
    : {
        outcome: 'warn',
        summary: `${proven}, which is late. See whether the bot and Teams were slow that day.`,
        evidence,
      };
}

function judgeWatched(snapshot: TenantSnapshot, records: WatchRecords, seen: Evidence): Judgement {
  const subject = tenantSubject(snapshot);
  const now = Date.parse(judgedAt(snapshot, records));
  const lost = untold(records, now);
  if (lost !== null) {
    const summary = `The bot saw the sign-in at ${lost.at}, and no channel has got the alert. Send "subscribe" where people read it.`;
    const actual = `the alert about the sign-in at ${lost.at} is in no channel`;
    const evidence = {
      source: 'bot: alerts',
      readAt: lost.noticedAt,
      expected: EXPECTED,
      actual,
      object: lost.subject,
    };
    return { subject, outcome: 'fail', summary, evidence: [seen, evidence] };
  }
  const proof = proofOf(records, now);
  if (proof === null) {
    const summary = 'The bot watches the sign-ins. A drill would prove that the alert arrives: send "drill".';
    return { subject, outcome: 'pass', summary, evidence: [seen] };
  }
  const { outcome, summary, evidence } = judgeProof(proof);
  return { subject, outcome, summary, evidence: [seen, evidence] };
}

function judge(snapshot: TenantSnapshot, records: WatchRecords): Judgement {
  const state = stateOfSource('signIns', snapshot, records);
  const seen = watchEvidence('signIns', EXPECTED, state);
  const subject = tenantSubject(snapshot);
  switch (state.kind) {
    case 'seen':
      return judgeWatched(snapshot, records, seen);
    case 'blind': {
      const summary = `The bot cannot read the sign-in log, so nobody is told of a use. ${state.detail}`;
      return { subject, outcome: 'fail', summary, evidence: [seen] };
    }
    case 'notLicensed':
    case 'unwatched':
      return judgeAttested(snapshot, records, { controlId: CONTROL_ID, subject });
  }
}

/** BG-MON-01. Strongest first: a drill whose alert arrived, the bot's own eyes, a signed statement about another rule. */
export const signInAlerting: Control = {
  id: 'BG-MON-01',
  title: 'Sign-in alerting is live',
  severity: 'critical',
  rationale: 'Whoever holds such an account holds the tenant: a use that nobody hears of is the worst that can happen.',
  references: ['Microsoft: Manage emergency access accounts', 'CIS M365 2.2.1', 'Guardrails GR1'],
  permissions: ['AuditLog.Read.All'],
  licence: 'P1',
  kind: 'auto/manual',
  fix: 'self',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 30,
    roles: ['Privileged Role Administrator'],
    expected:
      'People are told of every sign-in of an emergency account, by this bot or by another rule that somebody signed for.',
    review: [
      'Send "status" to the bot: when did it last read the sign-in log, and which channels get alerts?',
      'Other rules, in Azure Monitor, Microsoft Sentinel or Defender for Cloud Apps, are outside Microsoft Graph: look at them there.',
    ],
    plan: [
      'The sign-in log takes Microsoft Entra ID P1. Without it another rule has to tell people, and somebody has to sign for it.',
      'Teams is gone together with Entra: set ALERT_WEBHOOK_URL for a way outside the tenant.',
    ],
    implement: [
      'Grant the reader AuditLog.Read.All and consent to it, and send "subscribe" in the channel where people read.',
      'Or test the other rule, send "attest" to the bot, and sign.',
    ],
    verify: ['Do a drill: the finding then shows how many minutes after the sign-in the alert came.'],
  },
  evaluate: (snapshot, _settings, records = NO_RECORDS) => [judge(snapshot, records)],
};
