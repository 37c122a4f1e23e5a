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
  stop(): Promise<void>;
}

async function readAddress(program: ChildProcess): Promise<string> {
  let opened = '';
  for await (const line of createInterface({ input: program.stdout ?? process.stdin })) {
    opened = /^Open (\S+) /.exec(line)?.[1] ?? opened;
    if (line === 'ready') return opened;
  }
  throw new Error('npm start ended without printing ready.');
}

export async function startBot(): Promise<StartedBot> {
  mkdirSync(IMAGES, { recursive: true });
  const ports = ['--port', String(await freePort()), '--playground-port', String(await freePort())];
  const program = spawn('npm', ['start', '--', ...ports], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  return {
    address: await readAddress(program),
    stop: async () => {
      if (program.pid === undefined || program.exitCode !== null) return;
      process.kill(-program.pid, 'SIGTERM');
      await once(program, 'exit');
    },
  };
}
