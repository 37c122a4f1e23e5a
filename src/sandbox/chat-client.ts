import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chatClientConfig } from './chat-client-config.js';

/**
 * Starts Microsoft's local chat client as a process of its own, with the sandbox's people, and stops it again. It listens on
 * loopback only and ends with this process, whatever ends this process. It knows nothing of the bot but its endpoint.
 */

export interface ChatClientOptions {
  readonly port: number;
  /** Where the chat client posts activities: `http://127.0.0.1:3978/api/messages`. */
  readonly botEndpoint: string;
  /** The variables that the process gets besides the chat client's own, for example `PATH`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds until a client that does not answer is given up. */
  readonly readyTimeoutMs?: number;
}

export interface ChatClient {
  /** The page to open. */
  readonly url: string;
  stop(): Promise<void>;
}

const READY_TIMEOUT_MS = 30_000;
const POLL_MS = 50;
const STOP_TIMEOUT_MS = 3_000;

/**
 * Runs in the chat client's process before it. The client binds every interface without asking anybody who they are, so its
 * ports are moved to loopback; and it has no tie to its parent, so it ends when the channel to us closes.
 */
const PRELOAD = `
import net from 'node:net';
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  return typeof port === 'number' ? listen.call(this, port, '127.0.0.1', ...rest) : listen.call(this, port, ...rest);
};
process.on('disconnect', () => process.exit(0));
`;

function programPath(): string {
  const manifest = createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/package.json');
  return join(dirname(manifest), 'cli.js');
}

/** The client takes a random port instead of an occupied one without saying so: look before it does. */
async function requireFreePort(port: number): Promise<void> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new Error(
      `CHAT_CLIENT_PORT_IN_USE: port ${port} is occupied; stop the other program or choose another port with --playground-port.`,
      { cause: error },
    );
  }
  server.close();
  await once(server, 'close');
}

function startProcess(folder: string, options: ChatClientOptions): ChildProcess {
  const { port, botEndpoint, env } = options;
  const preload = `data:text/javascript,${encodeURIComponent(PRELOAD)}`;
  const service = ['--service-url', `http://127.0.0.1:${port}/_connector`];
  const settings = ['-e', botEndpoint, '-c', 'msteams', '-p', String(port), '--disable-telemetry', ...service];
  return spawn(process.execPath, ['--import', preload, programPath(), 'start', ...settings], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {
      ...env,
      TEAMSAPPTESTER_BROWSER: 'none',
      M365_AGENTS_PLAYGROUND_LOGFILE: join(folder, 'chat-client.log'),
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: join(folder, 'm365agentsplayground.yml'),
    },
  });
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** What the client's log says went wrong. Its standard output says nothing of it. */
async function reasonInLog(folder: string): Promise<string> {
  try {
    const log = await readFile(join(folder, 'chat-client.log'), 'utf8');
    const reason = /^error Reason: (.*)$/m.exec(log)?.[1];
    return reason ?? (log.trim().split('\n').at(-1) || 'its log is empty');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return 'it wrote no log';
  }
}

async function answersPing(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/_debug/ping`, { signal: AbortSignal.timeout(1000) });
    return (await response.text()) === 'pong';
  } catch (error) {
    // `TypeError: fetch failed`: nobody listens yet. `TimeoutError`: nobody answers yet.
    if (['TypeError', 'TimeoutError'].includes((error as Error).name)) return false;
    throw error;
  }
}

async function waitUntilReady(child: ChildProcess, folder: string, url: string, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await answersPing(url))) {
    if (hasEnded(child)) {
      throw new Error(`CHAT_CLIENT_FAILED: the chat client ended before it was ready: ${await reasonInLog(folder)}`);
    }
    if (Date.now() > deadline) {
      throw new Error(
        `CHAT_CLIENT_TIMEOUT: the chat client did not answer on ${url} within ${timeoutMs} ms; start without it with --no-playground.`,
      );
    }
    await wait(POLL_MS);
  }
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(force);
}

/**
 * Starts the chat client and waits until it answers. Rejects with `CHAT_CLIENT_PORT_IN_USE`, `CHAT_CLIENT_FAILED` or
 * `CHAT_CLIENT_TIMEOUT`, and leaves nothing running then.
 */
export async function startChatClient(options: ChatClientOptions): Promise<ChatClient> {
  await requireFreePort(options.port);
  const folder = await mkdtemp(join(tmpdir(), 'glasswatch-chat-'));
  await writeFile(join(folder, 'm365agentsplayground.yml'), JSON.stringify(chatClientConfig(), null, 2));
  const child = startProcess(folder, options);
  const stop = async () => {
    await stopProcess(child);
    await rm(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${options.port}`;
  try {
    await waitUntilReady(child, folder, url, options.readyTimeoutMs ?? READY_TIMEOUT_MS);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}
