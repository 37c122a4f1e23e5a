import { applicabilityAccountOf } from '../../tenant/applicability-account.js';
import type { ConditionalAccessPolicy } from '../../tenant/conditional-access-policy.js';
import { applicabilityOf } from '../../tenant/policy-applicability.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement } from '../control.js';
import { judgeAccounts, missingEvidence, reasonOf, type ResolvedAccount } from '../per-account.js';
import { countOf, listNames, listReasons } from '../words.js';
import { blockedBy, type PolicyHit } from './blocked-by.js';
import { membershipGap } from './exclusion.js';
import { REACH_PERMISSIONS } from './permissions.js';
import { POLICIES_SOURCE, policyPortalUrl, policySubject, viewPolicies, type PolicyView } from './policy-view.js';
import { disagreementOf, WHAT_IF_SOURCE, type Computed } from './what-if-check.js';

const EXPECTED = 'no enforced policy blocks the account or demands what it cannot answer';

interface Case {
  readonly snapshot: TenantSnapshot;
  readonly account: ResolvedAccount;
  readonly view: PolicyView;
  readonly hits: readonly PolicyHit[];
}

function evidenceOf({ policy, applicability, hit, what }: PolicyHit, { readAt }: PolicyView): Evidence {
  const reach = `${applicability.result}: ${applicability.via.join(' | ')}`;
  return {
    source: POLICIES_SOURCE,
    readAt,
    expected: EXPECTED,
    // What is missing is worded by whoever did not read it.
    ...(hit === 'undecided'
      ? { actual: `${reach}; ${hit}`, detail: `${reach}; ${hit}: ${what}` }
      : { actual: `${reach}; ${hit}: ${what}` }),
    object: policySubject(policy),
    portalUrl: policyPortalUrl(policy.id),
  };
}

function hitsOf({ hits }: Case, kind: PolicyHit['hit']): readonly PolicyHit[] {
  return hits.filter(({ hit }) => hit === kind);
}

function namesOf(hits: readonly PolicyHit[]): string {
  return listNames(hits.map(({ policy }) => policy.displayName));
}

function judgeBlocked(situation: Case): readonly Judgement[] {
  const blocked = hitsOf(situation, 'blocks');
  if (blocked.length === 0) return [];
  const demands = [...new Set(blocked.map(({ what }) => what))].join(', ');
  return [
    {
      subject: situation.account.subject,
      outcome: 'fail',
      summary: `${countOf(blocked.length, 'enabled policy keeps', 'enabled policies keep')} the account out: ${namesOf(blocked)} (${demands}). Exclude the account.`,
      evidence: blocked.map((hit) => evidenceOf(hit, situation.view)),
    },
  ];
}

/** Why the computed part may be wrong. Without What If there is no second opinion, and a refusal of it must be seen. */
function gapsOf(situation: Case): readonly Evidence[] {
  const { account, view } = situation;
  const { whatIf } = account.reading;
  const undecided = hitsOf(situation, 'undecided');
  const isMissing = !whatIf.known && whatIf.reason !== 'unavailable' && whatIf.reason !== 'notLicensed';
  const wasNotAsked = whatIf.known && whatIf.value.length === 0;
  const actual = 'What If was not asked about the account, though there are policies; scan again';
  return [
    ...view.gaps,
    ...undecided.map((hit) => evidenceOf(hit, view)),
    ...(undecided.length > 0 ? membershipGap(account) : []),
    ...(isMissing ? [missingEvidence(WHAT_IF_SOURCE, EXPECTED, whatIf)] : []),
    ...(wasNotAsked ? [{ source: WHAT_IF_SOURCE, readAt: whatIf.readAt, expected: EXPECTED, actual }] : []),
  ];
}

function judgeGaps(situation: Case): readonly Judgement[] {
  const gaps = gapsOf(situation);
  if (gaps.length === 0) return [];
  const summary = `Cannot tell whether a policy keeps the account out: ${listReasons(gaps.map(reasonOf))}.`;
  return [{ subject: situation.account.subject, outcome: 'error', summary, evidence: gaps }];
}

function enforcedIn({ policies }: TenantSnapshot): readonly ConditionalAccessPolicy[] {
  return policies.known ? policies.value.policies.filter(({ state }) => state === 'enabled') : [];
}

function judgeDisagreement({ snapshot, account }: Case): readonly Judgement[] {
  const { whatIf } = account.reading;
  if (!whatIf.known) return [];
  const target = applicabilityAccountOf(snapshot, account.reading, account.user);
  const computed = enforcedIn(snapshot).map((policy): Computed => ({
    policy,
    applicability: applicabilityOf(policy, target),
  }));
  const disagreement = disagreementOf(snapshot, computed, whatIf.value, whatIf.readAt);
  if (disagreement === null) return [];
  const summary = `What If and the bot's own computation contradict each other about ${disagreement.names}: both answers are in the evidence. Rely on neither; scan again, and look at the policy if it stays so.`;
  return [{ subject: account.subject, outcome: 'error', summary, evidence: disagreement.evidence }];
}

