import type { Kysely } from 'kysely';
import type { Alert } from '../domain/alerts/alert.js';
import type { AlertStore } from '../workflows/ports.js';
import { raiseAlerts, saveAlert } from './alert-state.js';
import { IS_UNACKNOWLEDGED } from './open-conditions.js';
import type { Schema } from './schema.js';
import { filterUnseen, markSeen } from './seen-records.js';
import type { Teller } from './telling.js';
import { findHealth, saveHealth } from './watch-health.js';

/** The alerts' queries, gathered: how one comes into being and moves on is in the file beside this one. */

/** The text is our own JSON, so its shape is what was written. */
function toAlert({ document }: { readonly document: string }): Alert {
  return JSON.parse(document) as Alert;
}

async function findAlert(db: Kysely<Schema>, id: string): Promise<Alert | undefined> {
  const row = await db.selectFrom('alerts').select('document').where('id', '=', id).executeTakeFirst();
  return row && toAlert(row);
}

async function listOpenAlerts(db: Kysely<Schema>, tenantId: string): Promise<readonly Alert[]> {
  const rows = await db
    .selectFrom('alerts')
    .select('document')
    .where('tenant_id', '=', tenantId)
    .where(IS_UNACKNOWLEDGED)
    .orderBy('noticed_at')
    .orderBy('id')
    .execute();
  return rows.map(toAlert);
}

async function listAlerts(db: Kysely<Schema>, tenantId: string, since: string): Promise<readonly Alert[]> {
  const rows = await db
    .selectFrom('alerts')
    .select('document')
    .where('tenant_id', '=', tenantId)
    .where('noticed_at', '>=', since)
    .orderBy('noticed_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(toAlert);
}

export function alertRepository(db: Kysely<Schema>, teller: Teller): AlertStore {
  return {
    raise: (alerts, events, tellings, now) => raiseAlerts(db, teller, alerts, { events, tellings, now }),
    findAlert: (id) => findAlert(db, id),
    listOpenAlerts: (tenantId) => listOpenAlerts(db, tenantId),
    listAlerts: (tenantId, since) => listAlerts(db, tenantId, since),
    save: (alert, version, event, tellings, now) =>
      saveAlert(db, teller, alert, version, { events: [event], tellings, now }),
    filterUnseen: (tenantId, sourceIds) => filterUnseen(db, tenantId, sourceIds),
    markSeen: (tenantId, sourceIds, at) => markSeen(db, tenantId, sourceIds, at),
    findHealth: (tenantId) => findHealth(db, tenantId),
    saveHealth: (tenantId, health) => saveHealth(db, tenantId, health),
  };
}
