import type { TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Judgement } from '../control.js';
import { judgeAccounts, type ResolvedAccount } from '../per-account.js';
import { listNames } from '../words.js';
import { roleGroupOf } from './group-membership.js';
import { ROLE_PATH_PERMISSIONS } from './permissions.js';
import { roleEvidence } from './role-evidence.js';
import { readRolePaths, type RolePath, type RolePaths } from './role-paths.js';

type Verdict = Pick<Judgement, 'outcome' | 'summary'>;

function nameOf(snapshot: TenantSnapshot, groupId: string): string {
  const group = roleGroupOf(snapshot, groupId)?.group;
  return group?.known === true ? (group.value?.displayName ?? groupId) : groupId;
}

/** The names of the groups behind the paths of these kinds. */
function groupsOf(
  snapshot: TenantSnapshot,
  { found }: RolePaths,
  kinds: readonly RolePath['kind'][],
): readonly string[] {
  const ids = found.flatMap((path) => (kinds.includes(path.kind) && 'groupId' in path ? [path.groupId] : []));
  return [...new Set(ids)].map((id) => nameOf(snapshot, id));
}

function judgeGroups(snapshot: TenantSnapshot, paths: RolePaths): Verdict {
  const permanent = groupsOf(snapshot, paths, ['throughGroup']);
  if (permanent.length > 0) {
    const summary = `Global Administrator comes through the group ${listNames(permanent)}: whoever changes the group changes the account's rights. Assign the role directly.`;
    return { outcome: 'warn', summary };
  }
  const unclear = paths.found.find((path) => path.kind === 'unclearMember');
  if (unclear?.kind === 'unclearMember') return { outcome: 'error', summary: `Cannot be judged: ${unclear.detail}` };
  if (paths.missing !== null) return { outcome: 'error', summary: `Cannot be judged: ${paths.missing}` };
  const passing = groupsOf(snapshot, paths, ['timeBoundMember', 'activatedMember', 'eligibleMember']);
  if (passing.length > 0) {
    const summary = `Global Administrator hangs on a membership that ends or has to be activated, in the group ${listNames(passing)}. Assign the role directly and permanently.`;
    return { outcome: 'fail', summary };
  }
  return {
    outcome: 'notApplicable',
    summary: 'The account does not hold Global Administrator for good by any path; BG-ROLE-01 reports it.',
  };
}

function judgePaths(snapshot: TenantSnapshot, paths: RolePaths): Verdict {
  if (paths.contradiction !== null) return { outcome: 'error', summary: `${paths.contradiction} Scan again.` };
  return paths.found.some(({ kind }) => kind === 'direct')
    ? { outcome: 'pass', summary: 'Global Administrator is assigned to the account itself.' }
    : judgeGroups(snapshot, paths);
}

function judge(snapshot: TenantSnapshot, { reading, subject }: ResolvedAccount): Judgement {
  const paths = readRolePaths(snapshot, reading);
  return { subject, ...judgePaths(snapshot, paths), evidence: roleEvidence(snapshot, reading, paths) };
}

/** BG-ROLE-02: a group in between is one more object that can break, be changed, or be forgotten. */
export const assignmentPath: Control = {
  id: 'BG-ROLE-02',
  title: 'Global Administrator is assigned directly',
  severity: 'medium',
  rationale:
    'A group between account and role has owners, members and a schedule of its own, and each of them can take the role away.',
  references: ['Microsoft: Manage emergency access accounts', 'ScubaGear issue 255'],
  permissions: ROLE_PATH_PERMISSIONS,
  licence: 'Free',
  kind: 'auto',
  fix: 'human',
  guide: {
    baseline: 'Recommended',
    minutesToFix: 10,
    roles: ['Privileged Role Administrator'],
    expected: 'Each emergency account holds Global Administrator by an active, permanent assignment of its own.',
    review: [
      'Under Roles & admins, open Global Administrator and its Assignments: look for the groups under Active assignments.',
      'Open each such group and note which emergency accounts are members, and whether Privileged Identity Management manages the membership.',
    ],
    plan: [
      'Decide that the direct assignment comes first and the group membership goes last, so that the account holds the role at every moment.',
    ],
    implement: [
      'Under Global Administrator, add an assignment of type Active for the account, with "Permanently assigned" and no end.',
      'Wait until the assignment is listed, then remove the account from the group, unless the group also excludes it from Conditional Access.',
    ],
    verify: [
      'Scan again: BG-ROLE-01 and BG-ROLE-02 pass for the account.',
      'Sign in with the account in the next drill and open a page that only a Global Administrator sees.',
    ],
  },
  evaluate: (snapshot) => judgeAccounts(snapshot, (account) => [judge(snapshot, account)]),
};
