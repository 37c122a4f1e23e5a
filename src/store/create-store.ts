import type { Kysely } from 'kysely';
import type { Store } from '../workflows/ports.js';
import { alertRepository } from './alert-repository.js';
import { auditRepository } from './audit-repository.js';
import { automationRepository } from './automation-repository.js';
import { conversationRepository } from './conversation-repository.js';
import { designationRepository } from './designation-repository.js';
import type { StoreDialect } from './dialect.js';
import { driftRepository } from './drift-repository.js';
import { drillRepository } from './drill-repository.js';
import { outboxRepository } from './outbox-repository.js';
import { requestRepository } from './request-repository.js';
import { scanRepository } from './scan-repository.js';
import type { Schema } from './schema.js';
import { subscriptionRepository } from './subscription-repository.js';
import type { Teller } from './telling.js';

export interface StoreOptions {
  /**
   * Called inside a transaction that has put something into the outbox, with that transaction: what it does there is kept
   * exactly when the telling is. A rejection takes everything back.
   */
  readonly onTold?: (transaction: unknown) => Promise<void>;
}

/** The store, and the database below it for an adapter that keeps its own tables there. It is closed with the store. */
export interface OpenedStore extends Store {
  readonly database: Kysely<Schema>;
}

/** The store over an open, migrated database. Closing it closes the database. */
export function createStore(db: Kysely<Schema>, dialect: StoreDialect, options: StoreOptions = {}): OpenedStore {
  const teller: Teller = { dialect, onTold: options.onTold ?? (() => Promise.resolve()) };
  return {
    database: db,
    scans: scanRepository(db, dialect),
    conversations: conversationRepository(db, dialect),
    audit: auditRepository(db, dialect),
    requests: requestRepository(db, dialect),
    automation: automationRepository(db, dialect),
    subscriptions: subscriptionRepository(db, dialect),
    drift: driftRepository(db, teller),
    alerts: alertRepository(db, teller),
    drills: drillRepository(db, teller),
    outbox: outboxRepository(db, teller),
    designations: designationRepository(db, teller),
    close: () => db.destroy(),
  };
}
