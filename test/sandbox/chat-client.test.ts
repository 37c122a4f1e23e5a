import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { networkInterfaces, tmpdir } from 'node:os';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { chatClientConfig } from '../../src/sandbox/chat-client-config.js';
import { startChatClient, type ChatClient } from '../../src/sandbox/chat-client.js';

const BOT = 'http://127.0.0.1:9/api/messages';
const ENV = { PATH: '/usr/local/bin:/usr/bin:/bin' };
const SCHEMA = '../shared/data/playground-config.schema.json';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const part of open.splice(0)) await part.close();
});

/** A port that somebody listens on, and what frees it. */
async function occupiedPort(): Promise<{ port: number; free: () => Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const free = () => new Promise<void>((resolve) => (server.listening ? server.close(() => resolve()) : resolve()));
  open.push({ close: free });
  return { port: (server.address() as AddressInfo).port, free };
}

async function start(port: number): Promise<ChatClient> {
  const client = await startChatClient({ port, botEndpoint: BOT, env: ENV });
  open.push({ close: () => client.stop() });
  return client;
}

async function isListening(url: string): Promise<boolean> {
  try {
    await ping(url);
    return true;
  } catch (error) {
    // `fetch failed`: the connection was refused.
    if ((error as Error).name === 'TypeError') return false;
    throw error;
  }
}

const ping = async (url: string) => (await fetch(`${url}/_debug/ping`)).text();
/** The temporary folders of the chat client on `port`. Other tests may have theirs. */
const foldersOf = (port: number) =>
  readdirSync(tmpdir())
    .filter((name) => name.startsWith('glasswatch-chat-'))
    .map((name) => join(tmpdir(), name, 'chat-client.log'))
    .filter((log) => existsSync(log) && readFileSync(log, 'utf8').includes(`Listening on ${port}`));
const outsideAddress = () =>
  Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === 'IPv4' && !address.internal)?.address;

describe('the chat client', () => {
  test('refuses an occupied port by number, starts on it once it is free, and is gone after stop', async () => {
    const { port, free } = await occupiedPort();
    await expect(start(port)).rejects.toThrow(`CHAT_CLIENT_PORT_IN_USE: port ${port} is occupied`);
    await free();

    const client = await start(port);
    expect(client.url).toBe(`http://127.0.0.1:${port}`);
    expect(await ping(client.url)).toBe('pong');
    const outside = outsideAddress();
    // Machines without a network have no outside to be reached from.
    await expect(ping(`http://${outside ?? '127.255.255.254'}:${port}`)).rejects.toThrow('fetch failed');

    expect(foldersOf(port)).toHaveLength(1);
    await client.stop();
    await expect(ping(client.url)).rejects.toThrow('fetch failed');
    expect(foldersOf(port)).toEqual([]);
  }, 30_000);

  test('that ends early is reported with the reason in its log', async () => {
    const { port, free } = await occupiedPort();
    await free();
    const folder = mkdtempSync(join(tmpdir(), 'glasswatch-test-'));
    open.push({ close: () => rmSync(folder, { recursive: true, force: true }) });
    const failing = join(folder, 'failing.cjs');
    const log = 'process.env.M365_AGENTS_PLAYGROUND_LOGFILE';
    writeFileSync(failing, `require('fs').writeFileSync(${log}, 'error Reason: no such team'); process.exit(1);`);
    const env = { ...ENV, NODE_OPTIONS: `--require ${failing}` };
    await expect(startChatClient({ port, botEndpoint: BOT, env })).rejects.toThrow(
      'CHAT_CLIENT_FAILED: the chat client ended before it was ready: no such team',
    );
  });

  test('ends with the process that started it, even when that is killed', async () => {
    const { port, free } = await occupiedPort();
    await free();
    const folder = mkdtempSync(join(tmpdir(), 'glasswatch-test-'));
    open.push({ close: () => rmSync(folder, { recursive: true, force: true }) });
    const program = `
      const { startChatClient } = await import(${JSON.stringify(pathToFileURL('dist/sandbox/chat-client.js').href)});
      const { url } = await startChatClient({ port: ${port}, botEndpoint: '${BOT}', env: {} });
      process.stdout.write(url);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
      env: { ...ENV, TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    open.push({ close: () => parent.kill('SIGKILL') });
    const [url] = (await once(parent.stdout, 'data')) as [Buffer];
    expect(await isListening(url.toString())).toBe(true);
    parent.kill('SIGKILL');
    let listening = true;
    while (listening) listening = await isListening(url.toString());
    expect(listening).toBe(false);
  }, 30_000);
});

/** Skipped by name where the published schema does not lie beside the repository. */
const testWithSchema = existsSync(SCHEMA) ? test : test.skip;

testWithSchema(`the chat client’s configuration is valid by ${SCHEMA}`, () => {
  const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);
  const { users, ...rest } = chatClientConfig();
  expect({ valid: validate({ users, ...rest }), errors: validate.errors }).toEqual({ valid: true, errors: null });
  expect(validate({ users: users.slice(1), ...rest })).toBe(false);
});
