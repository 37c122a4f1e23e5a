import type { ConditionalAccessPolicy, PolicyState } from '../../tenant/conditional-access-policy.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import type { Judgement, ScanSettings, Severity } from '../control.js';
import { judgeAccounts, type ResolvedAccount, reasonOf } from '../per-account.js';
import { countOf, listNames, listReasons } from '../words.js';
import { membershipGap, policyEvidence, standingsOf, type PolicyStanding, type Standing } from './exclusion.js';
import { POLICIES_SOURCE, viewPolicies, type PolicyView } from './policy-view.js';

/**
 * The test that BG-CA-01, BG-CA-02, BG-CA-06 and BG-CA-07 share: is each account excluded from every policy of one kind?
 * They differ in the kind and in what a policy that reaches an account is worth.
 */

export interface ExclusionRule {
  readonly states: readonly PolicyState[];
  /** Which policies in these states; all of them when absent. */
  readonly concerns?: (policy: ConditionalAccessPolicy) => boolean;
  /** How people call these policies. */
  readonly adjective: 'enabled' | 'report-only' | 'disabled' | 'Microsoft-managed';
  readonly reached: 'fail' | 'warn';
  /** What follows from being reached and what to do, in sentences. */
  readonly advice: string | ((reached: readonly ConditionalAccessPolicy[]) => string);
  readonly severityOf?: (reached: readonly ConditionalAccessPolicy[]) => Severity;
}

interface Case {
  readonly account: ResolvedAccount;
  readonly view: PolicyView;
  readonly standings: readonly PolicyStanding[];
  readonly rule: ExclusionRule;
}

function withStanding({ standings }: Case, ...wanted: readonly Standing[]): readonly PolicyStanding[] {
  return standings.filter(({ standing }) => wanted.includes(standing));
}

function namesOf(standings: readonly PolicyStanding[]): string {
  return listNames(standings.map(({ policy }) => policy.displayName));
}

function countPolicies(count: number, { adjective }: ExclusionRule): string {
  return countOf(count, `${adjective} policy`, `${adjective} policies`);
}

function judgeReached(situation: Case): readonly Judgement[] {
  const { account, view, rule } = situation;
  const reached = withStanding(situation, 'reached');
  if (reached.length === 0) return [];
  const verb = reached.length === 1 ? 'reaches' : 'reach';
  const policies = reached.map(({ policy }) => policy);
  const advice = typeof rule.advice === 'string' ? rule.advice : rule.advice(policies);
  return [
    {
      subject: account.subject,
      outcome: rule.reached,
      summary: `${countPolicies(reached.length, rule)} ${verb} the account: ${namesOf(reached)}. ${advice}`,
      evidence: reached.map((standing) => policyEvidence(standing, view)),
      ...(rule.severityOf && { severity: rule.severityOf(policies) }),
    },
  ];
}

function judgeUnknown(situation: Case): readonly Judgement[] {
  const { account, view, rule } = situation;
  const undecided = withStanding(situation, 'unknown');
  if (undecided.length === 0 && view.gaps.length === 0) return [];
  const missing = [...view.gaps, ...(undecided.length > 0 ? membershipGap(account) : [])];
  const reasons = [
    ...missing.map(reasonOf),
    ...(undecided.length > 0 ? [`undecided for ${countPolicies(undecided.length, rule)}: ${namesOf(undecided)}`] : []),
  ];
  return [
    {
      subject: account.subject,
      outcome: 'error',
      summary: `Cannot tell whether the account is excluded from every ${rule.adjective} policy: ${listReasons(reasons)}.`,
      evidence: [...undecided.map((standing) => policyEvidence(standing, view)), ...missing],
    },
  ];
}

function judgeFragile(situation: Case): readonly Judgement[] {
  const { account, view, rule } = situation;
  const fragile = withStanding(situation, 'fragile');
  const labelled = withStanding(situation, 'labelledDataOnly');
  if (fragile.length + labelled.length === 0) return [];
  const summary = [
    ...(fragile.length === 0
      ? []
      : [
          `Not excluded from ${countPolicies(fragile.length, rule)}, merely not in scope: ${namesOf(fragile)}. A later change of their targets would reach the account; exclude it.`,
        ]),
    ...(labelled.length === 0
      ? []
      : [
          `${countPolicies(labelled.length, rule)} for labelled data ${labelled.length === 1 ? 'applies' : 'apply'}: ${namesOf(labelled)}.`,
        ]),
  ].join(' ');
  return [
    {
      subject: account.subject,
      outcome: 'warn',
      summary,
      evidence: [...fragile, ...labelled].map((standing) => policyEvidence(standing, view)),
    },
  ];
}

function judgeClear({ account, view, standings, rule }: Case): Judgement {
  const isNone = standings.length === 0;
  return {
    subject: account.subject,
    outcome: isNone ? 'notApplicable' : 'pass',
    summary: isNone
      ? `No ${rule.adjective} policy targets users.`
      : `No ${rule.adjective} policy reaches the account; ${countPolicies(standings.length, rule)} examined.`,
    evidence: [
      {
        source: POLICIES_SOURCE,
        readAt: view.readAt,
        expected: `the account is excluded from every ${rule.adjective} policy that targets users`,
        actual: `${countPolicies(standings.length, rule)} that ${standings.length === 1 ? 'targets' : 'target'} users`,
      },
    ],
  };
}

function judgeAccount(situation: Case): readonly Judgement[] {
  const serious = [...judgeReached(situation), ...judgeUnknown(situation)];
  if (serious.length > 0) return serious;
  const fragile = judgeFragile(situation);
  return fragile.length > 0 ? fragile : [judgeClear(situation)];
}

function viewOf(snapshot: TenantSnapshot, { states, concerns }: ExclusionRule): PolicyView {
  const view = viewPolicies(snapshot, ...states);
  return concerns === undefined ? view : { ...view, policies: view.policies.filter(concerns) };
}

/** Judges every designated account against every user-targeting policy that `rule` is about. */
export function judgeExclusions(
  snapshot: TenantSnapshot,
  settings: ScanSettings,
  rule: ExclusionRule,
): readonly Judgement[] {
  const view = viewOf(snapshot, rule);
  return judgeAccounts(snapshot, (account) =>
    judgeAccount({ account, view, standings: standingsOf(snapshot, settings, account, view.policies), rule }),
  );
}
