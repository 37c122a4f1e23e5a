import { isSameId } from '../../approval/principal.js';
import type { Finding, Subject } from '../../controls/control.js';
import type { DeletedItem, TenantSnapshot } from '../../tenant/snapshot.js';
import { preconditionFor } from '../ground.js';
import type { RemediationStep, TenantChange } from '../plan.js';
import { drafted, refused, type Planner } from '../planner.js';
import { DELETED_USERS_URL } from '../portal-urls.js';

/** F8, for BG-ACC-08 and a designated account that BG-INV-01 misses: the deleted account back, with what it was. */

/** The deleted item of the account that `finding` is about; undefined unless it is proven that it can be restored. */
export function deletedAccountOf({ subject }: Finding, { accounts }: TenantSnapshot): DeletedItem | undefined {
  const reading = accounts.find(({ id }) => isSameId(id, subject.id));
  if (reading?.user.known !== true || reading.user.value !== null) return undefined;
  return reading.deletedItem.known ? (reading.deletedItem.value ?? undefined) : undefined;
}

function restoreStep(account: Subject, item: DeletedItem, change: TenantChange): RemediationStep {
  return {
    fixId: 'F8',
    executor: 'approver',
    change,
    title: `Restore the deleted account "${account.name}", once it is known who deleted it`,
    object: account,
    field: 'directory/deletedItems',
    before: `deleted on ${item.deletedDateTime ?? 'an unknown day'}`,
    after: 'restored; the next scan shows what came back with it',
    undo: 'This program does not take it back, because that would delete an emergency account. Disable the account by hand if it must not work.',
    permission: 'User.DeleteRestore.All',
    role: 'Privileged Authentication Administrator',
    instructions: [
      'Find out who deleted it: read the activity "Delete user" in the audit log, and ask that person. If nobody meant to, treat it as an incident.',
      'Activate Privileged Authentication Administrator.',
      `Open Deleted users, select "${account.name}" (${account.id}), and restore it.`,
      'Look at its roles, groups and authentication methods, and whether it is enabled: correct what did not come back.',
      'Scan again: BG-ACC-08 and BG-INV-01 pass for the account once it is back. Then do a drill with it.',
    ],
    portalUrl: DELETED_USERS_URL,
  };
}

export const planRestoring: Planner = (finding, snapshot) => {
  const item = deletedAccountOf(finding, snapshot);
  if (item === undefined) {
    return refused(
      'PLAN_NOTHING_TO_RESTORE',
      `${finding.subject.id} is not proven to be among the deleted items. Scan again; if it is gone for good, create and designate another account (BG-INV-01).`,
    );
  }
  const account: Subject = { type: 'account', id: finding.subject.id, name: item.displayName ?? finding.subject.id };
  const change: TenantChange = { kind: 'restoreUser', accountId: account.id };
  return drafted({
    risk: 'high',
    blastRadius: `Only "${account.name}": whoever has its credentials can sign in again, with the roles and groups that come back.`,
    steps: [restoreStep(account, item, change)],
    preconditions: preconditionFor(change, { kind: 'account', id: account.id, name: account.name }, snapshot),
    targetAccountIds: [account.id],
  });
};