/** Nothing is wrong today, and something makes that less certain than it should be. */
function judgeFragile(situation: Case): readonly Judgement[] {
  const { account, view } = situation;
  const { whatIf } = account.reading;
  const [later, labelled] = [hitsOf(situation, 'afterActivation'), hitsOf(situation, 'labelledData')];
  const notes = [
    ...(later.length > 0 ? [`Once an eligible role is activated, these keep the account out: ${namesOf(later)}.`] : []),
    ...(labelled.length > 0 ? [`For labelled data these keep the account out: ${namesOf(labelled)}.`] : []),
    ...(whatIf.known ? [] : [`What If did not confirm the computed result. ${whatIf.detail}`]),
  ];
  if (notes.length === 0) return [];
  const evidence = [
    ...[...later, ...labelled].map((hit) => evidenceOf(hit, view)),
    ...(whatIf.known ? [] : [missingEvidence(WHAT_IF_SOURCE, EXPECTED, whatIf)]),
  ];
  const summary = `No enabled policy keeps the account out. ${notes.join(' ')}`;
  return [{ subject: account.subject, outcome: 'warn', summary, evidence }];
}

function judgeClear({ account, view }: Case): Judgement {
  const { whatIf } = account.reading;
  const asked = whatIf.known ? countOf(whatIf.value.length, 'sign-in', 'sign-ins') : 'no sign-ins';
  const count = countOf(view.policies.length, 'enabled policy', 'enabled policies');
  const actual = `${count} examined; What If agrees in ${asked}`;
  return {
    subject: account.subject,
    outcome: 'pass',
    summary:
      'No enabled policy keeps the account out, and What If agrees. It does not test outages of what policies depend on.',
    evidence: [{ source: WHAT_IF_SOURCE, readAt: whatIf.known ? whatIf.readAt : null, expected: EXPECTED, actual }],
  };
}

function judgeAccount(snapshot: TenantSnapshot, account: ResolvedAccount, view: PolicyView): readonly Judgement[] {
  if (view.policies.length === 0 && view.gaps.length === 0) {
    const summary = 'No enabled policy targets users, so none can keep the account out.';
    return [{ subject: account.subject, outcome: 'notApplicable', summary, evidence: [] }];
  }
  const situation = { snapshot, account, view, hits: blockedBy(snapshot, account, view.policies) };
  const serious = [...judgeBlocked(situation), ...judgeDisagreement(situation), ...judgeGaps(situation)];
  if (serious.length > 0) return serious;
  const fragile = judgeFragile(situation);
  return fragile.length > 0 ? fragile : [judgeClear(situation)];
}

/** BG-CA-03: computed from the policies, and confirmed by What If, which knows conditions that the bot does not look at. */
export const noBlockingControl: Control = {
  id: 'BG-CA-03',
  title: 'No blocking control reaches an account',
  severity: 'critical',
  rationale:
    'An account that is blocked, or asked for a managed device or a method it does not have, is no way in at all.',
  references: ['Microsoft: Conditional Access What If', 'Prowler entra_emergency_access_exclusion', 'Maester MT.1034'],
  permissions: [...REACH_PERMISSIONS, 'UserAuthenticationMethod.Read.All', 'AuditLog.Read.All'],
  licence: 'P1',
  kind: 'auto',
  fix: 'F13',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 15,
    roles: ['Conditional Access Administrator'],
    expected:
      'No enabled policy reaches an emergency account with a block or with a demand that its registered methods cannot answer.',
    review: [
      'Under Conditional Access, open What If, choose the emergency account, and look at "Policies that will apply" for a browser and for a legacy client.',
      'Open each policy of the list and note whether it blocks, or demands a device, an app, terms of use or a method.',
    ],
    plan: [
      'Exclude the account from each of these policies, by the protected exclusion group where there is one.',
      'Keep a second emergency account at hand that gets in, or a signed-in session, until the change is verified.',
    ],
    implement: [
      'Under Users, Exclude, add the exclusion group or the account, and save. Leave the grant controls as they are for everybody else.',
    ],
    verify: [
      'Scan again: BG-CA-03 and BG-CA-01 pass for the account.',
      'Ask What If once more for the same sign-ins: the policy is under "Policies that will not apply".',
      'Sign in with the account in the next drill.',
    ],
  },
  evaluate: (snapshot) => {
    const view = viewPolicies(snapshot, 'enabled');
    return judgeAccounts(snapshot, (account) => judgeAccount(snapshot, account, view));
  },
};
