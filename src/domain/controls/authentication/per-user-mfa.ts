import type { Control, Judgement } from '../control.js';
import { judgeAccounts, missingEvidence, type ResolvedAccount } from '../per-account.js';

const EXPECTED = 'perUserMfaState is disabled';

function judge({ subject, reading }: ResolvedAccount): Judgement {
  const source = `GET /beta/users/${reading.id}/authentication/requirements`;
  const { perUserMfaState: state } = reading;
  if (!state.known) {
    const summary = `The legacy state of multifactor authentication is in Graph beta only and was not read: ${state.detail}`;
    return { subject, outcome: 'notApplicable', summary, evidence: [missingEvidence(source, EXPECTED, state)] };
  }
  const actual = `perUserMfaState is ${state.value ?? 'not there'}`;
  const evidence = [{ source, readAt: state.readAt, expected: EXPECTED, actual }];
  switch (state.value) {
    case 'disabled': {
      const summary = 'The legacy multifactor authentication per user is off.';
      return { subject, outcome: 'pass', summary, evidence };
    }
    case null: {
      const summary = 'Graph beta shows no legacy state of multifactor authentication for the account.';
      return { subject, outcome: 'notApplicable', summary, evidence };
    }
    default: {
      const summary = `The legacy multifactor authentication per user is ${state.value}: it asks for methods of its own, and no exclusion from Conditional Access keeps it away. Turn it off once a security key is registered.`;
      return { subject, outcome: 'warn', summary, evidence };
    }
  }
}

/** BG-AUTH-06: what only Graph beta shows is no ground for calling a tenant unknown. */
export const perUserMfa: Control = {
  id: 'BG-AUTH-06',
  title: 'Legacy multifactor authentication per user is off',
  severity: 'medium',
  rationale: 'It prompts for a phone outside of Conditional Access, at the moment when nobody has one.',
  references: ['Microsoft: Enable per-user Microsoft Entra multifactor authentication'],
  permissions: ['User.Read.All', 'Policy.Read.All'],
  licence: 'Free',
  kind: 'auto (beta)',
  fix: 'F12',
  guide: {
    baseline: 'Recommended',
    minutesToFix: 5,
    roles: ['Authentication Policy Administrator'],
    expected: 'The legacy state of multifactor authentication of each emergency account is disabled.',
    review: ['Open Entra ID > Users > Per-user MFA, and look at the state of the account.'],
    plan: ['See that BG-AUTH-01 passes first: without a key of its own the account would be left with a password.'],
    implement: ['Select the account on the Per-user MFA page, and choose Disable MFA.'],
    verify: [
      'Sign in as the account with its security key: nothing asks for a phone or an app.',
      'Scan again: BG-AUTH-06 passes.',
    ],
  },
  evaluate: (snapshot) => judgeAccounts(snapshot, (account) => [judge(account)]),
};
