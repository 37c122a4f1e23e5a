import type { Kysely } from 'kysely';
import { storableText } from '../domain/audit/storable-text.js';
import type { ScanClaim, ScanStore } from '../workflows/ports.js';
import type { Schema } from './schema.js';

/** Who is scanning a tenant: claimed, given back and taken over by single statements with a condition. */

type ClaimAnswer = Awaited<ReturnType<ScanStore['claim']>>;

/** Takes the tenant's row when there is none, or when its lease is over. Answers whether it did. */
async function takeRow(
  db: Kysely<Schema>,
  tenantId: string,
  claim: ScanClaim,
  leaseUntil: string,
  now: string,
): Promise<boolean> {
  const row = {
    scan_id: claim.scanId,
    by_name: storableText(claim.byName),
    started_at: claim.startedAt,
    lease_until: leaseUntil,
  };
  const taken = await db
    .insertInto('running_scans')
    .values({ tenant_id: tenantId, ...row })
    .onConflict((conflict) =>
      conflict.column('tenant_id').doUpdateSet(row).where('running_scans.lease_until', '<=', now),
    )
    .returning('scan_id')
    .executeTakeFirst();
  return taken !== undefined;
}

async function findHolder(db: Kysely<Schema>, tenantId: string): Promise<ScanClaim | undefined> {
  return await db
    .selectFrom('running_scans')
    .select(['scan_id as scanId', 'started_at as startedAt', 'by_name as byName'])
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
}

/** Claims the tenant, or names who holds it. */
export async function claimTenant(
  db: Kysely<Schema>,
  tenantId: string,
  claim: ScanClaim,
  leaseUntil: string,
  now: string,
): Promise<ClaimAnswer> {
  for (;;) {
    if (await takeRow(db, tenantId, claim, leaseUntil, now)) return { claimed: true };
    const holder = await findHolder(db, tenantId);
    if (holder) return { claimed: false, holder };
    // The holder gave the tenant back between the two statements, so it can be claimed now.
  }
}

/** Prolongs the claim of this very scan; one that is given back or taken over stays as it is. */
export async function renewClaim(db: Kysely<Schema>, scanId: string, leaseUntil: string): Promise<void> {
  await db.updateTable('running_scans').set({ lease_until: leaseUntil }).where('scan_id', '=', scanId).execute();
}

/** Gives the claim of this very scan back. A claim that another scan has taken over since stays. */
export async function releaseClaim(db: Kysely<Schema>, scanId: string): Promise<void> {
  await db.deleteFrom('running_scans').where('scan_id', '=', scanId).execute();
}

/** Drops every claim. Only right where no other process can hold one. */
export async function clearClaims(db: Kysely<Schema>): Promise<void> {
  await db.deleteFrom('running_scans').execute();
}
