import { createServer } from 'node:http';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
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

const ping = async (url: string) => (await fetch(`${url}/_debug/ping`)).text();
const ownFolders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('glasswatch-chat-'));
const outsideAddress = () =>
  Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === 'IPv4' && !address.internal)?.address;

describe('the chat client', () => {
  test('refuses an occupied port by number, starts on it once it is free, and is gone after stop', async () => {
    const { port, free } = await occupiedPort();
    await expect(start(port)).rejects.toThrow(`CHAT_CLIENT_PORT_IN_USE: port ${port} is occupied`);
    await free();

    const before = ownFolders();
    const client = await start(port);
    expect(client.url).toBe(`http://127.0.0.1:${port}`);
    expect(await ping(client.url)).toBe('pong');
    const outside = outsideAddress();
    // Machines without a network have no outside to be reached from.
    await expect(ping(`http://${outside ?? '127.255.255.254'}:${port}`)).rejects.toThrow('fetch failed');

    await client.stop();
    await expect(ping(client.url)).rejects.toThrow('fetch failed');
    expect(ownFolders()).toEqual(before);
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
