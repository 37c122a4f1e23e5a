import { describe, expect, test } from '@jest/globals';
import type { Designation } from '../../src/domain/designation/designation.js';
import { at, eventOf, OTHER_TENANT, TENANT } from './fixtures.js';
import { countAudited, unwritableEvent } from './request-fixtures.js';
import type { StoreUnderTest } from './store-contract.js';
import { subscribe, tellingOf, whoIsTold } from './watch-fixtures.js';

const SAVED = { action: 'designation.proposed' } as const;
const ADA = { tenantId: TENANT, objectId: 'ada' };

function designationOf(id: string, overrides: Partial<Designation> = {}): Designation {
  return {
    id,
    tenantId: TENANT,
    kind: 'account',
    objectId: `object-${id}`,
    nameAtDesignation: 'North',
    userPrincipalNameAtDesignation: 'north@contoso.com',
    state: 'proposed',
    version: 1,
    designatedAt: at(0),
    designated: { by: ADA, byName: 'Ada', note: 'As agreed.', at: at(0) },
    confirmed: null,
    removal: null,
    ended: null,
    waitsUntil: at(0),
    ...overrides,
  };
}

function describeDesignations(current: () => StoreUnderTest): void {
  const save = (...changed: readonly Designation[]) =>
    current().store.designations.saveDesignations(
      changed,
      changed.map(({ id }) => eventOf(id, SAVED)),
      changed.map(({ id }) => tellingOf(id)),
      at(0),
    );

  test('a new one is stored with its event and what is told, and comes back as it was', async () => {
    const { store } = current();
    await subscribe(store, 'a');

    expect(await save(designationOf('one'))).toBe(true);

    expect(await store.designations.findDesignation('one')).toEqual(designationOf('one'));
    expect(await store.designations.findDesignation('two')).toBeUndefined();
    expect(await countAudited(store, SAVED.action)).toBe(1);
    expect(await whoIsTold(store)).toEqual([['a', 'one']]);
  });

  test.each([
    ['follows the stored version replaces it', 2, true],
    ['was made from an older version is refused', 1, false],
    ['skips a version is refused', 3, false],
  ])('one that %s', async (_promise, version, saved) => {
    await save(designationOf('one'));

    const next = designationOf('one', { version, state: 'confirmed' });
    expect(await save(next)).toBe(saved);

    const { store } = current();
    expect(await store.designations.findDesignation('one')).toEqual(saved ? next : designationOf('one'));
    expect(await countAudited(store, SAVED.action)).toBe(saved ? 2 : 1);
  });

  test.each(['proposed', 'confirmed', 'removalProposed'] as const)(
    'while one of an object is %s, there is no other',
    async (state) => {
      await save(designationOf('one', { objectId: 'same', state }));

      expect(await save(designationOf('two', { objectId: 'SAME' }))).toBe(false);
      expect(await current().store.designations.findDesignation('two')).toBeUndefined();
    },
  );

  test.each(['expired', 'withdrawn', 'removed'] as const)('one that is %s makes room', async (state) => {
    await save(designationOf('one', { objectId: 'same', state }));

    expect(await save(designationOf('two', { objectId: 'same' }))).toBe(true);
  });

  test('the same object in another tenant is another one', async () => {
    await save(designationOf('one', { objectId: 'same' }));

    expect(await save(designationOf('two', { objectId: 'same', tenantId: OTHER_TENANT }))).toBe(true);
  });

  test('of several, all are stored or none', async () => {
    await save(designationOf('one'));

    expect(await save(designationOf('two'), designationOf('one', { version: 7 }))).toBe(false);

    const { store } = current();
    expect(await store.designations.findDesignation('two')).toBeUndefined();
    expect(await countAudited(store, SAVED.action)).toBe(1);
  });

  test('one that cannot be audited is not stored', async () => {
    const { designations } = current().store;

    await expect(
      designations.saveDesignations([designationOf('one')], [unwritableEvent('one')], [], at(0)),
    ).rejects.toThrow();

    expect(await designations.findDesignation('one')).toBeUndefined();
  });

  test('they are listed with those that have ended, oldest first, of the tenant asked for', async () => {
    await save(
      designationOf('late', { designatedAt: at(9) }),
      designationOf('early', { designatedAt: at(1), state: 'removed' }),
      designationOf('foreign', { tenantId: OTHER_TENANT }),
    );

    const listed = await current().store.designations.listDesignations(TENANT);
    expect(listed.map(({ id }) => id)).toEqual(['early', 'late']);
  });
}

function describeSheets(current: () => StoreUnderTest): void {
  const sheet = {
    token: 'token',
    purpose: 'designate',
    subjectId: 'object',
    person: ADA,
    shownDigest: 'digest',
    openedAt: at(0),
  } as const;

  test('what was shown is taken once, as it was', async () => {
    const { designations } = current().store;
    await designations.openSheet(sheet);

    expect(await designations.takeSheet('other')).toBeUndefined();
    expect(await designations.takeSheet('token')).toEqual(sheet);
    expect(await designations.takeSheet('token')).toBeUndefined();
  });

  test('of two clicks at once, one takes it', async () => {
    const { designations } = current().store;
    await designations.openSheet(sheet);

    const taken = await Promise.all([designations.takeSheet('token'), designations.takeSheet('token')]);

    expect(taken.filter((one) => one !== undefined)).toEqual([sheet]);
  });
}

function describeDismissals(current: () => StoreUnderTest): void {
  const dismissal = { tenantId: TENANT, objectId: 'object', by: ADA, byName: 'Ada', at: at(0) };
  const event = eventOf('object', { action: 'candidate.dismissed' });

  test('a candidate is dismissed once, and the first answer stays', async () => {
    const { store } = current();

    expect(await store.designations.dismiss(dismissal, event)).toBe(true);
    expect(await store.designations.dismiss({ ...dismissal, objectId: 'OBJECT', byName: 'Bo' }, event)).toBe(false);

    expect(await store.designations.listDismissals(TENANT)).toEqual([dismissal]);
    expect(await store.designations.listDismissals(OTHER_TENANT)).toEqual([]);
    expect(await countAudited(store, 'candidate.dismissed')).toBe(1);
  });

  test('one that cannot be audited is not dismissed', async () => {
    const { designations } = current().store;

    await expect(designations.dismiss(dismissal, unwritableEvent('object'))).rejects.toThrow();

    expect(await designations.listDismissals(TENANT)).toEqual([]);
  });
}

export function describeDesignationsContract(current: () => StoreUnderTest): void {
  describe('designations', () => {
    describeDesignations(current);
  });
  describe('what people were shown', () => {
    describeSheets(current);
  });
  describe('dismissed candidates', () => {
    describeDismissals(current);
  });
}
