import type { ConditionalAccessPolicy } from '../../tenant/conditional-access-policy.js';
import type { Applicability } from '../../tenant/policy-applicability.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import type { WhatIfAnswer, WhatIfResult, WhatIfScenario } from '../../tenant/what-if.js';
import type { Evidence } from '../control.js';
import { listNames } from '../words.js';
import { policyPortalUrl, policySubject } from './policy-view.js';

/**
 * Whether What If and the bot's own computation agree about whom the enforced policies reach. What If knows conditions that
 * the bot does not look at, so it may say "does not apply" for many reasons; only one that is about the user contradicts.
 */

export const WHAT_IF_SOURCE = 'POST /identity/conditionalAccess/evaluate';

/** What was computed of one enforced policy. */
export interface Computed {
  readonly policy: ConditionalAccessPolicy;
  readonly applicability: Applicability;
}

interface Contradiction {
  readonly policy: { readonly id: string; readonly displayName: string };
  readonly computed: string;
  readonly said: string;
}

/** Reasons that say nothing of conditions: with no other one What If denies what was computed. */
const ABOUT_WHOM: readonly string[] = ['users', 'workloadIdentities', 'policyNotEnabled', 'notSet'];

/** Whether every sign-in of this kind is the policy's business, as far as the bot knows its conditions. */
function mustHit(
  { applications, clientAppTypes }: ConditionalAccessPolicy,
  { clientAppType }: WhatIfScenario,
): boolean {
  const isForAll = applications.includeApplications.includes('All') && applications.excludeApplications.length === 0;
  return isForAll && (clientAppTypes.includes('all') || clientAppTypes.includes(clientAppType));
}

/** `notEnoughInformation` is no answer, and a condition that the bot does not look at explains everything. */
function deniesTheUser(policy: ConditionalAccessPolicy, result: WhatIfResult, scenario: WhatIfScenario): boolean {
  const { policyApplies, analysisReasons } = result;
  if (policyApplies) return false;
  const isUnexplained = analysisReasons.every((reason) => ABOUT_WHOM.includes(reason));
  return analysisReasons.includes('users') || (isUnexplained && mustHit(policy, scenario));
}

function wordsOf({ application, clientAppType, devicePlatform, country, ...risks }: WhatIfScenario): string {
  const risk = risks.signInRiskLevel === 'none' && risks.userRiskLevel === 'none' ? '' : ', at risk';
  return `${application} with ${clientAppType} on ${devicePlatform} from ${country}${risk}`;
}

function contradictionWith(
  { policy, applicability }: Computed,
  result: WhatIfResult,
  scenario: WhatIfScenario,
): string | null {
  switch (applicability.result) {
    case 'excluded':
    case 'notInScope':
      return result.policyApplies ? 'applies' : null;
    case 'applies':
      return deniesTheUser(policy, result, scenario)
        ? `does not apply (${result.analysisReasons.join(', ') || 'no reason'})`
        : null;
    case 'unknown':
      return null;
  }
}

/** A policy that What If applies and that neither list of policies has: the list was not whole. */
function isUnheardOf({ policies, betaPolicies }: TenantSnapshot, { policyId, policyApplies }: WhatIfResult): boolean {
  if (!policyApplies || !policies.known) return false;
  const listed = [
    ...policies.value.policies,
    ...policies.value.malformed,
    ...(betaPolicies.known ? betaPolicies.value : []),
  ];
  return listed.every(({ id }) => id?.toLowerCase() !== policyId.toLowerCase());
}

function contradictionsIn(
  snapshot: TenantSnapshot,
  computed: readonly Computed[],
  { scenario, results }: WhatIfAnswer,
): readonly Contradiction[] {
  return results.flatMap((result): readonly Contradiction[] => {
    const own = computed.find(({ policy }) => policy.id.toLowerCase() === result.policyId.toLowerCase());
    if (own === undefined) {
      const policy = { id: result.policyId, displayName: result.policyName };
      return isUnheardOf(snapshot, result)
        ? [{ policy, computed: 'no such policy was listed', said: `applies for ${wordsOf(scenario)}` }]
        : [];
    }
    const said = contradictionWith(own, result, scenario);
    const { result: reach, via } = own.applicability;
    return said === null
      ? []
      : [{ policy: own.policy, computed: `${reach}: ${via.join(' | ')}`, said: `${said} for ${wordsOf(scenario)}` }];
  });
}

export interface Disagreement {
  /** The policies, as a part of a sentence. */
  readonly names: string;
  /** Both answers, once for each policy. */
  readonly evidence: readonly Evidence[];
}

function toEvidence(contradictions: readonly Contradiction[], readAt: string): Evidence {
  const [first, ...others] = contradictions as readonly [Contradiction, ...Contradiction[]];
  const more = others.length === 0 ? '' : `, and in ${others.length} more sign-ins`;
  return {
    source: WHAT_IF_SOURCE,
    readAt,
    expected: `as computed: ${first.computed}`,
    actual: `What If: ${first.said}${more}`,
    object: policySubject(first.policy),
    portalUrl: policyPortalUrl(first.policy.id),
  };
}

/** Where the answers of What If contradict what was computed of every enforced policy; null when nowhere. */
export function disagreementOf(
  snapshot: TenantSnapshot,
  computed: readonly Computed[],
  answers: readonly WhatIfAnswer[],
  readAt: string,
): Disagreement | null {
  const all = answers.flatMap((answer) => contradictionsIn(snapshot, computed, answer));
  const ids = [...new Set(all.map(({ policy }) => policy.id))];
  if (ids.length === 0) return null;
  const byPolicy = ids.map((id) => all.filter(({ policy }) => policy.id === id));
  return {
    names: listNames(byPolicy.flatMap(([first]) => first?.policy.displayName ?? [])),
    evidence: byPolicy.map((contradictions) => toEvidence(contradictions, readAt)),
  };
}
