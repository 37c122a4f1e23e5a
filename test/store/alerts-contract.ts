import { describe, expect, test } from '@jest/globals';
import type { WatchHealth } from '../../src/domain/alerts/alert.js';
import type { Telling } from '../../src/workflows/ports.js';
import { at, eventOf, OTHER_TENANT, TENANT } from './fixtures.js';
import { countAudited, unwritableEvent } from './request-fixtures.js';
import type { StoreUnderTest } from './store-contract.js';
import { alertOf, subscribe, tellingOf, whoIsTold } from './watch-fixtures.js';

const RAISED = { action: 'alert.raised' } as const;

function alertTelling(id: string): Telling {
  return tellingOf(id, { topic: { kind: 'alert', id }, kind: 'alerts' });
}

function describeRaising(current: () => StoreUnderTest): void {
  test('alerts are stored with their audit events and what is told, and come back as they were', async () => {
    const { store } = current();
    await subscribe(store, 'a');
    const alerts = [alertOf('two', { noticedAt: at(2) }), alertOf('one')];

    const raised = await store.alerts.raise(
      alerts,
      [eventOf('one', RAISED), eventOf('two', RAISED)],
      [alertTelling('one'), alertTelling('two')],
      at(2),
    );

    expect(raised).toEqual(alerts);
    expect(await store.alerts.findAlert('one')).toEqual(alertOf('one'));
    expect(await store.alerts.findAlert('three')).toBeUndefined();
    expect(await countAudited(store, 'alert.raised')).toBe(2);
    expect((await whoIsTold(store)).map(([, id]) => id)).toEqual(['one', 'two']);
  });

  test.each([
    ['the same event of the same subject is raised once', {}, []],
    ['another event is raised', { sourceId: 'another' }, ['two']],
    ['the same event of another subject is raised', { subject: { type: 'group', id: 'g', name: '' } }, ['two']],
    ['the same event in another tenant is raised', { tenantId: OTHER_TENANT }, ['two']],
  ] as const)('%s', async (_promise, change, ids) => {
    const { alerts } = current().store;
    await alerts.raise([alertOf('one')], [], [], at(1));

    const again = alertOf('two', { sourceId: alertOf('one').sourceId, ...change });
    const raised = await alerts.raise([again], [], [], at(2));

    expect(raised.map(({ id }) => id)).toEqual(ids);
  });

  test('of alerts of which some are known, the new ones alone are stored, told and audited', async () => {
    const { store } = current();
    await subscribe(store, 'a');
    await store.alerts.raise([alertOf('one')], [], [], at(1));

    const known = alertOf('again', { sourceId: alertOf('one').sourceId });
    const raised = await store.alerts.raise(
      [known, alertOf('new')],
      [eventOf('again', RAISED), eventOf('new', RAISED)],
      [alertTelling('again'), alertTelling('new'), tellingOf('with it', { kind: 'alerts' })],
      at(2),
    );

    expect(raised).toEqual([alertOf('new')]);
    expect(await store.alerts.findAlert('again')).toBeUndefined();
    expect(await countAudited(store, 'alert.raised')).toBe(1);
    expect((await whoIsTold(store)).map(([, id]) => id)).toEqual(['new', 'with it']);
  });

  test('when every alert is known, nothing is told or audited', async () => {
    const { store } = current();
    await subscribe(store, 'a');
    await store.alerts.raise([alertOf('one')], [], [], at(1));

    const raised = await store.alerts.raise([alertOf('one')], [eventOf('poll', RAISED)], [tellingOf('poll')], at(2));

    expect(raised).toEqual([]);
    expect(await countAudited(store, 'alert.raised')).toBe(0);
    expect(await whoIsTold(store)).toEqual([]);
  });

  test('of many who notice the same events at once, one raises each', async () => {
    const { store } = current();
    const noticed = (prefix: string) =>
      ['x', 'y', 'z'].map((event) => alertOf(`${prefix}-${event}`, { sourceId: event }));

    const raised = await Promise.all(
      Array.from({ length: 12 }, (_, index) => {
        const alerts = noticed(String(index));
        return store.alerts.raise(index % 2 === 0 ? alerts : alerts.toReversed(), [], [], at(1));
      }),
    );

    expect(
      raised
        .flat()
        .map(({ sourceId }) => sourceId)
        .toSorted(),
    ).toEqual(['x', 'y', 'z']);
    expect(await store.alerts.listOpenAlerts(TENANT)).toHaveLength(3);
  });

  test('alerts that cannot be audited are not stored', async () => {
    const { alerts } = current().store;

    await expect(alerts.raise([alertOf('one')], [unwritableEvent('one')], [], at(1))).rejects.toThrow();

    expect(await alerts.findAlert('one')).toBeUndefined();
  });
}

