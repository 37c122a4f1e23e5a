import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { verifyChain } from '../../src/domain/audit/chain.js';
import { startSandboxTenant, type SandboxTenant } from '../../src/sandbox/tenant-server.js';
import type { CreateDatabase, TestDatabase } from '../store/test-database.js';
import type { Store } from '../../src/workflows/ports.js';
import { recoverRemediations } from '../../src/workflows/recover-remediations.js';
import { remediate } from '../../src/workflows/remediate.js';
import { AVERY, findingOf, proposed, remediationParts, RILEY, scanOnce } from '../workflows/remediation-harness.js';
import { CRASH_POINTS, type CrashPoint } from './crash-points.js';

/** An execution that is killed at any point is settled by the next process: never written twice, never stuck, never unaudited. */

const ROUNDS = 20;
const LATER_MS = 60 * 60_000;
const root = process.cwd();

/** Runs a child of test/crash until it ends. */
async function runChild(job: object): Promise<{ readonly signal: string | null; readonly stderr: string }> {
  const child = spawn(
    process.execPath,
    [
      '--import',
      join(root, 'test', 'store', 'typescript-hook.mjs'),
      join(root, 'test', 'crash', 'remediation-child.ts'),
      JSON.stringify(job),
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  await once(child, 'close');
  return { signal: child.signalCode, stderr };
}

export function addressOf({ url, token, remediatorToken, approversGroupId, emergencyAccountIds }: SandboxTenant) {
  return { url, token, remediatorToken, approversGroupId, emergencyAccountIds };
}

/** Scans, proposes and approves without carrying out. Returns the request's ID. */
async function approveOnly(tenant: SandboxTenant, store: Store): Promise<string> {
  const { deps } = remediationParts(addressOf(tenant), store, undefined, { inBackground: () => undefined });
  const remediation = remediate(deps);
  const finding = findingOf(await scanOnce(deps), 'BG-CA-01', 'emergency-north');
  const { id: requestId, planDigest } = proposed(await remediation.propose({ ...finding, person: RILEY }));
  const opened = await remediation.openReview({ requestId, planDigest, person: AVERY });
  const token = opened.kind === 'opened' ? opened.token : '';
  await remediation.confirm({ requestId, planDigest, token, reason: 'agreed', typedName: '', person: AVERY });
  return requestId;
}

/** What the next process makes of it, an hour later. */
async function recover(tenant: SandboxTenant, store: Store): Promise<void> {
  const clock = { now: () => Date.now() + LATER_MS };
  const { deps, settled } = remediationParts(addressOf(tenant), store, clock);
  await recoverRemediations(deps);
  await settled();
}

async function crashOnce(create: CreateDatabase, crashPoint: CrashPoint) {
  const tenant = await startSandboxTenant();
  const database: TestDatabase = await create();
  try {
    const before = await database.openStore();
    const requestId = await approveOnly(tenant, before);
    await before.close();
    const child = await runChild({
      mode: 'execute',
      address: addressOf(tenant),
      location: database.location,
      requestId,
      crashPoint,
    });
    const after = await database.openStore();
    await recover(tenant, after);
    const request = await after.requests.findRequest(requestId);
    const audit = await after.audit.readAudit({ limit: 1_000 });
    await after.close();
    return { child, state: request?.state, audit, applied: tenant.writes.filter(({ applied }) => applied).length };
  } finally {
    await database.remove();
    await tenant.close();
  }
}

/** What each point must end as: whether the write can have happened, and the states that tell the truth about it. */
const EXPECTED: Readonly<Record<CrashPoint, { readonly writes: 0 | 1; readonly states: readonly string[] }>> = {
  afterClaim: { writes: 0, states: ['failed'] },
  beforeWrite: { writes: 0, states: ['failed'] },
  afterWrite: { writes: 1, states: ['succeeded'] },
  afterReadBack: { writes: 1, states: ['succeeded'] },
  beforeFinish: { writes: 1, states: ['succeeded'] },
  beforeCardEdit: { writes: 1, states: ['succeeded'] },
};

export function describeCrashes(name: string, create: CreateDatabase): void {
  describe(`an execution that is killed, on ${name}`, () => {
    test.each(
      CRASH_POINTS.flatMap((point) => Array.from({ length: ROUNDS }, (_, round) => [point, round + 1] as const)),
    )(
      '%s, round %i: settles without a second write, with its intent and its result audited',
      async (point) => {
        const { child, state, audit, applied } = await crashOnce(create, point);
        expect(child).toEqual({ signal: 'SIGKILL', stderr: '' });
        expect(applied).toBe(EXPECTED[point].writes);
        expect(EXPECTED[point].states).toContain(state);
        const actions = audit.map(({ action }) => action);
        expect(actions).toContain('remediation.executing');
        expect(actions.at(-1)).toBe(`remediation.${state ?? ''}`);
        expect(verifyChain(audit)).toMatchObject({ ok: true });
      },
      60_000,
    );
  });
}
