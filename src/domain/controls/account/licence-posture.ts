import { ENTRA_ID_P2, EXCHANGE_FOUNDATION } from '../../tenant/service-plans.js';
import type { AssignedPlan } from '../../tenant/snapshot.js';
import type { Control, Judgement, ScanSettings } from '../control.js';
import { judgeAccounts, propertyGaps, undecided, type ResolvedAccount } from '../per-account.js';
import { bySetting } from '../words.js';

/** Plans that can be used, if only for a while. */
const USABLE = ['Enabled', 'Warning'];
/** What a mailbox or chat brings to an account: messages from strangers. By the plan's `service`, lower case. */
const REACHABLE: ReadonlyMap<string, string> = new Map([
  ['exchange', 'a mailbox'],
  ['teamspaceapi', 'Teams'],
  ['microsoftcommunicationsonline', 'Teams calls and chat'],
]);

type Verdict = Pick<Judgement, 'outcome' | 'summary'>;

function expectedBy({ licence }: ScanSettings): string {
  return licence === 'requireP2' ? 'Microsoft Entra ID P2 is assigned' : 'no mailbox and no Teams';
}

function usablePlans({ user }: ResolvedAccount): readonly AssignedPlan[] {
  return user.assignedPlans.filter(({ capabilityStatus }) => USABLE.includes(capabilityStatus));
}

function judgeReachable(plans: readonly AssignedPlan[]): Verdict {
  const real = plans.filter(({ servicePlanId }) => servicePlanId.toLowerCase() !== EXCHANGE_FOUNDATION);
  const found = [...new Set(real.flatMap(({ service }) => REACHABLE.get(service.toLowerCase()) ?? []))];
  if (found.length === 0) {
    return { outcome: 'pass', summary: 'No mailbox and no Teams is assigned to the account.' };
  }
  const summary = `The account has ${found.join(' and ')}: messages of strangers reach it. Remove the licence, unless mail has to be forwarded from it (BG-NOTIF-01).`;
  return { outcome: 'warn', summary };
}

function judgeP2(plans: readonly AssignedPlan[]): Verdict {
  if (plans.some(({ servicePlanId }) => servicePlanId.toLowerCase() === ENTRA_ID_P2)) {
    return { outcome: 'pass', summary: `Microsoft Entra ID P2 is assigned. ${bySetting('licence')}` };
  }
  const summary = `Microsoft Entra ID P2 is not assigned to the account: assign it. ${bySetting('licence')}`;
  return { outcome: 'fail', summary };
}

function judge(account: ResolvedAccount, settings: ScanSettings): Judgement {
  const { subject, user, readAt } = account;
  const plans = usablePlans(account);
  const expected = expectedBy(settings);
  const services = [...new Set(plans.map(({ service }) => service))];
  const fact = { source: `GET /users/${user.id}`, readAt, expected, actual: services.join(', ') || 'no plan' };
  if (settings.licence === 'any') {
    const summary = `Any licence will do here. ${bySetting('licence')}`;
    return { subject, outcome: 'notApplicable', summary, evidence: [fact] };
  }
  const gaps = propertyGaps(account, expected, ['assignedPlans']);
  if (gaps.length > 0) return undecided(subject, gaps);
  const verdict = settings.licence === 'requireP2' ? judgeP2(plans) : judgeReachable(plans);
  return { subject, ...verdict, evidence: [fact] };
}

/** BG-ACC-06: sources disagree whether the accounts should be licensed, so a setting decides what is asked. */
export const licencePosture: Control = {
  id: 'BG-ACC-06',
  title: 'Licence posture',
  severity: 'low',
  rationale: 'A mailbox or a chat makes an account that nobody watches reachable for phishing, and it needs neither.',
  references: ['CIS M365 1.1.2', 'CIS M365 1.1.4', 'Guardrails GR13'],
  permissions: ['User.Read.All'],
  licence: 'Free',
  kind: 'auto',
  fix: 'F6',
  guide: {
    baseline: 'Advanced',
    minutesToFix: 10,
    roles: ['License Administrator'],
    expected: 'No licence that brings a mailbox or Teams is assigned; or what the setting "licence" asks for instead.',
    review: [
      'Open Entra ID > Users > the account > Licenses, and see which products are assigned, and whether directly or by a group.',
    ],
    plan: [
      'If mail to the account is forwarded to people (BG-NOTIF-01), arrange that by a distribution list before the mailbox goes.',
      'A mailbox can be had back for 30 days after its licence was removed.',
    ],
    implement: [
      'Turn off the apps in the assignment, or remove the licence in the Microsoft 365 admin center; take the account out of the group if a group assigns it, unless that group is the exclusion group.',
    ],
    verify: ['Scan again after a few minutes: BG-ACC-06 passes.'],
  },
  evaluate: (snapshot, settings) => judgeAccounts(snapshot, (account) => [judge(account, settings)]),
};
