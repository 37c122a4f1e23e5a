import type { TenantSnapshot } from '../../tenant/snapshot.js';
import { judgeAttested } from '../attested.js';
import type { Control, Judgement } from '../control.js';
import { tenantSubject } from '../per-account.js';
import { NO_RECORDS, type WatchRecords } from '../watch-records.js';
import { stateOfSource, watchEvidence } from './source-health.js';

const CONTROL_ID = 'BG-MON-03';
const EXPECTED = 'every change of the accounts, their group and the policies is told to people';

function judge(snapshot: TenantSnapshot, records: WatchRecords): Judgement {
  const subject = tenantSubject(snapshot);
  const state = stateOfSource('directoryAudits', snapshot, records);
  const evidence = [watchEvidence('directoryAudits', EXPECTED, state)];
  switch (state.kind) {
    case 'seen':
      return { subject, outcome: 'pass', summary: "The bot watches the directory's audit log.", evidence };
    case 'blind': {
      const summary = `The bot cannot read the directory's audit log, so nobody is told of a change. ${state.detail}`;
      return { subject, outcome: 'fail', summary, evidence };
    }
    case 'notLicensed':
    case 'unwatched':
      return judgeAttested(snapshot, records, { controlId: CONTROL_ID, subject });
  }
}

/** BG-MON-03: a scan sees that something changed; only the audit log says who did it, and soon enough. */
export const changeAlerting: Control = {
  id: 'BG-MON-03',
  title: 'Change alerting is live',
  severity: 'high',
  rationale:
    'Emergency access breaks by small changes that somebody makes for good reasons; who hears of them can ask.',
  references: ['Microsoft Entra security operations for privileged accounts'],
  permissions: ['AuditLog.Read.All'],
  licence: 'P1',
  kind: 'auto',
  fix: 'self',
  guide: {
    baseline: 'Recommended',
    minutesToFix: 20,
    roles: ['Privileged Role Administrator'],
    expected:
      'The bot reads the audit log of the directory, and tells people of changes to the accounts, their group and the policies.',
    review: ['Send "status" to the bot: when did it last read the audit log of the directory, and why not since?'],
    plan: [
      'Choose the channel whose readers would notice that a change is wrong, and who may ask the person that made it.',
    ],
    implement: [
      'Grant the reader AuditLog.Read.All and consent to it, and send "subscribe" in the channel.',
      'Where another product watches these changes, test it, send "attest" to the bot, and sign.',
    ],
    verify: [
      'Change something harmless about the exclusion group, for example its description, and wait for the alert.',
      'Scan again: the control passes.',
    ],
  },
  evaluate: (snapshot, _settings, records = NO_RECORDS) => [judge(snapshot, records)],
};
