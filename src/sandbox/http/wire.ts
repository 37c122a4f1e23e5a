import type { ServerResponse } from 'node:http';
import type { WireFault } from '../behaviour.js';
import type { Answer } from './exchange.js';

/** Puts an answer on the connection, whole or in one of the ways a connection fails. */

function textOf(answer: Answer): string {
  if (answer.body === undefined) return '';
  return typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
}

function dripFeed(response: ServerResponse, body: Buffer, intervalMs: number): void {
  let sent = 0;
  const timer = setInterval(() => {
    response.write(body.subarray(sent, sent + 1));
    sent += 1;
    if (sent >= body.length) response.end();
  }, intervalMs);
  timer.unref();
  response.once('close', () => clearInterval(timer));
}

/** Sends `answer`, unless `wire` says how the connection breaks instead. */
export function sendAnswer(
  response: ServerResponse,
  answer: Answer,
  wire: WireFault | null,
  dripIntervalMs: number,
): void {
  if (wire === 'silence') return;
  const body = Buffer.from(textOf(answer));
  if (wire === 'appliedThenReset') {
    response.destroy();
    return;
  }
  const half = body.subarray(0, Math.floor(body.length / 2));
  // Without a length a body that ends early is still a well-formed HTTP answer; with one it is a broken promise.
  const length = wire === 'truncated' || answer.status === 204 ? {} : { 'content-length': String(body.length) };
  response.writeHead(answer.status, { ...answer.headers, ...length });
  switch (wire) {
    case null:
      response.end(body);
      return;
    case 'truncated':
      response.end(half);
      return;
    case 'reset':
      response.write(half, () => response.destroy());
      return;
    case 'drip':
      dripFeed(response, body, dripIntervalMs);
      return;
  }
}
