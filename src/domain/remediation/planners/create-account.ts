import { isSameId } from '../../approval/principal.js';
import type { Finding, Subject } from '../../controls/control.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import { drafted, type Planner } from '../planner.js';
import { ALL_GROUPS_URL, ALL_USERS_URL } from '../portal-urls.js';
import type { RemediationStep } from '../plan.js';
import { assignRoleStep } from './assign-role.js';
import { deletedAccountOf, planRestoring } from './restore-account.js';
import { registerKeyStep } from './register-key.js';

/**
 * F1, for BG-INV-01, where no deleted account can be had back (F8): a new emergency account, as a sequence for people. The order is the safety: the account holds the role
 * only when it is out of reach of the policies and its key lies in a safe.
 */

const NEW_ACCOUNT: Subject = { type: 'account', id: 'new', name: 'new emergency account' };

function initialDomain({ domains }: TenantSnapshot): string {
  const initial = domains.known ? domains.value.find(({ isInitial }) => isInitial) : undefined;
  return initial?.id ?? 'the initial onmicrosoft.com domain';
}

/** While nobody has read the deleted items, the account may be among them. */
function restoreInstructions({ subject }: Finding, { accounts }: TenantSnapshot): readonly string[] {
  const reading = accounts.find(({ id }) => isSameId(id, subject.id));
  if (reading === undefined || reading.deletedItem.known) return [];
  return [
    `If ${subject.id} was deleted less than 30 days ago, find out who deleted it, restore it under Deleted users instead, and scan again.`,
  ];
}

function createStep(finding: Finding, snapshot: TenantSnapshot): RemediationStep {
  return {
    fixId: 'F1',
    executor: 'human',
    change: null,
    title: 'Create a cloud-only user without any role, and designate it',
    object: NEW_ACCOUNT,
    field: 'users',
    before: 'too few accounts exist',
    after: 'one more designated account exists; the next scan shows it',
    undo: 'Delete the user, and take its object ID out of the designated accounts.',
    permission: 'User.ReadWrite.All',
    role: 'User Administrator',
    instructions: [
      ...restoreInstructions(finding, snapshot),
      `Create a user with a name that gives nothing away, on ${initialDomain(snapshot)}, with a random password of at least 16 characters that no chat has seen.`,
      'Set "Password never expires". Assign no role and no licence.',
      'Add its object ID to EMERGENCY_ACCOUNTS, take out the ID of an account that no longer exists, and restart.',
    ],
    portalUrl: ALL_USERS_URL,
  };
}

function excludeStep(): RemediationStep {
  return {
    fixId: 'F14',
    executor: 'human',
    change: null,
    title: 'Add the account to the group that every policy excludes',
    object: NEW_ACCOUNT,
    field: 'members',
    before: 'not a member',
    after: 'excluded from every policy; the next scan shows it',
    undo: 'Remove the account from the group.',
    permission: 'RoleManagement.ReadWrite.Directory',
    role: 'Privileged Role Administrator',
    instructions: [
      'Add the account to the role-assignable group that all Conditional Access policies exclude.',
      'Where there is no such group, exclude the account in each policy.',
      'Scan again: BG-CA-01 and BG-CA-02 pass for the account.',
    ],
    portalUrl: ALL_GROUPS_URL,
  };
}

function drillStep(): RemediationStep {
  return {
    fixId: 'F1',
    executor: 'human',
    change: null,
    title: 'Drill: sign in with the account as in an emergency',
    object: NEW_ACCOUNT,
    field: 'signInActivity',
    before: 'never used',
    after: 'one successful sign-in with the key, and the alert about it arrived',
    undo: 'Nothing to take back.',
    permission: 'AuditLog.Read.All',
    role: null,
    instructions: [
      'Open the safe, sign in with the key from a computer outside the company network, and read something that takes the role.',
      'Check that the alert about the sign-in reached those who should get it.',
      'Seal everything again, and note date, people and result.',
    ],
    portalUrl: ALL_USERS_URL,
  };
}

export const planNewAccount: Planner = (finding, snapshot, context) => {
  if (deletedAccountOf(finding, snapshot) !== undefined) return planRestoring(finding, snapshot, context);
  const isListed = snapshot.accounts.some(({ id }) => isSameId(id, finding.subject.id));
  return drafted({
    risk: 'high',
    blastRadius: 'A new account with every right in the tenant. Nothing that exists is changed.',
    steps: [
      createStep(finding, snapshot),
      excludeStep(),
      registerKeyStep(NEW_ACCOUNT, ALL_USERS_URL),
      assignRoleStep(snapshot, NEW_ACCOUNT, {
        executor: 'human',
        before: 'not held',
        first: [],
        portalUrl: ALL_USERS_URL,
      }),
      drillStep(),
    ],
    preconditions: [],
    targetAccountIds: isListed ? [finding.subject.id] : [],
  });
};
