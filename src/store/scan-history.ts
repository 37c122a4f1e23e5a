import { sql, type Kysely } from 'kysely';
import type { ScanSummary } from '../workflows/ports.js';
import type { ScanDocument } from './scan-contents.js';
import type { Schema } from './schema.js';

/** Many scans at once, in short: what each found is counted beside its result, so that no finding is read. */

interface SummaryRow {
  readonly id: string;
  readonly started_at: string;
  readonly completed_at: string;
  readonly verdict: ScanSummary['verdict'];
  readonly document: string;
  readonly counts: string;
}

/** The texts are our own JSON, so their shape is what was written. */
function toSummary(row: SummaryRow): ScanSummary {
  return {
    id: row.id,
    trigger: (JSON.parse(row.document) as ScanDocument).trigger,
    startedAt: row.started_at,
    completedAt: row.completed_at,
    verdict: row.verdict,
    counts: JSON.parse(row.counts) as ScanSummary['counts'],
  };
}

const OWN = [
  'scans.id',
  'scans.started_at',
  'scans.completed_at',
  'scans.verdict',
  'scans.document',
  'scan_results.counts',
] as const;

/** Newest first, every one. */
export async function listScans(
  db: Kysely<Schema>,
  tenantId: string,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<readonly ScanSummary[]> {
  const rows = await db
    .selectFrom('scans')
    .innerJoin('scan_results', 'scan_results.key', 'scans.result_key')
    .select(OWN)
    .where('scans.tenant_id', '=', tenantId)
    .orderBy('scans.completed_at', 'desc')
    .orderBy('scans.started_at', 'desc')
    .orderBy('scans.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map(toSummary);
}

/** Newest first: those that somebody asked for, and those that found something else than the one before. */
export async function listNotableScans(
  db: Kysely<Schema>,
  tenantId: string,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<readonly ScanSummary[]> {
  const former = sql<string | null>`lag(result_key) over (order by completed_at, started_at, id)`;
  const rows = await db
    .with('walked', (query) =>
      query
        .selectFrom('scans')
        .select(['id', 'trigger', 'result_key', former.as('former_key')])
        .where('tenant_id', '=', tenantId),
    )
    .selectFrom('walked')
    .innerJoin('scans', 'scans.id', 'walked.id')
    .innerJoin('scan_results', 'scan_results.key', 'walked.result_key')
    .select(OWN)
    .where((expression) =>
      expression.or([
        expression('walked.trigger', '!=', 'schedule'),
        expression('walked.former_key', 'is', null),
        expression('walked.former_key', '!=', expression.ref('walked.result_key')),
      ]),
    )
    .orderBy('scans.completed_at', 'desc')
    .orderBy('scans.started_at', 'desc')
    .orderBy('scans.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map(toSummary);
}

/** Oldest first: of each day (UTC) from `since` on, the scan that was completed last. */
export async function listDailyScans(
  db: Kysely<Schema>,
  tenantId: string,
  since: string,
): Promise<readonly ScanSummary[]> {
  const place = sql<number>`row_number() over (
    partition by substr(completed_at, 1, 10) order by completed_at desc, started_at desc, id desc)`;
  const rows = await db
    .with('placed', (query) =>
      query
        .selectFrom('scans')
        .select(['id', place.as('place')])
        .where('tenant_id', '=', tenantId)
        .where('completed_at', '>=', since),
    )
    .selectFrom('placed')
    .innerJoin('scans', 'scans.id', 'placed.id')
    .innerJoin('scan_results', 'scan_results.key', 'scans.result_key')
    .select(OWN)
    .where('placed.place', '=', 1)
    .orderBy('scans.completed_at')
    .execute();
  return rows.map(toSummary);
}
