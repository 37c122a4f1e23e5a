import { describe, expect, test } from '@jest/globals';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { openPostgresStore, requireSupportedServer } from '../../src/store/postgres.js';

/** A port of this machine where nobody listens. */
async function findClosedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('opening the store on PostgreSQL', () => {
  test('a server that does not answer is named as the reason, without the password', async () => {
    const connectionString = `postgres://glasswatch:hunter2@127.0.0.1:${String(await findClosedPort())}/glasswatch`;

    const refusal: unknown = await openPostgresStore({ connectionString }).then(
      () => undefined,
      (error: unknown) => error,
    );

    expect(refusal).toMatchObject({
      code: 'STORE_UNREACHABLE',
      message: expect.stringMatching(/ECONNREFUSED.*check DATABASE_URL and that the server is running/),
    });
    expect(String(refusal)).not.toContain('hunter2');
  });

  test('a server older than version 13 is refused', () => {
    expect(() => {
      requireSupportedServer(120_022);
    }).toThrow('STORE_SERVER_TOO_OLD: the server is PostgreSQL 12; upgrade it to 13 or later');
  });

  test('a server of version 13 is taken', () => {
    expect(() => {
      requireSupportedServer(130_000);
    }).not.toThrow();
  });
});
