import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS } from '../../src/domain/controls/control.js';
import { digestOf } from '../../src/domain/tenant/canonical.js';
import { known } from '../../src/domain/tenant/observed.js';
import { at, claimOf, eventOf, findingOf, OTHER_TENANT, scanOf, snapshotOf, TENANT } from './fixtures.js';
import type { StoreUnderTest } from './store-contract.js';

const HOSTILE = `Eve\0 \uD800 \u202Egnp.exe\r\n[click](https://evil.example) \${secret} '; drop table scans; -- ${'x'.repeat(10_000)}`;

function describeClaims(current: () => StoreUnderTest): void {
  test('a tenant that is being scanned names who holds it, and another tenant can be claimed', async () => {
    const { scans } = current().store;

    expect(await scans.claim(TENANT, claimOf('first'), at(6), at(0))).toEqual({ claimed: true });
    expect(await scans.claim(TENANT, claimOf('second', 'Bo Ek'), at(7), at(1))).toEqual({
      claimed: false,
      holder: claimOf('first'),
    });
    expect(await scans.claim(OTHER_TENANT, claimOf('third'), at(7), at(1))).toEqual({ claimed: true });
  });

  test.each([
    ['a millisecond before its lease ends, a claim still holds', at(5).replace('00.000Z', '59.999Z'), false],
    ['when its lease ends, a claim can be taken over', at(6), true],
  ])('%s', async (_promise, now, claimed) => {
    const { scans } = current().store;
    await scans.claim(TENANT, claimOf('first'), at(6), at(0));

    expect(await scans.claim(TENANT, claimOf('second'), at(12), now)).toMatchObject({ claimed });
    expect(await scans.claim(TENANT, claimOf('third'), at(12), at(5))).toMatchObject({
      holder: { scanId: claimed ? 'second' : 'first' },
    });
  });

  test('a claim is prolonged by the scan that has it, and by no other', async () => {
    const { scans } = current().store;
    await scans.claim(TENANT, claimOf('first'), at(6), at(0));

    await scans.renew('second', at(20));
    await scans.renew('first', at(12));

    expect(await scans.claim(TENANT, claimOf('third'), at(20), at(11))).toMatchObject({ claimed: false });
    expect(await scans.claim(TENANT, claimOf('third'), at(20), at(12))).toEqual({ claimed: true });
  });

  test('a claim that was given back is not prolonged', async () => {
    const { scans } = current().store;
    await scans.claim(TENANT, claimOf('first'), at(6), at(0));
    await scans.release(TENANT, 'first');

    await scans.renew('first', at(12));

    expect(await scans.claim(TENANT, claimOf('second'), at(12), at(1))).toEqual({ claimed: true });
  });

  test('of many who claim a tenant at once, exactly one gets it', async () => {
    const { scans } = current().store;
    const ids = Array.from({ length: 20 }, (_, index) => `scan-${String(index)}`);

    const answers = await Promise.all(ids.map((id) => scans.claim(TENANT, claimOf(id), at(6), at(0))));

    const winner = ids[answers.findIndex((answer) => answer.claimed)];
    expect(answers.filter((answer) => answer.claimed)).toHaveLength(1);
    for (const answer of answers.filter((each) => !each.claimed)) {
      expect(answer).toMatchObject({ holder: { scanId: winner } });
    }
  });

  test('of many who take over an expired claim at once, exactly one gets it', async () => {
    const { scans } = current().store;
    await scans.claim(TENANT, claimOf('dead'), at(6), at(0));
    const ids = Array.from({ length: 20 }, (_, index) => `scan-${String(index)}`);

    const answers = await Promise.all(ids.map((id) => scans.claim(TENANT, claimOf(id), at(20), at(10))));

    expect(answers.filter((answer) => answer.claimed)).toHaveLength(1);
  });

  test.each([
    ['the scan that holds a tenant gives it back', 'first', true],
    ['a scan that lost its tenant cannot give away the claim of the next', 'lost', false],
  ])('%s', async (_promise, released, free) => {
    const { scans } = current().store;
    await scans.claim(TENANT, claimOf('lost'), at(1), at(0));
    await scans.claim(TENANT, claimOf('first'), at(9), at(2));

    await scans.release(TENANT, released);

    expect(await scans.claim(TENANT, claimOf('next'), at(9), at(3))).toMatchObject({ claimed: free });
  });

  test('a name with characters that a database refuses can still claim', async () => {
    const { scans } = current().store;

    await scans.claim(TENANT, claimOf('first', HOSTILE), at(6), at(0));

    expect(await scans.claim(TENANT, claimOf('second'), at(6), at(0))).toEqual({
      claimed: false,
      holder: claimOf('first', HOSTILE.replace('\0', '\uFFFD').replace('\uD800', '\uFFFD')),
    });
  });
}

