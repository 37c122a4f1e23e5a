import type { Kysely } from 'kysely';
import type { AutomationStore } from '../workflows/ports.js';
import { listModes, setMode } from './control-modes.js';
import type { StoreDialect } from './dialect.js';
import type { Schema } from './schema.js';
import { findLastResume, findStop, resumeWriting, stopWriting } from './writing-stop.js';

/** What people have allowed the bot to do by itself: the queries about modes and about stops are in files of their own. */

export function automationRepository(db: Kysely<Schema>, dialect: StoreDialect): AutomationStore {
  return {
    listModes: (tenantId) => listModes(db, tenantId),
    setMode: (tenantId, setting, event) => setMode(db, dialect, tenantId, setting, event),
    findStop: (tenantId) => findStop(db, tenantId),
    stop: (tenantId, stop, event) => stopWriting(db, dialect, tenantId, stop, event),
    resume: (tenantId, at, event) => resumeWriting(db, dialect, tenantId, at, event),
    findLastResume: (tenantId) => findLastResume(db, tenantId),
  };
}
