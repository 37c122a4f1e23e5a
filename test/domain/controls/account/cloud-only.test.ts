import { describe, expect, test } from '@jest/globals';
import { cloudOnly } from '../../../../src/domain/controls/account/cloud-only.js';
import type { AccountReading, DirectoryUser } from '../../../../src/domain/tenant/snapshot.js';
import {
  aSnapshot,
  aUser,
  anAccount,
  FIRST,
  outcomesFor,
  read,
  SECOND,
  summaryOf,
  TENANT,
  UNREAD,
} from '../../a-snapshot.js';

function snapshotWith(user: AccountReading['user']) {
  return aSnapshot({ accounts: [anAccount(FIRST, { user }), anAccount(SECOND)] });
}

describe('BG-ACC-02', () => {
  test.each<[string, Partial<DirectoryUser>, string]>([
    ['was never synced', { onPremisesSyncEnabled: null, onPremisesImmutableId: null }, 'pass'],
    ['is not synced and has an empty anchor', { onPremisesSyncEnabled: false, onPremisesImmutableId: '' }, 'pass'],
    ['is synced', { onPremisesSyncEnabled: true, onPremisesImmutableId: null }, 'fail'],
    ['may be synced: Graph left it out', { missingProperties: ['onPremisesSyncEnabled'] }, 'error'],
    ['may have an anchor: Graph left it out', { missingProperties: ['onPremisesImmutableId'] }, 'error'],
    ['lacks only what does not decide', { missingProperties: ['mail'] }, 'pass'],
    ['kept its anchor', { onPremisesSyncEnabled: false, onPremisesImmutableId: 'q83vEjRW' }, 'fail'],
  ])('an account that %s', (_, user, outcome) => {
    expect(outcomesFor(cloudOnly, FIRST, snapshotWith(read(aUser(FIRST, user))))).toEqual([outcome]);
  });

  test.each<[string, Partial<DirectoryUser>, string]>([
    ['synced', { onPremisesSyncEnabled: true, onPremisesImmutableId: 'q83vEjRW' }, 'Synced now'],
    ['formerly synced', { onPremisesImmutableId: 'q83vEjRW' }, 'Anchor left behind'],
  ])('it says of a %s account which of the two it is', (_, user, words) => {
    expect(summaryOf(cloudOnly, FIRST, 'fail', snapshotWith(read(aUser(FIRST, user))))).toContain(words);
  });

  test('an account that was not read is unknown', () => {
    expect(outcomesFor(cloudOnly, FIRST, snapshotWith(UNREAD))).toEqual(['error']);
  });

  test('with nothing designated there is nothing to judge', () => {
    expect(outcomesFor(cloudOnly, TENANT, aSnapshot({ accounts: [] }))).toEqual(['notApplicable']);
  });
});
