import { describe, expect, test } from '@jest/globals';
import { verifyChain } from '../../src/domain/audit/chain.js';
import type { Store } from '../../src/workflows/ports.js';
import { runUntilKilled } from './child-process.js';
import { scanOf, snapshotOf } from './fixtures.js';
import type { StoreUnderTest } from './store-contract.js';

/** Lines after which each round's child is killed: right after opening, in mid work, and later. */
const ROUNDS = [1, 24, 150];

function acknowledged(lines: readonly string[], kind: 'audit' | 'scan'): readonly string[] {
  return lines.filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length + 1));
}

async function expectNothingLost(store: Store, lines: readonly string[]): Promise<void> {
  const records = await store.audit.readAudit({ limit: 100_000 });
  expect(verifyChain(records, await store.audit.head())).toMatchObject({ ok: true });
  const subjectsOf = (action: string): readonly string[] =>
    records.filter((record) => record.action === action).map((record) => record.subject);
  expect(subjectsOf('round.written')).toEqual(expect.arrayContaining([...acknowledged(lines, 'audit')]));
  expect(subjectsOf('scan.completed')).toEqual(expect.arrayContaining([...acknowledged(lines, 'scan')]));
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
      await expectNothingLost(await current().reopen(), lines);
    }, 30_000);
  });
}
