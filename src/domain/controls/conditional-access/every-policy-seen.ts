import type { BetaPolicy, PolicyList } from '../../tenant/conditional-access-policy.js';
import type { Known } from '../../tenant/observed.js';
import type { Control, Evidence, Judgement, Subject } from '../control.js';
import { cannotJudge, tenantSubject } from '../per-account.js';
import { countOf, listNames, listReasons } from '../words.js';
import { BETA_POLICIES_SOURCE, betaOnlyPolicies, POLICIES_SOURCE } from './policy-view.js';

interface NamedPolicy {
  readonly id: string | null;
  readonly displayName: string | null;
}

/** One way in which the lists differ from a whole and understood one. */
interface Difference {
  readonly label: string;
  readonly policies: readonly (NamedPolicy & { readonly problem?: string })[];
  readonly source: string;
  readonly readAt: string;
  readonly expected: string;
}

function nameOf({ id, displayName }: NamedPolicy): string {
  return displayName ?? id ?? 'a policy without a name';
}

function differencesBetween(list: Known<PolicyList>, beta: Known<readonly BetaPolicy[]>): readonly Difference[] {
  const onBeta = new Set(beta.value.map(({ id }) => id));
  const all: readonly Difference[] = [
    {
      label: 'on beta only',
      policies: betaOnlyPolicies(list.value, beta.value),
      source: BETA_POLICIES_SOURCE,
      readAt: beta.readAt,
      expected: 'v1.0 returns every policy of the beta list',
    },
    {
      label: 'on v1.0 only',
      policies: list.value.policies.filter(({ id }) => !onBeta.has(id)),
      source: POLICIES_SOURCE,
      readAt: list.readAt,
      expected: 'the beta list has every policy of v1.0',
    },
    {
      label: 'not understood',
      policies: list.value.malformed,
      source: POLICIES_SOURCE,
      readAt: list.readAt,
      expected: 'every policy is understood',
    },
  ];
  return all.filter(({ policies }) => policies.length > 0);
}

/** Names every policy with its ID: this is the list somebody has to go through by hand. */
function evidenceOf({ label, policies, source, readAt, expected }: Difference): Evidence {
  const described = policies.map(
    (policy) =>
      `${nameOf(policy)} (${policy.id ?? 'no ID'})${policy.problem === undefined ? '' : `: ${policy.problem}`}`,
  );
  return { source, readAt, expected, actual: `${label}: ${described.join(', ')}` };
}

function judge(subject: Subject, list: Known<PolicyList>, beta: Known<readonly BetaPolicy[]>): Judgement {
  const differences = differencesBetween(list, beta);
  if (differences.length > 0) {
    const reasons = differences.map(({ label, policies }) => `${label}: ${listNames(policies.map(nameOf))}`);
    const advice = 'Check by hand that they exclude the accounts, then scan again.';
    return {
      subject,
      outcome: 'error',
      summary: `The scan did not see every policy; ${listReasons(reasons)}. ${advice}`,
      evidence: differences.map(evidenceOf),
    };
  }
  const count = countOf(list.value.policies.length, 'policy', 'policies');
  return {
    subject,
    outcome: 'pass',
    summary: `Graph v1.0 and beta list the same ${count}, and all were understood.`,
    evidence: [
      {
        source: BETA_POLICIES_SOURCE,
        readAt: beta.readAt,
        expected: 'the same IDs on v1.0 and beta',
        actual: `${count} on both`,
      },
    ],
  };
}

/** BG-CA-13: proves that the other Conditional Access controls judged all there is. Never a `fail`: a gap is `error`. */
export const everyPolicySeen: Control = {
  id: 'BG-CA-13',
  title: 'The scan saw every policy',
  severity: 'critical',
  rationale: 'Graph v1.0 silently leaves out policies that use preview features: "excluded from all" would be a guess.',
  references: ['hashicorp/terraform-provider-azuread#937', 'microsoftgraph/msgraph-sdk-powershell#431'],
  permissions: ['Policy.Read.All'],
  licence: 'P1',
  kind: 'meta',
  fix: 'none',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 20,
    roles: ['Conditional Access Administrator'],
    expected: 'Graph shows the same policies in v1.0 and in beta, and every page of them was read.',
    review: [
      'Read in the finding which policies only one of the two lists contains.',
      'Open them in the Microsoft Entra admin center: a policy that uses a preview feature is left out of v1.0.',
    ],
    plan: [
      'Decide whether the preview feature is needed. As long as it is, check this policy by hand after every change.',
    ],
    implement: [
      'Take the preview feature out of the policy, or exclude the emergency accounts from it in the admin center.',
      'If a list was not read at all, grant the reader Policy.Read.All.',
    ],
    verify: ['Scan again: both lists agree. Until they do, no verdict about policies is complete.'],
  },
  evaluate: (snapshot) => {
    const subject = tenantSubject(snapshot);
    const { policies, betaPolicies } = snapshot;
    if (!policies.known) return [cannotJudge(subject, POLICIES_SOURCE, 'the policies', policies)];
    if (!betaPolicies.known) {
      return [cannotJudge(subject, BETA_POLICIES_SOURCE, 'the beta list of policies', betaPolicies)];
    }
    return [judge(subject, policies, betaPolicies)];
  },
};
