import type { Transaction } from 'kysely';
import type { Schema } from './schema.js';

/**
 * Everything the repositories and migrations must know about which database they talk to. Locks hold until the transaction
 * ends. Whoever takes several takes them in the order in which they stand here, so that nobody waits in a circle.
 */

export type DialectName = 'sqlite' | 'postgres';

export interface StoreDialect {
  readonly name: DialectName;
  /** Keeps what scans share from being pruned; any number of transactions may hold this at once. */
  shareScanContents(transaction: Transaction<Schema>): Promise<void>;
  /** Makes everybody who stores a scan wait, so that what no scan uses can be told apart from what one is about to use. */
  lockScanContents(transaction: Transaction<Schema>): Promise<void>;
  /** Makes other changes of the outbox wait, so that one waiting item stays one, and one conversation is served by one. */
  lockOutbox(transaction: Transaction<Schema>): Promise<void>;
  /** Makes other appends to the audit log wait until `transaction` ends, so that two cannot continue the same head. */
  lockAuditHead(transaction: Transaction<Schema>): Promise<void>;
}
