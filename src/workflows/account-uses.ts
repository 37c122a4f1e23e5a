import { isSameId } from '../domain/approval/principal.js';
import { lastUseOf, type LastUse } from '../domain/drills/due.js';
import { unknown } from '../domain/tenant/observed.js';
import type { WatchDependencies } from './watch-dependencies.js';

/** When each designated account was last proven to work, as far as the latest scan and the observed drills know it. */

export interface AccountUse {
  readonly accountId: string;
  /** The user principal name; the object ID where no scan has read it. */
  readonly accountName: string;
  readonly lastUse: LastUse;
}

const NOT_SCANNED = unknown('incomplete', 'NOT_SCANNED: no scan has read this account yet; scan first');

export async function listAccountUses(
  deps: Pick<WatchDependencies, 'tenantId' | 'accountIds' | 'scans' | 'drills'>,
): Promise<readonly AccountUse[]> {
  const scan = await deps.scans.findLatestScan(deps.tenantId);
  const [snapshot, drills, accountIds] = await Promise.all([
    scan && deps.scans.findSnapshot(scan.id),
    deps.drills.listDrills(deps.tenantId),
    deps.accountIds(),
  ]);
  return accountIds.map((accountId) => {
    const reading = snapshot?.accounts.find(({ id }) => isSameId(id, accountId));
    const user = reading?.user.known ? reading.user.value : null;
    const activity = reading ? reading.signInActivity : NOT_SCANNED;
    return {
      accountId,
      accountName: user?.userPrincipalName ?? accountId,
      lastUse: lastUseOf(accountId, activity, drills),
    };
  });
}
