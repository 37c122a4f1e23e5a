import { applicabilityAccountOf } from '../../tenant/applicability-account.js';
import type { ConditionalAccessPolicy } from '../../tenant/conditional-access-policy.js';
import { applicabilityOf } from '../../tenant/policy-applicability.js';
import type { AccountReading, TenantSnapshot } from '../../tenant/snapshot.js';
import type { Evidence, Judgement, Severity } from '../control.js';
import { accountSubject } from '../per-account.js';
import { listNames } from '../words.js';
import { canSatisfy, demandOf, describeControls, type Demand } from './policy-demand.js';
import { POLICIES_SOURCE, policyPortalUrl, policySubject, type PolicyView } from './policy-view.js';

/**
 * BG-CA-05's judgement of one policy that targets emergency accounts only: does it ask what it may, and does every account
 * that it reaches get past it? Which policies those are is decided elsewhere.
 */

const LOCKOUT = 'a self-inflicted lock-out';

/** Evidence that a policy is, or may be, for the emergency accounts only. */
export function dedicatedEvidence(policy: ConditionalAccessPolicy, view: PolicyView, actual: string): Evidence {
  return {
    source: POLICIES_SOURCE,
    readAt: view.readAt,
    expected: 'every account it reaches can satisfy it with a phishing-resistant or other registered method',
    actual: `${actual}; controls: ${describeControls(policy)}`,
    object: policySubject(policy),
    portalUrl: policyPortalUrl(policy.id),
  };
}

/** Whether an account gets past a policy, or need not. */
type AccountPass = 'notReached' | 'able' | 'unable' | 'unknown';

function passOf(
  snapshot: TenantSnapshot,
  policy: ConditionalAccessPolicy,
  demand: Demand,
  account: AccountReading,
): AccountPass {
  const { user } = account;
  if (!user.known) return 'unknown';
  if (user.value === null) return 'notReached';
  const { result } = applicabilityOf(policy, applicabilityAccountOf(snapshot, account, user.value));
  if (result === 'excluded' || result === 'notInScope') return 'notReached';
  const satisfied = canSatisfy(demand, snapshot, account);
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
    return { subject, outcome: 'warn', summary, evidence: [dedicatedEvidence(policy, view, 'reaches no account')] };
  }
  const evidence = [dedicatedEvidence(policy, view, 'every account it reaches can satisfy it')];
  return policy.state === 'enabled'
    ? { subject, outcome: 'pass', summary: 'Every account the dedicated policy reaches can satisfy it.', evidence }
    : { subject, outcome: 'warn', summary: 'The dedicated policy is report-only: it is not enforced.', evidence };
}

function judgeUnable(policy: ConditionalAccessPolicy, view: PolicyView, names: readonly string[]): Judgement {
  return {
    subject: policySubject(policy),
    outcome: 'fail',
    severity: severityOf(policy),
    summary: `Meant for the emergency accounts, but ${listNames(names)} cannot satisfy it: ${LOCKOUT}. Register a method that it accepts, or exclude the account.`,
    evidence: [dedicatedEvidence(policy, view, `cannot be satisfied by ${names.join(', ')}`)],
  };
}

function judgeUndecided(policy: ConditionalAccessPolicy, view: PolicyView, names: readonly string[]): Judgement {
  return {
    subject: policySubject(policy),
    outcome: 'error',
    summary: `Cannot tell whether ${listNames(names)} can satisfy the dedicated policy: see which reads of the account failed.`,
    evidence: [dedicatedEvidence(policy, view, `not known for ${names.join(', ')}`)],
  };
}

function judgeSatisfaction(
  snapshot: TenantSnapshot,
  policy: ConditionalAccessPolicy,
  demand: Demand,
  view: PolicyView,
): readonly Judgement[] {
  const passes = snapshot.accounts.map((account) => ({
    name: accountSubject(account).name,
    pass: passOf(snapshot, policy, demand, account),
  }));
  const namesWith = (pass: AccountPass) => passes.filter((row) => row.pass === pass).map(({ name }) => name);
  const unable = namesWith('unable');
  const unknown = namesWith('unknown');
  const judgements = [
    ...(unable.length > 0 ? [judgeUnable(policy, view, unable)] : []),
    ...(unknown.length > 0 ? [judgeUndecided(policy, view, unknown)] : []),
  ];
  return judgements.length > 0 ? judgements : [judgeAble(policy, view, namesWith('able').length > 0)];
}

function judgeUnfit(
  policy: ConditionalAccessPolicy,
  view: PolicyView,
  { what, isLockout }: Extract<Demand, { kind: 'unfit' }>,
): Judgement {
  return {
    subject: policySubject(policy),
    outcome: 'fail',
    severity: isLockout ? severityOf(policy) : 'high',
    summary: isLockout
      ? `Targets only emergency accounts and ${what}: ${LOCKOUT}. Demand phishing-resistant authentication instead.`
      : `Targets only emergency accounts but ${what}. Demand phishing-resistant authentication alone.`,
    evidence: [dedicatedEvidence(policy, view, what)],
  };
}

/** Judges a policy that was proven to target emergency accounts only. */
export function judgeDedicatedPolicy(
  snapshot: TenantSnapshot,
  policy: ConditionalAccessPolicy,
  view: PolicyView,
): readonly Judgement[] {
  const demand = demandOf(policy);
  switch (demand.kind) {
    case 'unfit':
      return [judgeUnfit(policy, view, demand)];
    case 'unknown': {
      const summary = `Cannot tell what the policy demands: ${demand.why}. Check it by hand.`;
      const evidence = [dedicatedEvidence(policy, view, demand.why)];
      return [{ subject: policySubject(policy), outcome: 'error', summary, evidence }];
    }
    case 'nothing':
    case 'mfa':
    case 'strength':
      return judgeSatisfaction(snapshot, policy, demand, view);
  }
}
