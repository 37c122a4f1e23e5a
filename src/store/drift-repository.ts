import type { Kysely, Selectable, Transaction } from 'kysely';
import type { AuditEvent } from '../domain/audit/audit-event.js';
import type { Baseline, DriftCase } from '../domain/drift/drift.js';
import type { DriftStore, Telling } from '../workflows/ports.js';
import { appendAudit } from './audit-repository.js';
import type { StoreDialect } from './dialect.js';
import { inTransaction, inTransactionUnlessOvertaken } from './in-transaction.js';
import { IS_UNRESOLVED } from './open-conditions.js';
import type { Schema } from './schema.js';
import { subjectKeyOf } from './subject-key.js';
import { tellAndAudit, type Teller } from './telling.js';
import type { DriftCaseTable } from './watch-schema.js';

/** What was accepted, and the cases of what differs from it. */

async function findBaseline(db: Kysely<Schema>, tenantId: string): Promise<Baseline | undefined> {
  return await db
    .selectFrom('baselines')
    .select(['tenant_id as tenantId', 'scan_id as scanId', 'accepted_at as acceptedAt'])
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
}

async function setBaseline(
  db: Kysely<Schema>,
  dialect: StoreDialect,
  { tenantId, scanId, acceptedAt }: Baseline,
  event: AuditEvent,
): Promise<void> {
  const accepted = { scan_id: scanId, accepted_at: acceptedAt };
  await inTransaction(db, async (transaction) => {
    await transaction
      .insertInto('baselines')
      .values({ tenant_id: tenantId, ...accepted })
      .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(accepted))
      .execute();
    await appendAudit(transaction, dialect, event);
  });
}

/** The text is our own JSON, so its shape is what was written. */
function toCase({ document }: Pick<Selectable<DriftCaseTable>, 'document'>): DriftCase {
  return JSON.parse(document) as DriftCase;
}

async function findCase(db: Kysely<Schema>, id: string): Promise<DriftCase | undefined> {
  const row = await db.selectFrom('drift_cases').select('document').where('id', '=', id).executeTakeFirst();
  return row && toCase(row);
}

/** Oldest first. */
async function listOpenCases(db: Kysely<Schema>, tenantId: string): Promise<readonly DriftCase[]> {
  const rows = await db
    .selectFrom('drift_cases')
    .select('document')
    .where('tenant_id', '=', tenantId)
    .where(IS_UNRESOLVED)
    .orderBy('opened_at')
    .orderBy('id')
    .execute();
  return rows.map(toCase);
}

/** False when there is a case with this ID, or another one of the same subject that is not resolved. */
async function insertCase(transaction: Transaction<Schema>, row: DriftCaseTable): Promise<boolean> {
  const inserted = await transaction
    .insertInto('drift_cases')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** False when the stored version is not the one before. */
async function replaceCase(transaction: Transaction<Schema>, { id, ...row }: DriftCaseTable): Promise<boolean> {
  const replaced = await transaction
    .updateTable('drift_cases')
    .set(row)
    .where('id', '=', id)
    .where('version', '=', row.version - 1)
    .returning('id')
    .executeTakeFirst();
  return replaced !== undefined;
}

async function putCase(transaction: Transaction<Schema>, drifted: DriftCase): Promise<boolean> {
  const { id, tenantId, subject, state, version, scanId, openedAt } = drifted;
  const row: DriftCaseTable = {
    id,
    tenant_id: tenantId,
    subject_key: subjectKeyOf(subject),
    state,
    version,
    scan_id: scanId,
    opened_at: openedAt,
    document: JSON.stringify(drifted),
  };
  return await (version === 1 ? insertCase(transaction, row) : replaceCase(transaction, row));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/**
 * Changed cases by ID and then new ones by subject, so that two who save at once wait for each other in the same order. A
 * case that is resolved makes room for a new one of its subject.
 */
function inSavingOrder(cases: readonly DriftCase[]): readonly DriftCase[] {
  const changed = cases.filter(({ version }) => version !== 1);
  const added = cases.filter(({ version }) => version === 1);
  return [
    ...changed.toSorted((a, b) => compare(a.id, b.id)),
    ...added.toSorted((a, b) => compare(subjectKeyOf(a.subject), subjectKeyOf(b.subject))),
  ];
}

async function saveCases(
  db: Kysely<Schema>,
  teller: Teller,
  cases: readonly DriftCase[],
  told: { readonly events: readonly AuditEvent[]; readonly tellings: readonly Telling[]; readonly now: string },
): Promise<boolean> {
  return await inTransactionUnlessOvertaken(db, async (transaction) => {
    for (const drifted of inSavingOrder(cases)) if (!(await putCase(transaction, drifted))) return false;
    await tellAndAudit(transaction, teller, { tenantId: cases[0]?.tenantId ?? null, ...told });
    return true;
  });
}

export function driftRepository(db: Kysely<Schema>, teller: Teller): DriftStore {
  return {
    findBaseline: (tenantId) => findBaseline(db, tenantId),
    setBaseline: (baseline, event) => setBaseline(db, teller.dialect, baseline, event),
    findCase: (id) => findCase(db, id),
    listOpenCases: (tenantId) => listOpenCases(db, tenantId),
    saveCases: (cases, events, tellings, now) => saveCases(db, teller, cases, { events, tellings, now }),
  };
}