function describeMoves(current: () => StoreUnderTest): void {
  const acknowledged = alertOf('one', { state: 'acknowledged' });

  test.each([
    ['moves the alert, with its event and what is told', 1, true],
    ['is refused when the alert has moved on', 2, false],
  ])('a change made from version %# %s', async (_promise, version, saved) => {
    const { store } = current();
    await subscribe(store, 'a');
    await store.alerts.raise([alertOf('one')], [], [], at(1));
    const event = eventOf('one', { action: 'alert.acknowledged' });

    expect(await store.alerts.save(acknowledged, version, event, [alertTelling('one')], at(2))).toBe(saved);

    const stored = saved ? { ...acknowledged, version: 2 } : alertOf('one');
    expect(await store.alerts.findAlert('one')).toEqual(stored);
    expect(await countAudited(store, 'alert.acknowledged')).toBe(saved ? 1 : 0);
    expect(await whoIsTold(store)).toEqual(saved ? [['a', 'one']] : []);
  });

  test('of many who acknowledge at once, one does', async () => {
    const { alerts } = current().store;
    await alerts.raise([alertOf('one')], [], [], at(1));

    const answers = await Promise.all(
      Array.from({ length: 12 }, () => alerts.save(acknowledged, 1, eventOf('one'), [], at(2))),
    );

    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  test('alerts that nobody acknowledged are listed oldest first, those since a moment newest first', async () => {
    const { alerts } = current().store;
    const minutes = { old: 1, escalated: 2, acknowledged: 3, new: 4 };
    for (const [id, minute] of Object.entries(minutes)) {
      const state = id === 'escalated' || id === 'acknowledged' ? id : 'open';
      await alerts.raise([alertOf(id, { noticedAt: at(minute), state })], [], [], at(5));
    }
    await alerts.raise([alertOf('foreign', { tenantId: OTHER_TENANT })], [], [], at(5));

    const idsOf = (found: readonly { readonly id: string }[]): readonly string[] => found.map(({ id }) => id);
    expect(idsOf(await alerts.listOpenAlerts(TENANT))).toEqual(['old', 'escalated', 'new']);
    expect(idsOf(await alerts.listAlerts(TENANT, at(2)))).toEqual(['new', 'acknowledged', 'escalated']);
  });
}

function describeSeenRecords(current: () => StoreUnderTest): void {
  const HOSTILE = 'record\0\uD800';

  test('records are unseen until they are marked, each once, in the order given, per tenant', async () => {
    const { alerts } = current().store;
    await alerts.markSeen(TENANT, ['b', HOSTILE, 'b'], at(0));
    await alerts.markSeen(TENANT, ['b'], at(1));

    expect(await alerts.filterUnseen(TENANT, ['c', 'b', HOSTILE, 'a', 'c'])).toEqual(['c', 'a']);
    expect(await alerts.filterUnseen(OTHER_TENANT, ['b'])).toEqual(['b']);
    expect(await alerts.filterUnseen(TENANT, [])).toEqual([]);
  });

  test('tens of thousands of records are marked and found', async () => {
    const { alerts } = current().store;
    const ids = Array.from({ length: 40_000 }, (_, index) => `record-${String(index)}`);

    await alerts.markSeen(TENANT, ids, at(0));

    expect(await alerts.filterUnseen(TENANT, [...ids, 'new'])).toEqual(['new']);
  }, 30_000);

  test.each([
    ['sixty days after it was seen, a record is still known', 60, []],
    ['a day later it is forgotten', 61, ['old']],
  ])('%s', async (_promise, days, unseen) => {
    const { alerts } = current().store;
    await alerts.markSeen(TENANT, ['old'], at(0));

    await alerts.markSeen(TENANT, ['new'], at(days * 24 * 60));

    expect(await alerts.filterUnseen(TENANT, ['old'])).toEqual(unseen);
  });
}

function describeHealth(current: () => StoreUnderTest): void {
  test('the health of each source is the last that was saved, by source', async () => {
    const { alerts } = current().store;
    const health: WatchHealth = {
      source: 'signIns',
      lastSuccessAt: at(0),
      lastFailureAt: null,
      lastFailure: null,
      newestRecordAt: at(0),
    };
    const failed = { ...health, lastFailureAt: at(5), lastFailure: 'GRAPH_FORBIDDEN: AuditLog.Read.All' };
    const audits = { ...health, source: 'directoryAudits', lastSuccessAt: null, newestRecordAt: null };

    for (const each of [health, audits, failed]) await alerts.saveHealth(TENANT, each);

    expect(await alerts.findHealth(TENANT)).toEqual([audits, failed]);
    expect(await alerts.findHealth(OTHER_TENANT)).toEqual([]);
  });
}

export function describeAlertsContract(current: () => StoreUnderTest): void {
  describe('raising alerts', () => {
    describeRaising(current);
  });
  describe('alerts that move on', () => {
    describeMoves(current);
  });
  describe('records seen before', () => {
    describeSeenRecords(current);
  });
  describe('the health of watching', () => {
    describeHealth(current);
  });
}
