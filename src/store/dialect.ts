import type { Transaction } from 'kysely';
import type { Schema } from './schema.js';

/** Everything the repositories and migrations must know about which database they talk to. */

export type DialectName = 'sqlite' | 'postgres';

export interface StoreDialect {
  readonly name: DialectName;
  /** Makes other appends to the audit log wait until `transaction` ends, so that two cannot continue the same head. */
  lockAuditHead(transaction: Transaction<Schema>): Promise<void>;
}
