import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A child process that runs TypeScript of the project, for tests of what happens when it dies. */

const FOLDER = join(process.cwd(), 'test', 'store');

export interface ChildRun {
  /** Every line the child has written, also those between the signal and its end. */
  readonly lines: readonly string[];
  readonly signal: string | null;
  readonly stderr: string;
}

/** Runs `script` and kills it with SIGKILL once it has written `killAfter` lines. Resolves when it is dead. */
export async function runUntilKilled(
  script: string,
  parameters: readonly string[],
  killAfter: number,
): Promise<ChildRun> {
  const child = spawn(
    process.execPath,
    ['--import', join(FOLDER, 'typescript-hook.mjs'), join(FOLDER, script), ...parameters],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const lines: string[] = [];
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    if (lines.length === killAfter) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return { lines, signal: child.signalCode, stderr };
}
