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
    'CIS M365 1.1.2',
    'Zero Trust Assessment 21835',
    'TrueConfig PA-03',
    'MCSB PA-5',
    'Canada Guardrails GR13',
    'ITSG-33 CP-2',
  ],
  permissions: ['User.Read.All', 'GroupMember.Read.All'],
  licence: 'Free',
  evaluate: (snapshot) => [
    judgeCount(snapshot),
    ...snapshot.accounts.flatMap(judgeEntry),
    ...judgeDesignatedGroups(snapshot),
  ],
};
