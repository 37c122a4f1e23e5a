// A way to the tenant on which one request travels at a time and `$batch` is not known: what a scan takes that asks for one
// thing after another. It asks for whatever the scan asks for, so it never falls behind it.
import { once } from 'node:events';
import { createServer } from 'node:http';

async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Starts the queue in front of `tenantUrl`. */
export async function startQueue(tenantUrl) {
  const { origin } = new URL(tenantUrl);
  let before = Promise.resolve();
  let own = '';

  async function forward(request, body) {
    const { authorization, prefer, consistencylevel } = request.headers;
    const headers = Object.fromEntries(
      Object.entries({ authorization, prefer, consistencylevel, 'content-type': 'application/json' }).filter(
        ([, value]) => value !== undefined,
      ),
    );
    const { method = 'GET' } = request;
    const answer = await fetch(`${origin}${request.url}`, { method, headers, ...(body.length > 0 && { body }) });
    return { status: answer.status, text: (await answer.text()).replaceAll(origin, own) };
  }

  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    if (request.url?.endsWith('/$batch')) {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":{"code":"UnknownError"}}');
      return;
    }
    const turn = before.then(() => forward(request, body));
    before = turn.then(
      () => undefined,
      () => undefined,
    );
    const { status, text } = await turn;
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  own = `http://127.0.0.1:${server.address().port}`;
  return {
    url: tenantUrl.replace(origin, own),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
