import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@jest/globals';
import { startSandboxTenant } from '../../src/sandbox/tenant-server.js';
import { remediate } from '../../src/workflows/remediate.js';
import { addressOf, describeCrashes } from '../crash/describe-crashes.js';
import { findingOf, proposed, remediationParts, RILEY, scanOnce } from '../workflows/remediation-harness.js';
import { createPostgresDatabase } from './postgres-database.js';

describeCrashes('PostgreSQL', createPostgresDatabase);

const ROUNDS = 20;
const CONFIRMATIONS_PER_PROCESS = 25;

/** A process that has opened its confirmations and waits for the word to spend them. */
async function startConfirming(job: object) {
  const child = spawn(
    process.execPath,
    [
      '--import',
      join(process.cwd(), 'test', 'store', 'typescript-hook.mjs'),
      join(process.cwd(), 'test', 'crash', 'remediation-child.ts'),
      JSON.stringify(job),
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return async (): Promise<readonly string[]> => {
    child.stdin.write('go\n');
    const results = JSON.parse(String((await lines.next()).value)) as string[];
    await once(child, 'close');
    return results;
  };
}

test.each(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
  'fifty simultaneous confirmations from two processes write once, and everybody else is told, round %i',
  async () => {
    const tenant = await startSandboxTenant();
    const database = await createPostgresDatabase();
    const store = await database.openStore();
    const { deps } = remediationParts(addressOf(tenant), store);
    const finding = findingOf(await scanOnce(deps), 'BG-CA-01', 'emergency-north');
    const { id: requestId } = proposed(await remediate(deps).propose({ ...finding, person: RILEY }));

    const job = {
      mode: 'confirm',
      address: addressOf(tenant),
      location: database.location,
      requestId,
      confirmations: CONFIRMATIONS_PER_PROCESS,
    };
    const go = await Promise.all([startConfirming(job), startConfirming(job)]);
    const results = (await Promise.all(go.map((spend) => spend()))).flat();
    const request = await store.requests.findRequest(requestId);

    await store.close();
    await database.remove();
    await tenant.close();
    expect(results.filter((result) => result === 'recorded')).toHaveLength(1);
    expect(results).toHaveLength(2 * CONFIRMATIONS_PER_PROCESS);
    expect(
      results.filter((result) => !['recorded', 'overtaken', 'notPending', 'alreadyReviewed'].includes(result)),
    ).toEqual([]);
    expect(tenant.writes.filter(({ applied }) => applied)).toHaveLength(1);
    expect(request?.state).toBe('succeeded');
  },
  60_000,
);
