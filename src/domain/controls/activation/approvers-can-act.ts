import type { RoleActivationPolicy } from '../../tenant/governance.js';
import { GLOBAL_ADMINISTRATOR, type TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement, Outcome } from '../control.js';
import { whenLicensed } from '../licence.js';
import { tenantSubject } from '../per-account.js';
import { listReasons } from '../words.js';
import { peopleBehind, type Approvers } from './approvers.js';
import { onlyEligible } from './only-eligible.js';

const SOURCE = 'GET /policies/roleManagementPolicyAssignments';
const EXPECTED = 'activation takes the approval of one of at least two people who do not have to activate a role first';

const ROLES: readonly { readonly id: string; readonly name: string }[] = [
  { id: GLOBAL_ADMINISTRATOR, name: 'Global Administrator' },
  { id: 'e8611ab8-c189-46e8-94e1-60213ab1f814', name: 'Privileged Role Administrator' },
];

interface Verdict {
  readonly outcome: Extract<Outcome, 'pass' | 'warn' | 'fail' | 'error'>;
  /** Part of a sentence. */
  readonly why: string;
}

/** What stands in the way of `verdict` about the people who are known: there may be others behind what was not read. */
function unlessOthers({ unread, uncounted }: Approvers, role: string, verdict: Verdict): Verdict {
  if (unread.length > 0) return { outcome: 'error', why: `${role}: ${listReasons(unread)}` };
  return uncounted.length > 0
    ? { outcome: 'warn', why: `${role}: nobody counted the people behind ${uncounted.join(', ')}` }
    : verdict;
}

function judgePeople(snapshot: TenantSnapshot, approvers: Approvers, role: string): Verdict {
  const { ids } = approvers;
  if (ids.length < 2) {
    return unlessOthers(approvers, role, { outcome: 'fail', why: `${role}: fewer than two people can approve` });
  }
  const eligible = onlyEligible(snapshot, ids);
  if (eligible.answer === 'unknown') return { outcome: 'error', why: `${role}: ${listReasons(eligible.reasons)}` };
  if (!eligible.answer) return { outcome: 'pass', why: `${role}: ${ids.length} people can approve` };
  const why = `${role}: every approver must activate Global Administrator first`;
  return unlessOthers(approvers, role, { outcome: 'fail', why });
}

function judgeRole(
  snapshot: TenantSnapshot,
  policies: readonly RoleActivationPolicy[],
  id: string,
  role: string,
): Verdict {
  const policy = policies.find(({ roleDefinitionId }) => roleDefinitionId.toLowerCase() === id);
  if (policy === undefined) return { outcome: 'error', why: `${role}: Graph returned no activation policy` };
  if (!policy.isApprovalRequired) return { outcome: 'fail', why: `${role}: activation needs no approval` };
  return judgePeople(snapshot, peopleBehind(snapshot, policy), role);
}

function whyOf(verdicts: readonly Verdict[], outcome: Outcome): string {
  return verdicts
    .filter((verdict) => verdict.outcome === outcome)
    .map(({ why }) => why)
    .join('; ');
}

const SUMMARIES: Readonly<Record<Verdict['outcome'], (why: string) => string>> = {
  fail: (why) => `${why}. Require approval, and name at least two people who hold their rights without activation.`,
  error: (why) => `Cannot tell whether approvers can act: ${why}.`,
  warn: (why) => `${why}. Look into the members: at least two people should be able to approve.`,
  pass: (why) => `${why}.`,
};

function judgeTenant(
  snapshot: TenantSnapshot,
  policies: readonly RoleActivationPolicy[],
  readAt: string,
): readonly Judgement[] {
  const subject = tenantSubject(snapshot);
  const verdicts = ROLES.map(({ id, name }) => judgeRole(snapshot, policies, id, name));
  const outcomes = verdicts.map(({ outcome }) => outcome);
  const judgement = (outcome: Verdict['outcome']): Judgement => {
    const why = whyOf(verdicts, outcome);
    const fact = outcome === 'error' ? { actual: 'not known', detail: why } : { actual: why };
    const evidence: readonly Evidence[] = [{ source: SOURCE, readAt, expected: EXPECTED, ...fact }];
    return { subject, outcome, summary: SUMMARIES[outcome](why), evidence };
  };
  const serious = (['fail', 'error'] as const).filter((outcome) => outcomes.includes(outcome));
  if (serious.length > 0) return serious.map(judgement);
  return [judgement(outcomes.includes('warn') ? 'warn' : 'pass')];
}

/** BG-PIM-01: without approval one stolen session activates the role, and without approvers nobody does. */
export const approversCanAct: Control = {
  id: 'BG-PIM-01',
  title: 'Role activation has approvers who can act',
  severity: 'medium',
  rationale:
    'When all approvers are locked out or have to be approved themselves, only the emergency accounts are left.',
  references: ['CIS M365 5.3.4', 'Prowler entra_pim_global_administrator_approval_required', 'MS.AAD.7.6v1'],
  permissions: [
    'RoleManagement.Read.Directory',
    'GroupMember.Read.All',
    'PrivilegedEligibilitySchedule.Read.AzureADGroup',
  ],
  licence: 'P2',
  kind: 'auto',
  fix: 'human',
  guide: {
    baseline: 'Advanced',
    minutesToFix: 20,
    roles: ['Privileged Role Administrator'],
    expected:
      'Activating Global Administrator or Privileged Role Administrator takes the approval of one of at least two people who can approve without activating anything.',
    review: [
      'In Privileged Identity Management, open Microsoft Entra roles, Settings, Global Administrator, and look at "Require approval to activate" and the approvers.',
      'Do the same for Privileged Role Administrator, and look at the members of every group among the approvers.',
    ],
    plan: [
      'Choose at least two people who work at different times and do not depend on each other; approving takes no role, so they need not be administrators.',
      'Decide who tells them, and by which way, when mail and Teams do not work.',
    ],
    implement: [
      'Under Edit, Activation, select "Require approval to activate", name the approvers, and update. Do it for both roles.',
    ],
    verify: [
      'Scan again: BG-PIM-01 passes.',
      'Let somebody activate the role, and see that each approver gets the request and can approve it.',
    ],
  },
  evaluate: (snapshot) =>
    whenLicensed(
      snapshot.roleActivationPolicies,
      { subject: tenantSubject(snapshot), source: SOURCE, expected: EXPECTED, licence: 'P2' },
      (policies, readAt) => judgeTenant(snapshot, policies, readAt),
    ),
};
