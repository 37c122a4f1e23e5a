import type { Kysely } from 'kysely';
import type { AuditEvent } from '../domain/audit/audit-event.js';
import type { Outbox, Telling } from '../workflows/ports.js';
import { inOneMoment, inTransaction } from './in-transaction.js';
import { claimItem } from './outbox-claim.js';
import { beginItem, settleItem } from './outbox-settlement.js';
import type { Schema } from './schema.js';
import { tellAndAudit, type Teller } from './telling.js';

/** The outbox, gathered: how an item is claimed and settled is in the files beside this one, how it comes in in `telling`. */

/** When an item that waits could be claimed; those behind one in delivery follow that one. */
async function findFirstWaiting(db: Kysely<Schema>): Promise<string | undefined> {
  const row = await db
    .selectFrom('outbox as item')
    .select('item.next_attempt_at')
    .where('item.lease_until', 'is', null)
    .where((expression) =>
      expression.not(
        expression.exists(
          expression
            .selectFrom('outbox as other')
            .select('other.id')
            .whereRef('other.conversation_id', '=', 'item.conversation_id')
            .where('other.lease_until', 'is not', null),
        ),
      ),
    )
    .orderBy('item.next_attempt_at')
    .orderBy('item.id')
    .limit(1)
    .executeTakeFirst();
  return row?.next_attempt_at;
}

async function findFirstLeaseEnd(db: Kysely<Schema>): Promise<string | undefined> {
  const row = await db
    .selectFrom('outbox')
    .select(({ fn }) => fn.min('lease_until').as('until'))
    .where('lease_until', 'is not', null)
    .executeTakeFirst();
  return row?.until ?? undefined;
}

/** The first moment at which there may be something to claim. An item in delivery becomes due when its lease ends. */
async function nextDueAt(db: Kysely<Schema>): Promise<string | undefined> {
  return await inOneMoment(db, async (transaction) => {
    const [waiting, inDelivery] = [await findFirstWaiting(transaction), await findFirstLeaseEnd(transaction)];
    return [waiting, inDelivery].filter((moment) => moment !== undefined).sort()[0];
  });
}

/** Everything that has not arrived, what is being delivered included. */
async function backlog(db: Kysely<Schema>): Promise<{ readonly count: number; readonly oldestAt: string | null }> {
  const { count, oldestAt } = await db
    .selectFrom('outbox')
    .select(({ fn }) => [fn.countAll().as('count'), fn.min('created_at').as('oldestAt')])
    .executeTakeFirstOrThrow();
  // PostgreSQL counts in numbers that may be too long for ours, so its driver hands out text.
  return { count: Number(count), oldestAt };
}

async function tell(
  db: Kysely<Schema>,
  teller: Teller,
  tellings: readonly Telling[],
  now: string,
  event: AuditEvent | undefined,
): Promise<void> {
  const told = { tenantId: null, tellings, events: event === undefined ? [] : [event], now };
  await inTransaction(db, (transaction) => tellAndAudit(transaction, teller, told));
}

export function outboxRepository(db: Kysely<Schema>, teller: Teller): Outbox {
  return {
    claim: (now, leaseUntil, busy) => claimItem(db, teller.dialect, { now, leaseUntil, busy }),
    begin: (itemId) => beginItem(db, itemId),
    settle: (itemId, outcome) => settleItem(db, teller.dialect, itemId, outcome),
    nextDueAt: () => nextDueAt(db),
    tell: (tellings, now, event) => tell(db, teller, tellings, now, event),
    backlog: () => backlog(db),
  };
}
