import { judgeMethods } from '../authentication/phishing-resistant-method.js';
import { canSatisfy } from '../conditional-access/policy-demand.js';
import { POLICIES_SOURCE, viewPolicies } from '../conditional-access/policy-view.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Judgement } from '../control.js';
import { judgeAccounts, reasonOf, tenantSubject, whenKnown, type ResolvedAccount } from '../per-account.js';
import { countOf, listReasons } from '../words.js';

const SOURCE = 'GET /policies/identitySecurityDefaultsEnforcementPolicy';
const EXPECTED = 'security defaults that every account can satisfy, or Conditional Access policies in their place';

/** Whether something weaker than BG-AUTH-01 asks for answers the demand all the same. */
function answersOtherwise(snapshot: TenantSnapshot, { reading }: ResolvedAccount): boolean {
  return canSatisfy({ kind: 'mfa' }, snapshot, reading) === true;
}

/** Security defaults know no exclusions: each account must be able to answer their demand for multifactor authentication. */
function judgeUnderDefaults(judgement: Judgement, snapshot: TenantSnapshot, account: ResolvedAccount): Judgement {
  switch (judgement.outcome) {
    case 'pass':
      return { ...judgement, summary: 'Security defaults are on, and the account can satisfy them.' };
    case 'fail':
      return answersOtherwise(snapshot, account)
        ? {
            ...judgement,
            outcome: 'warn',
            summary: `Security defaults are on, and only a method that does not resist phishing satisfies them. ${judgement.summary}`,
          }
        : { ...judgement, summary: `Security defaults are on and know no exclusions. ${judgement.summary}` };
    case 'warn':
    case 'error':
    case 'manual':
    case 'notApplicable':
      return judgement;
  }
}

function judgeWithoutDefaults(snapshot: TenantSnapshot, readAt: string): Judgement {
  const subject = tenantSubject(snapshot);
  const { policies, gaps, readAt: policiesReadAt } = viewPolicies(snapshot, 'enabled');
  const isOff = { source: SOURCE, readAt, expected: EXPECTED, actual: 'isEnabled is false' };
  if (policies.length > 0) {
    const count = countOf(policies.length, 'enabled policy', 'enabled policies');
    const evidence = [isOff, { source: POLICIES_SOURCE, readAt: policiesReadAt, expected: EXPECTED, actual: count }];
    const summary = 'Security defaults are off; Conditional Access policies are in their place.';
    return { subject, outcome: 'pass', summary, evidence };
  }
  if (gaps.length > 0) {
    const reasons = listReasons(gaps.map(reasonOf));
    const summary = `Security defaults are off, and it is not known whether any policy takes their place: ${reasons}.`;
    return { subject, outcome: 'error', summary, evidence: [isOff, ...gaps] };
  }
  const evidence = [
    isOff,
    { source: POLICIES_SOURCE, readAt: policiesReadAt, expected: EXPECTED, actual: 'no enabled policy targets users' },
  ];
  const summary = 'The tenant has neither security defaults nor an enabled Conditional Access policy for users.';
  return { subject, outcome: 'warn', summary, evidence };
}

/** BG-TEN-01: what governs sign-in at all, and whether the accounts get past it. */
export const securityDefaultsUnderstood: Control = {
  id: 'BG-TEN-01',
  title: 'Security defaults understood',
  severity: 'high',
  rationale:
    'Security defaults apply to emergency accounts too and allow no exclusions; with neither, nothing protects anybody.',
  references: ['Microsoft: Security defaults in Microsoft Entra ID', 'Maester MT.1021'],
  permissions: ['Policy.Read.All', 'User.Read.All', 'UserAuthenticationMethod.Read.All', 'AuditLog.Read.All'],
  licence: 'Free',
  kind: 'auto',
  fix: 'human',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 45,
    roles: ['Conditional Access Administrator'],
    expected:
      'Either Conditional Access governs sign-ins, or security defaults do and every emergency account has a phishing-resistant method.',
    review: [
      'Look under Overview, Properties, Manage security defaults in the Microsoft Entra admin center whether they are enabled.',
      'Security defaults have no exclusions: the emergency accounts must pass multifactor authentication at each sign-in.',
    ],
    plan: [
      'Keep security defaults only if every account has a security key.',
      'With Microsoft Entra ID P1, plan policies that replace them, with the accounts excluded from the first day.',
    ],
    implement: [
      'Register a security key for each account (BG-AUTH-01).',
      'Or create the policies report-only, disable security defaults, and switch the policies on directly afterwards.',
    ],
    verify: ['Scan again: the control passes.', 'Sign in with each emergency account after the change.'],
  },
  evaluate: (snapshot) =>
    whenKnown(
      snapshot.securityDefaults,
      { subject: tenantSubject(snapshot), source: SOURCE, expected: EXPECTED },
      ({ isEnabled }, readAt) =>
        isEnabled
          ? judgeAccounts(snapshot, (account) =>
              judgeMethods(snapshot, account).map((one) => judgeUnderDefaults(one, snapshot, account)),
            )
          : [judgeWithoutDefaults(snapshot, readAt)],
    ),
};
