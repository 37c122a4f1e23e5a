import type { Kysely, Transaction } from 'kysely';
import type { Alert } from '../domain/alerts/alert.js';
import { storableText } from '../domain/audit/storable-text.js';
import { inTransaction } from './in-transaction.js';
import type { Schema } from './schema.js';
import { subjectKeyOf } from './subject-key.js';
import { tellAndAudit, type Teller, type Told } from './telling.js';
import type { AlertTable } from './watch-schema.js';

/** How an alert comes into being, once per event, and how it moves on. */

type ToldOfAlerts = Omit<Told, 'tenantId'>;

function toRow(alert: Alert): AlertTable {
  const { id, tenantId, sourceId, subject, state, version, noticedAt } = alert;
  return {
    id,
    tenant_id: tenantId,
    source_id: storableText(sourceId),
    subject_key: subjectKeyOf(subject),
    state,
    version,
    noticed_at: noticedAt,
    document: JSON.stringify(alert),
  };
}

/** False when the event is known already. */
async function insertAlert(transaction: Transaction<Schema>, alert: Alert): Promise<boolean> {
  const inserted = await transaction
    .insertInto('alerts')
    .values(toRow(alert))
    .onConflict((conflict) => conflict.columns(['tenant_id', 'source_id', 'subject_key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** By event, so that two who noticed the same events wait for each other in the same order. */
function byEvent(a: Alert, b: Alert): number {
  const [one, other] = [JSON.stringify([a.sourceId, a.subject.id]), JSON.stringify([b.sourceId, b.subject.id])];
  return one < other ? -1 : one > other ? 1 : 0;
}

async function insertNew(transaction: Transaction<Schema>, alerts: readonly Alert[]): Promise<readonly Alert[]> {
  const raised = new Set<string>();
  for (const alert of alerts.toSorted(byEvent)) if (await insertAlert(transaction, alert)) raised.add(alert.id);
  return alerts.filter(({ id }) => raised.has(id));
}

/** What is left to tell and to audit once some alerts turned out to be known: nothing that is about those. */
function withoutKnown({ events, tellings, now }: ToldOfAlerts, known: ReadonlySet<string>): ToldOfAlerts {
  return {
    events: events.filter(({ subject }) => !known.has(subject)),
    tellings: tellings.filter(({ topic }) => topic.kind !== 'alert' || !known.has(topic.id)),
    now,
  };
}

/** Answers those that were new, in the order given. When none was, nothing is told or audited. */
export async function raiseAlerts(
  db: Kysely<Schema>,
  teller: Teller,
  alerts: readonly Alert[],
  told: ToldOfAlerts,
): Promise<readonly Alert[]> {
  return await inTransaction(db, async (transaction) => {
    const raised = await insertNew(transaction, alerts);
    const [first] = raised;
    if (!first) return [];
    const known = new Set(alerts.filter((alert) => !raised.includes(alert)).map(({ id }) => id));
    await tellAndAudit(transaction, teller, { tenantId: first.tenantId, ...withoutKnown(told, known) });
    return raised;
  });
}

/** Puts the alert in the place of the stored one; false, and nothing kept, when that is not at `version` any more. */
export async function saveAlert(
  db: Kysely<Schema>,
  teller: Teller,
  alert: Alert,
  version: number,
  told: ToldOfAlerts,
): Promise<boolean> {
  const next: Alert = { ...alert, version: version + 1 };
  return await inTransaction(db, async (transaction) => {
    const moved = await transaction
      .updateTable('alerts')
      .set({ state: next.state, version: next.version, document: JSON.stringify(next) })
      .where('id', '=', next.id)
      .where('version', '=', version)
      .returning('id')
      .executeTakeFirst();
    if (moved === undefined) return false;
    await tellAndAudit(transaction, teller, { tenantId: next.tenantId, ...told });
    return true;
  });
}
