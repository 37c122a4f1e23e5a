import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ALEX, FOREIGN_TENANT_ID, press, startBot, TENANT_ID, type BotHarness } from './bot-harness.js';

let bot: BotHarness;

beforeEach(async () => {
  bot = await startBot();
});
afterEach(async () => {
  for (const scan of bot.driver.scans) scan.finish();
  await bot.close();
});

const conversation = (tenantId?: unknown) => ({ id: 'chat-1', conversationType: 'personal', tenantId });
const withoutTenant = { conversation: conversation(), channelData: {} };

const ALLOWED: readonly { readonly name: string; readonly fields: object }[] = [
  { name: 'a person of the tenant in Teams', fields: {} },
  { name: 'the tenant named by the conversation only', fields: { channelData: {} } },
  { name: 'the tenant named by the channel data only', fields: { conversation: conversation() } },
  { name: 'the tenant spelt in capitals', fields: { conversation: conversation(TENANT_ID.toUpperCase()) } },
  { name: 'an installation by a person', fields: { type: 'installationUpdate', action: 'add' } },
];

const REFUSED: readonly { readonly name: string; readonly reason: string; readonly fields: object }[] = [
  { name: 'webchat', reason: 'channelNotAllowed', fields: { channelId: 'webchat' } },
  { name: 'directline', reason: 'channelNotAllowed', fields: { channelId: 'directline' } },
  { name: 'the emulator', reason: 'channelNotAllowed', fields: { channelId: 'emulator' } },
  { name: 'the ASE channel', reason: 'channelNotAllowed', fields: { channelId: 'AseChannel' } },
  { name: 'Teams in capitals', reason: 'channelNotAllowed', fields: { channelId: 'MSTEAMS' } },
  {
    name: 'a foreign tenant',
    reason: 'tenantNotAllowed',
    fields: { conversation: conversation(FOREIGN_TENANT_ID), channelData: { tenant: { id: FOREIGN_TENANT_ID } } },
  },
  {
    name: 'a foreign tenant in the conversation alone',
    reason: 'tenantNotAllowed',
    fields: { conversation: conversation(FOREIGN_TENANT_ID) },
  },
  {
    name: 'a foreign tenant in the channel data alone',
    reason: 'tenantNotAllowed',
    fields: { channelData: { tenant: { id: FOREIGN_TENANT_ID } } },
  },
  {
    name: 'an empty tenant beside the right one',
    reason: 'tenantNotAllowed',
    fields: { conversation: conversation('') },
  },
  { name: 'a tenant of null', reason: 'tenantNotAllowed', fields: { conversation: conversation(null) } },
  {
    name: 'a list that holds the right tenant',
    reason: 'tenantNotAllowed',
    fields: { conversation: conversation([TENANT_ID]) },
  },
  { name: 'no tenant', reason: 'tenantMissing', fields: withoutTenant },
  {
    name: 'no tenant, and one in a field that proves nothing',
    reason: 'tenantMissing',
    fields: { ...withoutTenant, from: { ...ALEX, tenantId: TENANT_ID }, value: { tenantId: TENANT_ID } },
  },
  { name: 'nobody', reason: 'actorMissing', fields: { from: { id: ALEX.id } } },
  { name: 'a blank object ID', reason: 'actorMissing', fields: { from: { ...ALEX, aadObjectId: ' ' } } },
  { name: 'an object ID that is none', reason: 'actorMissing', fields: { from: { ...ALEX, aadObjectId: 'Alex' } } },
  {
    name: 'nobody, with an object ID in the value',
    reason: 'actorMissing',
    fields: { from: { id: ALEX.id }, value: { aadObjectId: ALEX.aadObjectId, from: ALEX } },
  },
  {
    name: 'nobody, with an object ID in the prototype',
    reason: 'actorMissing',
    fields: { from: JSON.parse(`{"id":"29:alex","__proto__":{"aadObjectId":"${ALEX.aadObjectId}"}}`) as object },
  },
  {
    name: 'an installation by nobody',
    reason: 'actorMissing',
    fields: { type: 'installationUpdate', from: { id: 'x' } },
  },
  {
    name: 'another host for the answers',
    reason: 'serviceUrlNotAllowed',
    fields: { serviceUrl: 'https://evil.example' },
  },
  {
    name: 'a host that only begins like this machine',
    reason: 'serviceUrlNotAllowed',
    fields: { serviceUrl: 'http://127.0.0.1.evil.example' },
  },
];

