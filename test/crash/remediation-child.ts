import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { openPostgresStore } from '../../src/store/postgres.js';
import { openSqliteStore } from '../../src/store/sqlite.js';
import type { Store } from '../../src/workflows/ports.js';
import { executeRemediation } from '../../src/workflows/execute-remediation.js';
import { remediate } from '../../src/workflows/remediate.js';
import type { RemediationDependencies } from '../../src/workflows/remediation-dependencies.js';
import { AVERY, BLAKE, REAL_CLOCK, remediationParts, type TenantAddress } from '../workflows/remediation-harness.js';
import type { CrashPoint } from './crash-points.js';

/**
 * A process of its own for remediation. `execute` carries out a request and kills itself at a named point; `confirm` opens
 * many confirmations of one request, says `ready`, and on a line from its parent spends them all at once.
 */

interface Job {
  readonly mode: 'execute' | 'confirm';
  readonly address: TenantAddress;
  readonly location: string;
  readonly requestId: string;
  readonly crashPoint: CrashPoint;
  readonly confirmations: number;
}

const job = JSON.parse(process.argv[2] ?? '') as Job;

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('unreachable');
}

async function thenDie(work: Promise<unknown>): Promise<never> {
  await work;
  return die();
}

/** The dependencies with one of them deadly. */
function withCrash(deps: RemediationDependencies, point: CrashPoint): RemediationDependencies {
  const { requests, writer } = deps;
  if (writer === null) throw new Error('This test needs a remediator.');
  let changes = 0;
  switch (point) {
    case 'afterClaim':
      return {
        ...deps,
        requests: { ...requests, claimExecution: (...args) => thenDie(requests.claimExecution(...args)) },
      };
    case 'beforeWrite':
      return { ...deps, writer: { ...writer, write: () => die() } };
    case 'afterWrite':
      return { ...deps, writer: { ...writer, write: (...args) => thenDie(writer.write(...args)) } };
    case 'afterReadBack':
      return { ...deps, writer: { ...writer, verify: (...args) => thenDie(writer.verify(...args)) } };
    case 'beforeFinish':
      return { ...deps, requests: { ...requests, finishExecution: () => die() } };
    case 'beforeCardEdit':
      // The first change is the claim, the second the end.
      return { ...deps, requestChanged: () => ((changes += 1) === 2 ? die() : Promise.resolve()) };
  }
}

async function confirmMany(deps: RemediationDependencies): Promise<void> {
  const remediation = remediate(deps);
  const request = await remediation.findRequest(job.requestId);
  if (!request) throw new Error('There is no such request.');
  const { id: requestId, planDigest } = request;
  const people = Array.from({ length: job.confirmations }, (_, index) => (index % 2 === 0 ? AVERY : BLAKE));
  const opened = await Promise.all(people.map((person) => remediation.openReview({ requestId, planDigest, person })));
  say('ready');
  for await (const _ of createInterface({ input: process.stdin })) break;
  const results = await Promise.all(
    opened.map((review, index) =>
      review.kind === 'opened'
        ? remediation.confirm({
            requestId,
            planDigest,
            token: review.token,
            reason: 'agreed',
            typedName: '',
            person: people[index] ?? AVERY,
          })
        : Promise.resolve(review),
    ),
  );
  say(JSON.stringify(results.map((result) => (result.kind === 'refused' ? result.reason : result.kind))));
}

const store: Store = await (job.location.startsWith('postgres')
  ? openPostgresStore({ connectionString: job.location })
  : openSqliteStore({ file: job.location }));
const { deps, settled } = remediationParts(job.address, store, REAL_CLOCK);
if (job.mode === 'execute') {
  await executeRemediation(withCrash(deps, job.crashPoint), job.requestId);
  say('survived');
} else {
  await confirmMany(deps);
  await settled();
  await store.close();
  process.exit(0);
}
