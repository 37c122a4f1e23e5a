import type { ExclusionGroupReading, GroupMember, TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement } from '../control.js';
import { accountSubject, missingEvidence, reasonOf } from '../per-account.js';
import { countOf, listNames, listReasons } from '../words.js';
import { groupSubject, judgeExclusionGroups, mayHideMembers } from './exclusion-groups.js';
import { intrudersOf, memberName } from './intruders.js';
import { memberGaps, membersReadAt, membersSource } from './group-member-lists.js';
import { EXCLUSION_PERMISSIONS } from './permissions.js';

const EXPECTED = 'the emergency accounts and nobody else';

/** How the member came in, as far as it was read: only a direct one can be taken out of this group. */
function pathOf({ members }: ExclusionGroupReading, member: GroupMember): string {
  if (!members.known) return 'member';
  return members.value.some(({ id }) => id.toLowerCase() === member.id.toLowerCase())
    ? 'direct member'
    : 'nested member';
}

function intruderEvidence(reading: ExclusionGroupReading, member: GroupMember): Evidence {
  return {
    source: membersSource(reading),
    readAt: membersReadAt(reading),
    expected: EXPECTED,
    actual: `${pathOf(reading, member)}, ${member.kind}: ${memberName(member)}`,
    object: { type: member.kind === 'group' ? 'group' : 'account', id: member.id, name: memberName(member) },
  };
}

/** Accounts that say they are in the group while its list of members does not have them. */
function contradictions(reading: ExclusionGroupReading, snapshot: TenantSnapshot): readonly string[] {
  const { transitiveMembers } = reading;
  if (!transitiveMembers.known) return [];
  const listed = new Set(transitiveMembers.value.map(({ id }) => id.toLowerCase()));
  return snapshot.accounts
    .filter(({ id, memberships }) => {
      const groups = memberships.known ? memberships.value.groups : [];
      return (
        groups.some((group) => group.id.toLowerCase() === reading.id.toLowerCase()) && !listed.has(id.toLowerCase())
      );
    })
    .map((account) => accountSubject(account).name);
}

/** What keeps the list of members from being whole. */
function gapsIn(reading: ExclusionGroupReading, snapshot: TenantSnapshot): readonly Evidence[] {
  const unread = [
    ...(reading.group.known ? [] : [missingEvidence(`GET /groups/${reading.id}`, EXPECTED, reading.group)]),
    ...memberGaps(reading, EXPECTED),
  ];
  if (unread.length > 0) return unread;
  const fact = (actual: string): Evidence => ({
    source: membersSource(reading),
    readAt: membersReadAt(reading),
    expected: EXPECTED,
    actual,
  });
  const missing = contradictions(reading, snapshot);
  const isGone = reading.group.known && reading.group.value === null;
  return [
    ...(isGone ? [fact('Graph says that there is no such group; scan again')] : []),
    ...(mayHideMembers(reading) ? [fact('the group may hide its members; look at them in the admin center')] : []),
    ...(missing.length > 0
      ? [fact(`Graph lists the group without ${listNames(missing)}, who is in it; scan again`)]
      : []),
  ];
}

function judgeIntruders(reading: ExclusionGroupReading, intruders: readonly GroupMember[]): readonly Judgement[] {
  const others = intruders.filter(({ kind }) => kind !== 'group');
  if (others.length === 0) return [];
  const count = countOf(others.length, 'member is', 'members are');
  return [
    {
      subject: groupSubject(reading),
      outcome: 'fail',
      summary: `${count} not emergency accounts, and no policy that excludes the group reaches them: ${listNames(others.map(memberName))}. Take them out of the group, and find out who put them in.`,
      evidence: intruders.map((member) => intruderEvidence(reading, member)),
    },
  ];
}

function judgeGaps(reading: ExclusionGroupReading, gaps: readonly Evidence[]): readonly Judgement[] {
  if (gaps.length === 0) return [];
  const summary = `Cannot tell who is in the exclusion group: ${listReasons(gaps.map(reasonOf))}.`;
  return [{ subject: groupSubject(reading), outcome: 'error', summary, evidence: gaps }];
}

/** Only emergency accounts are in the group, some perhaps through others: whoever manages those can add to it. */
function judgeClear(reading: ExclusionGroupReading, nested: readonly GroupMember[]): Judgement {
  const subject = groupSubject(reading);
  if (nested.length > 0) {
    const summary = `Nobody else is in the exclusion group, but it holds other groups: ${listNames(nested.map(memberName))}. Put the accounts in directly.`;
    const evidence = nested.map((member) => intruderEvidence(reading, member));
    return { subject, outcome: 'warn', summary, evidence };
  }
  const evidence = [
    {
      source: membersSource(reading),
      readAt: membersReadAt(reading),
      expected: EXPECTED,
      actual: 'emergency accounts only',
    },
  ];
  return { subject, outcome: 'pass', summary: 'The exclusion group holds emergency accounts only.', evidence };
}

function judge(reading: ExclusionGroupReading, snapshot: TenantSnapshot): readonly Judgement[] {
  const intruders = intrudersOf(reading, snapshot);
  const serious = [...judgeIntruders(reading, intruders), ...judgeGaps(reading, gapsIn(reading, snapshot))];
  return serious.length > 0 ? serious : [judgeClear(reading, intruders)];
}

/** BG-CA-10: an extra member of the exclusion group is somebody who was let past Conditional Access, by mistake or not. */
export const exclusionGroupMembers: Control = {
  id: 'BG-CA-10',
  title: 'Exclusion group contains exactly the emergency accounts',
  severity: 'critical',
  rationale: 'Joining the exclusion group is the quietest way to get past every policy at once.',
  references: ['CIS M365 1.1.2', 'Microsoft: Conditional Access, user exclusions'],
  permissions: EXCLUSION_PERMISSIONS,
  licence: 'P1',
  kind: 'auto',
  fix: 'F18',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 15,
    roles: ['Groups Administrator', 'Privileged Role Administrator'],
    expected:
      'The members of the exclusion group, also through nested groups, are exactly the designated emergency accounts.',
    review: [
      'Read in the finding who else is in the group.',
      'Find out in the audit log who added the member, and why. If nobody meant to, treat it as an incident.',
    ],
    plan: [
      'Whoever leaves is subject to Conditional Access again, and may be locked out by it: tell people who are in there for a reason, and find them another way.',
      'An emergency account that is in the group only through another one is added directly first.',
    ],
    implement: [
      'Remove the member from the group. Remove no emergency account.',
      'A role-assignable group takes Privileged Role Administrator; any other one Groups Administrator.',
    ],
    verify: ['Scan again: the group holds the emergency accounts and nobody else, and BG-CA-01 still passes.'],
  },
  evaluate: (snapshot) => judgeExclusionGroups(snapshot, (reading) => judge(reading, snapshot)),
};
