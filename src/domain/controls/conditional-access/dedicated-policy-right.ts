import { applicabilityAccountOf } from '../../tenant/applicability-account.js';
import type { ConditionalAccessPolicy } from '../../tenant/conditional-access-policy.js';
import { applicabilityOf } from '../../tenant/policy-applicability.js';
import type { AccountReading, TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement, ScanSettings, Severity } from '../control.js';
import { accountSubject, tenantSubject } from '../per-account.js';
import { listNames, listReasons } from '../words.js';
import { targetsOnlyEmergencyAccounts } from './dedicated-policy.js';
import { CA_PERMISSIONS } from './permissions.js';
import { canSatisfy, demandOf, describeControls, type Demand } from './policy-demand.js';
import { POLICIES_SOURCE, policyPortalUrl, policySubject, viewPolicies, type PolicyView } from './policy-view.js';

const LOCKOUT = 'a self-inflicted lock-out';

function evidenceOf(policy: ConditionalAccessPolicy, view: PolicyView, actual: string): Evidence {
  return {
    source: POLICIES_SOURCE,
    readAt: view.readAt,
    expected: 'every account it reaches can satisfy it with a phishing-resistant or other registered method',
    actual: `${actual}; controls: ${describeControls(policy)}`,
    object: policySubject(policy),
    portalUrl: policyPortalUrl(policy.id),
  };
}

/** Whether `account` gets past the policy, or need not. */
function passOf(
  snapshot: TenantSnapshot,
  policy: ConditionalAccessPolicy,
  demand: Demand,
  account: AccountReading,
): 'notReached' | 'able' | 'unable' | 'unknown' {
  const { user } = account;
  if (!user.known) return 'unknown';
  if (user.value === null) return 'notReached';
  const { result } = applicabilityOf(policy, applicabilityAccountOf(snapshot, account, user.value));
  if (result === 'excluded' || result === 'notInScope') return 'notReached';
  const satisfied = canSatisfy(demand, account.authenticationMethods);
  if (satisfied === true) return 'able';
  return result === 'unknown' || satisfied === 'unknown' ? 'unknown' : 'unable';
}

/** In report-only a lock-out is still to come. */
function severityOf({ state }: ConditionalAccessPolicy): Severity {
  return state === 'enabled' ? 'critical' : 'high';
}

function judgeAble(policy: ConditionalAccessPolicy, view: PolicyView, isAnyoneReached: boolean): Judgement {
  const subject = policySubject(policy);
  if (!isAnyoneReached) {
    const summary = 'The dedicated policy reaches no emergency account: it protects nobody. Correct its exclusions.';
    return { subject, outcome: 'warn', summary, evidence: [evidenceOf(policy, view, 'reaches no account')] };
  }
  const evidence = [evidenceOf(policy, view, 'every account it reaches can satisfy it')];
  return policy.state === 'enabled'
    ? { subject, outcome: 'pass', summary: 'Every account the dedicated policy reaches can satisfy it.', evidence }
    : { subject, outcome: 'warn', summary: 'The dedicated policy is report-only: it is not enforced.', evidence };
}

function judgeSatisfaction(
  snapshot: TenantSnapshot,
  policy: ConditionalAccessPolicy,
  demand: Demand,
  view: PolicyView,
): readonly Judgement[] {
  const subject = policySubject(policy);
  const passes = snapshot.accounts.map((account) => ({
    name: accountSubject(account).name,
    pass: passOf(snapshot, policy, demand, account),
  }));
  const namesWith = (pass: string) => passes.filter((row) => row.pass === pass).map(({ name }) => name);
  const unable = namesWith('unable');
  const unknown = namesWith('unknown');
  const failed: readonly Judgement[] = [
    {
      subject,
      outcome: 'fail',
      severity: severityOf(policy),
      summary: `Meant for the emergency accounts, but ${listNames(unable)} cannot satisfy it: ${LOCKOUT}. Register a method that it accepts, or exclude the account.`,
      evidence: [evidenceOf(policy, view, `cannot be satisfied by ${unable.join(', ')}`)],
    },
  ];
  const undecided: readonly Judgement[] = [
    {
      subject,
      outcome: 'error',
      summary: `Cannot tell whether ${listNames(unknown)} can satisfy the dedicated policy: grant the permissions that the missing reads name.`,
      evidence: [evidenceOf(policy, view, `not known for ${unknown.join(', ')}`)],
    },
  ];
  const judgements = [...(unable.length > 0 ? failed : []), ...(unknown.length > 0 ? undecided : [])];
  return judgements.length > 0 ? judgements : [judgeAble(policy, view, namesWith('able').length > 0)];
}

