import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { once } from 'node:events';
import { createPgBossJobs } from '../../src/jobs/pg-boss.js';
import { POLICY, silent } from '../jobs/jobs-under-test.js';

/**
 * A process that works on scans, at argv[2], and says on stdout `ready`, then `began DATA ATTEMPT`
 * and `ended DATA ATTEMPT` or `lost DATA ATTEMPT`. A job ends with the next line on stdin, or when its signal aborts.
 */

const [, , connectionString = ''] = process.argv;

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

const jobs = createPgBossJobs({
  connectionString,
  clock: { now: () => Date.now() },
  ids: { next: randomUUID },
  logger: silent,
});
jobs.handle('scan', { ...POLICY, backoffMs: 1_000 }, async ({ data, attempt, signal }) => {
  const what = `${String(data)} ${String(attempt)}`;
  say(`began ${what}`);
  try {
    await once(process.stdin, 'data', { signal });
    say(`ended ${what}`);
  } catch {
    // The one expected rejection: the signal aborted.
    say(`lost ${what}`);
  }
});
await jobs.start();
say('ready');
