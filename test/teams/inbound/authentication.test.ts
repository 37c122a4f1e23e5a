import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { assembleToken, signToken, startTokenIssuer, type TokenIssuer } from '../../fakes/token-issuer.js';
import { activityOf, press, startBot, TENANT_ID, type BotHarness } from './bot-harness.js';

const APP_ID = 'bbbbbbbb-0000-4000-8000-000000000001';
const SERVICE_URL = 'https://smba.trafficmanager.net/emea/';

let issuer: TokenIssuer;
let bot: BotHarness;

beforeAll(async () => {
  // The SDK prints each refused token's reason; the table below is the place to read it.
  jest.spyOn(console, 'error').mockImplementation(() => {});
  issuer = await startTokenIssuer();
  bot = await startBot({
    credentials: { type: 'SingleTenant', appId: APP_ID, tenantId: TENANT_ID, password: 'not-used-inbound' },
    openIdMetadata: { tokenIssuer: issuer.issuer, metadataUrl: issuer.metadataUrl },
  });
});
afterAll(async () => {
  await bot.close();
  await issuer.close();
  jest.restoreAllMocks();
});

/** Seconds since the epoch, `minutes` from now: the SDK checks tokens against the real clock. */
const inMinutes = (minutes: number) => Math.floor(Date.now() / 1000) + minutes * 60;

function goodClaims(): Readonly<Record<string, string | number>> {
  return { iss: issuer.issuer, aud: APP_ID, serviceurl: SERVICE_URL, nbf: inMinutes(-1), exp: inMinutes(60) };
}

const without = (claim: string) => Object.fromEntries(Object.entries(goodClaims()).filter(([name]) => name !== claim));
const signed = (claims: object) => signToken(issuer.key, { ...goodClaims(), ...claims });
const rs256 = (kid: string) => ({ alg: 'RS256', typ: 'JWT', kid });

async function hs256(): Promise<string> {
  const unsigned = assembleToken({ alg: 'HS256', typ: 'JWT', kid: issuer.key.kid }, goodClaims(), '').slice(0, -1);
  const signature = createHmac('sha256', await issuer.publicKeyPem())
    .update(unsigned)
    .digest('base64url');
  return `${unsigned}.${signature}`;
}

let presses = 0;
/** A press of a real button: its answer is in the HTTP response, so that nothing needs to go out. */
function request(fields: object, authorization: string | undefined): Promise<Response> {
  const body = activityOf(SERVICE_URL, press('scan.page', { scanId: 'scan-0', page: 0 }, { id: `i${(presses += 1)}` }));
  return bot.post({ ...body, ...fields }, authorization === undefined ? {} : { authorization });
}

interface BadRow {
  readonly name: string;
  readonly authorization: () => Promise<string | undefined> | string | undefined;
  readonly fields?: object;
}

const bearer = async (token: Promise<string>) => `Bearer ${await token}`;