function judgePolicy(
  snapshot: TenantSnapshot,
  policy: ConditionalAccessPolicy,
  view: PolicyView,
): readonly Judgement[] {
  const subject = policySubject(policy);
  const demand = demandOf(policy);
  switch (demand.kind) {
    case 'unfit':
      return [
        {
          subject,
          outcome: 'fail',
          severity: demand.isLockout ? severityOf(policy) : 'high',
          summary: demand.isLockout
            ? `Targets only emergency accounts and ${demand.what}: ${LOCKOUT}. Demand phishing-resistant authentication instead.`
            : `Targets only emergency accounts but ${demand.what}. Demand phishing-resistant authentication alone.`,
          evidence: [evidenceOf(policy, view, demand.what)],
        },
      ];
    case 'unknown':
      return [
        {
          subject,
          outcome: 'error',
          summary: `Cannot tell what the policy demands: ${demand.why}. Check it by hand.`,
          evidence: [evidenceOf(policy, view, demand.why)],
        },
      ];
    case 'nothing':
    case 'mfa':
    case 'strength':
      return judgeSatisfaction(snapshot, policy, demand, view);
  }
}

/** What keeps the list of dedicated policies from being complete. */
function gapEvidence(snapshot: TenantSnapshot, views: readonly PolicyView[]): readonly Evidence[] {
  const unproven = views.flatMap((view) =>
    view.policies.flatMap((policy) => {
      const proof = targetsOnlyEmergencyAccounts(policy, snapshot);
      return proof.answer === 'unknown'
        ? [evidenceOf(policy, view, `cannot tell whether "${policy.displayName}" is a dedicated policy: ${proof.why}`)]
        : [];
    }),
  );
  const gaps = views.flatMap((view) => view.gaps);
  return [...gaps.filter((gap, place) => gaps.findIndex(({ actual }) => actual === gap.actual) === place), ...unproven];
}

function judgeAbsence(snapshot: TenantSnapshot, settings: ScanSettings): Judgement {
  const subject = tenantSubject(snapshot);
  return settings.requireDedicatedPolicy
    ? {
        subject,
        outcome: 'warn',
        summary: 'No policy demands phishing-resistant authentication from the emergency accounts; consider one.',
        evidence: [],
      }
    : { subject, outcome: 'notApplicable', summary: 'No policy is dedicated to the emergency accounts.', evidence: [] };
}

function judgeTenant(snapshot: TenantSnapshot, settings: ScanSettings): readonly Judgement[] {
  const subject = tenantSubject(snapshot);
  if (snapshot.emergencyAccounts.length === 0) {
    const summary = 'No emergency access account is designated; BG-INV-01 reports it.';
    return [{ subject, outcome: 'notApplicable', summary, evidence: [] }];
  }
  const views = [viewPolicies(snapshot, 'enabled'), viewPolicies(snapshot, 'enabledForReportingButNotEnforced')];
  const judgements = views.flatMap((view) =>
    view.policies
      .filter((policy) => targetsOnlyEmergencyAccounts(policy, snapshot).answer === 'yes')
      .flatMap((policy) => judgePolicy(snapshot, policy, view)),
  );
  const gaps = gapEvidence(snapshot, views);
  if (gaps.length === 0) return judgements.length > 0 ? judgements : [judgeAbsence(snapshot, settings)];
  return [
    // A `pass` would say that the dedicated policies are right, and nobody knows whether these are all of them.
    ...judgements.filter(({ outcome }) => outcome !== 'pass'),
    {
      subject,
      outcome: 'error',
      summary: `Cannot tell which policies are dedicated to the emergency accounts: ${listReasons(gaps.map(({ actual }) => actual))}.`,
      evidence: gaps,
    },
  ];
}

/** BG-CA-05: a policy made for the emergency accounts must be one that each of them gets past. */
export const dedicatedPolicyRight: Control = {
  id: 'BG-CA-05',
  title: 'Dedicated policy is right',
  severity: 'high',
  rationale:
    'A policy that demands strong authentication from the accounts is good practice; one they cannot satisfy locks them out.',
  references: ['Microsoft: Manage emergency access accounts, step 4', 'maester365/maester#717'],
  permissions: CA_PERMISSIONS,
  licence: 'P1',
  evaluate: judgeTenant,
};
