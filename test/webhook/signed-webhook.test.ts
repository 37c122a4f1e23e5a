import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { createSignedWebhook } from '../../src/webhook/signed-webhook.js';

/** What a receiver outside the tenant gets, over real HTTP. */

const SECRET = 'a secret that the receiver has, too';
let server: Server;

afterEach(() => void server.close());

interface Received {
  readonly request: IncomingMessage;
  readonly body: string;
}

/** A receiver that answers with `status`, and where it is. */
async function receiver(status: number, headers: Record<string, string> = {}) {
  const received: Received[] = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ request, body: Buffer.concat(chunks).toString() });
      response.writeHead(status, headers).end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`;
  return { received, webhook: createSignedWebhook({ url, secret: SECRET, clock: { now: () => 1_000 } }) };
}

test('the receiver can prove who sent it and that nothing was changed', async () => {
  const { received, webhook } = await receiver(202);
  await webhook.send({ id: 'alert-1' });
  const [{ request, body } = { request: undefined, body: '' }] = received;
  const expected = createHmac('sha256', SECRET).update(`1000.${body}`).digest('hex');
  expect(body).toBe('{"id":"alert-1"}');
  expect(request?.headers['x-glasswatch-timestamp']).toBe('1000');
  expect(request?.headers['x-glasswatch-signature']).toBe(`sha256=${expected}`);
});

test('an answer other than 2xx counts as not sent', async () => {
  const { webhook } = await receiver(500);
  await expect(webhook.send({})).rejects.toThrow('WEBHOOK_FAILED');
});

test('a redirect is not followed', async () => {
  const { webhook, received } = await receiver(307, { location: 'http://127.0.0.1:1/elsewhere' });
  await expect(webhook.send({})).rejects.toThrow();
  expect(received).toHaveLength(1);
});
