import { createServer } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createBot, type BotCredentials, type BotOptions, type ListeningBot } from '../../../src/teams/bot.js';
import { createFakeTime } from '../../fakes/fake-time.js';
import { PLAIN_CARDS, startBot, TENANT_ID } from './bot-harness.js';

const SECRET: BotCredentials = {
  type: 'SingleTenant',
  appId: 'bbbbbbbb-0000-4000-8000-000000000001',
  tenantId: TENANT_ID,
  password: 'secret',
};
const MANAGED: BotCredentials = { type: 'UserAssignedMSI', appId: SECRET.appId, tenantId: TENANT_ID };

const unused = () => Promise.reject(new Error('not used here'));

function buildBot(credentials: BotOptions['credentials']) {
  const { clock, wait } = createFakeTime();
  const silent = () => {};
  return createBot({
    credentials,
    allowedTenantId: TENANT_ID,
    startScan: unused,
    findLatestReport: unused,
    findReport: unused,
    history: { list: unused, trend: unused, compare: unused, exportLatest: unused },
    remediation: null,
    automation: null,
    watching: null,
    requestCards: { rememberCard: unused, findCards: unused },
    conversations: { remember: unused, forget: unused, findConversation: unused, listConversations: unused },
    audit: { append: unused },
    clock,
    wait,
    ids: { next: () => 'id' },
    logger: { info: silent, warn: silent, error: silent },
    cards: PLAIN_CARDS,
  });
}

const open: { close(): Promise<void> }[] = [];
async function listen(credentials: BotOptions['credentials'], host: string, port = 0): Promise<ListeningBot> {
  const listening = await buildBot(credentials).listen(host, port);
  open.push(listening);
  return listening;
}
afterEach(async () => {
  for (const part of open.splice(0)) await part.close();
});

describe('without authentication', () => {
  test.each(['127.0.0.1', '127.0.0.2', 'localhost'])('the bot listens on %s', async (host) => {
    const { url } = await listen(null, host);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test.each(['0.0.0.0', '::', '192.168.1.10', '', 'localhost.example', '127.0.0.1.example', '::ffff:127.0.0.1'])(
    'the bot refuses to listen on %j',
    async (host) => {
      await expect(listen(null, host)).rejects.toThrow(/^BOT_UNAUTHENTICATED_NOT_LOOPBACK: /);
    },
  );
});

describe('with authentication', () => {
  test.each([
    { name: 'a password', credentials: SECRET },
    { name: 'a managed identity', credentials: MANAGED },
  ])('and $name the bot listens on every address', async ({ credentials }) => {
    await listen(credentials, '0.0.0.0');
    expect(open).toHaveLength(1);
  });

  test.each([
    { name: 'an unknown type', credentials: { ...SECRET, type: 'MultiTenant' } },
    { name: 'a type in capitals', credentials: { ...MANAGED, type: 'USERASSIGNEDMSI' } },
    { name: 'an empty app ID', credentials: { ...SECRET, appId: '' } },
    { name: 'an app ID that is none', credentials: { ...MANAGED, appId: 'bot' } },
    { name: 'an empty tenant ID', credentials: { ...SECRET, tenantId: '' } },
    { name: 'a blank password', credentials: { ...SECRET, password: ' ' } },
  ])('the bot is not built with $name', ({ credentials }) => {
    expect(() => buildBot(credentials as BotCredentials)).toThrow(/^BOT_CREDENTIALS_INVALID: /);
  });

  test('the bot is not built with a certificate that cannot be read', () => {
    const { type, appId, tenantId } = SECRET;
    const certificate = { certificatePath: '/nowhere/bot.pem', certificateThumbprint: 'A'.repeat(40) };
    expect(() => buildBot({ type, appId, tenantId, ...certificate })).toThrow(
      /^BOT_CERTIFICATE_UNREADABLE: \/nowhere\/bot\.pem /,
    );
  });
});

test('a port that is taken is named', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  open.push({ close: () => new Promise((resolve) => other.close(() => resolve())) });
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(listen(null, '127.0.0.1', port)).rejects.toThrow(`BOT_PORT_IN_USE: port ${port} on 127.0.0.1`);
});

describe('stopping', () => {
  test('waits until the result of a finished scan is delivered', async () => {
    const bot = await startBot();
    await bot.send({ id: 'a1', text: 'scan' });
    const slow = bot.connector.holdNext();
    bot.driver.latest().finish();
    await bot.connector.untilRequests(2);
    const closed = bot.close();
    slow.release();
    await closed;
    expect(bot.connector.cards.at(-1)?.card['view']).toBe('report');
  });

  test('does not wait longer than ten seconds for a scan that goes on', async () => {
    const bot = await startBot();
    await bot.send({ id: 'a1', text: 'scan' });
    const before = bot.time.waits.length;
    const closed = bot.close();
    await bot.time.untilWait(10_000);
    expect(bot.time.waits.length).toBe(before + 1);
    bot.time.advance(10_000);
    await closed;
    expect(bot.logLines.at(-1)).toMatchObject({ level: 'warn', fields: { waitedMs: 10_000 } });
  });
});
