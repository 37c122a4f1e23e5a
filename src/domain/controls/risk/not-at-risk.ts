import type { RiskyUser } from '../../tenant/governance.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Judgement } from '../control.js';
import { cannotJudge, judgeAccounts, missingEvidence, type ResolvedAccount } from '../per-account.js';

const SOURCE = 'GET /identityProtection/riskyUsers';
const EXPECTED = 'riskState is neither atRisk nor confirmedCompromised';

const RISKY = ['atRisk', 'confirmedCompromised'];
const SETTLED = ['none', 'confirmedSafe', 'remediated', 'dismissed'];

/** The most serious entry of the account. */
function entryOf(risky: readonly RiskyUser[], { reading }: ResolvedAccount): RiskyUser | undefined {
  const entries = risky.filter(({ id }) => id.toLowerCase() === reading.id.toLowerCase());
  return entries.find(({ riskState }) => !SETTLED.includes(riskState)) ?? entries[0];
}

function judge(account: ResolvedAccount, risky: readonly RiskyUser[], readAt: string): Judgement {
  const { subject } = account;
  const entry = entryOf(risky, account);
  const actual = entry === undefined ? 'not among the risky users' : `${entry.riskState}, level ${entry.riskLevel}`;
  const evidence = [{ source: SOURCE, readAt, expected: EXPECTED, actual }];
  if (entry === undefined || SETTLED.includes(entry.riskState)) {
    return { subject, outcome: 'pass', summary: 'Identity Protection sees no risk in the account.', evidence };
  }
  if (!RISKY.includes(entry.riskState)) {
    const summary = `Identity Protection calls the account "${entry.riskState}", which this version does not know. Look it up under Risky users.`;
    return { subject, outcome: 'error', summary, evidence };
  }
  const state = entry.riskState === 'atRisk' ? 'at risk' : 'confirmed compromised';
  const since = entry.riskLastUpdatedDateTime === null ? '' : ` since ${entry.riskLastUpdatedDateTime.slice(0, 10)}`;
  const summary = `Identity Protection says that the account is ${state}${since} (level ${entry.riskLevel}). Find out who used it before you dismiss anything; policies on risk may block it, too.`;
  return { subject, outcome: 'fail', summary, evidence };
}

function judgeAccount({ riskyUsers }: TenantSnapshot, account: ResolvedAccount): Judgement {
  const { subject } = account;
  if (riskyUsers.known) return judge(account, riskyUsers.value, riskyUsers.readAt);
  if (riskyUsers.reason !== 'notLicensed') return cannotJudge(subject, SOURCE, EXPECTED, riskyUsers);
  const summary = 'Identity Protection needs Microsoft Entra ID P2.';
  return { subject, outcome: 'notApplicable', summary, evidence: [missingEvidence(SOURCE, EXPECTED, riskyUsers)] };
}

/** BG-RISK-01: of an account that nobody uses, any risk is news; and what was dismissed has been looked at by somebody. */
export const notAtRisk: Control = {
  id: 'BG-RISK-01',
  title: 'Not in a risky state',
  severity: 'high',
  rationale: 'An account at risk may be in other hands, and policies on risk block it or demand a new password.',
  references: ['Microsoft: Investigate risk with Microsoft Entra ID Protection'],
  permissions: ['User.Read.All', 'IdentityRiskyUser.Read.All'],
  licence: 'P2',
  kind: 'auto',
  fix: 'F21 (confirm)',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 60,
    roles: ['Security Administrator'],
    expected: 'No emergency account is at risk or confirmed compromised.',
    review: [
      'Open ID Protection > Risky users > the account, and read its risk detections and sign-ins.',
      'Hold each sign-in against the drills: what is not one of them is an intruder until somebody explains it.',
    ],
    plan: [
      'Treat it as an incident first. Keep another emergency account at hand before you touch this one.',
      'Check that the account is excluded from policies on user risk and sign-in risk (BG-CA-01), so that it cannot be blocked meanwhile.',
    ],
    implement: [
      'If it was an intruder: revoke the sessions, change the password, delete unknown methods, and register new keys.',
      'If it was a drill: write down why, and dismiss the risk of the user. Nobody should do that by routine.',
    ],
    verify: ['Scan again: BG-RISK-01 passes, and BG-DRILL-02 has no unexplained sign-in.'],
  },
  evaluate: (snapshot) => judgeAccounts(snapshot, (account) => [judgeAccount(snapshot, account)]),
};
