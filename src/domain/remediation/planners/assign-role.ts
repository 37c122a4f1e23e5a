import type { Subject } from '../../controls/control.js';
import { phishingResistanceOf } from '../../controls/authentication/phishing-resistance.js';
import type { ResolvedAccount } from '../../controls/per-account.js';
import { readRolePaths } from '../../controls/role/role-paths.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import { drafted, refuseUnknownAccount, subjectAccount, type Planner } from '../planner.js';
import { userPortalUrl } from '../portal-urls.js';
import type { Executor, RemediationStep } from '../plan.js';

/** F9, for BG-ROLE-01 and as the last grant to a new account: Global Administrator, active and without an end. */

/** Without schedules there is no Privileged Identity Management, and every assignment is permanent. */
function hasSchedules({ roleAssignmentScheduleInstances: instances }: TenantSnapshot): boolean {
  return instances.known || instances.reason !== 'notLicensed';
}

function assignInstructions(snapshot: TenantSnapshot, name: string): readonly string[] {
  const assign = hasSchedules(snapshot)
    ? [
        'In Privileged Identity Management, check that the settings of Global Administrator allow a permanent active assignment.',
        `Add an assignment of Global Administrator to "${name}": active, permanently assigned, for the whole directory.`,
      ]
    : [`Under Assigned roles, assign Global Administrator to "${name}" for the whole directory.`];
  return [
    'Activate Privileged Role Administrator.',
    ...assign,
    'Scan again: BG-ROLE-01 passes once the assignment is active and has no end.',
  ];
}

/** Assigns Global Administrator to `account`, which holds the role as `before` says. */
export function assignRoleStep(
  snapshot: TenantSnapshot,
  account: Subject,
  step: Pick<RemediationStep, 'before' | 'portalUrl'> & {
    readonly executor: Executor;
    readonly first: readonly string[];
  },
): RemediationStep {
  return {
    fixId: 'F9',
    executor: step.executor,
    change: null,
    title: `Assign Global Administrator to "${account.name}", active and permanent`,
    object: account,
    field: 'roleManagement/directory/roleAssignments',
    before: step.before,
    after: 'Global Administrator: active, permanent, for the whole directory',
    undo: 'Remove the assignment of Global Administrator from the account.',
    permission: hasSchedules(snapshot)
      ? 'RoleAssignmentSchedule.ReadWrite.Directory'
      : 'RoleManagement.ReadWrite.Directory',
    role: 'Privileged Role Administrator',
    instructions: [...step.first, ...assignInstructions(snapshot, account.name)],
    portalUrl: step.portalUrl,
  };
}

/** An account with a password alone must never hold the role. */
function keyInstructions({ reading: { authenticationMethods } }: ResolvedAccount): readonly string[] {
  const hasKey = authenticationMethods.known && phishingResistanceOf(authenticationMethods.value) !== 'none';
  return hasKey
    ? []
    : ['First register a FIDO2 security key for the account: nobody with a password alone should hold this role.'];
}

export const planRole: Planner = (finding, snapshot) => {
  const account = subjectAccount(finding, snapshot);
  if (account === undefined) return refuseUnknownAccount(finding);
  const held = readRolePaths(snapshot, account.reading).found.map(({ kind }) => kind);
  const step = assignRoleStep(snapshot, account.subject, {
    executor: 'approver',
    before: held.length === 0 ? 'not held' : held.join(', '),
    first: keyInstructions(account),
    portalUrl: userPortalUrl(account.reading.id, 'AdministrativeRole'),
  });
  return drafted({
    risk: 'high',
    blastRadius: `"${account.subject.name}" gets every right in the tenant, for good.`,
    steps: [step],
    preconditions: [],
    targetAccountIds: [account.reading.id],
  });
};
