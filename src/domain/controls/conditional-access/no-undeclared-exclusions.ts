import type { ConditionalAccessPolicy } from '../../tenant/conditional-access-policy.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import { DEFAULT_SETTINGS, type Control, type Evidence, type Judgement, type ScanSettings } from '../control.js';
import { noAccountDesignated, reasonOf, tenantSubject } from '../per-account.js';
import { countOf, listNames, listReasons } from '../words.js';
import { EXCLUSION_PERMISSIONS } from './permissions.js';
import { POLICIES_SOURCE, policyPortalUrl, policySubject, viewPolicies, type PolicyView } from './policy-view.js';
import { declarationOf, exclusionsOf, type JudgedExclusion } from './undeclared-exclusions.js';

const EXPECTED = 'nobody is excluded but the emergency accounts, the groups that carry them, and what was declared';

interface Row {
  readonly policy: ConditionalAccessPolicy;
  readonly exclusions: readonly JudgedExclusion[];
}

interface Situation {
  readonly snapshot: TenantSnapshot;
  readonly settings: ScanSettings;
  readonly view: PolicyView;
  readonly rows: readonly Row[];
}

/** A gap in one of these is a way around multifactor authentication or around a block. */
function guards({ grantControls }: ConditionalAccessPolicy): boolean {
  if (grantControls === null) return false;
  const { builtInControls, authenticationStrength } = grantControls;
  return authenticationStrength !== null || builtInControls.some((control) => ['mfa', 'block'].includes(control));
}

function namesOf(exclusions: readonly JudgedExclusion[]): string {
  return listNames([...new Set(exclusions.map(({ name }) => name))]);
}

function judgePolicy({ policy, exclusions }: Row, { readAt }: PolicyView): readonly Judgement[] {
  const undeclared = exclusions.filter(({ declaration }) => declaration === 'undeclared');
  if (!guards(policy) || undeclared.length === 0) return [];
  return [
    {
      subject: policySubject(policy),
      outcome: 'fail',
      summary: `The policy excludes others than the emergency accounts: ${namesOf(undeclared)}. Take them out, cover them by another policy, or accept them with a reason.`,
      evidence: undeclared.map(({ kind, id, name }) => ({
        source: POLICIES_SOURCE,
        readAt,
        expected: EXPECTED,
        actual: `excludes ${kind} ${id}`,
        ...(kind === 'group' && { object: { type: 'group', id, name } as const }),
        ...(kind === 'user' && { object: { type: 'account', id, name } as const }),
        portalUrl: policyPortalUrl(policy.id),
      })),
    },
  ];
}

function judgeShadow(exclusion: JudgedExclusion, count: number, { rows, settings, view }: Situation): Judgement {
  const { kind, id, name } = exclusion;
  const percent = settings.shadowExclusionPercent;
  const bySetting =
    count < rows.length || percent !== DEFAULT_SETTINGS.shadowExclusionPercent
      ? ` The setting shadowExclusionPercent asks for ${percent} percent.`
      : '';
  const actual = `excluded from ${count} of ${countOf(rows.length, 'enabled policy', 'enabled policies')}`;
  return {
    subject: { type: kind === 'group' ? 'group' : 'account', id, name },
    outcome: 'warn',
    summary: `Works like an emergency account that nobody designated: ${actual}.${bySetting} Designate it, or end its exclusions.`,
    evidence: [{ source: POLICIES_SOURCE, readAt: view.readAt, expected: EXPECTED, actual }],
  };
}

/** Users and groups that are excluded from so many policies as only an emergency account should be. */
function judgeShadows(situation: Situation): readonly Judgement[] {
  const { rows, settings } = situation;
  const candidates = rows.flatMap(({ exclusions }) =>
    exclusions.filter(({ kind, declaration }) => (kind === 'user' || kind === 'group') && declaration === 'undeclared'),
  );
  const distinct = [...new Map(candidates.map((one) => [`${one.kind} ${one.id}`, one])).values()];
  return distinct.flatMap((one) => {
    const isIn = ({ exclusions }: Row) => exclusions.some(({ kind, id }) => kind === one.kind && id === one.id);
    const count = rows.filter(isIn).length;
    return count * 100 >= settings.shadowExclusionPercent * rows.length ? [judgeShadow(one, count, situation)] : [];
  });
}

