import type { TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement, ScanSettings } from '../control.js';
import { reasonOf, tenantSubject } from '../per-account.js';
import { listReasons } from '../words.js';
import { targetsOnlyEmergencyAccounts } from './dedicated-policy.js';
import { dedicatedEvidence, judgeDedicatedPolicy } from './judge-dedicated-policy.js';
import { CA_PERMISSIONS } from './permissions.js';
import { viewPolicies, type PolicyView } from './policy-view.js';

/** What keeps the list of dedicated policies from being complete. */
function gapEvidence(snapshot: TenantSnapshot, views: readonly PolicyView[]): readonly Evidence[] {
  const unproven = views.flatMap((view) =>
    view.policies.flatMap((policy) => {
      const proof = targetsOnlyEmergencyAccounts(policy, snapshot);
      return proof.answer === 'unknown'
        ? [
            dedicatedEvidence(
              policy,
              view,
              `cannot tell whether "${policy.displayName}" is a dedicated policy: ${proof.why}`,
            ),
          ]
        : [];
    }),
  );
  const gaps = views.flatMap((view) => view.gaps);
  // Both lists can be missing the same thing; it is said once.
  const distinct = new Map(gaps.map((gap) => [JSON.stringify(gap), gap]));
  return [...distinct.values(), ...unproven];
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
      .flatMap((policy) => judgeDedicatedPolicy(snapshot, policy, view)),
  );
  const gaps = gapEvidence(snapshot, views);
  if (gaps.length === 0) return judgements.length > 0 ? judgements : [judgeAbsence(snapshot, settings)];
  return [
    // A `pass` would say that the dedicated policies are right, and nobody knows whether these are all of them.
    ...judgements.filter(({ outcome }) => outcome !== 'pass'),
    {
      subject,
      outcome: 'error',
      summary: `Cannot tell which policies are dedicated to the emergency accounts: ${listReasons(gaps.map(reasonOf))}.`,
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
  kind: 'auto',
  fix: 'F15',
  guide: {
    baseline: 'Recommended',
    minutesToFix: 30,
    roles: ['Conditional Access Administrator'],
    expected:
      'A policy for the emergency accounts alone demands phishing-resistant authentication, and every account it reaches can satisfy it.',
    review: [
      'Look for a policy that includes the emergency accounts or their group and nobody else.',
      'Read its grant controls: a block, a device or app requirement, a password change or terms of use lock the accounts out.',
    ],
    plan: [
      'Every account needs a key that the demanded strength accepts (BG-AUTH-01) before the policy exists.',
      'Create the policy report-only, and switch it on in a second step that people decide.',
    ],
    implement: [
      'Create a policy for the group of emergency accounts and all resources that demands the strength "Phishing-resistant MFA", report-only.',
      'If one exists that the accounts cannot satisfy, register the keys or exclude the account at once.',
    ],
    verify: [
      'Scan again: every account can satisfy the policy.',
      'Look at the report-only result of a drill with each account before the policy is switched on.',
    ],
  },
  evaluate: judgeTenant,
};
