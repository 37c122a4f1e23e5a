import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { freePort, runProgram, startProgram } from './program.js';

const folder = mkdtempSync(join(tmpdir(), 'glasswatch-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const GUID = '11111111-1111-4111-8111-111111111111';
const COMPLETE = {
  NODE_ENV: 'production',
  DATA_DIR: folder,
  AZURE_TENANT_ID: GUID,
  AZURE_CLIENT_ID: GUID,
  AZURE_CLIENT_SECRET: 'graph-secret',
  BOT_ID: GUID,
  BOT_TENANT_ID: GUID,
  BOT_PASSWORD: 'bot-secret',
};
const NEEDED = Object.keys(COMPLETE).filter((name) => !['NODE_ENV', 'DATA_DIR'].includes(name));

function activity() {
  return JSON.stringify({
    type: 'message',
    id: 'a1',
    text: 'help',
    channelId: 'msteams',
    serviceUrl: 'http://127.0.0.1:9/',
    from: { id: '29:1', aadObjectId: GUID },
    recipient: { id: '28:bot' },
    conversation: { id: 'a:1', conversationType: 'personal', tenantId: GUID },
  });
}

function post(port: number) {
  return fetch(`http://127.0.0.1:${port}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: activity(),
  });
}

describe('a process without bot authentication', () => {
  test.each(NEEDED.flatMap((name) => ['missing', 'blank'].map((how) => [name, how] as const)))(
    'does not start in production with %s %s, and says so',
    async (name, how) => {
      const { [name as keyof typeof COMPLETE]: _, ...rest } = COMPLETE;
      const environment = how === 'missing' ? rest : { ...rest, [name]: '  ' };
      const finished = await runProgram(
        'index.js',
        ['--port', String(await freePort()), '--no-playground'],
        environment,
      );
      expect(finished).toMatchObject({ code: 3, stdout: '' });
      expect(finished.stderr).toMatch(/CONFIG_|BOT_AUTHENTICATION_OFF/);
    },
  );

  test('does not start in production with nothing at all', async () => {
    const finished = await runProgram('index.js', ['--no-playground'], { NODE_ENV: 'production' });
    expect(finished).toMatchObject({ code: 3, stdout: '' });
    expect(finished.stderr).toContain('BOT_AUTHENTICATION_OFF');
  });

  test('does not start with real Graph credentials outside production either', async () => {
    const { AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET } = COMPLETE;
    const finished = await runProgram('index.js', ['--no-playground'], {
      AZURE_TENANT_ID,
      AZURE_CLIENT_ID,
      AZURE_CLIENT_SECRET,
    });
    expect(finished).toMatchObject({ code: 3, stdout: '' });
  });

  test('serves the sandbox on loopback and on no other address', async () => {
    const port = await freePort();
    const bot = startProgram('index.js', ['--port', String(port), '--no-playground']);
    await bot.waitFor('ready\n');
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    const reached = await Promise.all(
      outside.map(({ address }) =>
        fetch(`http://${address}:${port}/healthz`).then(
          () => address,
          () => 'refused',
        ),
      ),
    );
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    expect(reached).toEqual(outside.map(() => 'refused'));
    expect(await bot.stop()).toMatchObject({ code: 0 });
  });
});

test('a fully configured process starts and lets nobody in without a token', async () => {
  const port = await freePort();
  const bot = startProgram('index.js', ['--port', String(port), '--no-playground'], COMPLETE);
  await bot.waitFor('ready\n');
  const answer = await post(port);
  expect([401, 403]).toContain(answer.status);
  expect(await bot.stop()).toMatchObject({ code: 0 });
});

test('an occupied port is an error that names the port', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const finished = await runProgram('index.js', ['--port', String(port), '--no-playground']);
  server.close();
  expect(finished.code).toBe(3);
  expect(finished.stderr).toContain(String(port));
});

test('an unknown option is refused with the usage', async () => {
  const finished = await runProgram('index.js', ['--prot', '1']);
  expect(finished.code).toBe(3);
  expect(finished.stderr).toContain('Usage: npm start');
});
