import type { StoreMigration } from './store-migration.js';

/** Messages that bring a card up to date and are no reason to post one. Of those that wait already nobody said so. */
export const editsOnly: StoreMigration = {
  name: '0007-edits-only',
  up: async (db) => {
    await db.schema
      .alterTable('outbox')
      .addColumn('edits_only', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
