import { describe, expect, test } from '@jest/globals';
import { canonicalJson, digestOf, sealSnapshot } from '../../../src/domain/tenant/canonical.js';
import { known, unknown } from '../../../src/domain/tenant/observed.js';
import { aPolicy, aSnapshot, policiesOf, READ_AT } from '../a-snapshot.js';

describe('the digest', () => {
  test('does not depend on the order of keys and members', () => {
    expect(digestOf({ a: [1, 2], b: { c: 1, d: 2 } })).toBe(digestOf({ b: { d: 2, c: 1 }, a: [2, 1] }));
  });

  test('depends on a member that is there twice', () => {
    expect(digestOf({ a: [1, 1] })).not.toBe(digestOf({ a: [1] }));
  });

  test('leaves out when something was read and how a failure was worded, and not why', () => {
    const digest = digestOf({ it: unknown('timeout', 'after 30 s') });

    expect(digestOf({ it: unknown('timeout', 'after 31 s') })).toBe(digest);
    expect(digestOf({ it: unknown('forbidden', 'after 30 s') })).not.toBe(digest);
    expect(digestOf(known(1, READ_AT))).toBe(digestOf(known(1, '2030-01-01T00:00:00.000Z')));
  });

  test('of a snapshot changes with its content', () => {
    expect(digestOf(aSnapshot())).not.toBe(digestOf(aSnapshot(policiesOf(aPolicy({ state: 'disabled' })))));
  });
});

describe('the canonical form', () => {
  test('leaves undefined members out and keeps null ones', () => {
    expect(canonicalJson({ b: undefined, a: null })).toBe('{"a":null}');
  });

  test('orders members by their ID, whatever else changes in them', () => {
    expect(
      canonicalJson([
        { id: '2', a: 1 },
        { id: '1', a: 2 },
      ]),
    ).toBe('[{"a":2,"id":"1"},{"a":1,"id":"2"}]');
  });
});

describe('a sealed snapshot', () => {
  test('is frozen to its leaves', () => {
    const snapshot = sealSnapshot(aSnapshot());

    expect(Object.isFrozen(snapshot)).toBe(true);
    expect(Object.isFrozen(snapshot.accounts[0]?.user)).toBe(true);
  });

  test('is the same when sealed again', () => {
    const snapshot = aSnapshot();

    expect(JSON.stringify(sealSnapshot(snapshot))).toBe(JSON.stringify(snapshot));
  });
});
