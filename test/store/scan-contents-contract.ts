import { describe, expect, test } from '@jest/globals';
import type { Scan } from '../../src/domain/scan.js';
import { digestOf } from '../../src/domain/tenant/canonical.js';
import { known, unknown } from '../../src/domain/tenant/observed.js';
import type { Store } from '../../src/workflows/ports.js';
import { at, eventOf, findingOf, OTHER_TENANT, scanOf, snapshotOf, TENANT } from './fixtures.js';
import { putInState } from './request-fixtures.js';
import type { StoreUnderTest } from './store-contract.js';
import { countContents, onDatabase } from './test-database.js';
import { caseOf } from './watch-fixtures.js';

async function complete({ scans }: Store, id: string, change: Partial<Scan> = {}): Promise<void> {
  await scans.complete(scanOf(id, change), snapshotOf(), eventOf(id));
}

/** The contents of the running test's database; on SQLite the store must let go of it first. */
async function contentsOf(current: StoreUnderTest): Promise<Awaited<ReturnType<typeof countContents>>> {
  await current.close();
  return await onDatabase(current.database, countContents);
}

/** What was read at `minutes`, with everything else as in the fixtures. */
function readLater(minutes: number): {
  readonly scan: Partial<Scan>;
  readonly snapshot: ReturnType<typeof snapshotOf>;
} {
  const later = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll(at(0), at(minutes))) as T;
  return {
    scan: { startedAt: at(minutes), completedAt: at(minutes + 1), findings: later(scanOf('any').findings) },
    snapshot: later(snapshotOf()),
  };
}

function describeSharing(current: () => StoreUnderTest): void {
  test('a hundred scans that read and found the same store one snapshot and one result', async () => {
    const { scans } = current().store;
    for (let minute = 0; minute < 100; minute += 1) {
      const { scan, snapshot } = readLater(minute);
      await scans.complete(scanOf(`scan-${String(minute)}`, scan), snapshot, eventOf('scan'));
    }

    const last = readLater(99);
    expect(await scans.findLatestScan(TENANT)).toEqual(scanOf('scan-99', last.scan));
    expect(await scans.findSnapshot('scan-99')).toEqual(last.snapshot);
    expect(await scans.findScan('scan-7')).toEqual(scanOf('scan-7', readLater(7).scan));
    expect(await contentsOf(current())).toEqual({ scans: 100, snapshots: 1, results: 1 });
  });

  test.each([
    [
      'another name',
      snapshotOf({ organization: known({ id: TENANT, displayName: 'Renamed', servicePlanIds: [] }, at(0)) }),
    ],
    ['another reason why something was not read', snapshotOf({ policies: unknown('forbidden', 'Another reason.') })],
  ])('a snapshot with %s is kept beside the other', async (_difference, snapshot) => {
    const { scans } = current().store;
    await complete(current().store, 'one');
    await scans.complete(scanOf('two'), snapshot, eventOf('two'));

    expect(await scans.findSnapshot('one')).toEqual(snapshotOf());
    expect(await scans.findSnapshot('two')).toEqual(snapshot);
    expect(await contentsOf(current())).toEqual({ scans: 2, snapshots: 2, results: 1 });
  });

  test('another finding is kept beside the others', async () => {
    await complete(current().store, 'one');
    await complete(current().store, 'two', { findings: [findingOf(3)] });

    expect((await current().store.scans.findScan('one'))?.findings).toEqual([findingOf(1), findingOf(2)]);
    expect((await current().store.scans.findScan('two'))?.findings).toEqual([findingOf(3)]);
    expect(await contentsOf(current())).toEqual({ scans: 2, snapshots: 1, results: 2 });
  });

  test('reading times come back as the start of the scan, and nothing else changes', async () => {
    const { scans } = current().store;
    const { snapshot } = readLater(3);
    const { evidence } = findingOf(1);
    const notRead = { source: 'GET /users/{id}', readAt: null, expected: '', actual: '' };
    const findings = [{ ...findingOf(1), evidence: [...evidence, notRead] }];

    await scans.complete(scanOf('one', { startedAt: at(2), findings }), snapshot, eventOf('one'));

    const found = await scans.findSnapshot('one');
    expect(found?.takenAt).toBe(at(2));
    expect(found?.organization).toEqual(known({ id: TENANT, displayName: 'Contoso', servicePlanIds: [] }, at(2)));
    expect(digestOf(found)).toBe(digestOf(snapshot));
    const read = (await scans.findScan('one'))?.findings[0]?.evidence.map(({ readAt }) => readAt);
    expect(read).toEqual([at(2), null]);
  });

  test('simultaneous scans that read the same are all stored', async () => {
    const { store } = current();
    const ids = Array.from({ length: 20 }, (_, index) => `scan-${String(index)}`);

    await Promise.all(ids.map((id) => complete(store, id)));

    for (const id of ids) expect(await store.scans.findScan(id)).toEqual(scanOf(id));
    expect(await contentsOf(current())).toEqual({ scans: 20, snapshots: 1, results: 1 });
  });
}

