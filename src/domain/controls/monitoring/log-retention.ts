import { ENTRA_ID_P1, ENTRA_ID_P2 } from '../../tenant/service-plans.js';
import type { Organization, TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Judgement } from '../control.js';
import { tenantSubject, whenKnown } from '../per-account.js';

const SOURCE = 'GET /organization';
const EXPECTED = 'Microsoft Entra ID P1 or P2: sign-in and audit logs are kept for 30 days';

/** Of the two the better one. */
const LICENCES = [
  { servicePlanId: ENTRA_ID_P2, name: 'Microsoft Entra ID P2' },
  { servicePlanId: ENTRA_ID_P1, name: 'Microsoft Entra ID P1' },
];

function judge(snapshot: TenantSnapshot, { servicePlanIds }: Organization, readAt: string): Judgement {
  const subject = tenantSubject(snapshot);
  const held = new Set(servicePlanIds.map((id) => id.toLowerCase()));
  const licence = LICENCES.find(({ servicePlanId }) => held.has(servicePlanId));
  const actual = licence?.name ?? 'neither P1 nor P2 among the enabled plans';
  const evidence = [{ source: SOURCE, readAt, expected: EXPECTED, actual }];
  if (licence !== undefined) {
    const summary = `With ${licence.name}, Microsoft keeps sign-in and audit logs for 30 days.`;
    return { subject, outcome: 'pass', summary, evidence };
  }
  const summary =
    'Without Microsoft Entra ID P1, Microsoft keeps sign-in and audit logs for 7 days only: what the bot did not see in time cannot be looked up. Obtain P1, or look at the logs each week.';
  return { subject, outcome: 'warn', summary, evidence };
}

/** BG-MON-02: the evidence of a drill or a misuse has to be there when somebody asks; the bot keeps what it saw itself. */
export const logRetention: Control = {
  id: 'BG-MON-02',
  title: 'Logs are kept long enough',
  severity: 'medium',
  rationale:
    'A use of an account that is noticed after a week can no longer be looked up where logs are kept for seven days.',
  references: ['Microsoft Entra data retention'],
  permissions: ['Organization.Read.All'],
  licence: 'Free',
  kind: 'auto',
  fix: 'none',
  guide: {
    baseline: 'Recommended',
    minutesToFix: 60,
    roles: ['Billing Administrator', 'Security Administrator'],
    expected: 'The tenant has Microsoft Entra ID P1 or P2, and at best sends its logs to a store of its own.',
    review: ['Open Entra ID > Overview in the Microsoft Entra admin center, and read the licence of the tenant.'],
    plan: [
      'Microsoft Entra ID P1 keeps logs for 30 days; for longer, a Log Analytics workspace or a storage account has to receive them, which costs by volume.',
    ],
    implement: [
      'Obtain Microsoft Entra ID P1.',
      'Under Monitoring & health > Diagnostic settings, send SignInLogs and AuditLogs to a workspace or a storage account.',
    ],
    verify: [
      'Look for a sign-in that is older than a week under Monitoring & health > Sign-in logs.',
      'Scan again: BG-MON-02 passes.',
    ],
  },
  evaluate: (snapshot) =>
    whenKnown(
      snapshot.organization,
      { subject: tenantSubject(snapshot), source: SOURCE, expected: EXPECTED },
      (organization, readAt) => [judge(snapshot, organization, readAt)],
    ),
};
