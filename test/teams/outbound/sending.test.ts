import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { follow, noteHandOver, type Followed } from '../../../src/teams/outbound/sending.js';

/** What can be said of a request that got no answer. */

let silent: Server;
let port: number;

beforeEach(async () => {
  silent = createServer((socket) => void socket.on('error', () => undefined)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  ({ port } = silent.address() as AddressInfo);
});
afterEach(() => void silent.close());

type Request = typeof httpRequest;

/** Sends a request and ends it as soon as the server has the connection, and has received something. */
async function cutOff(request: Request, options: object): Promise<Followed<void>> {
  const arrived = new Promise<void>((resolve) => {
    silent.once('connection', (socket) => void socket.once('data', () => resolve()));
  });
  const followed = follow(async () => {
    noteHandOver();
    const sent = request({ host: '127.0.0.1', port, method: 'POST', agent: false, ...options });
    const failed = new Promise<void>((resolve) => {
      sent.on('error', () => resolve());
    });
    sent.end('{}');
    await Promise.race([arrived, failed]);
    sent.destroy();
  });
  await followed.result;
  return followed;
}

describe('a request without an answer', () => {
  test('may have arrived once its connection stood', async () => {
    expect((await cutOff(httpRequest, {})).mayHaveArrived()).toBe(true);
  });

  test('has not arrived while the connection is being secured', async () => {
    expect((await cutOff(httpsRequest, { rejectUnauthorized: false })).mayHaveArrived()).toBe(false);
  });

  test('has not arrived where nobody listens', async () => {
    expect((await cutOff(httpRequest, { port: 1 })).mayHaveArrived()).toBe(false);
  });

  test('has not arrived when it was never handed over', async () => {
    const followed = follow(() => Promise.reject(new Error('no token')));
    await expect(followed.result).rejects.toThrow('no token');
    expect(followed.mayHaveArrived()).toBe(false);
  });

  test('may have arrived when all that is known is that it was handed over', async () => {
    const followed = follow(() => Promise.resolve(noteHandOver()));
    await followed.result;
    expect(followed.mayHaveArrived()).toBe(true);
  });
});

test('nothing is sent any more for somebody who gave up', async () => {
  let goOn = () => {};
  const token = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const followed = follow(() => token.then(noteHandOver));
  followed.giveUp();
  goOn();
  await expect(followed.result).rejects.toThrow('CONNECTOR_GIVEN_UP');
  expect(followed.mayHaveArrived()).toBe(false);
});
