import { describe, expect, test } from '@jest/globals';
import type { Standing } from '../../../src/domain/drills/attestations.js';
import { attestationReminder, drillReminder } from '../../../src/domain/drills/reminders.js';
import { FIRST, READ_AT } from '../a-snapshot.js';
import { anAttestation, days } from './fixtures.js';

const stepOf = (left: number) => drillReminder(FIRST, days(left), READ_AT)?.key.split(':').at(-1);

describe('a drill', () => {
  test.each([
    [14.01, undefined],
    [14, '14 days'],
    [7.01, '14 days'],
    [7, '7 days'],
    [1.01, '7 days'],
    [1, '1 day'],
    [0.01, '1 day'],
    [0, 'overdue'],
    [-30, 'overdue'],
  ])('that is due in %s days is reminded of at step: %s', (left, step) => {
    expect(stepOf(left)).toBe(step);
  });

  test('has one key for one step of one date', () => {
    const keyAt = (now: string, dueAt = days(10)) => drillReminder(FIRST, dueAt, now)?.key;
    expect(keyAt(days(0.1))).toBe(keyAt(READ_AT));
    expect(keyAt(days(5))).not.toBe(keyAt(READ_AT));
    expect(keyAt(READ_AT, days(11))).not.toBe(keyAt(READ_AT));
  });

  test('that never took place is overdue', () => {
    expect(drillReminder(FIRST, null, READ_AT)).toMatchObject({ dueAt: null, isOverdue: true, severity: 'high' });
  });

  test('whose date cannot be read is overdue', () => {
    expect(drillReminder(FIRST, 'some day', READ_AT)).toMatchObject({ isOverdue: true });
  });

  test('is more urgent when it is overdue', () => {
    expect(drillReminder(FIRST, days(1), READ_AT)).toMatchObject({ isOverdue: false, severity: 'medium' });
    expect(drillReminder(FIRST, days(0), READ_AT)).toMatchObject({ isOverdue: true, severity: 'high' });
  });
});

describe('a statement', () => {
  const attestation = anAttestation('BG-GOV-04', { expiresAt: days(3) });
  const reminderOf = (standing: Standing) => attestationReminder('BG-GOV-04', standing, READ_AT);

  test('that was never signed is not reminded of', () => {
    expect(reminderOf({ kind: 'none' })).toBeNull();
  });

  test('is reminded of before its date, for its control', () => {
    expect(reminderOf({ kind: 'valid', attestation })).toMatchObject({
      what: 'attestation',
      id: 'BG-GOV-04',
      dueAt: days(3),
      isOverdue: false,
      key: 'reminder:attestation:bg-gov-04:attestation-1:7 days',
    });
  });

  test('that does not count any more is overdue before its date', () => {
    expect(reminderOf({ kind: 'invalid', attestation, because: 'Gone.' })).toMatchObject({ isOverdue: true });
  });

  test('has other keys once it is signed anew', () => {
    const renewed = { ...attestation, id: 'attestation-2' };
    expect(reminderOf({ kind: 'valid', attestation: renewed })?.key).not.toBe(
      reminderOf({ kind: 'valid', attestation })?.key,
    );
  });

  test('that counts for long is not reminded of', () => {
    expect(reminderOf({ kind: 'valid', attestation: { ...attestation, expiresAt: days(15) } })).toBeNull();
  });
});
