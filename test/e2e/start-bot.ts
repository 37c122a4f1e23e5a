import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../process/program.js';

/** `npm start` as the README says, on ports that are free. */

const root = join(import.meta.dirname, '..', '..');

/** Where the README's pictures are. */
export const IMAGES = join(root, 'docs', 'images');

export interface StartedBot {
  /** The address to open, as it was printed. */
  readonly address: string;
  /** Asks the simulated Graph as its administrator: `path` begins with the version. */
  graph(method: string, path: string, body?: object): Promise<unknown>;
  stop(): Promise<void>;
}

interface Printed {
  readonly address: string;
  readonly graphUrl: string;
  readonly token: string;
}

/** What `npm start` prints until it is ready. */
async function readPrinted(program: ChildProcess): Promise<Printed> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: program.stdout ?? process.stdin })) {
    if (line !== 'ready') lines.push(line);
    else break;
  }
  const text = lines.join('\n');
  const address = /^Open (\S+) /m.exec(text)?.[1];
  const [, graphUrl, token] = /^Its Microsoft Graph is (\S+), and its administrator's token (\S+)$/m.exec(text) ?? [];
  if (!address || !graphUrl || !token) throw new Error(`npm start did not print where it is:\n${text}`);
  return { address, graphUrl, token };
}

async function askGraph({ graphUrl, token }: Printed, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${graphUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.status === 204 ? undefined : response.json();
}

export async function startBot(): Promise<StartedBot> {
  mkdirSync(IMAGES, { recursive: true });
  const ports = ['--port', String(await freePort()), '--playground-port', String(await freePort())];
  const program = spawn('npm', ['start', '--', ...ports], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const printed = await readPrinted(program);
  return {
    address: printed.address,
    graph: (method, path, body) => askGraph(printed, method, path, body),
    stop: async () => {
      if (program.pid === undefined || program.exitCode !== null) return;
      process.kill(-program.pid, 'SIGTERM');
      await once(program, 'exit');
    },
  };
}
