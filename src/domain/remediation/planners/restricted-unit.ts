import type { Subject } from '../../controls/control.js';
import { accountSubject, resolvedAccounts, tenantSubject, type ResolvedAccount } from '../../controls/per-account.js';
import { listNames } from '../../controls/words.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import { hasId } from '../ids.js';
import type { RemediationStep } from '../plan.js';
import { drafted, isRestricted, refused, refuseUnknownAccount, subjectAccount, type Planner } from '../planner.js';
import { ROLES_URL, userPortalUrl } from '../portal-urls.js';
import { usableAccounts } from '../usable-accounts.js';

/**
 * F20, for BG-PROT-01: the accounts into a restricted management administrative unit, by people. The last fix of all:
 * afterwards nobody outside the unit changes the accounts, this program included.
 */

const CREATE: Pick<RemediationStep, 'fixId' | 'executor' | 'change' | 'role'> = {
  fixId: 'F20',
  executor: 'human',
  change: null,
  role: 'Privileged Role Administrator',
};

function createStep(tenant: Subject): RemediationStep {
  return {
    ...CREATE,
    title: 'Create a restricted management administrative unit for the emergency accounts, or choose the one they have',
    object: tenant,
    field: 'directory/administrativeUnits',
    before: 'not every account is in such a unit',
    after: 'a unit with restricted management and hidden members',
    undo: 'Delete the unit once it is empty.',
    permission: 'AdministrativeUnit.ReadWrite.All',
    instructions: [
      'Look first whether a unit of this kind exists for the emergency accounts. If so, use it.',
      'Otherwise, under Roles & admins, Admin units, add one and set "Restricted management administrative unit" to Yes: it cannot be set later.',
      'Put nothing else into it, and no group that may be assigned to roles: nobody could change its members any more.',
    ],
    portalUrl: ROLES_URL,
  };
}

/** A custodian comes before the members, so that there is never an account that nobody can help. */
function custodianStep(tenant: Subject): RemediationStep {
  return {
    ...CREATE,
    title: 'Give two custodians a role for the unit',
    object: tenant,
    field: 'scopedRoleMembers',
    before: 'nobody is known to administer the accounts inside the unit',
    after: 'two people administer them',
    undo: 'Remove the role assignments of the unit.',
    permission: 'RoleManagement.ReadWrite.Directory',
    instructions: [
      'Choose two people who are no emergency accounts themselves and look after the sealed credentials.',
      'Assign them Privileged Authentication Administrator with the unit as its scope.',
    ],
    portalUrl: ROLES_URL,
  };
}

function addStep({ subject, reading }: ResolvedAccount): RemediationStep {
  return {
    ...CREATE,
    title: `Add "${subject.name}" to the unit`,
    object: subject,
    field: 'administrativeUnits',
    before: 'administrators of the whole directory can change the account',
    after: 'only administrators of the unit can; the next scan shows it',
    undo: 'Remove the account from the unit, and wait up to 30 minutes.',
    permission: 'AdministrativeUnit.ReadWrite.All',
    instructions: [
      `Open the unit, and add the user "${subject.name}" (${reading.id}).`,
      'Know the price: while it is in there, nobody resets the password of a Global Administrator, and programs cannot change the account.',
      'Scan again: BG-PROT-01 passes for the account once a custodian has a role for the unit.',
    ],
    portalUrl: userPortalUrl(reading.id, 'overview'),
  };
}

/** Whether every designated account is proven to work: what is wrong inside the unit is hard to put right. */
function unprovenNames(snapshot: TenantSnapshot): readonly string[] {
  const usable = usableAccounts(snapshot);
  return snapshot.accounts.filter(({ id }) => !hasId(usable, id)).map((account) => accountSubject(account).name);
}

export const planRestrictedUnit: Planner = (finding, snapshot) => {
  const account = subjectAccount(finding, snapshot);
  if (account === undefined) return refuseUnknownAccount(finding);
  const unproven = unprovenNames(snapshot);
  if (unproven.length > 0) {
    return refused(
      'PLAN_FIX_OTHERS_FIRST',
      `${listNames(unproven)} is not proven to work. Settle the other findings first: once an account is in a restricted unit, application permissions no longer reach it.`,
    );
  }
  const tenant = tenantSubject(snapshot);
  const outside = resolvedAccounts(snapshot).filter((candidate) => !isRestricted(candidate));
  const concerned = outside.length === 0 ? [account] : outside;
  const isInside = outside.length === 0;
  return drafted({
    risk: 'high',
    blastRadius: isInside
      ? `"${account.subject.name}" stays in its restricted unit, and custodians can help it.`
      : `${listNames(concerned.map(({ subject }) => subject.name))}: outside the unit nobody can change them any more, not even this program, and nobody resets their passwords.`,
    steps: isInside ? [custodianStep(tenant)] : [createStep(tenant), custodianStep(tenant), ...outside.map(addStep)],
    preconditions: [],
    targetAccountIds: concerned.map(({ reading }) => reading.id),
  });
};
