import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/**
 * Whether a request without an answer can have arrived. The SDK only says that something went wrong; a message whose
 * connection never stood was not delivered, and one that was on its way may have been. Where Node does not say, it may have.
 */

/** The way of one request, as far as it got. Once over, nothing may be sent for it any more. */
interface Sending {
  /** `asked`: handed to Node, nothing known yet. `connecting`: no byte can have left. */
  stage: 'preparing' | 'asked' | 'connecting' | 'connected';
  isOver: boolean;
}

const current = new AsyncLocalStorage<Sending>();

/** A secured connection carries nothing of the request before its handshake is done. */
function readyEvent(socket: Socket): 'connect' | 'secureConnect' | undefined {
  if (socket instanceof TLSSocket)
    return Reflect.get(socket, 'secureConnecting') === true ? 'secureConnect' : undefined;
  return socket.connecting ? 'connect' : undefined;
}

function followConnection(sending: Sending, socket: Socket): void {
  const event = readyEvent(socket);
  sending.stage = event === undefined ? 'connected' : 'connecting';
  if (event !== undefined) {
    socket.once(event, () => {
      sending.stage = 'connected';
    });
  }
}

// Node's own record of requests, which sees them whatever agent or proxy they take. It is written when the request is handed
// to its socket, connected or not.
subscribe('http.client.request.start', (message) => {
  const sending = current.getStore();
  const { socket } = (message as { readonly request: ClientRequest }).request;
  if (sending?.stage === 'asked' && socket) followConnection(sending, socket);
});

/** Called where the request is handed to Node. Throws when whoever wanted it has given up: it must not arrive later. */
export function noteHandOver(): void {
  const sending = current.getStore();
  if (sending === undefined) return;
  if (sending.isOver) throw new Error('CONNECTOR_GIVEN_UP: the message was not sent because its time was over');
  sending.stage = 'asked';
}

export interface Followed<T> {
  readonly result: Promise<T>;
  /** Whether the request can have arrived by now. */
  mayHaveArrived(): boolean;
  /** From now on nothing is sent. */
  giveUp(): void;
}

/** Runs `send`, which makes at most one request to the connector, and follows that request. */
export function follow<T>(send: () => Promise<T>): Followed<T> {
  const sending: Sending = { stage: 'preparing', isOver: false };
  return {
    result: current.run(sending, send),
    mayHaveArrived: () => sending.stage === 'asked' || sending.stage === 'connected',
    giveUp: () => {
      sending.isOver = true;
    },
  };
}
