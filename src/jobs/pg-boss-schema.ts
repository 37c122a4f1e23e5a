/** Where pg-boss keeps its tables: in a schema beside the store's, so that two installations in one database share nothing. */

const BESIDE_PUBLIC = 'glasswatch_jobs';

/** The schema for a connection whose own is `current`; null when it has none. */
export function schemaBeside(current: string | null): string {
  return current === null || current === 'public' ? BESIDE_PUBLIC : `${current}_jobs`;
}

/** Asks the server for the connection's schema. Rejects with the driver's error when it does not answer. */
export async function findSchema(connectionString: string): Promise<string> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 });
  // A connection that breaks is told by the query; without a listener the event itself would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ readonly schema: string | null }>('select current_schema() as schema');
    return schemaBeside(rows[0]?.schema ?? null);
  } finally {
    await client.end();
  }
}
