import type { AccountReading, TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement } from '../control.js';
import { accountSubject, judgeAccounts, missingEvidence, reasonOf } from '../per-account.js';
import { listNames, listReasons } from '../words.js';

const EXPECTED = 'designated once, and sharing no phone and no mailbox with another emergency account';

/** Digits only: people write one number in many ways. */
function phonesOf({ user, authenticationMethods }: AccountReading): ReadonlySet<string> {
  const registered = authenticationMethods.known
    ? authenticationMethods.value.map(({ phoneNumber }) => phoneNumber)
    : [];
  const mobile = user.known && user.value !== null ? user.value.mobilePhone : null;
  const digits = [mobile, ...registered].flatMap((phone) => (phone === null ? [] : [phone.replace(/\D/g, '')]));
  return new Set(digits.filter((phone) => phone !== ''));
}

/** Lower case. Of the proxy addresses only those of mailboxes count, without their `smtp:`. */
function mailboxesOf({ user }: AccountReading): ReadonlySet<string> {
  if (!user.known || user.value === null) return new Set();
  const { mail, otherMails, proxyAddresses } = user.value;
  const proxies = proxyAddresses
    .map((address) => address.toLowerCase())
    .filter((address) => address.startsWith('smtp:'));
  const plain = [...(mail === null ? [] : [mail]), ...otherMails].map((address) => address.toLowerCase());
  return new Set([...plain, ...proxies.map((address) => address.slice('smtp:'.length))].filter((text) => text !== ''));
}

function shares(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((member) => b.has(member));
}

/** What the readings about other things say an ID belongs to, where that is no user: a designated ID can be any object's. */
function otherKindOf({ references, roleHolders, exclusionGroups }: TenantSnapshot, { id, user }: AccountReading) {
  if (!user.known || user.value !== null) return undefined;
  const seen = [
    ...(references.known ? references.value : []),
    ...(roleHolders.known ? roleHolders.value : []),
    ...exclusionGroups.flatMap(({ members, transitiveMembers }) => [
      ...(members.known ? members.value : []),
      ...(transitiveMembers.known ? transitiveMembers.value : []),
    ]),
  ];
  const kinds = seen.flatMap((object) => (object.id.toLowerCase() === id.toLowerCase() ? (object.kind ?? []) : []));
  return [...kinds].sort().find((kind) => kind !== 'user');
}

function problemsOf(snapshot: TenantSnapshot, account: AccountReading): readonly string[] {
  const { emergencyAccounts, accounts } = snapshot;
  const times = emergencyAccounts.filter(({ objectId }) => objectId.toLowerCase() === account.id.toLowerCase()).length;
  const others = accounts.filter(({ id }) => id !== account.id);
  const namesOf = (readings: readonly AccountReading[]) =>
    listNames(readings.map((other) => accountSubject(other).name));
  const byPhone = others.filter((other) => shares(phonesOf(account), phonesOf(other)));
  const byMailbox = others.filter((other) => shares(mailboxesOf(account), mailboxesOf(other)));
  const kind = otherKindOf(snapshot, account);
  return [
    ...(kind === undefined ? [] : [`it is a ${kind}, and nobody can sign in as one`]),
    ...(times > 1 ? [`it is designated ${times} times`] : []),
    ...(byPhone.length > 0 ? [`it shares a phone with ${namesOf(byPhone)}`] : []),
    ...(byMailbox.length > 0 ? [`it shares a mailbox with ${namesOf(byMailbox)}`] : []),
  ];
}

const CONTACTS = ['mail', 'otherMails', 'proxyAddresses', 'mobilePhone'];

/** An account of which Graph left out how it is reached. */
function contactGap({ id, user }: AccountReading): readonly Evidence[] {
  if (!user.known || user.value === null) return [];
  const missing = CONTACTS.filter((name) => user.value?.missingProperties.includes(name));
  const actual = `Graph left out ${missing.join(', ')}; check that User.Read.All is granted`;
  return missing.length === 0 ? [] : [{ source: `GET /users/${id}`, readAt: user.readAt, expected: EXPECTED, actual }];
}

