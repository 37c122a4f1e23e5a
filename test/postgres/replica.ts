import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

/** A replica in a process of its own, as the test sees it: what it was told at its start, and what it says since. */

const HOOK = join(process.cwd(), 'test', 'store', 'typescript-hook.mjs');
const CHILD = join(process.cwd(), 'test', 'postgres', 'replica-child.ts');
const LOOK_AGAIN_MS = 100;

export interface ReplicaJob {
  /** Of the database. */
  readonly location: string;
  readonly tenant: {
    readonly url: string;
    readonly tenantId: string;
    readonly token: string;
    readonly emergencyAccountIds: readonly string[];
  };
  /** Waits for a line on stdin before it stores an alert. */
  readonly holdsAlerts: boolean;
}

export interface Replica {
  readonly process: ChildProcess;
  /** Every line so far. */
  readonly said: readonly string[];
  /** Resolves with the first line from number `since` on that matches; rejects after `limitMs` with what was said instead. */
  untilSaid(pattern: RegExp, since: number, limitMs: number): Promise<RegExpExecArray>;
  /** Lets it store the alert that it holds. */
  letGo(): void;
  kill(): Promise<void>;
}

/** Resolves with what `look` finds; rejects after `limitMs` naming what was missed. */
export async function until<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  limitMs: number,
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`missed after ${String(limitMs)} ms: ${what}`);
    await setTimeout(LOOK_AGAIN_MS);
  }
}

function firstMatch(lines: readonly string[], pattern: RegExp): RegExpExecArray | undefined {
  return lines.map((line) => pattern.exec(line)).find((match) => match !== null);
}

export function startReplica(job: ReplicaJob): Replica {
  const child = spawn(process.execPath, ['--import', HOOK, CHILD, JSON.stringify(job)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const said: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => said.push(line));
  return {
    process: child,
    said,
    async untilSaid(pattern, since, limitMs) {
      try {
        return await until(String(pattern), () => firstMatch(said.slice(since), pattern), limitMs);
      } catch (error) {
        throw new Error(`the replica said only: ${said.join(' | ')}`, { cause: error });
      }
    },
    letGo: () => void child.stdin.write('\n'),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    },
  };
}
