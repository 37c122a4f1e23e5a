import type { DirectoryUser, Domain } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement } from '../control.js';
import { daysLeft } from '../days.js';
import { judgeAccounts, whenKnown, type ResolvedAccount } from '../per-account.js';
import { countOf } from '../words.js';
import { domainOf, longestRootOf } from './governing-domain.js';

const SOURCE = 'GET /domains';
const EXPECTED = 'the password never expires, by the account or by its domain';
/** The largest number of days that Graph can hold: how the admin center writes "never". */
const NEVER = 2_147_483_647;

interface Case {
  readonly account: ResolvedAccount;
  /** The verified root domain that sets how long passwords are valid; undefined when none of the list matches. */
  readonly governing: Domain | undefined;
  readonly domainsReadAt: string;
  readonly takenAt: string;
}

function governingDomain({ userPrincipalName }: DirectoryUser, domains: readonly Domain[]): Domain | undefined {
  const suffix = domainOf(userPrincipalName);
  const isListed = domains.some(({ id }) => id.toLowerCase() === suffix);
  // A sub-domain's own row may hold a value that has no effect.
  const verified = domains.filter(({ isVerified }) => isVerified);
  return isListed ? longestRootOf(suffix, verified) : undefined;
}

function neverExpires({ passwordPolicies }: DirectoryUser): boolean {
  const flags = passwordPolicies?.split(',').map((flag) => flag.trim().toLowerCase());
  return flags?.includes('disablepasswordexpiration') === true;
}

function evidenceOf({ account: { user, readAt }, governing, domainsReadAt }: Case): readonly Evidence[] {
  const days = governing === undefined ? 'no verified root domain matches' : describeValidity(governing);
  return [
    {
      source: `GET /users/${user.id}`,
      readAt,
      expected: EXPECTED,
      actual: `passwordPolicies is ${user.passwordPolicies ?? 'not set'}, lastPasswordChangeDateTime is ${user.lastPasswordChangeDateTime ?? 'not set'}`,
    },
    { source: SOURCE, readAt: domainsReadAt, expected: EXPECTED, actual: days },
  ];
}

function describeValidity({ id, authenticationType, passwordValidityPeriodInDays: days }: Domain): string {
  return `"${id}": ${authenticationType}, passwordValidityPeriodInDays is ${days === null ? 'not set' : String(days)}`;
}

function describeExpiry({ account: { user }, takenAt }: Case, days: number): string {
  const left = daysLeft(user.lastPasswordChangeDateTime, days, takenAt);
  if (left === null) {
    return `The password expires ${countOf(days, 'day', 'days')} after its last change, and Graph does not say when that was`;
  }
  return left < 0 ? 'The password has expired' : `The password expires in ${countOf(left, 'day', 'days')}`;
}

type Verdict = Pick<Judgement, 'outcome' | 'summary'>;

function judgeValidity(situation: Case): Verdict {
  const { governing } = situation;
  if (governing === undefined) {
    const summary = 'No verified root domain of the tenant matches the sign-in name, so nobody can say; see BG-ACC-03.';
    return { outcome: 'error', summary };
  }
  // Null is how tenants since October 2021 say "never"; before, it was the largest number. Source: MS.AAD.6.1v1.
  const days = governing.passwordValidityPeriodInDays;
  if (days === null || days === NEVER) {
    return { outcome: 'pass', summary: `Passwords on "${governing.id}" do not expire.` };
  }
  return {
    outcome: 'fail',
    summary: `${describeExpiry(situation, days)}: set DisablePasswordExpiration on the account, and leave the domain as it is.`,
  };
}

function judge(situation: Case): Judgement {
  const { account, governing } = situation;
  const { user, subject } = account;
  const evidence = evidenceOf(situation);
  if (governing?.authenticationType === 'Federated') {
    const summary = `"${governing.id}" is federated: its identity provider decides when the password expires; see BG-ACC-03.`;
    return { subject, outcome: 'notApplicable', summary, evidence };
  }
  if (user.missingProperties.includes('passwordPolicies')) {
    const summary = 'Graph left out passwordPolicies, so nobody can say; check that User.Read.All is granted.';
    return { subject, outcome: 'error', summary, evidence };
  }
  if (neverExpires(user)) {
    return { subject, outcome: 'pass', summary: 'The password of the account does not expire.', evidence };
  }
  return { subject, ...judgeValidity(situation), evidence };
}

/** BG-ACC-07: an account that nobody signs in with is the last one whose expired password is noticed. */
export const passwordNeverExpires: Control = {
  id: 'BG-ACC-07',
  title: 'Password does not expire',
  severity: 'high',
  rationale: 'A password that expired in the safe must be changed first, at the moment when nothing else works either.',
  references: [
    'Microsoft: Manage emergency access accounts',
    'SCuBA MS.AAD.6.1v1',
    'CIS M365 1.3.1',
    'Prowler admincenter_settings_password_never_expire',
  ],
  permissions: ['User.Read.All', 'Domain.Read.All'],
  licence: 'Free',
  kind: 'auto',
  fix: 'F7',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 10,
    roles: ['Privileged Authentication Administrator'],
    expected:
      'The password of the account never expires, by its own flag DisablePasswordExpiration or by the setting of its domain.',
    review: [
      'Read in the finding how many days the password has left.',
      'The setting of the domain is in the Microsoft 365 admin center, under the password expiration policy; the flag of the account shows in Microsoft Graph only.',
    ],
    plan: [
      'Set the flag on the account alone. The setting of the domain concerns everybody and stays as it is.',
      'If the password has expired already, set a new one of at least 16 random characters and reseal it.',
    ],
    implement: [
      'In Microsoft Graph PowerShell, run Update-MgUser with -PasswordPolicies "DisablePasswordExpiration". Keep any other flag that is set.',
    ],
    verify: ['Scan again: the control passes for the account.', 'Sign in with the sealed password at the next drill.'],
  },
  evaluate: (snapshot) =>
    judgeAccounts(snapshot, (account) =>
      whenKnown(
        snapshot.domains,
        { subject: account.subject, source: SOURCE, expected: EXPECTED },
        (domains, domainsReadAt) => [
          judge({
            account,
            governing: governingDomain(account.user, domains),
            domainsReadAt,
            takenAt: snapshot.takenAt,
          }),
        ],
      ),
    ),
};
