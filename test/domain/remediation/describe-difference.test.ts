import { describe, expect, test } from '@jest/globals';
import { describeDifference } from '../../../src/domain/remediation/describe-difference.js';
import { canonicalJson } from '../../../src/domain/tenant/canonical.js';
import { aPolicy, FIRST, SECOND, someUsers, STRANGER } from '../a-snapshot.js';

function difference(before: unknown, now: unknown): string {
  return describeDifference(canonicalJson(before), canonicalJson(now));
}

describe('the difference of two images', () => {
  test('names what has another value, at any depth', () => {
    const before = aPolicy({ users: someUsers({ excludeUsers: [STRANGER] }) });
    const now = aPolicy({ state: 'disabled', users: someUsers({ excludeUsers: [FIRST, SECOND] }) });

    expect(difference(before, now)).toBe(
      `state: enabled -> disabled; users.excludeUsers: +2 entries (${FIRST}, ${SECOND}), -1 entry (${STRANGER})`,
    );
  });

  test('takes lists as sets', () => {
    expect(difference({ list: ['a', 'b'], state: 'on' }, { list: ['b', 'a'], state: 'off' })).toBe('state: on -> off');
  });

  test('names entries that are objects by kind and ID', () => {
    const methods = (...ids: readonly string[]) => ({ methods: ids.map((id) => ({ kind: 'phone', id })) });
    expect(difference(methods('1'), methods('1', '2'))).toBe('methods: +1 entry (phone 2)');
  });

  test('shows three entries and says that there are more', () => {
    expect(difference({ list: [] }, { list: ['a', 'b', 'c', 'd'] })).toBe('list: +4 entries (a, b, c, …)');
    expect(difference({ list: [] }, { list: ['a', 'b', 'c'] })).toBe('list: +3 entries (a, b, c)');
  });

  test('calls what is not there nothing', () => {
    expect(difference({ passwordPolicies: null }, { passwordPolicies: 'None' })).toBe(
      'passwordPolicies: nothing -> None',
    );
    expect(difference({ users: { a: 1 } }, { users: null })).toBe('users: {"a":1} -> nothing');
  });

  test('leaves out when a policy was edited, unless nothing else differs', () => {
    const before = aPolicy({ modifiedDateTime: '2026-01-01T00:00:00Z' });
    const now = aPolicy({ modifiedDateTime: '2026-01-02T00:00:00Z' });

    expect(difference(before, { ...now, state: 'disabled' })).toBe('state: enabled -> disabled');
    expect(difference(before, now)).toBe('modifiedDateTime: 2026-01-01T00:00:00Z -> 2026-01-02T00:00:00Z');
  });

  test('is short, whatever the objects hold, and says how much it leaves out', () => {
    const many = (value: string) => Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`field${n}`, value]));
    const text = difference(many('a'.repeat(500)), many('b'.repeat(500)));

    expect(text.length).toBeLessThanOrEqual(300);
    expect(text).toMatch(/; and \d+ more$/);
    expect(difference({ ['x'.repeat(900)]: 1 }, {}).length).toBeLessThanOrEqual(300);
  });

  test('stays on one line', () => {
    expect(difference({ name: 'a' }, { name: 'b\r\nc' })).toBe('name: a -> b c');
  });

  test('says that the object is gone', () => {
    expect(describeDifference(canonicalJson(aPolicy()), null)).toBe('it is gone');
  });

  test('is said of an image that is no JSON as well, and of two that are equal', () => {
    expect(describeDifference('', '{"state":"on"}')).toBe('nothing -> {"state":"on"}');
    expect(difference(aPolicy(), aPolicy())).toBe('in a way that the two readings do not show');
  });
});
