import { sql, type Kysely } from 'kysely';
import type { DialectName } from '../../src/store/dialect.js';
import type { MigrationTarget } from '../../src/store/migrate.js';
import type { Schema } from '../../src/store/schema.js';

/** What the stores themselves tell `migrate` about a database. */
export async function migrationTarget(db: Kysely<Schema>, dialect: DialectName): Promise<MigrationTarget> {
  if (dialect === 'sqlite') return { dialect };
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db);
  return { dialect, schema: rows[0]?.schema ?? 'public' };
}
