import type { TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement, ScanSettings } from '../control.js';
import {
  accountSubject,
  missingEvidence,
  resolvedAccounts,
  tenantSubject,
  reasonOf,
  type ResolvedAccount,
} from '../per-account.js';
import { countOf, listNames, listReasons } from '../words.js';
import { membershipGap, policyEvidence, standingsOf, type PolicyStanding } from './exclusion.js';
import { CA_PERMISSIONS } from './permissions.js';
import { POLICIES_SOURCE, viewPolicies, type PolicyView } from './policy-view.js';

/** What is known of one account over all enforced policies: the worst of its standings. */
interface AccountStanding {
  readonly name: string;
  readonly worst: 'clear' | 'fragile' | 'reached' | 'unknown';
  /** The policies behind `worst`. */
  readonly evidence: readonly Evidence[];
}

function worstOf(standings: readonly PolicyStanding[]): AccountStanding['worst'] {
  const has = (...wanted: readonly PolicyStanding['standing'][]) =>
    standings.some(({ standing }) => wanted.includes(standing));
  // One policy that surely reaches the account settles it, whatever else is unknown.
  if (has('reached')) return 'reached';
  if (has('unknown')) return 'unknown';
  return has('fragile', 'labelledDataOnly') ? 'fragile' : 'clear';
}

function isBehind(worst: AccountStanding['worst'], { standing }: PolicyStanding): boolean {
  return standing === worst || (worst === 'fragile' && standing === 'labelledDataOnly');
}

function standingOf(
  snapshot: TenantSnapshot,
  settings: ScanSettings,
  view: PolicyView,
  account: ResolvedAccount,
): AccountStanding {
  const standings = standingsOf(snapshot, settings, account, view.policies);
  const worst = worstOf(standings);
  const behind = worst === 'clear' ? [] : standings.filter((standing) => isBehind(worst, standing));
  const about = behind.map((standing) => {
    const evidence = policyEvidence(standing, view);
    return { ...evidence, actual: `${account.subject.name} ${evidence.actual}` };
  });
  const gap = worst === 'unknown' ? membershipGap(account) : [];
  return { name: account.subject.name, worst, evidence: [...about, ...gap] };
}

/** The accounts that exist, and those of which nobody knows. */
function accountStandings(
  snapshot: TenantSnapshot,
  settings: ScanSettings,
  view: PolicyView,
): readonly AccountStanding[] {
  const unread = snapshot.accounts.flatMap((reading): readonly AccountStanding[] => {
    if (reading.user.known) return [];
    const evidence = [missingEvidence(`GET /users/${reading.id}`, 'the user object', reading.user)];
    return [{ name: accountSubject(reading).name, worst: 'unknown', evidence }];
  });
  return [...resolvedAccounts(snapshot).map((account) => standingOf(snapshot, settings, view, account)), ...unread];
}

type Worst = AccountStanding['worst'];

function judge(snapshot: TenantSnapshot, view: PolicyView, accounts: readonly AccountStanding[]): Judgement {
  const withWorst = (worst: Worst) => accounts.filter((account) => account.worst === worst);
  const clear = withWorst('clear');
  const unknown = withWorst('unknown');
  // Policies that were not seen cannot free an account that is reached already.
  if (withWorst('reached').length === accounts.length) return judgeReached(snapshot, accounts);
  if (view.gaps.length > 0 || (clear.length === 0 && unknown.length > 0)) {
    return judgeUnknown(snapshot, [...view.gaps, ...unknown.flatMap(({ evidence }) => evidence)]);
  }
  return clear.length > 0 ? judgeClear(snapshot, view, clear) : judgeFragile(snapshot, withWorst('fragile'));
}

function judgeReached(snapshot: TenantSnapshot, accounts: readonly AccountStanding[]): Judgement {
  return {
    subject: tenantSubject(snapshot),
    outcome: 'fail',
    summary: 'Every emergency account is reached by an enabled policy: exclude at least one from all of them.',
    evidence: accounts.flatMap(({ evidence }) => evidence),
  };
}