function describeCompletion(current: () => StoreUnderTest): void {
  test('a completed scan comes back as it was, with its findings in order', async () => {
    const { scans } = current().store;
    const scan = scanOf('one', { findings: [3, 1, 2].map((number) => findingOf(number)) });

    await scans.complete(scan, snapshotOf(), eventOf('one'));

    expect(await scans.findScan('one')).toEqual(scan);
    expect(await scans.findScan('two')).toBeUndefined();
  });

  test('a scan keeps the settings it was judged with, and one that was stored without them has none', async () => {
    const { scans } = current().store;
    const settings = { ...DEFAULT_SETTINGS, caExclusion: 'effective' as const };

    await scans.complete(scanOf('one', { settings }), snapshotOf(), eventOf('one'));
    await scans.complete(scanOf('two'), snapshotOf(), eventOf('two'));

    expect((await scans.findScan('one'))?.settings).toEqual(settings);
    expect(await scans.findScan('two')).not.toHaveProperty('settings');
  });

  test('a snapshot comes back with the same digest, sealed', async () => {
    const { scans } = current().store;
    const snapshot = snapshotOf({
      organization: known({ id: TENANT, displayName: HOSTILE, servicePlanIds: [] }, at(0)),
    });

    await scans.complete(scanOf('one'), snapshot, eventOf('one'));

    const found = await scans.findSnapshot('one');
    expect(found).toEqual(snapshot);
    expect(digestOf(found)).toBe(digestOf(snapshot));
    expect(Object.isFrozen(found?.emergencyAccounts)).toBe(true);
    expect(await scans.findSnapshot('two')).toBeUndefined();
  });

  test('hostile names come back to the letter', async () => {
    const { scans } = current().store;
    const scan = scanOf('one', {
      tenant: { id: TENANT, displayName: HOSTILE },
      findings: [{ ...findingOf(1, HOSTILE), subject: { type: 'policy', id: HOSTILE, name: HOSTILE } }],
    });

    await scans.complete(scan, snapshotOf(), eventOf('one'));

    expect(await scans.findScan('one')).toEqual(scan);
  });

  test('a scan with thousands of findings is stored whole', async () => {
    const { scans } = current().store;
    const findings = Array.from({ length: 4_000 }, (_, number) => findingOf(number));

    await scans.complete(scanOf('one', { findings }), snapshotOf(), eventOf('one'));

    expect((await scans.findScan('one'))?.findings).toEqual(findings);
  });

  test('completing a scan frees its tenant and writes its audit record', async () => {
    const { scans, audit } = current().store;
    await scans.claim(TENANT, claimOf('one'), at(60), at(0));

    await scans.complete(scanOf('one'), snapshotOf(), eventOf('one'));

    expect(await scans.claim(TENANT, claimOf('two'), at(60), at(1))).toEqual({ claimed: true });
    expect(await audit.readAudit({ limit: 10 })).toMatchObject([{ seq: 1, action: 'scan.completed', subject: 'one' }]);
  });

  test('a scan that outlived its lease is stored and leaves the claim of the next alone', async () => {
    const { scans } = current().store;
    await scans.claim(TENANT, claimOf('slow'), at(1), at(0));
    await scans.claim(TENANT, claimOf('next'), at(60), at(2));

    await scans.complete(scanOf('slow'), snapshotOf(), eventOf('slow'));

    expect(await scans.findScan('slow')).toBeDefined();
    expect(await scans.claim(TENANT, claimOf('third'), at(60), at(3))).toMatchObject({ holder: { scanId: 'next' } });
  });

  test('a completion that fails at its last step leaves nothing behind', async () => {
    const { scans, audit } = current().store;
    await scans.claim(TENANT, claimOf('one'), at(60), at(0));
    const unwritable = eventOf('one', { at: null as unknown as string });

    await expect(scans.complete(scanOf('one'), snapshotOf(), unwritable)).rejects.toThrow();

    expect(await scans.findScan('one')).toBeUndefined();
    expect(await scans.findSnapshot('one')).toBeUndefined();
    expect(await audit.head()).toMatchObject({ seq: 0 });
    expect(await scans.claim(TENANT, claimOf('two'), at(60), at(1))).toMatchObject({ holder: { scanId: 'one' } });
  });

  test('a scan is written once: a second completion is refused and changes nothing', async () => {
    const { scans, audit } = current().store;
    await scans.complete(scanOf('one'), snapshotOf(), eventOf('one'));

    const again = scans.complete(scanOf('one', { verdict: 'compliant' }), snapshotOf(), eventOf('one'));

    await expect(again).rejects.toThrow();
    expect(await scans.findScan('one')).toEqual(scanOf('one'));
    expect(await audit.head()).toMatchObject({ seq: 1 });
  });

  test('the latest scan is the one completed last, of the tenant asked for', async () => {
    const { scans } = current().store;
    const other = { id: OTHER_TENANT, displayName: 'Fabrikam' };
    const first = scanOf('1', { startedAt: at(0), completedAt: at(9) });
    const second = scanOf('2', { startedAt: at(1), completedAt: at(3) });
    for (const scan of [first, second, scanOf('3', { completedAt: at(12), tenant: other })]) {
      await scans.complete(scan, snapshotOf(), eventOf(scan.id));
    }

    expect((await scans.findLatestScan(TENANT))?.id).toBe('1');
    expect((await scans.findLatestScan(OTHER_TENANT))?.id).toBe('3');
    expect(await scans.findLatestScan('nobody')).toBeUndefined();
  });

  test.each([
    ['before the first', -1, undefined],
    ['when the first was completed', 3, 'first'],
    ['a minute before the last was', 8, 'first'],
    ['when the last was', 9, 'last'],
    ['later', 12, 'last'],
  ])('the latest scan as of a moment %s is the right one', async (_moment, minutes, id) => {
    const { scans } = current().store;
    const other = { id: OTHER_TENANT, displayName: 'Fabrikam' };
    const last = scanOf('last', { startedAt: at(0), completedAt: at(9) });
    const first = scanOf('first', { startedAt: at(1), completedAt: at(3) });
    for (const scan of [last, first, scanOf('foreign', { completedAt: at(2), tenant: other })]) {
      await scans.complete(scan, snapshotOf(), eventOf(scan.id));
    }

    expect((await scans.findLatestScan(TENANT, at(minutes)))?.id).toBe(id);
  });

  test('everything is there after a restart', async () => {
    await current().store.scans.complete(scanOf('one'), snapshotOf(), eventOf('one'));

    const { scans, audit } = await current().reopen();

    expect(await scans.findScan('one')).toEqual(scanOf('one'));
    expect(await scans.findSnapshot('one')).toEqual(snapshotOf());
    expect(await audit.head()).toMatchObject({ seq: 1 });
  });
}

