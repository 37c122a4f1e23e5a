import type { Alert } from '../../alerts/alert.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement } from '../control.js';
import { stateOfSource, watchEvidence } from '../monitoring/source-health.js';
import { noAccountDesignated, tenantSubject } from '../per-account.js';
import { countOf, listNames } from '../words.js';
import { judgedAt, NO_RECORDS, type WatchRecords } from '../watch-records.js';

const EXPECTED = 'every successful sign-in explained as drill, emergency or misuse';
const PATIENCE_MS = 3 * 86_400_000;
const NEXT = 'Acknowledge the alerts, and say what each was.';

function isUnexplained({ kind, acknowledgement }: Alert): boolean {
  return kind === 'E1' && acknowledgement === null;
}

function evidenceOf({ noticedAt, at, subject }: Alert): Evidence {
  const actual = `sign-in at ${at} is not explained`;
  return { source: 'bot: alerts', readAt: noticedAt, expected: EXPECTED, actual, object: subject };
}

/** Without a log there is nothing to explain by, and with one that cannot be read nobody knows what there is to explain. */
function judgeWithoutOpen(snapshot: TenantSnapshot, records: WatchRecords): Judgement {
  const subject = tenantSubject(snapshot);
  const state = stateOfSource('signIns', snapshot, records);
  const evidence = [watchEvidence('signIns', EXPECTED, state)];
  if (state.kind === 'blind') {
    return { subject, outcome: 'error', summary: `Cannot be judged: ${state.detail}`, evidence };
  }
  if (state.kind === 'seen' && records.watchingSince !== null) {
    const summary = `Every sign-in since ${records.watchingSince.slice(0, 10)} is explained.`;
    return { subject, outcome: 'pass', summary, evidence };
  }
  const why = state.kind === 'notLicensed' ? 'The tenant has no log for it.' : 'No bot watches the sign-ins.';
  const summary = `${why} Look through the sign-in log in the Microsoft Entra admin center, and explain each use.`;
  return { subject, outcome: 'manual', summary, evidence };
}

function judge(snapshot: TenantSnapshot, records: WatchRecords): Judgement {
  const open = records.alerts.filter(isUnexplained);
  if (open.length === 0) return judgeWithoutOpen(snapshot, records);
  const subject = tenantSubject(snapshot);
  const now = Date.parse(judgedAt(snapshot, records));
  // Written so that a time nobody can read counts as long ago.
  const old = open.filter(({ noticedAt }) => !(now - Date.parse(noticedAt) <= PATIENCE_MS));
  const evidence = open.map(evidenceOf);
  const names = (alerts: readonly Alert[]) => listNames([...new Set(alerts.map((alert) => alert.subject.name))]);
  if (old.length > 0) {
    const summary = `${countOf(old.length, 'sign-in', 'sign-ins')} of ${names(old)} unexplained for more than three days. ${NEXT}`;
    return { subject, outcome: 'fail', summary, evidence };
  }
  const rest = judgeWithoutOpen(snapshot, records);
  if (rest.outcome === 'error') return { ...rest, evidence: [...evidence, ...rest.evidence] };
  const summary = `${countOf(open.length, 'sign-in', 'sign-ins')} of ${names(open)} not explained yet. ${NEXT}`;
  return { subject, outcome: 'warn', summary, evidence };
}

/**
 * BG-DRILL-02: a use that nobody has explained is an intruder until somebody does. Judged on the tenant, so that a use
 * stays in sight when its account is deleted or not designated any more.
 */
export const signInsExplained: Control = {
  id: 'BG-DRILL-02',
  title: 'Every sign-in explained',
  severity: 'high',
  rationale: 'A use that nobody explains is how a misuse looks; explaining each is the last step of an emergency.',
  references: ['Microsoft: Manage emergency access accounts'],
  permissions: ['AuditLog.Read.All'],
  licence: 'P1',
  kind: 'auto+human',
  fix: 'attest',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 20,
    roles: ['Reports Reader'],
    expected: 'Every successful sign-in of an emergency account is explained as drill, emergency or misuse.',
    review: [
      'Open the alert, and the sign-in in the sign-in log: time, place, device, method.',
      'Ask the custodians whether a safe was opened.',
    ],
    plan: [
      'Ask first whether this is a real emergency: ending its sessions would end the help as well.',
      'The one who explains a sign-in is not the one who signed in.',
    ],
    implement: [
      'Acknowledge the alert, and say what the sign-in was.',
      'If it was misuse, follow the incident procedure: end the sessions, replace keys and password, read what the account changed.',
    ],
    verify: ['Scan again: no sign-in is left without an explanation.'],
  },
  evaluate: (snapshot, _settings, records = NO_RECORDS) =>
    snapshot.accounts.length === 0 && !records.alerts.some(isUnexplained)
      ? [noAccountDesignated(snapshot)]
      : [judge(snapshot, records)],
};
