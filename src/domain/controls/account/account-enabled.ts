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
  evaluate: (snapshot) => judgeAccounts(snapshot, (account) => [judge(account)]),
};