function describeRetention(current: () => StoreUnderTest): void {
  const old = { startedAt: at(0), completedAt: at(4) };

  /** An old scan and a newer one that is never at stake. */
  async function storeOld(change: Partial<Scan> = {}): Promise<Store> {
    const { store } = current();
    await complete(store, 'old', { ...old, ...change });
    await complete(store, 'newest', { completedAt: at(40) });
    return store;
  }

  async function isKept(store: Store): Promise<boolean> {
    const deleted = await store.scans.deleteScansBefore(TENANT, at(5));
    const found = await store.scans.findScan('old');
    expect(deleted).toBe(found ? 0 : 1);
    return found !== undefined;
  }

  test('a scan that nobody needs is deleted with what only it had read, and the others stay whole', async () => {
    const { scans } = current().store;
    await scans.complete(
      scanOf('old', { ...old, findings: [] }),
      snapshotOf({ domains: known([], at(0)), accounts: [] }),
      eventOf('old'),
    );
    await scans.complete(
      scanOf('alone', { ...old, findings: [findingOf(9)] }),
      snapshotOf({ policies: unknown('timeout', '') }),
      eventOf('alone'),
    );
    await complete(current().store, 'newest', { completedAt: at(40), findings: [] });

    expect(await scans.deleteScansBefore(TENANT, at(5))).toBe(2);

    expect(await scans.findScan('alone')).toBeUndefined();
    expect(await scans.findSnapshot('alone')).toBeUndefined();
    expect(await scans.findSnapshot('newest')).toEqual(snapshotOf());
    expect(await contentsOf(current())).toEqual({ scans: 1, snapshots: 1, results: 1 });
  });

  test.each([
    ['completed before the moment is deleted', at(4).replace('00.000Z', '59.999Z'), false],
    ['completed at the moment stays', at(5), true],
  ])('a scan %s', async (_promise, completedAt, kept) => {
    expect(await isKept(await storeOld({ completedAt }))).toBe(kept);
  });

  test('the latest scan of a tenant stays however old it is', async () => {
    const { store } = current();
    await complete(store, 'old', old);

    expect(await isKept(store)).toBe(true);
  });

  test.each([
    ['the scan of the baseline stays', 'old', true],
    ['a scan beside that of the baseline goes', 'newest', false],
  ])('%s', async (_promise, scanId, kept) => {
    const store = await storeOld();
    await store.drift.setBaseline({ tenantId: TENANT, scanId, acceptedAt: at(0) }, eventOf(scanId));

    expect(await isKept(store)).toBe(kept);
  });

  test.each([
    ['a scan that an open case names stays', 'open', true],
    ['a scan that a snoozed case names stays', 'snoozed', true],
    ['a scan that an accepted case names stays', 'accepted', true],
    ['a scan that a resolved case names goes', 'resolved', false],
  ] as const)('%s', async (_promise, state, kept) => {
    const store = await storeOld();
    await store.drift.saveCases([caseOf('one', { state, scanId: 'old' })], [], [], at(4));

    expect(await isKept(store)).toBe(kept);
  });

  test.each([
    ['the scan that a request was made from stays', undefined, true],
    ['a scan older than that goes', 'between', false],
  ])('%s', async (_promise, between, kept) => {
    const store = await storeOld({ startedAt: at(-9), completedAt: at(-8) });
    if (between !== undefined) await complete(store, between, { startedAt: at(-3), completedAt: at(-2) });
    await putInState(store, 'request', 'withdrawn');

    expect(await isKept(store)).toBe(kept);
  });

  test('a scan that a request led to stays', async () => {
    const store = await storeOld({ trigger: { kind: 'remediation', requestId: 'request' } });

    expect(await isKept(store)).toBe(true);
  });

  test('scans of another tenant stay', async () => {
    const { store } = current();
    const other = { id: OTHER_TENANT, displayName: 'Fabrikam' };
    await complete(store, 'other', { ...old, tenant: other });
    await complete(store, 'other newest', { completedAt: at(40), tenant: other });

    expect(await store.scans.deleteScansBefore(TENANT, at(5))).toBe(0);

    expect(await store.scans.findScan('other')).toBeDefined();
  });

  test('scans that are stored while others are deleted keep what they share with them', async () => {
    const { store } = current();
    await complete(store, 'newest', { completedAt: at(40), findings: [findingOf(5)] });
    const ids = Array.from({ length: 15 }, (_, index) => `scan-${String(index)}`);

    await Promise.all(ids.flatMap((id) => [complete(store, id, old), store.scans.deleteScansBefore(TENANT, at(5))]));

    await complete(store, 'last', { completedAt: at(41) });
    await store.scans.deleteScansBefore(TENANT, at(5));
    expect(await store.scans.findScan('last')).toEqual(scanOf('last', { completedAt: at(41) }));
    expect(await store.scans.findSnapshot('last')).toEqual(snapshotOf());
    expect(await contentsOf(current())).toEqual({ scans: 2, snapshots: 1, results: 2 });
  });
}

export function describeScanContentsContract(current: () => StoreUnderTest): void {
  describe('what scans share', () => {
    describeSharing(current);
  });
  describe('scans that are old', () => {
    describeRetention(current);
  });
}
