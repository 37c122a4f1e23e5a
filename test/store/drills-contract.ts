import { describe, expect, test } from '@jest/globals';
import { at, eventOf, OTHER_TENANT, TENANT } from './fixtures.js';
import { countAudited, unwritableEvent } from './request-fixtures.js';
import type { StoreUnderTest } from './store-contract.js';
import { attestationOf, drillOf, subscribe, tellingOf, whoIsTold } from './watch-fixtures.js';

const SAVED = { action: 'drill.saved' } as const;

function describeDrills(current: () => StoreUnderTest): void {
  test('a new drill is stored with its event and what is told, and comes back as it was', async () => {
    const { store } = current();
    await subscribe(store, 'a');

    expect(await store.drills.saveDrill(drillOf('one'), eventOf('one', SAVED), [tellingOf('one')], at(0))).toBe(true);

    expect(await store.drills.findDrill('one')).toEqual(drillOf('one'));
    expect(await store.drills.findDrill('two')).toBeUndefined();
    expect(await countAudited(store, 'drill.saved')).toBe(1);
    expect(await whoIsTold(store)).toEqual([['a', 'one']]);
  });

  test.each([
    ['follows the stored version replaces it', 2, true],
    ['was made from an older version is refused', 1, false],
    ['skips a version is refused', 3, false],
  ])('a drill that %s', async (_promise, version, saved) => {
    const { store } = current();
    await subscribe(store, 'a');
    await store.drills.saveDrill(drillOf('one'), eventOf('one', SAVED), [], at(0));

    const next = drillOf('one', { version, state: 'observed' });
    expect(await store.drills.saveDrill(next, eventOf('one', SAVED), [tellingOf('one')], at(1))).toBe(saved);

    expect(await store.drills.findDrill('one')).toEqual(saved ? next : drillOf('one'));
    expect(await countAudited(store, 'drill.saved')).toBe(saved ? 2 : 1);
    expect(await whoIsTold(store)).toEqual(saved ? [['a', 'one']] : []);
  });

  test('a drill that cannot be audited is not stored', async () => {
    const { drills } = current().store;

    await expect(drills.saveDrill(drillOf('one'), unwritableEvent('one'), [], at(0))).rejects.toThrow();

    expect(await drills.findDrill('one')).toBeUndefined();
  });

  test('drills are listed by their window, newest first, of the tenant asked for', async () => {
    const { drills } = current().store;
    for (const [id, from] of [
      ['early', at(1)],
      ['late', at(9)],
      ['middle', at(5)],
    ] as const) {
      await drills.saveDrill(drillOf(id, { from }), eventOf(id), [], at(0));
    }
    await drills.saveDrill(drillOf('foreign', { tenantId: OTHER_TENANT }), eventOf('foreign'), [], at(0));

    expect((await drills.listDrills(TENANT)).map(({ id }) => id)).toEqual(['late', 'middle', 'early']);
  });
}

function describeAttestations(current: () => StoreUnderTest): void {
  test('attestations come back as they were signed, newest first, of the tenant asked for', async () => {
    const { store } = current();
    const [old, renewed] = [attestationOf('old'), attestationOf('renewed', { signedAt: at(5), evidenceLink: null })];
    for (const attestation of [renewed, old, attestationOf('foreign', { tenantId: OTHER_TENANT })]) {
      await store.drills.saveAttestation(attestation, eventOf(attestation.id, { action: 'attestation.signed' }));
    }

    expect(await store.drills.listAttestations(TENANT)).toEqual([renewed, old]);
    expect(await countAudited(store, 'attestation.signed')).toBe(3);
  });

  test('that an attestation no longer counts is kept, and what was signed never changes', async () => {
    const { drills } = current().store;
    await drills.saveAttestation(attestationOf('one'), eventOf('one'));

    const altered = attestationOf('one', { statement: 'Another.', expiresAt: at(999), invalidBecause: 'Bo has left.' });
    await drills.saveAttestation(altered, eventOf('one'));

    expect(await drills.listAttestations(TENANT)).toEqual([attestationOf('one', { invalidBecause: 'Bo has left.' })]);
  });

  test('an attestation that cannot be audited is not stored', async () => {
    const { drills } = current().store;

    await expect(drills.saveAttestation(attestationOf('one'), unwritableEvent('one'))).rejects.toThrow();

    expect(await drills.listAttestations(TENANT)).toEqual([]);
  });
}

export function describeDrillsContract(current: () => StoreUnderTest): void {
  describe('drills', () => {
    describeDrills(current);
  });
  describe('attestations', () => {
    describeAttestations(current);
  });
}
