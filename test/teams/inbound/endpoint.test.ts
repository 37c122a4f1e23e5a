import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { activityOf, startBot, type BotHarness } from './bot-harness.js';

let bot: BotHarness;

beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.close());

describe('the HTTP endpoint', () => {
  test('answers a probe', async () => {
    const response = await fetch(`${bot.url}/healthz`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok' });
  });

  test.each([
    ['GET', '/'],
    ['GET', '/api/messages'],
    ['POST', '/api/other'],
    ['POST', '/healthz'],
  ])('has nothing for %s %s', async (method, path) => {
    const response = await fetch(`${bot.url}${path}`, { method });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'BOT_NOT_FOUND' } });
  });

  test('does not say what it is made of, and is not cached or guessed at', async () => {
    const { headers } = await fetch(`${bot.url}/healthz`);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test.each([
    { name: 'no JSON', body: '{"type":', status: 400 },
    { name: 'a list', body: '[]', status: 400 },
    { name: 'a text', body: '"message"', status: 400 },
    { name: 'nothing', body: '', status: 400 },
    { name: 'more than 256 kB', body: JSON.stringify({ text: 'x'.repeat(300_000) }), status: 413 },
  ])('refuses a body that is $name without saying why inside', async ({ body, status }) => {
    const response = await bot.post(body);
    const text = await response.text();
    expect(response.status).toBe(status);
    expect(JSON.parse(text)).toEqual({ error: { code: expect.any(String), message: expect.any(String) } });
    expect(text).not.toMatch(/node_modules|\bat /);
    expect(bot.handled()).toBe(0);
  });

  test('refuses an activity that is sent as something other than JSON', async () => {
    const body = activityOf(bot.connector.url, { text: 'help' });
    expect((await bot.post(body, { 'content-type': 'text/plain' })).status).toBe(400);
    expect((await bot.post(body)).status).toBe(200);
  });

  test.each(['type', 'channelId', 'serviceUrl', 'from', 'recipient', 'conversation'])(
    'refuses an activity without %s',
    async (field) => {
      expect((await bot.send({ text: 'help', [field]: undefined })).status).toBe(400);
      expect(bot.handled()).toBe(0);
    },
  );

  test.each(['from', 'recipient', 'conversation'])('refuses an activity whose %s has no ID', async (field) => {
    expect((await bot.send({ text: 'help', [field]: { name: 'x' } })).status).toBe(400);
    expect((await bot.send({ text: 'help', [field]: { id: ' ' } })).status).toBe(400);
  });

  test('accepts an activity with a 200 kB text', async () => {
    expect((await bot.send({ text: 'x'.repeat(200_000) })).status).toBe(200);
    expect(bot.connector.cards[0]?.text.length).toBeLessThan(120);
  });
});
