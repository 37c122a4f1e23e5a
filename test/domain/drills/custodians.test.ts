import { expect, test } from '@jest/globals';
import { custodianState, type CustodianAccount } from '../../../src/domain/drills/custodians.js';
import type { Observed } from '../../../src/domain/tenant/observed.js';
import { read, UNREAD } from '../a-snapshot.js';
import { ADA, BO } from './fixtures.js';

const ENABLED = read({ accountEnabled: true });

test.each<[string, Observed<CustodianAccount>, Observed<CustodianAccount>, string]>([
  ['are both there', ENABLED, ENABLED, 'present'],
  ['are there, one without a word on it', ENABLED, read({ accountEnabled: null }), 'present'],
  ['are not both enabled', ENABLED, read({ accountEnabled: false }), 'gone'],
  ['are not both there', read(null), ENABLED, 'gone'],
  ['are not both known', UNREAD, ENABLED, 'unknown'],
  ['are one unknown and one deleted', UNREAD, read(null), 'gone'],
])('the custodians %s', (_, ada, bo, kind) => {
  const accounts = new Map([
    [ADA.objectId, ada],
    [BO.objectId, bo],
  ]);
  expect(custodianState([ADA, BO], accounts).kind).toBe(kind);
});

test('a custodian is told by object ID in whatever case', () => {
  const shouting = { ...ADA, objectId: ADA.objectId.toUpperCase() };
  expect(custodianState([shouting], new Map([[ADA.objectId, read(null)]])).kind).toBe('gone');
});

test('who was not looked up is not gone', () => {
  expect(custodianState([ADA, BO], new Map()).kind).toBe('present');
});
