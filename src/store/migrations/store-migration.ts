import type { Kysely } from 'kysely';
import type { DialectName } from '../dialect.js';

/** One numbered, released step of the schema. It is never edited once a release carries it; the next step corrects it. */
export interface StoreMigration {
  /** Sorts after all earlier ones. */
  readonly name: string;
  readonly up: (db: Kysely<unknown>, dialect: DialectName) => Promise<void>;
}
