import type { DirectoryGroup, ExclusionGroupReading, TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement } from '../control.js';
import { cannotJudge, reasonOf } from '../per-account.js';
import { listReasons } from '../words.js';
import { groupSubject, judgeExclusionGroups } from './exclusion-groups.js';
import { EXPECTED, partOfOwners, type Part } from './group-owners.js';
import { intrudersOf, memberName } from './intruders.js';
import { memberGaps, membersReadAt, membersSource } from './group-member-lists.js';
import { EXCLUSION_PERMISSIONS } from './permissions.js';
import { protectionOf } from './protected-group.js';

function partOfGroup(group: DirectoryGroup, readAt: string): Part {
  const fact = (actual: string): Evidence => ({
    source: `GET /groups/${group.id}`,
    readAt,
    expected: EXPECTED,
    actual,
  });
  const { problems, unknowns } = protectionOf(group);
  return { problems: problems.map(fact), unknowns: unknowns.map((what) => fact(`Graph did not say ${what}`)) };
}

/** Who may change the members of a nested group decides who is excluded, too. */
function partOfMembers(reading: ExclusionGroupReading, snapshot: TenantSnapshot): Part {
  const nested = intrudersOf(reading, snapshot).filter(({ kind }) => kind === 'group');
  const problems = nested.map((member): Evidence => {
    const object = { type: 'group' as const, id: member.id, name: memberName(member) };
    const actual = `it holds the group "${object.name}"`;
    return { source: membersSource(reading), readAt: membersReadAt(reading), expected: EXPECTED, actual, object };
  });
  return { problems, unknowns: memberGaps(reading, EXPECTED) };
}

function judgeParts(reading: ExclusionGroupReading, parts: readonly Part[], readAt: string): readonly Judgement[] {
  const subject = groupSubject(reading);
  const problems = parts.flatMap((part) => part.problems);
  const unknowns = parts.flatMap((part) => part.unknowns);
  const fail: Judgement = {
    subject,
    outcome: 'fail',
    summary: `Who is in the exclusion group is not safe: ${listReasons(problems.map(({ actual }) => actual))}. Use a role-assignable group with assigned members and no owners.`,
    evidence: problems,
  };
  const error: Judgement = {
    subject,
    outcome: 'error',
    summary: `Cannot tell whether the exclusion group is protected: ${listReasons(unknowns.map(reasonOf))}.`,
    evidence: unknowns,
  };
  const serious = [...(problems.length > 0 ? [fail] : []), ...(unknowns.length > 0 ? [error] : [])];
  if (serious.length > 0) return serious;
  const evidence = [{ source: `GET /groups/${reading.id}`, readAt, expected: EXPECTED, actual: 'protected' }];
  const summary = 'Only privileged administrators and custodians can change who is in the exclusion group.';
  return [{ subject, outcome: 'pass', summary, evidence }];
}

function judge(reading: ExclusionGroupReading, snapshot: TenantSnapshot): readonly Judgement[] {
  const { id, group } = reading;
  const subject = groupSubject(reading);
  if (!group.known) return [cannotJudge(subject, `GET /groups/${id}`, EXPECTED, group)];
  if (group.value === null) {
    const evidence = [
      { source: `GET /groups/${id}`, readAt: group.readAt, expected: EXPECTED, actual: 'no such group' },
    ];
    const summary = 'Graph says both that an account is in this group and that there is no such group. Scan again.';
    return [{ subject, outcome: 'error', summary, evidence }];
  }
  const parts = [
    partOfGroup(group.value, group.readAt),
    partOfMembers(reading, snapshot),
    partOfOwners(reading, snapshot),
  ];
  return judgeParts(reading, parts, group.readAt);
}

/** BG-CA-09: whoever can change the members of the exclusion group can walk past Conditional Access. */
export const exclusionGroupProtected: Control = {
  id: 'BG-CA-09',
  title: 'Exclusion group is protected',
  severity: 'high',
  rationale: 'In an ordinary group any group administrator or owner can exclude anybody from Conditional Access.',
  references: [
    'CIS M365 1.1.2',
    'Maester MT.1035',
    'Prowler entra_conditional_access_policy_groups_management_restricted',
    'prowler-cloud/prowler#11060',
  ],
  permissions: [...EXCLUSION_PERMISSIONS, 'AdministrativeUnit.Read.All', 'RoleManagement.Read.Directory'],
  licence: 'P1',
  kind: 'auto',
  fix: 'F17',
  guide: {
    baseline: 'Recommended',
    minutesToFix: 60,
    roles: ['Privileged Role Administrator'],
    expected:
      'The group by which the accounts are excluded is role-assignable or in a restricted management administrative unit, has assigned members and none that is a group, and no owner from outside.',
    review: [
      'Open the group in the Microsoft Entra admin center: is it role-assignable, who owns it, is its membership dynamic, is it synced from on-premises, may people join it?',
    ],
    plan: [
      'Whether a group is role-assignable is decided when it is created. So a new group takes the place of the old one, and the new one comes first.',
      'Do not put a role-assignable group into a restricted unit: nobody could change its members any more.',
    ],
    implement: [
      'Create a security group that roles can be assigned to, with assigned members and without owners, and add the emergency accounts.',
      'Exclude it from every policy beside the old group; this takes Conditional Access Administrator.',
      'When BG-CA-01 and BG-CA-02 pass without the old group, take that out of the policies.',
    ],
    verify: ['Scan again: the group is protected, and the accounts are excluded by it.'],
  },
  evaluate: (snapshot) => judgeExclusionGroups(snapshot, (reading) => judge(reading, snapshot)),
};