function judgeUnknown(snapshot: TenantSnapshot, evidence: readonly Evidence[]): Judgement {
  const reasons = listReasons(evidence.map(reasonOf));
  const summary = `Cannot tell whether an account is excluded from all policies: ${reasons}.`;
  return { subject: tenantSubject(snapshot), outcome: 'error', summary, evidence };
}

function judgeFragile(snapshot: TenantSnapshot, fragile: readonly AccountStanding[]): Judgement {
  const names = listNames(fragile.map(({ name }) => name));
  return {
    subject: tenantSubject(snapshot),
    outcome: 'warn',
    summary: `No account is excluded from all enabled policies; these merely are not in scope of some: ${names}. Exclude them.`,
    evidence: fragile.flatMap(({ evidence }) => evidence),
  };
}

function judgeClear(snapshot: TenantSnapshot, view: PolicyView, clear: readonly AccountStanding[]): Judgement {
  const names = clear.map(({ name }) => name);
  return {
    subject: tenantSubject(snapshot),
    outcome: 'pass',
    summary: `Excluded from all enabled policies: ${listNames(names)}.`,
    evidence: [
      {
        source: POLICIES_SOURCE,
        readAt: view.readAt,
        expected: 'one account is excluded from every enabled policy that targets users',
        actual: `${names.join(', ')}; ${countOf(view.policies.length, 'policy', 'policies')} examined`,
      },
    ],
  };
}

function notApplicable(snapshot: TenantSnapshot, summary: string): readonly Judgement[] {
  return [{ subject: tenantSubject(snapshot), outcome: 'notApplicable', summary, evidence: [] }];
}

function judgeTenant(snapshot: TenantSnapshot, settings: ScanSettings): readonly Judgement[] {
  if (snapshot.accounts.length === 0) {
    return notApplicable(snapshot, 'No emergency access account is designated; BG-INV-01 reports it.');
  }
  const view = viewPolicies(snapshot, 'enabled');
  if (view.policies.length === 0 && view.gaps.length === 0) {
    return notApplicable(snapshot, 'No enabled policy targets users.');
  }
  const accounts = accountStandings(snapshot, settings, view);
  if (accounts.length > 0) return [judge(snapshot, view, accounts)];
  return [
    {
      subject: tenantSubject(snapshot),
      outcome: 'error',
      summary: 'None of the designated accounts exists in the directory; BG-INV-01 names them. Designate others.',
      evidence: view.gaps,
    },
  ];
}

/** BG-CA-04: one and the same account must be excluded from all policies; a different account for each is not enough. */
export const oneAccountExcluded: Control = {
  id: 'BG-CA-04',
  title: 'One account is excluded from all policies',
  severity: 'critical',
  rationale: 'If no account escapes every policy, one faulty set of policies can lock out the whole organization.',
  references: ['CIS M365 1.1.2'],
  permissions: CA_PERMISSIONS,
  licence: 'P1',
  kind: 'auto',
  fix: 'F13',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 20,
    roles: ['Conditional Access Administrator'],
    expected: 'One and the same emergency account is excluded from every enabled policy that targets users.',
    review: [
      'Look at the matrix of accounts and policies in the report: which account is closest to being excluded everywhere?',
      'Different accounts in different policies do not count: a combination of policies could still keep both out.',
    ],
    plan: [
      'Choose the account with the fewest gaps, and close those first. Then do the same for the others (BG-CA-01).',
    ],
    implement: [
      'Open each policy that still reaches the account, and add it under Users, Exclude. Remove nobody.',
      'Where the account merely is not in scope, exclude it too.',
    ],
    verify: ['Scan again: the control names the account that is excluded from all policies.'],
  },
  evaluate: judgeTenant,
};