describe('the gate', () => {
  test.each(ALLOWED)('lets in: $name', async ({ fields }) => {
    const response = await bot.send({ id: 'a1', text: 'help', ...fields });
    expect(response.status).toBe(200);
    expect(bot.handled()).toBe(1);
    expect(bot.auditEvents).toEqual([]);
  });

  test.each(REFUSED)('refuses and audits: $name', async ({ reason, fields }) => {
    const response = await bot.send({ id: 'a1', text: 'canary text', ...fields });
    expect(response.status).toBe(403);
    expect(bot.handled()).toBe(0);
    expect(bot.connector.requests).toEqual([]);
    expect(bot.auditEvents).toEqual([
      expect.objectContaining({
        at: '2026-03-02T09:00:00.000Z',
        action: 'activity.refused',
        subject: 'a1',
        result: 'refused',
        details: expect.objectContaining({ reason }) as object,
      }),
    ]);
    expect(JSON.stringify(bot.auditEvents)).not.toMatch(/canary|Alex/);
  });

  test('records who a refused person of another tenant claimed to be, by IDs', async () => {
    const tenant = { id: FOREIGN_TENANT_ID };
    await bot.send({ conversation: conversation(FOREIGN_TENANT_ID), channelData: { tenant } });
    expect(bot.auditEvents[0]?.actor).toEqual({
      kind: 'person',
      tenantId: FOREIGN_TENANT_ID,
      objectId: ALEX.aadObjectId,
    });
  });

  test('records nothing that the sender wrote freely', async () => {
    await bot.send({ id: 'line\nbreak', channelId: 'web chat\u001b[31m', type: 'me<ss>age' });
    expect(bot.auditEvents[0]).toMatchObject({ subject: 'unknown', details: { channel: 'other', type: 'other' } });
  });

  test('still refuses when the refusal cannot be audited', async () => {
    const broken = await startBot({ audit: { append: () => Promise.reject(new Error('disk full')) } });
    expect((await broken.send({ channelId: 'webchat' })).status).toBe(403);
    expect(broken.logLines).toContainEqual(expect.objectContaining({ level: 'error', message: 'refusal not audited' }));
    await broken.close();
  });
});

describe('the person behind a press', () => {
  const hostile = JSON.parse(`{
    "actor": "somebody", "userId": "${FOREIGN_TENANT_ID}", "approver": { "objectId": "${FOREIGN_TENANT_ID}" },
    "from": { "aadObjectId": "${FOREIGN_TENANT_ID}" }, "__proto__": { "objectId": "${FOREIGN_TENANT_ID}" },
    "constructor": { "prototype": { "objectId": "${FOREIGN_TENANT_ID}" } }
  }`) as object;

  test.each([
    { name: 'data of the button', fields: press('scan.rerun', hostile, { id: 'i1' }) },
    { name: 'value of a message', fields: { id: 'a1', value: { verb: 'scan.rerun', ...hostile }, text: '' } },
    { name: 'value beside a command', fields: { id: 'a1', value: hostile, text: 'scan' } },
    {
      name: 'display name of somebody else',
      fields: { id: 'a1', text: 'scan', from: { ...ALEX, name: 'Megan' } },
    },
  ])('is the one the channel names, whatever the $name says', async ({ fields }) => {
    await bot.send(fields);
    expect(bot.driver.latest().request.trigger).toMatchObject({
      by: { tenantId: TENANT_ID, objectId: ALEX.aadObjectId },
    });
    expect(({} as { objectId?: string }).objectId).toBeUndefined();
  });
});