const BAD_ROWS: readonly BadRow[] = [
  { name: 'no header', authorization: () => undefined },
  { name: 'an empty header', authorization: () => '' },
  { name: 'another scheme with a good token', authorization: async () => `Basic ${await signed({})}` },
  { name: 'a good token without its scheme', authorization: () => signed({}) },
  { name: 'the scheme without a token', authorization: () => 'Bearer ' },
  { name: 'a good token and something after it', authorization: async () => `Bearer ${await signed({})} more` },
  { name: 'garbage for a token', authorization: () => 'Bearer garbage' },
  { name: 'garbage in three parts', authorization: () => 'Bearer e30.e30.e30' },
  { name: 'a truncated token', authorization: async () => `Bearer ${(await signed({})).slice(0, -20)}` },
  {
    name: 'a token without its signature',
    authorization: async () => `Bearer ${(await signed({})).replace(/[^.]*$/, '')}`,
  },
  {
    name: 'algorithm none',
    authorization: () => `Bearer ${assembleToken({ alg: 'none', kid: issuer.key.kid }, goodClaims(), '')}`,
  },
  { name: 'HS256 with the public key for a secret', authorization: () => bearer(hs256()) },
  { name: 'an unknown key ID', authorization: () => bearer(signToken(issuer.key, goodClaims(), 'unknown')) },
  {
    name: 'another key under a known ID',
    authorization: () => bearer(signToken(issuer.strangerKey, goodClaims(), issuer.key.kid)),
  },
  { name: 'a key that is not published', authorization: () => bearer(signToken(issuer.strangerKey, goodClaims())) },
  { name: 'a key endorsed for webchat only', authorization: () => bearer(signToken(issuer.webchatKey, goodClaims())) },
  {
    name: 'a payload changed after signing',
    authorization: async () => {
      const signature = (await signed({ aud: 'somebody else' })).split('.')[2] ?? '';
      return `Bearer ${assembleToken(rs256(issuer.key.kid), goodClaims(), signature)}`;
    },
  },
  { name: 'another issuer', authorization: () => bearer(signed({ iss: 'https://evil.example' })) },
  { name: 'no issuer', authorization: () => bearer(signToken(issuer.key, without('iss'))) },
  {
    name: 'the issuer of emulator tokens',
    authorization: () =>
      bearer(
        signed({
          iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/',
          ver: '1.0',
          appid: APP_ID,
        }),
      ),
  },
  {
    name: 'another audience',
    authorization: () => bearer(signed({ aud: 'bbbbbbbb-0000-4000-8000-00000000ffff' })),
  },
  { name: 'no audience', authorization: () => bearer(signToken(issuer.key, without('aud'))) },
  { name: 'expired six minutes ago', authorization: () => bearer(signed({ exp: inMinutes(-6) })) },
  { name: 'not valid for another ten minutes', authorization: () => bearer(signed({ nbf: inMinutes(10) })) },
  {
    name: 'another service URL in the token',
    authorization: () => bearer(signed({ serviceurl: 'https://evil.example' })),
  },
  { name: 'no service URL in the token', authorization: () => bearer(signToken(issuer.key, without('serviceurl'))) },
  {
    name: 'another service URL in the activity',
    authorization: () => bearer(signed({})),
    fields: { serviceUrl: 'https://evil.example' },
  },
  {
    name: 'no service URL in the activity',
    authorization: () => bearer(signed({})),
    fields: { serviceUrl: undefined },
  },
  {
    name: 'an empty service URL in both',
    authorization: () => bearer(signed({ serviceurl: '' })),
    fields: { serviceUrl: '' },
  },
  {
    name: 'a blank service URL in both',
    authorization: () => bearer(signed({ serviceurl: ' ' })),
    fields: { serviceUrl: ' ' },
  },
  { name: 'the webchat channel', authorization: () => bearer(signed({})), fields: { channelId: 'webchat' } },
  { name: 'the ASE channel', authorization: () => bearer(signed({})), fields: { channelId: 'AseChannel' } },
  { name: 'no type', authorization: () => bearer(signed({})), fields: { type: undefined } },
];

describe('only a correctly signed token of the Bot connector reaches a handler', () => {
  test('a good one does', async () => {
    const handled = bot.handled();
    const response = await request({}, await bearer(signed({})));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ value: { view: 'report', scanId: 'scan-0' } });
    expect(bot.handled()).toBe(handled + 1);
  });

  test('one that expired four minutes ago still does: clocks differ', async () => {
    expect((await request({}, await bearer(signed({ exp: inMinutes(-4) })))).status).toBe(200);
  });

  test.each(BAD_ROWS)('$name does not, and is answered 400, 401 or 403', async ({ authorization, fields = {} }) => {
    const handled = bot.handled();
    const response = await request(fields, await authorization());
    expect([400, 401, 403]).toContain(response.status);
    expect(await response.json()).toEqual({ error: { code: expect.any(String), message: expect.any(String) } });
    expect(bot.handled()).toBe(handled);
  });

  test('a repeated good one runs once and is answered twice', async () => {
    const handled = bot.handled();
    const authorization = await bearer(signed({}));
    const fields = { id: 'repeated' };
    const answers = [await request(fields, authorization), await request(fields, authorization)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(bot.handled()).toBe(handled + 1);
  });

  test('a service URL without TLS is refused even when it is signed', async () => {
    const serviceUrl = 'http://smba.trafficmanager.net/emea/';
    const response = await request({ serviceUrl }, await bearer(signed({ serviceurl: serviceUrl })));
    expect(response.status).toBe(403);
    expect(bot.auditEvents.at(-1)?.details).toMatchObject({ reason: 'serviceUrlNotAllowed' });
  });

  test('no token reaches the log or the audit log', async () => {
    await request({}, 'Bearer canary.canary.canary');
    expect(JSON.stringify([bot.logLines, bot.auditEvents])).not.toContain('canary');
    expect(bot.logLines.at(-1)).toMatchObject({ level: 'warn', message: 'request without an acceptable token' });
  });
});
