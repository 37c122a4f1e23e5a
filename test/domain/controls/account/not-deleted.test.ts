import { describe, expect, test } from '@jest/globals';
import { notDeleted } from '../../../../src/domain/controls/account/not-deleted.js';
import { DEFAULT_SETTINGS } from '../../../../src/domain/controls/control.js';
import type { AccountReading } from '../../../../src/domain/tenant/snapshot.js';
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

const USER = read(aUser(FIRST));
const NO_USER = read(null);
const NOT_THERE = read(null);

function deletedOn(deletedDateTime: string | null): AccountReading['deletedItem'] {
  return read({ id: FIRST, displayName: 'First', deletedDateTime });
}
const DELETED = deletedOn('2026-02-20T08:00:00Z');

function snapshotWith(first: Partial<AccountReading>) {
  return aSnapshot({ accounts: [anAccount(FIRST, first), anAccount(SECOND)] });
}

describe('BG-ACC-08', () => {
  test.each<[string, AccountReading['user'], AccountReading['deletedItem'], string]>([
    ['exists', USER, NOT_THERE, 'pass'],
    ['exists, so that nobody needs the deleted items', USER, UNREAD, 'pass'],
    ['is deleted and can be restored', NO_USER, DELETED, 'fail'],
    ['is among the deleted items while the user could not be read', UNREAD, DELETED, 'fail'],
    ['is gone for good', NO_USER, NOT_THERE, 'notApplicable'],
    ['does not exist while the deleted items are unknown', NO_USER, UNREAD, 'error'],
    ['is not among the deleted items while the user is unknown', UNREAD, NOT_THERE, 'error'],
    ['is unknown in both', UNREAD, UNREAD, 'error'],
    ['is said to be both', USER, DELETED, 'error'],
  ])('an account that %s', (_, user, deletedItem, outcome) => {
    expect(outcomesFor(notDeleted, FIRST, snapshotWith({ user, deletedItem }))).toEqual([outcome]);
  });

  test.each<[string, string | null, string]>([
    ['nine days ago', '2026-02-20T08:00:00Z', '21 days are left'],
    ['29 days ago', '2026-01-31T08:00:00Z', '1 day is left'],
    ['too long ago', '2026-01-01T08:00:00Z', '0 days are left'],
    ['at a time that Graph does not say', null, 'at most 30 days'],
  ])('the summary says how long an account deleted %s can be restored', (_, deletedDateTime, words) => {
    const snapshot = snapshotWith({ user: NO_USER, deletedItem: deletedOn(deletedDateTime) });

    expect(summaryOf(notDeleted, FIRST, 'fail', snapshot)).toContain(words);
  });

  test('an account that is gone for good is left to BG-INV-01', () => {
    const snapshot = snapshotWith({ user: NO_USER, deletedItem: NOT_THERE });

    expect(summaryOf(notDeleted, FIRST, 'notApplicable', snapshot)).toContain('BG-INV-01');
  });

  test('when no designated account is left, it is an error and not beside the point', () => {
    const accounts = [FIRST, SECOND].map((id) => anAccount(id, { user: NO_USER, deletedItem: NOT_THERE }));

    expect(outcomesFor(notDeleted, FIRST, aSnapshot({ accounts }))).toEqual(['error']);
  });

  test('an error says of both reads why they failed', () => {
    const snapshot = snapshotWith({ user: UNREAD, deletedItem: UNREAD });
    const judgement = notDeleted.evaluate(snapshot, DEFAULT_SETTINGS).find(({ subject }) => subject.id === FIRST);

    expect(judgement?.evidence.map(({ source, readAt }) => [source, readAt])).toEqual([
      [`GET /users/${FIRST}`, null],
      [`GET /directory/deletedItems/${FIRST}`, null],
    ]);
  });

  test('with nothing designated there is nothing to judge', () => {
    expect(outcomesFor(notDeleted, TENANT, aSnapshot({ accounts: [] }))).toEqual(['notApplicable']);
  });
});
