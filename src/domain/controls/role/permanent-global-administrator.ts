import type { Control, Judgement } from '../control.js';
import { judgeAccounts, type ResolvedAccount } from '../per-account.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import { roleEvidence } from './role-evidence.js';
import { ROLE_PATH_PERMISSIONS } from './permissions.js';
import { readRolePaths, type RolePath, type RolePaths } from './role-paths.js';

/** What one path to the role is worth, best first. */
const WORTH = [
  'direct',
  'throughGroup',
  'unclearMember',
  'timeBound',
  'timeBoundMember',
  'activated',
  'activatedMember',
  'scoped',
  'eligible',
  'eligibleMember',
] as const satisfies readonly RolePath['kind'][];

function bestOf(paths: readonly RolePath[]): RolePath | undefined {
  return WORTH.map((kind) => paths.find((path) => path.kind === kind)).find((path) => path !== undefined);
}

function failureOf(best: RolePath | undefined): string {
  switch (best?.kind) {
    case 'timeBound':
      return `Global Administrator ends on ${best.endDateTime}: assign it permanently.`;
    case 'timeBoundMember':
      return `Global Administrator comes through a group in which the account stays until ${best.endDateTime}: make the membership permanent, or better assign the role directly.`;
    case 'activatedMember':
      return 'Global Administrator comes through a group in which the membership is only activated for a while: assign the role directly and permanently.';
    case 'eligibleMember':
      return 'The account is only eligible for membership of a group that holds Global Administrator: assign the role directly and permanently.';
    case 'activated':
      return 'Global Administrator is only activated for a while: assign it permanently.';
    case 'scoped':
      return 'Global Administrator is assigned for an administrative unit only: assign it for the whole directory.';
    case 'eligible':
      return 'The account is only eligible for Global Administrator, and activating may need others: assign it permanently.';
    default:
      return 'The account does not hold Global Administrator: assign it permanently.';
  }
}

function judgePaths(paths: RolePaths): Pick<Judgement, 'outcome' | 'summary'> {
  const best = bestOf(paths.found);
  const note = paths.isWithoutPrivilegedIdentityManagement
    ? ' Without Microsoft Entra ID P2 every active assignment is permanent.'
    : '';
  if (paths.contradiction !== null) return { outcome: 'error', summary: `${paths.contradiction} Scan again.` };
  if (best?.kind === 'direct') {
    return { outcome: 'pass', summary: `Global Administrator is assigned directly and permanently.${note}` };
  }
  if (best?.kind === 'throughGroup') {
    const summary = `Global Administrator comes through a role-assignable group, permanently on both sides; BG-ROLE-02 judges the detour.${note}`;
    return { outcome: 'pass', summary };
  }
  if (best?.kind === 'unclearMember') return { outcome: 'error', summary: `Cannot be judged: ${best.detail}` };
  if (paths.missing !== null) return { outcome: 'error', summary: `Cannot be judged: ${paths.missing}` };
  return { outcome: 'fail', summary: failureOf(best) };
}

function judge(snapshot: TenantSnapshot, { reading, subject }: ResolvedAccount): Judgement {
  const paths = readRolePaths(snapshot, reading);
  return { subject, ...judgePaths(paths), evidence: roleEvidence(snapshot, reading, paths) };
}

/** BG-ROLE-01: "permanent" is an assignment without an end, not one that merely is active at the moment. */
export const permanentGlobalAdministrator: Control = {
  id: 'BG-ROLE-01',
  title: 'Permanent active Global Administrator',
  severity: 'critical',
  rationale:
    'In an emergency nobody may be there to approve or extend a role; eligible-only accounts have locked tenants out.',
  references: ['Microsoft: Manage emergency access accounts', 'CIS M365 1.1.2', 'Zero Trust Assessment 21835'],
  permissions: ROLE_PATH_PERMISSIONS,
  licence: 'P2',
  kind: 'auto',
  fix: 'F9',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 15,
    roles: ['Privileged Role Administrator'],
    expected: 'The account holds Global Administrator for the whole directory, active and without an end.',
    review: [
      'Open Assigned roles of the account in the Microsoft Entra admin center: is Global Administrator active or only eligible, does it end, and does it come through a group?',
    ],
    plan: [
      'Register and seal a security key first: nobody with a password alone should hold this role.',
      'With Privileged Identity Management, check that the settings of Global Administrator allow a permanent active assignment.',
      'Let two people agree: this is the widest right in the tenant.',
    ],
    implement: [
      'Assign Global Administrator to the account: active, permanently assigned, scope of the whole directory.',
      'Then remove an eligible or time-bound assignment that is left over.',
    ],
    verify: [
      'Scan again: the control shows an active assignment without an end.',
      'In the next drill, read something that takes the role.',
    ],
  },
  evaluate: (snapshot) => judgeAccounts(snapshot, (account) => [judge(snapshot, account)]),
};