function judgeUnknown({ snapshot, view, rows }: Situation): readonly Judgement[] {
  const open = rows.flatMap(({ exclusions }) => exclusions.filter(({ declaration }) => declaration === 'unknown'));
  const gaps: readonly Evidence[] = [...view.gaps, ...open.flatMap((exclusion) => exclusion.gaps)];
  if (gaps.length === 0 && open.length === 0) return [];
  const evidence = [...new Map(gaps.map((gap) => [JSON.stringify(gap), gap])).values()];
  const undecided =
    open.length === 0 ? [] : [`nobody can tell whether they carry an emergency account: ${namesOf(open)}`];
  const reasons = listReasons([...evidence.map(reasonOf), ...undecided]);
  const summary = `Cannot tell who else is excluded from enabled policies: ${reasons}.`;
  return [{ subject: tenantSubject(snapshot), outcome: 'error', summary, evidence }];
}

function judgeClear({ snapshot, view, rows }: Situation): Judgement {
  const subject = tenantSubject(snapshot);
  if (rows.length === 0) {
    return { subject, outcome: 'notApplicable', summary: 'No enabled policy targets users.', evidence: [] };
  }
  const accepted = rows.flatMap(({ exclusions }) => exclusions.filter(({ declaration }) => declaration === 'accepted'));
  const note = accepted.length === 0 ? '' : ` Accepted by the setting declaredExclusions: ${namesOf(accepted)}.`;
  const actual = `nobody else in ${countOf(rows.length, 'policy', 'policies')}`;
  return {
    subject,
    outcome: 'pass',
    summary: `No enabled policy that blocks or demands multifactor authentication excludes anybody undeclared.${note}`,
    evidence: [{ source: POLICIES_SOURCE, readAt: view.readAt, expected: EXPECTED, actual }],
  };
}

function judgeTenant(snapshot: TenantSnapshot, settings: ScanSettings): readonly Judgement[] {
  if (snapshot.emergencyAccounts.length === 0) return [noAccountDesignated(snapshot)];
  const view = viewPolicies(snapshot, 'enabled');
  const rows = view.policies.map((policy) => ({
    policy,
    exclusions: exclusionsOf(policy, snapshot).map((one) => declarationOf(one, snapshot, settings)),
  }));
  const situation = { snapshot, settings, view, rows };
  const judgements = [
    ...rows.flatMap((row) => judgePolicy(row, view)),
    ...judgeShadows(situation),
    ...judgeUnknown(situation),
  ];
  return judgements.length > 0 ? judgements : [judgeClear(situation)];
}

/** BG-CA-12: whoever is excluded and not known for it is a way in that nobody guards. */
export const noUndeclaredExclusions: Control = {
  id: 'BG-CA-12',
  title: 'No undeclared exclusions',
  severity: 'high',
  rationale:
    'An account that policies leave out and nobody watches is an emergency account for whoever finds it first.',
  references: ['ScubaGear CapExclusions', 'Prowler entra_conditional_access_policy_no_exclusion_gaps'],
  permissions: EXCLUSION_PERMISSIONS,
  licence: 'P1',
  kind: 'auto',
  fix: 'human',
  guide: {
    baseline: 'Recommended',
    minutesToFix: 45,
    roles: ['Conditional Access Administrator'],
    expected:
      'Policies that block or demand multifactor authentication exclude the emergency accounts, and otherwise only what was declared.',
    review: [
      'Open each named policy and look at Users, Exclude: users and groups, guests, and directory roles.',
      'Ask the owner of each excluded account or group why it is there and since when; the audit log shows who added it.',
    ],
    plan: [
      'Sort the exclusions into three: an emergency account to designate, a technical need to cover with another policy, and leftovers to remove.',
      'For what has to stay, such as the synchronization account, write down owner, reason and end, and list its object ID in the setting declaredExclusions.',
    ],
    implement: [
      'Create the covering policy in report-only, look at its effect for some days, and enable it before anything else changes.',
      'Remove the leftovers from Users, Exclude, one policy at a time. Leave the emergency accounts and their group in the list.',
    ],
    verify: [
      'Scan again: BG-CA-12 passes, and BG-CA-01 still passes for every emergency account.',
      'Ask What If for an account that was removed from an exclusion: the policy applies to it.',
    ],
  },
  evaluate: judgeTenant,
};
