import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema.js';

/**
 * One transaction, kept whole or not at all. Read committed whatever the server's default is: an append must see the
 * chain's head as it is once its lock is granted, not as it was when the transaction began.
 */
export async function inTransaction<T>(
  db: Kysely<Schema>,
  work: (transaction: Transaction<Schema>) => Promise<T>,
): Promise<T> {
  return await db.transaction().setIsolationLevel('read committed').execute(work);
}

/** Takes a transaction back. Never leaves this file. */
class TakenBack extends Error {}

/** As `inTransaction`, for work that may find after its first write that it came too late: false, and nothing is kept. */
export async function inTransactionUnlessOvertaken(
  db: Kysely<Schema>,
  work: (transaction: Transaction<Schema>) => Promise<boolean>,
): Promise<boolean> {
  try {
    await inTransaction(db, async (transaction) => {
      if (!(await work(transaction))) throw new TakenBack();
    });
    return true;
  } catch (error) {
    if (error instanceof TakenBack) return false;
    throw error;
  }
}

/** Reads that belong together, all as of one moment. For reading only: a write in it could fail where another overtook it. */
export async function inOneMoment<T>(
  db: Kysely<Schema>,
  read: (transaction: Transaction<Schema>) => Promise<T>,
): Promise<T> {
  return await db.transaction().setIsolationLevel('repeatable read').execute(read);
}
