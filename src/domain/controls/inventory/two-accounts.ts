import type { AccountReading, TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement } from '../control.js';
import { accountSubject, cannotJudge, missingEvidence, tenantSubject } from '../per-account.js';
import { countOf } from '../words.js';
import { judgeDesignatedGroups, mayMissAccounts } from './designated-groups.js';

const NEEDED = 2;
const EXPECTED = 'the directory has a user with this object ID';

function evidenceOf({ id, user }: AccountReading): Evidence {
  const source = `GET /users/${id}`;
  if (!user.known) return missingEvidence(source, EXPECTED, user);
  const actual = user.value === null ? 'no such user' : user.value.userPrincipalName;
  return { source, readAt: user.readAt, expected: EXPECTED, actual };
}

function judgeCount(snapshot: TenantSnapshot): Judgement {
  const { accounts } = snapshot;
  const subject = tenantSubject(snapshot);
  const evidence = accounts.map(evidenceOf);
  const found = accounts.filter(({ user }) => user.known && user.value !== null).length;
  const unread = accounts.filter(({ user }) => !user.known).length;
  if (found >= NEEDED) {
    return { subject, outcome: 'pass', summary: `${found} distinct emergency access accounts exist.`, evidence };
  }
  if (found + unread >= NEEDED) {
    const summary = `Only ${countOf(found, 'account', 'accounts')} surely exist, and ${unread} could not be read; see the findings of the accounts.`;
    return { subject, outcome: 'error', summary, evidence };
  }
  if (mayMissAccounts(snapshot)) {
    const summary = `Only ${countOf(found + unread, 'account is', 'accounts are')} known, and a designated group could not be read; see the finding of the group.`;
    return { subject, outcome: 'error', summary, evidence };
  }
  const summary =
    accounts.length === 0
      ? 'No emergency access account is designated: designate at least two.'
      : `At most ${countOf(found + unread, 'designated account exists', 'designated accounts exist')}: designate at least two.`;
  return { subject, outcome: 'fail', summary, evidence };
}

function judgeEntry(account: AccountReading): readonly Judgement[] {
  const { id, user } = account;
  const subject = accountSubject(account);
  if (!user.known) return [cannotJudge(subject, `GET /users/${id}`, EXPECTED, user)];
  if (user.value !== null) return [];
  return [
    {
      subject,
      outcome: 'fail',
      summary:
        'The directory has no user with this object ID: the account was deleted, or the ID is wrong. Restore it or designate another.',
      evidence: [evidenceOf(account)],
    },
  ];
}

/** BG-INV-01: counts what exists, and never lets an entry that could not be resolved drop out of sight. */
export const twoAccounts: Control = {
  id: 'BG-INV-01',
  title: 'At least two distinct emergency accounts exist',
  severity: 'critical',
  rationale: 'One account may be the one that is lost.',
  references: [
    'Microsoft: Manage emergency access accounts',
    'CIS M365 1.1.2',
    'Zero Trust Assessment 21835',
    'TrueConfig PA-03',
    'MCSB PA-5',
    'Guardrails GR13',
    'ITSG-33 CP-2',
  ],
  permissions: ['User.Read.All', 'GroupMember.Read.All'],
  licence: 'Free',
  kind: 'auto',
  fix: 'F1 (human creds)',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 60,
    roles: ['User Administrator'],
    expected: 'At least two different users that exist in the directory are designated by their object IDs.',
    review: [
      'Compare the object IDs in EMERGENCY_ACCOUNTS with the users in the Microsoft Entra admin center.',
      'Look under Users, Deleted users, whether a designated account was deleted in the last 30 days.',
    ],
    plan: [
      'Restore a deleted account if that was a mistake; otherwise create a new one.',
      'Name two custodians, two safes and the keys for it before the account exists.',
    ],
    implement: [
      'Create a cloud-only user on the initial onmicrosoft.com domain, with a random password of at least 16 characters that no chat has seen.',
      'Exclude it from Conditional Access, register and seal a security key, and assign Global Administrator last: that step takes Privileged Role Administrator.',
      'Add its object ID to EMERGENCY_ACCOUNTS and restart.',
    ],
    verify: [
      'Scan again: the control passes with two accounts that were found.',
      'Do a drill with the new account before you rely on it.',
    ],
  },
  evaluate: (snapshot) => [
    judgeCount(snapshot),
    ...snapshot.accounts.flatMap(judgeEntry),
    ...judgeDesignatedGroups(snapshot),
  ],
};
