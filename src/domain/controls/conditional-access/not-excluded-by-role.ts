import { applicabilityAccountOf } from '../../tenant/applicability-account.js';
import type { ConditionalAccessPolicy } from '../../tenant/conditional-access-policy.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement } from '../control.js';
import { judgeAccounts, reasonOf, type ResolvedAccount } from '../per-account.js';
import { countOf, listNames, listReasons } from '../words.js';
import { membershipGap } from './exclusion.js';
import { REACH_PERMISSIONS } from './permissions.js';
import { POLICIES_SOURCE, policyPortalUrl, policySubject, viewPolicies, type PolicyView } from './policy-view.js';
import { roleExclusionOf, type RoleExclusion } from './role-exclusion.js';

const EXPECTED = 'the account is excluded by itself or by a group, not by a role alone';

interface Row {
  readonly policy: ConditionalAccessPolicy;
  readonly exclusion: RoleExclusion;
}

interface Case {
  readonly account: ResolvedAccount;
  readonly rows: readonly Row[];
  readonly view: PolicyView;
}

function evidenceOf({ policy, exclusion }: Row, { readAt }: PolicyView): Evidence {
  return {
    source: POLICIES_SOURCE,
    readAt,
    expected: EXPECTED,
    actual: `${exclusion.answer === 'yes' ? 'excluded by role alone' : 'undecided'}: ${exclusion.via.join(' | ')}`,
    object: policySubject(policy),
    portalUrl: policyPortalUrl(policy.id),
  };
}

function rowsWith({ rows }: Case, answer: RoleExclusion['answer']): readonly Row[] {
  return rows.filter(({ exclusion }) => exclusion.answer === answer);
}

function namesOf(rows: readonly Row[]): string {
  return listNames(rows.map(({ policy }) => policy.displayName));
}

function judgeByRole(situation: Case): readonly Judgement[] {
  const byRole = rowsWith(situation, 'yes');
  if (byRole.length === 0) return [];
  return [
    {
      subject: situation.account.subject,
      outcome: 'fail',
      summary: `Only the excluded role keeps the account out of ${countOf(byRole.length, 'policy', 'policies')}: ${namesOf(byRole)}. Everybody with the role gets past them; exclude the account itself, then take the role out.`,
      evidence: byRole.map((row) => evidenceOf(row, situation.view)),
    },
  ];
}

function judgeUnknown(situation: Case): readonly Judgement[] {
  const { account, view } = situation;
  const open = rowsWith(situation, 'unknown');
  if (open.length === 0 && view.gaps.length === 0) return [];
  const missing = [...view.gaps, ...(open.length > 0 ? membershipGap(account) : [])];
  const undecided = open.length === 0 ? [] : [`undecided: ${namesOf(open)}`];
  return [
    {
      subject: account.subject,
      outcome: 'error',
      summary: `Cannot tell whether the account is excluded by a role alone: ${listReasons([...missing.map(reasonOf), ...undecided])}.`,
      evidence: [...open.map((row) => evidenceOf(row, view)), ...missing],
    },
  ];
}

function judgeClear({ account, rows, view }: Case): Judgement {
  const isNone = rows.length === 0;
  const count = countOf(rows.length, 'policy', 'policies');
  return {
    subject: account.subject,
    outcome: isNone ? 'notApplicable' : 'pass',
    summary: isNone
      ? 'No enabled or report-only policy targets users.'
      : 'No policy leaves the account out because of its role alone.',
    evidence: [{ source: POLICIES_SOURCE, readAt: view.readAt, expected: EXPECTED, actual: `${count} examined` }],
  };
}

function judgeAccount(snapshot: TenantSnapshot, account: ResolvedAccount, view: PolicyView): readonly Judgement[] {
  const target = applicabilityAccountOf(snapshot, account.reading, account.user);
  const rows = view.policies.map((policy) => ({ policy, exclusion: roleExclusionOf(policy, target) }));
  const situation = { account, rows, view };
  const serious = [...judgeByRole(situation), ...judgeUnknown(situation)];
  return serious.length > 0 ? serious : [judgeClear(situation)];
}

/** BG-CA-11: excluding a role excludes whoever gets it, today's attacker included. */
export const notExcludedByRole: Control = {
  id: 'BG-CA-11',
  title: 'Exclusion is not by role',
  severity: 'high',
  rationale: 'A policy that excludes Global Administrator lets every administrator past, and whoever becomes one.',
  references: ['ScubaGear MS.AAD exclusion test'],
  permissions: REACH_PERMISSIONS,
  licence: 'P1',
  kind: 'auto',
  fix: 'F13',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 15,
    roles: ['Conditional Access Administrator'],
    expected:
      'Policies exclude the emergency accounts or their protected group, and no policy relies on an excluded role.',
    review: ['Open each named policy and look at Users, Exclude, Directory roles: note the roles and who holds them.'],
    plan: [
      'The account or its group is excluded first; only then does the role leave the list, so that no emergency account is ever reached.',
      'Find out which administrators got past the policy because of the role, and whether they can meet it.',
    ],
    implement: [
      'Under Users, Exclude, add the protected exclusion group or the account, and save.',
      'Scan again, and once BG-CA-11 passes remove the directory role from the exclusions.',
    ],
    verify: [
      'Scan again: BG-CA-01 and BG-CA-11 pass for the account.',
      'Ask What If for an ordinary Global Administrator: the policy applies.',
    ],
  },
  evaluate: (snapshot) => {
    const view = viewPolicies(snapshot, 'enabled', 'enabledForReportingButNotEnforced');
    return judgeAccounts(snapshot, (account) => judgeAccount(snapshot, account, view));
  },
};
