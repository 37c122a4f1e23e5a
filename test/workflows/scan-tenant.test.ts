import { EventEmitter, once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startSandboxTenant, type SandboxTenant } from '../../src/sandbox/tenant-server.js';
import type { ScanTrigger } from '../../src/domain/scan.js';
import type { OpenedStore } from '../../src/store/create-store.js';
import { openSqliteStore } from '../../src/store/sqlite.js';
import type { StartScan } from '../../src/workflows/scan-tenant.js';
import { remediationParts, RILEY } from './remediation-harness.js';

/** Who gets the result of a scan that is already going on, over the real reader and a real store. */

const BY_RILEY: ScanTrigger = { kind: 'command', by: RILEY.principal, byName: RILEY.name };

let tenant: SandboxTenant;
let store: OpenedStore;
let startScan: StartScan;
const answered = new EventEmitter();

beforeEach(async () => {
  begun = [];
  tenant = await startSandboxTenant();
  const go = once(answered, 'go');
  tenant.behaviour.onRequest = async () => void (await go);
  store = await openSqliteStore({ file: ':memory:' });
  ({ startScan } = remediationParts(tenant, store).deps);
});

/** The scans that began, to be awaited before the store goes. */
let begun: Promise<unknown>[];

async function start(request: Parameters<StartScan>[0], by: StartScan = startScan) {
  const answer = await by(request);
  if (answer.kind === 'started') begun.push(answer.report);
  return answer;
}

afterEach(async () => {
  answered.emit('go');
  await Promise.all(begun);
  await store.close();
  await tenant.close();
});

async function reportIdOf(start: Awaited<ReturnType<StartScan>>): Promise<string> {
  if (start.kind === 'alreadyRunning') throw new Error('There is no report to wait for.');
  return (await start.report).scan.id;
}

describe('while the schedule scans', () => {
  test('a person who asks is shown its progress and its result', async () => {
    const own = await start({ trigger: { kind: 'schedule' } });
    const seen: number[] = [];
    const asked = await start({ trigger: BY_RILEY, onProgress: ({ done }) => seen.push(done) });
    answered.emit('go');

    expect(asked.kind).toBe('joined');
    expect(await reportIdOf(asked)).toBe(await reportIdOf(own));
    expect(seen.length).toBeGreaterThan(1);
    expect((await store.audit.readAudit({ limit: 10 })).map(({ action }) => action)).toEqual(['scan.completed']);
  });

  test('another workflow is told that it goes on, and when it has ended', async () => {
    const own = await start({ trigger: { kind: 'schedule' } });
    const second = await start({ trigger: { kind: 'remediation', requestId: 'r' } });
    if (second.kind !== 'alreadyRunning') throw new Error('A second scan began.');
    answered.emit('go');
    await second.ended;

    expect((await store.scans.findScan(await reportIdOf(own)))?.id).toBeDefined();
    expect((await start({ trigger: { kind: 'remediation', requestId: 'r' } })).kind).toBe('started');
  });
});

test('while a person scans, another who asks is told who does', async () => {
  await start({ trigger: BY_RILEY });
  expect(await start({ trigger: { ...BY_RILEY, byName: 'Another' } })).toMatchObject({
    kind: 'alreadyRunning',
    holder: { byName: RILEY.name },
  });
  answered.emit('go');
});

test('while another process scans, nobody here learns of its end, and nobody is given an older result for it', async () => {
  const earlier = await start({ trigger: { kind: 'schedule' } });
  answered.emit('go');
  await reportIdOf(earlier);
  const go = once(answered, 'go');
  tenant.behaviour.onRequest = async () => void (await go);
  const elsewhere = remediationParts(tenant, store).deps.startScan;
  await start({ trigger: { kind: 'schedule' } }, elsewhere);

  expect(await start({ trigger: BY_RILEY })).toMatchObject({ kind: 'alreadyRunning', ended: null });
});
