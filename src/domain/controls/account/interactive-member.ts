import type { Control, Judgement } from '../control.js';
import { judgeAccounts, propertyGaps, undecided, type ResolvedAccount } from '../per-account.js';
import { listReasons } from '../words.js';

const EXPECTED = 'userType is Member, isResourceAccount is not true, and the sign-in name has no #EXT#';

function problemsOf({ user }: ResolvedAccount): readonly string[] {
  return [
    ...(user.userType === null || user.userType === 'Member' ? [] : [`its userType is ${user.userType}`]),
    ...(user.userPrincipalName.toUpperCase().includes('#EXT#') ? ['it was invited from elsewhere (#EXT#)'] : []),
    ...(user.isResourceAccount === true ? ['it is a resource account, such as a room or a phone system'] : []),
  ];
}

function judge(account: ResolvedAccount): Judgement {
  const { user, subject, readAt } = account;
  const actual = `userType is ${String(user.userType)}, isResourceAccount is ${String(user.isResourceAccount)}, sign-in name ${user.userPrincipalName}`;
  const fact = { source: `GET /users/${user.id}`, readAt, expected: EXPECTED, actual };
  const problems = problemsOf(account);
  if (problems.length > 0) {
    const summary = `Not an account of this tenant for a person to sign in with: ${listReasons(problems)}. Designate a cloud-only member account instead.`;
    return { subject, outcome: 'fail', summary, evidence: [fact] };
  }
  const gaps = propertyGaps(account, EXPECTED, ['userType', 'isResourceAccount']);
  if (gaps.length > 0) return undecided(subject, gaps, [fact]);
  if (user.userType === null) {
    const summary = 'Graph says neither member nor guest of the account; set its user type in the admin center.';
    return { subject, outcome: 'error', summary, evidence: [fact] };
  }
  const summary = 'A member account for signing in. Whether it is a shared mailbox, only Exchange knows.';
  return { subject, outcome: 'pass', summary, evidence: [fact] };
}

/** BG-ACC-04: a guest comes and goes with another tenant, and a resource account is not made for signing in. */
export const interactiveMember: Control = {
  id: 'BG-ACC-04',
  title: 'Member account for signing in',
  severity: 'high',
  rationale:
    'A guest signs in at another tenant, and a resource account or shared mailbox is not meant to sign in at all.',
  references: ['Guardrails GR13', 'Microsoft: Properties of a Microsoft Entra B2B collaboration user'],
  permissions: ['User.Read.All'],
  licence: 'Free',
  kind: 'auto',
  fix: 'human',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 60,
    roles: ['Privileged Authentication Administrator', 'Privileged Role Administrator'],
    expected:
      'Each emergency account is a member of this tenant, created here, and neither a room nor a shared mailbox.',
    review: [
      'Open Entra ID > Users > the account > Properties, and look at User type, Creation type and User principal name.',
    ],
    plan: [
      'Do not turn a guest or a resource account into an emergency account: plan a new cloud-only user on the initial domain.',
    ],
    implement: [
      'Create the user, register its security keys, assign Global Administrator permanently, and exclude it as the old one was.',
      'Designate the new account, and take the old one out of the roles and exclusions.',
    ],
    verify: [
      'Sign in once with the key of the new account, and record it as a drill.',
      'Ask an Exchange administrator whether the account is a shared mailbox, and scan again: BG-ACC-04 passes.',
    ],
  },
  evaluate: (snapshot) => judgeAccounts(snapshot, (account) => [judge(account)]),
};
