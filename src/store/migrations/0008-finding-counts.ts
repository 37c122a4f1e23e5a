import { sql, type Kysely } from 'kysely';
import type { ScanResult } from '../scan-contents.js';
import { countsOf } from '../scan-contents.js';
import type { StoreMigration } from './store-migration.js';

/** How many findings of each outcome a result has, beside it: a list of scans must not read every finding of each. */

export const findingCounts: StoreMigration = {
  name: '0008-finding-counts',
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .alterTable('scan_results')
      .addColumn('counts', 'text', (column) => column.notNull().defaultTo('{}'))
      .execute();
    const { rows } = await sql<{ key: string }>`select key from scan_results`.execute(db);
    for (const { key } of rows) {
      const found = await sql<{ document: string }>`select document from scan_results where key = ${key}`.execute(db);
      for (const { document } of found.rows) {
        const counts = JSON.stringify(countsOf((JSON.parse(document) as ScanResult).findings));
        await sql`update scan_results set counts = ${counts} where key = ${key}`.execute(db);
      }
    }
  },
};
