import type { Control } from '../control.js';
import { judgeAccounts, type ResolvedAccount } from '../per-account.js';
import type { Judgement } from '../control.js';

function judge({ user, subject, readAt }: ResolvedAccount): Judgement {
  const evidence = [
    {
      source: `GET /users/${user.id}`,
      readAt,
      expected: 'accountEnabled is true',
      actual: `accountEnabled is ${String(user.accountEnabled)}`,
    },
  ];
  switch (user.accountEnabled) {
    case true:
      return { subject, outcome: 'pass', summary: 'The account is enabled.', evidence };
    case false:
      return {
        subject,
        outcome: 'fail',
        summary: 'Sign-in is blocked: the account cannot be used in an emergency. Enable it.',
        evidence,
      };
    case null:
      return {
        subject,
        outcome: 'error',
        summary: 'Graph did not say whether the account is enabled; check that User.Read.All is granted.',
        evidence,
      };
  }
}

export const accountEnabled: Control = {
  id: 'BG-ACC-01',
  title: 'Account enabled',
  severity: 'critical',
  rationale: 'A disabled account is no way in, and nobody notices until it is needed.',
  references: ['CIS M365 1.1.2', 'TrueConfig PA-03'],
  permissions: ['User.Read.All'],
  licence: 'Free',
  kind: 'auto',
  fix: 'F2',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 10,
    roles: ['Privileged Authentication Administrator'],
    expected: 'The account is enabled (accountEnabled is true).',
    review: [
      'Open the account in the Microsoft Entra admin center and look at "Account enabled".',
      'Read in the audit log who disabled it, and when.',
    ],
    plan: [
      'If it was disabled within the last 24 hours, ask the person first: it may be incident response.',
      'Settle a user risk before the account can sign in again.',
    ],
    implement: ['Edit the properties of the account, set "Account enabled", and save.'],
    verify: [
      'Scan again: the control passes for the account.',
      'Sign in with it in a drill, and see that the alert about the sign-in arrives.',
    ],
  },
  evaluate: (snapshot) => judgeAccounts(snapshot, (account) => [judge(account)]),
};
