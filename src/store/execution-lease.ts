import type { Kysely, Transaction } from 'kysely';
import type { RequestState } from '../domain/approval/request.js';
import type { AuditEvent } from '../domain/audit/audit-event.js';
import { storableText } from '../domain/audit/storable-text.js';
import type { ExecutionLease } from '../workflows/ports.js';
import { appendAudit } from './audit-repository.js';
import type { StoreDialect } from './dialect.js';
import { inTransaction } from './in-transaction.js';
import type { Schema } from './schema.js';

/**
 * Who executes a request: claimed and given back by single updates with a condition. Every claim raises the fence, so
 * that a holder who slept past its lease and was taken over is told apart from the one who holds it now.
 */

interface Claim {
  readonly id: string;
  readonly now: string;
  readonly leaseUntil: string;
}

/** Takes the request when it is approved, or when its holder's lease is over. Answers the new fence. */
async function takeRequest(
  transaction: Transaction<Schema>,
  { id, now, leaseUntil }: Claim,
): Promise<number | undefined> {
  const taken = await transaction
    .updateTable('remediation_requests')
    .set((expression) => ({
      state: 'executing',
      version: expression('version', '+', 1),
      fence: expression('fence', '+', 1),
      lease_until: leaseUntil,
      updated_at: now,
    }))
    .where('id', '=', id)
    .where((expression) =>
      expression.or([
        expression('state', '=', 'approved'),
        expression('state', '=', 'executing').and('lease_until', '<=', now),
      ]),
    )
    .returning('fence')
    .executeTakeFirst();
  return taken?.fence;
}

/** Claims the execution and keeps the intent with it; undefined, and nothing kept, when it cannot be had. */
export async function claimExecution(
  db: Kysely<Schema>,
  dialect: StoreDialect,
  claim: Claim,
  intent: AuditEvent,
): Promise<ExecutionLease | undefined> {
  return await inTransaction(db, async (transaction) => {
    const fence = await takeRequest(transaction, claim);
    if (fence === undefined) return undefined;
    await appendAudit(transaction, dialect, intent);
    return { requestId: claim.id, fence, leaseUntil: claim.leaseUntil };
  });
}

interface Finish {
  readonly lease: ExecutionLease;
  readonly state: RequestState;
  readonly outcome: string;
}

/** Ends the execution under the newest lease, also one that is over: nobody else has done anything since. */
async function giveBack(
  transaction: Transaction<Schema>,
  { lease, state, outcome }: Finish,
  now: string,
): Promise<boolean> {
  const finished = await transaction
    .updateTable('remediation_requests')
    .set((expression) => ({
      state,
      version: expression('version', '+', 1),
      outcome: storableText(outcome),
      lease_until: null,
      updated_at: now,
    }))
    .where('id', '=', lease.requestId)
    .where('state', '=', 'executing')
    .where('fence', '=', lease.fence)
    .returning('id')
    .executeTakeFirst();
  return finished !== undefined;
}

/** Settles an execution; false, and nothing kept, when the lease is not the newest or it is settled already. */
export async function finishExecution(
  db: Kysely<Schema>,
  dialect: StoreDialect,
  finish: Finish,
  event: AuditEvent,
): Promise<boolean> {
  return await inTransaction(db, async (transaction) => {
    if (!(await giveBack(transaction, finish, event.at))) return false;
    await appendAudit(transaction, dialect, event);
    return true;
  });
}

/** The longest abandoned first. */
export async function listAbandoned(db: Kysely<Schema>, tenantId: string, now: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('remediation_requests')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('state', '=', 'executing')
    .where('lease_until', '<=', now)
    .orderBy('lease_until')
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}
