import type { Kysely } from 'kysely';
import type { Store } from '../workflows/ports.js';
import { auditRepository } from './audit-repository.js';
import { automationRepository } from './automation-repository.js';
import { conversationRepository } from './conversation-repository.js';
import type { StoreDialect } from './dialect.js';
import { requestRepository } from './request-repository.js';
import { scanRepository } from './scan-repository.js';
import type { Schema } from './schema.js';

/** The store over an open, migrated database. Closing it closes the database. */
export function createStore(db: Kysely<Schema>, dialect: StoreDialect): Store {
  return {
    scans: scanRepository(db, dialect),
    conversations: conversationRepository(db),
    audit: auditRepository(db, dialect),
    requests: requestRepository(db, dialect),
    automation: automationRepository(db, dialect),
    close: () => db.destroy(),
  };
}
