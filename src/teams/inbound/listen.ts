import { createServer } from 'node:http';
import type express from 'express';

/** Opening and closing the port. */

export interface ListeningServer {
  readonly url: string;
  /** Takes no new requests, lets the running ones end; `cut` drops those that do not. */
  stop(): Promise<void>;
  cut(): void;
}

function failure(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new Error(
      `BOT_PORT_IN_USE: port ${port} on ${host} is taken; stop the other process or choose another port`,
    );
  }
  return new Error(`BOT_CANNOT_LISTEN: ${host}:${port} cannot be opened (${error.code ?? error.message})`);
}

/** Rejects with `BOT_PORT_IN_USE` or `BOT_CANNOT_LISTEN`. Port 0 takes a free one. */
export async function listenOn(app: express.Express, host: string, port: number): Promise<ListeningServer> {
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(failure(error, host, port));
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve();
    });
  });
  const address = server.address();
  const actualPort = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}`,
    stop() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeIdleConnections();
      return closed;
    },
    cut: () => server.closeAllConnections(),
  };
}