const COUNTS = { pass: 0, fail: 0, warn: 0, manual: 0, notApplicable: 0, error: 0 };

function describeLists(current: () => StoreUnderTest): void {
  /** Scans a minute apart: `found` names for each what was found, and a person asked for those in `asked`. */
  async function completeSeries(found: readonly number[], asked: readonly number[] = []): Promise<void> {
    const { scans } = current().store;
    for (const [minute, number] of found.entries()) {
      const trigger = asked.includes(minute) ? scanOf('any').trigger : { kind: 'schedule' as const };
      const change = { trigger, startedAt: at(0), completedAt: at(minute), findings: [findingOf(number)] };
      await scans.complete(scanOf(`scan-${String(minute)}`, change), snapshotOf(), eventOf('scan'));
    }
  }
  const idsOf = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id);

  test('scans are listed newest first, in parts, with what each found counted', async () => {
    await completeSeries([1, 1, 2]);
    const { scans } = current().store;

    const first = await scans.listScans(TENANT, { offset: 0, limit: 2 });

    expect(first).toMatchObject([
      { id: 'scan-2', completedAt: at(2), verdict: 'nonCompliant', counts: { ...COUNTS, pass: 1 } },
      { id: 'scan-1', trigger: { kind: 'schedule' }, counts: { ...COUNTS, fail: 1 } },
    ]);
    expect(idsOf(await scans.listScans(TENANT, { offset: 2, limit: 2 }))).toEqual(['scan-0']);
    expect(await scans.listScans(OTHER_TENANT, { offset: 0, limit: 2 })).toEqual([]);
  });

  test('the notable ones are those that found something else, and those that somebody asked for', async () => {
    await completeSeries([1, 1, 2, 2, 2, 1], [3]);
    const { scans } = current().store;

    const notable = await scans.listNotableScans(TENANT, { offset: 0, limit: 10 });

    expect(idsOf(notable)).toEqual(['scan-5', 'scan-3', 'scan-2', 'scan-0']);
    expect(idsOf(await scans.listNotableScans(TENANT, { offset: 1, limit: 2 }))).toEqual(['scan-3', 'scan-2']);
  });

  test('of each day since a moment the last scan is listed, oldest first', async () => {
    const { scans } = current().store;
    const minutes = [0, 1, 24 * 60, 24 * 60 + 5, 2 * 24 * 60];
    for (const minute of minutes) {
      const change = { startedAt: at(0), completedAt: at(minute) };
      await scans.complete(scanOf(`at-${String(minute)}`, change), snapshotOf(), eventOf('scan'));
    }

    expect(idsOf(await scans.listDailyScans(TENANT, at(0)))).toEqual(['at-1', 'at-1445', 'at-2880']);
    expect(idsOf(await scans.listDailyScans(TENANT, at(24 * 60)))).toEqual(['at-1445', 'at-2880']);
    expect(await scans.listDailyScans(OTHER_TENANT, at(0))).toEqual([]);
  });

  test('the newest scan of all is found without knowing the tenant', async () => {
    const { scans } = current().store;
    expect(await scans.findNewestScan()).toBeUndefined();
    const other = { id: OTHER_TENANT, displayName: 'Fabrikam' };
    for (const scan of [scanOf('1', { completedAt: at(3) }), scanOf('2', { completedAt: at(9), tenant: other })]) {
      await scans.complete(scan, snapshotOf(), eventOf(scan.id));
    }

    expect((await scans.findNewestScan())?.id).toBe('2');
  });

  test('a scan keeps its settings and version, and one without them has none', async () => {
    const { scans } = current().store;
    const scan = scanOf('with', { settings: DEFAULT_SETTINGS, version: '0.1.0' });
    await scans.complete(scan, snapshotOf(), eventOf('with'));
    await scans.complete(scanOf('without'), snapshotOf(), eventOf('without'));

    expect(await scans.findScan('with')).toEqual(scan);
    expect(await scans.findScan('without')).toEqual(scanOf('without'));
  });
}

export function describeScanContract(current: () => StoreUnderTest): void {
  describe('claims of a tenant', () => {
    describeClaims(current);
  });
  describe('completed scans', () => {
    describeCompletion(current);
  });
  describe('lists of scans', () => {
    describeLists(current);
  });
}
