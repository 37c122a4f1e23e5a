import { describe, expect, test } from '@jest/globals';
import { at, eventOf, OTHER_TENANT, TENANT } from './fixtures.js';
import { countAudited, unwritableEvent } from './request-fixtures.js';
import type { StoreUnderTest } from './store-contract.js';
import { caseOf, subscribe, tellingOf, whoIsTold } from './watch-fixtures.js';

const OPENED = { action: 'drift.opened' } as const;

function describeBaselines(current: () => StoreUnderTest): void {
  test('a tenant has one baseline, the last that was set, and each setting is audited', async () => {
    const { store } = current();
    const baseline = { tenantId: TENANT, scanId: 'one', acceptedAt: at(0) };
    expect(await store.drift.findBaseline(TENANT)).toBeUndefined();

    await store.drift.setBaseline(baseline, eventOf('one', { action: 'drift.baselineSet' }));
    await store.drift.setBaseline({ ...baseline, scanId: 'two' }, eventOf('two', { action: 'drift.baselineSet' }));

    expect(await store.drift.findBaseline(TENANT)).toEqual({ ...baseline, scanId: 'two' });
    expect(await store.drift.findBaseline(OTHER_TENANT)).toBeUndefined();
    expect(await countAudited(store, 'drift.baselineSet')).toBe(2);
  });

  test('a baseline that cannot be audited is not set', async () => {
    const { drift } = current().store;

    const set = drift.setBaseline({ tenantId: TENANT, scanId: 'one', acceptedAt: at(0) }, unwritableEvent('one'));

    await expect(set).rejects.toThrow();
    expect(await drift.findBaseline(TENANT)).toBeUndefined();
  });
}

function describeCases(current: () => StoreUnderTest): void {
  test('new cases are stored with their audit events and what is told, and come back as they were', async () => {
    const { store } = current();
    await subscribe(store, 'a');
    const cases = [caseOf('one'), caseOf('two', { openedAt: at(1), state: 'snoozed', snoozedUntil: at(9) })];

    const events = ['one', 'two'].map((id) => eventOf(id, OPENED));
    expect(await store.drift.saveCases(cases, events, [tellingOf('one'), tellingOf('two')], at(1))).toBe(true);

    expect(await store.drift.listOpenCases(TENANT)).toEqual(cases);
    expect(await store.drift.findCase('two')).toEqual(cases[1]);
    expect(await store.drift.findCase('three')).toBeUndefined();
    expect(await countAudited(store, 'drift.opened')).toBe(2);
    expect(await whoIsTold(store)).toEqual([
      ['a', 'one'],
      ['a', 'two'],
    ]);
  });

  test.each([
    ['follows the stored version replaces it', 2, true],
    ['was made from an older version is refused', 1, false],
    ['skips a version is refused', 3, false],
  ])('a case that %s', async (_promise, version, saved) => {
    const { drift } = current().store;
    await drift.saveCases([caseOf('one')], [], [], at(0));

    expect(await drift.saveCases([caseOf('one', { version, digest: 'next' })], [], [], at(1))).toBe(saved);

    expect(await drift.findCase('one')).toMatchObject(saved ? { version: 2, digest: 'next' } : { version: 1 });
  });

  test('when one of several cases has moved on, nothing is stored, audited or told', async () => {
    const { store } = current();
    await subscribe(store, 'a');
    await store.drift.saveCases([caseOf('one'), caseOf('two')], [], [], at(0));
    await store.drift.saveCases([caseOf('two', { version: 2 })], [], [], at(1));

    const late = [caseOf('one', { version: 2 }), caseOf('two', { version: 2 }), caseOf('zero')];
    expect(await store.drift.saveCases(late, [eventOf('one', OPENED)], [tellingOf('one')], at(2))).toBe(false);

    expect(await store.drift.findCase('one')).toMatchObject({ version: 1 });
    expect(await store.drift.findCase('zero')).toBeUndefined();
    expect(await countAudited(store, 'drift.opened')).toBe(0);
    expect(await whoIsTold(store)).toEqual([]);
  });

  test('cases that cannot be audited are not stored', async () => {
    const { drift } = current().store;

    await expect(drift.saveCases([caseOf('one')], [unwritableEvent('one')], [], at(0))).rejects.toThrow();

    expect(await drift.findCase('one')).toBeUndefined();
  });

  test.each([
    ['open', false],
    ['snoozed', false],
    ['accepted', false],
    ['resolved', true],
  ] as const)('while a case of a subject is %s, a second one of it is stored: %s', async (state, stored) => {
    const { drift } = current().store;
    const first = caseOf('one', { state });
    await drift.saveCases([first], [], [], at(0));

    expect(await drift.saveCases([caseOf('two', { subject: first.subject })], [], [], at(1))).toBe(stored);
  });

  test('a case that is resolved makes room for a new one of its subject in the same change', async () => {
    const { drift } = current().store;
    const first = caseOf('one');
    await drift.saveCases([first], [], [], at(0));

    const next = [caseOf('another', { subject: first.subject }), { ...first, version: 2, state: 'resolved' as const }];
    expect(await drift.saveCases(next, [], [], at(1))).toBe(true);

    expect((await drift.listOpenCases(TENANT)).map(({ id }) => id)).toEqual(['another']);
  });

  test('of many who save the same cases at once, one does', async () => {
    const { store } = current();
    const cases = ['one', 'two', 'three'].map((id) => caseOf(id));

    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        store.drift.saveCases(index % 2 === 0 ? cases : cases.toReversed(), [eventOf('one', OPENED)], [], at(1)),
      ),
    );

    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await countAudited(store, 'drift.opened')).toBe(1);
  });

  test('cases that are not resolved are listed, oldest first, of the tenant asked for', async () => {
    const { drift } = current().store;
    const cases = [
      caseOf('younger', { openedAt: at(2) }),
      caseOf('older', { openedAt: at(1), state: 'accepted' }),
      caseOf('resolved', { state: 'resolved' }),
      caseOf('foreign', { tenantId: OTHER_TENANT }),
    ];
    await drift.saveCases(cases, [], [], at(3));

    expect((await drift.listOpenCases(TENANT)).map(({ id }) => id)).toEqual(['older', 'younger']);
  });

  test('hostile names come back to the letter', async () => {
    const { drift } = current().store;
    const hostile = caseOf('one', {
      subject: { type: 'policy', id: 'p\0\uD800', name: "'; drop table drift_cases; --\0" },
    });

    await drift.saveCases([hostile], [], [], at(0));

    expect(await drift.findCase('one')).toEqual(hostile);
  });
}

export function describeDriftContract(current: () => StoreUnderTest): void {
  describe('baselines', () => {
    describeBaselines(current);
  });
  describe('cases of drift', () => {
    describeCases(current);
  });
}
