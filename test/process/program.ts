import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

/** Starts the built program the way a person does, with exactly the environment that is given. */

const root = join(import.meta.dirname, '..', '..');

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  /** Resolves when the text has been printed on stdout; rejects when the program ends before. */
  waitFor(text: string): Promise<void>;
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<Finished>;
  readonly finished: Promise<Finished>;
}

function collect(child: ChildProcessWithoutNullStreams): { text(): { stdout: string; stderr: string } } {
  const text = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text.stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text.stderr += chunk));
  return { text: () => ({ ...text }) };
}

export function startProgram(
  entry: 'index.js' | 'cli.js',
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Running {
  const child = spawn(process.execPath, [join(root, 'dist', entry), ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    cwd: root,
  });
  const output = collect(child);
  const finished = once(child, 'close').then(([code]) => ({ code: code as number | null, ...output.text() }));
  return {
    finished,
    waitFor: (text) =>
      new Promise((resolve, reject) => {
        const look = () => output.text().stdout.includes(text) && resolve();
        child.stdout.on('data', look);
        look();
        void finished.then(({ stderr }) =>
          reject(new Error(`The program ended without printing "${text}": ${stderr}`)),
        );
      }),
    stop: () => {
      child.kill('SIGTERM');
      return finished;
    },
  };
}

export function runProgram(
  entry: 'index.js' | 'cli.js',
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  return startProgram(entry, args, environment).finished;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