/** What is missing to compare the accounts with each other. An account that does not exist has nothing to share. */
function gapsIn({ accounts }: TenantSnapshot): readonly Evidence[] {
  return accounts.flatMap((account) => {
    const { id, user, authenticationMethods } = account;
    return [
      ...(user.known ? [] : [missingEvidence(`GET /users/${id}`, EXPECTED, user)]),
      ...(authenticationMethods.known || (user.known && user.value === null)
        ? []
        : [missingEvidence(`GET /users/${id}/authentication/methods`, EXPECTED, authenticationMethods)]),
      ...contactGap(account),
    ];
  });
}

function judgeProblems(snapshot: TenantSnapshot, account: AccountReading): readonly Judgement[] {
  const problems = problemsOf(snapshot, account);
  if (problems.length === 0) return [];
  const readAt = account.user.known ? account.user.readAt : null;
  return [
    {
      subject: accountSubject(account),
      outcome: 'fail',
      summary: `The entry is no independent account: ${problems.join(', and ')}. Designate accounts that each have their own.`,
      evidence: problems.map((actual) => ({ source: `GET /users/${account.id}`, readAt, expected: EXPECTED, actual })),
    },
  ];
}

function judgeRest(snapshot: TenantSnapshot, account: AccountReading): readonly Judgement[] {
  const subject = accountSubject(account);
  const gaps = gapsIn(snapshot);
  if (gaps.length > 0) {
    const summary = `Cannot be compared with the other accounts: ${listReasons(gaps.map(reasonOf))}.`;
    return [{ subject, outcome: 'error', summary, evidence: gaps }];
  }
  if (problemsOf(snapshot, account).length > 0) return [];
  const readAt = account.user.known ? account.user.readAt : null;
  const evidence = [{ source: `GET /users/${account.id}`, readAt, expected: EXPECTED, actual: 'nothing is shared' }];
  return [{ subject, outcome: 'pass', summary: 'Designated once; shares no phone and no mailbox.', evidence }];
}

/**
 * BG-INV-03: accounts that share something fail together. Whether two accounts share one physical key, no API tells.
 * A duplicate designation needs no directory, so it is reported even of an account that was not read.
 */
export const distinctAccounts: Control = {
  id: 'BG-INV-03',
  title: 'Accounts are distinct and independent',
  severity: 'high',
  rationale: 'Two entries that are one account, or hang on one phone or mailbox, are lost together.',
  references: ['CIS M365 1.1.2'],
  permissions: ['User.Read.All', 'UserAuthenticationMethod.Read.All'],
  licence: 'Free',
  kind: 'auto',
  fix: 'config',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 20,
    roles: ['Privileged Authentication Administrator'],
    expected: 'Every account is designated once, and shares no phone number and no mailbox with another one.',
    review: [
      'Read in the finding which entry is a duplicate, or which number or address two accounts share.',
      'Open the authentication methods and the contact information of both accounts in the Microsoft Entra admin center.',
    ],
    plan: [
      'Decide which account keeps the shared phone or mailbox, if either needs it at all.',
      'No API shows whether two accounts hang on one physical key or one safe: ask the custodians.',
    ],
    implement: [
      'Take duplicates out of EMERGENCY_ACCOUNTS and restart.',
      'Remove the shared number or address from one account, and give each account its own security keys.',
    ],
    verify: ['Scan again: nothing is shared any more.', 'Check that each account still has a security key that works.'],
  },
  evaluate: (snapshot) => [
    ...snapshot.accounts.flatMap((account) => judgeProblems(snapshot, account)),
    ...judgeAccounts(snapshot, ({ reading }) => judgeRest(snapshot, reading)),
  ],
};
