import { afterEach, expect, jest, test } from '@jest/globals';
import { startLoopbackServer, type LoopbackServer } from '../../fakes/loopback-server.js';
import { signToken, startTokenIssuer } from '../../fakes/token-issuer.js';
import { activityOf, press, startBot, TENANT_ID } from './bot-harness.js';

const SERVICE_URL = 'https://smba.trafficmanager.net/emea/';
const APP_ID = 'bbbbbbbb-0000-4000-8000-000000000001';

afterEach(() => {
  jest.restoreAllMocks();
});

async function requestWithKeysAt(keys: LoopbackServer, untilAsked: Promise<void>): Promise<number> {
  const issuer = await startTokenIssuer();
  const bot = await startBot({
    credentials: { type: 'SingleTenant', appId: APP_ID, tenantId: TENANT_ID, password: 'not-used-inbound' },
    openIdMetadata: { tokenIssuer: issuer.issuer, metadataUrl: `${keys.url}/openidconfiguration` },
  });
  const exp = Math.floor(Date.now() / 1000) + 600;
  const token = await signToken(issuer.key, { iss: issuer.issuer, aud: APP_ID, serviceurl: SERVICE_URL, exp });
  const body = activityOf(SERVICE_URL, press('scan.page', { scanId: 'scan-0', page: 0 }));
  const response = bot.post(body, { authorization: `Bearer ${token}` });
  await untilAsked;
  bot.time.advance(10_000);
  const { status } = await response;
  await Promise.all([bot.close(), issuer.close(), keys.close()]);
  return status;
}

test('a good token is refused, not an error, while the signing keys answer 500', async () => {
  jest.spyOn(console, 'error').mockImplementation(() => {});
  const keys = await startLoopbackServer((_request, _body, response) => void response.writeHead(500).end());
  expect(await requestWithKeysAt(keys, Promise.resolve())).toBe(401);
});

test('a good token is refused after ten seconds while the signing keys do not answer at all', async () => {
  let asked = () => {};
  const untilAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const keys = await startLoopbackServer(() => asked());
  expect(await requestWithKeysAt(keys, untilAsked)).toBe(401);
});
