import type { TenantChange } from '../../domain/remediation/plan.js';
import { known, type Observed } from '../../domain/tenant/observed.js';
import type { DeletedItem } from '../../domain/tenant/snapshot.js';
import type { ChangeReading, VerifyResult } from '../../workflows/ports.js';
import type { GraphClient } from '../client/graph-client.js';
import { readDeletedUser } from '../read/deleted-items.js';
import { observeAlone } from '../read/observe.js';
import {
  foreignChange,
  notVisible,
  objectIn,
  refused,
  toReading,
  VERIFIED,
  type ChangeSteps,
  type Refusal,
  type WriteCall,
} from './change-steps.js';
import { NEEDS } from './needs.js';
import { readUserObject, type UserObject } from './user-object.js';

/**
 * Restoring one account from the deleted items, where it stays for 30 days. Deleting it again is nothing that this program
 * does.
 */

type Restoration = Extract<TenantChange, { kind: 'restoreUser' }>;

/** One of them is null, or both: then the account is gone for good, or on its way from one to the other. */
interface RestorationImage {
  readonly user: UserObject | null;
  readonly deletedItem: DeletedItem | null;
}

function toObserved({ user, deletedItem }: RestorationImage, readAt: string): Observed<ChangeReading> {
  return known(toReading({ ground: deletedItem, inPlace: user !== null, image: { user, deletedItem } }), readAt);
}

async function read(client: GraphClient, { accountId }: Restoration): Promise<Observed<ChangeReading>> {
  const user = await observeAlone(client, readUserObject(accountId));
  if (!user.known) return user;
  if (user.value !== null) return toObserved({ user: user.value, deletedItem: null }, user.readAt);
  const deletedItem = await observeAlone(client, readDeletedUser(accountId));
  if (!deletedItem.known) return deletedItem;
  return toObserved({ user: null, deletedItem: deletedItem.value }, deletedItem.readAt);
}

function plan({ deletedItem }: RestorationImage, { accountId }: Restoration): WriteCall | Refusal {
  if (deletedItem === null) {
    return refused('OBJECT_GONE', 'the account is not among the deleted items any more; create a new one');
  }
  const path = `/directory/deletedItems/${encodeURIComponent(accountId)}/restore`;
  return { kind: 'call', call: { method: 'POST', version: 'v1.0', path, body: {} }, needs: NEEDS.restoreUsers };
}

function compare(before: RestorationImage, { user }: RestorationImage): VerifyResult {
  if (user === null) return notVisible('users');
  if (before.deletedItem === null || before.deletedItem.displayName === user.displayName) return VERIFIED;
  return foreignChange(
    'GRAPH_FOREIGN_CHANGE: displayName is not what it was before the deletion; look at the account and its audit log, then scan again',
  );
}

/** Restoring one deleted account. */
export function userRestoration(change: Restoration): ChangeSteps {
  const imageOf = ({ image }: ChangeReading) => objectIn(image) as RestorationImage;
  return {
    read: (client) => read(client, change),
    plan: (before) => plan(imageOf(before), change),
    compare: (before, now) => Promise.resolve(compare(imageOf(before), imageOf(now))),
  };
}
