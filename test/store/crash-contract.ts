import { describe, expect, test } from '@jest/globals';
import type { RequestState } from '../../src/domain/approval/request.js';
import { verifyChain } from '../../src/domain/audit/chain.js';
import type { Store } from '../../src/workflows/ports.js';
import { runUntilKilled } from './child-process.js';
import { scanOf, snapshotOf, TENANT } from './fixtures.js';
import type { StoreUnderTest } from './store-contract.js';

/** Lines after which each round's child is killed: right after opening, in mid work, and later. */
const ROUNDS = [1, 36, 225];

function acknowledged(lines: readonly string[], kind: 'audit' | 'scan' | 'request'): readonly string[] {
  return lines.filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length + 1));
}

/** Every move of a request is there together with what belongs to it: the reviews to the version, the intent to the claim. */
async function expectWholeRequests({ requests }: Store, reviewed: readonly string[], claimed: readonly string[]) {
  const found = await requests.listRequests(TENANT, ['proposed', 'approved', 'executing']);
  const idsOf = (states: readonly RequestState[]): readonly string[] =>
    found.filter((request) => states.includes(request.state)).map((request) => request.id);
  expect(idsOf(['executing']).toSorted()).toEqual([...claimed].toSorted());
  expect(idsOf(['approved', 'executing']).toSorted()).toEqual([...reviewed].toSorted());
  for (const request of found) {
    expect(request.steps).toHaveLength(2);
    expect(request.reviews).toHaveLength(request.state === 'proposed' ? 0 : 1);
  }
}

async function expectNothingLost(store: Store, lines: readonly string[]): Promise<void> {
  const records = await store.audit.readAudit({ limit: 100_000 });
  expect(verifyChain(records, await store.audit.head())).toMatchObject({ ok: true });
  const subjectsOf = (action: string): readonly string[] =>
    records.filter((record) => record.action === action).map((record) => record.subject);
  expect(subjectsOf('round.written')).toEqual(expect.arrayContaining([...acknowledged(lines, 'audit')]));
  expect(subjectsOf('scan.completed')).toEqual(expect.arrayContaining([...acknowledged(lines, 'scan')]));
  expect(subjectsOf('execution.intended')).toEqual(expect.arrayContaining([...acknowledged(lines, 'request')]));
  await expectWholeRequests(store, subjectsOf('request.reviewed'), subjectsOf('execution.intended'));
  for (const id of subjectsOf('scan.completed')) {
    expect(await store.scans.findScan(id)).toEqual(scanOf(id));
    expect(await store.scans.findSnapshot(id)).toEqual(snapshotOf());
  }
}

export function describeCrashContract(current: () => StoreUnderTest): void {
  describe('a process that is killed', () => {
    test('loses nothing that was acknowledged, leaves nothing half done, and the chain holds', async () => {
      const { database } = current();
      const lines: string[] = [];
      await current().close();

      for (const [round, killAfter] of ROUNDS.entries()) {
        const run = await runUntilKilled(
          'crash-child.ts',
          ['write', database.location, `r${String(round)}`],
          killAfter,
        );
        expect(run).toMatchObject({ signal: 'SIGKILL', stderr: '' });
        expect(run.lines[0]).toBe(database.dialect === 'postgres' ? 'ready with pg' : 'ready without pg');
        lines.push(...run.lines);
      }

      expect(acknowledged(lines, 'scan').length).toBeGreaterThan(80);
      expect(acknowledged(lines, 'request').length).toBeGreaterThan(80);
      await expectNothingLost(await current().reopen(), lines);
    }, 30_000);
  });
}
