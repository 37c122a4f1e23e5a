import { describe, expect, test } from '@jest/globals';
import type { Alert } from '../../../src/domain/alerts/alert.js';
import { escalationDue } from '../../../src/domain/alerts/escalation.js';
import { alert, SOMEBODY } from './a-record.js';

const LATE = Date.parse('2026-11-23T09:15:00Z');

describe('an alert that nobody acknowledged', () => {
  test('is escalated 15 minutes after it was noticed, and not before', () => {
    expect(escalationDue(alert(), LATE)).toBe(true);
    expect(escalationDue(alert(), LATE - 1)).toBe(false);
  });

  test('counts from when it was noticed, not from when it happened', () => {
    expect(escalationDue(alert({ at: '2026-11-22T09:00:00.000Z' }), LATE - 1)).toBe(false);
  });

  test.each<[Alert['severity'], boolean]>([
    ['critical', true],
    ['high', true],
    ['medium', false],
    ['low', false],
    ['info', false],
  ])('of severity %s is escalated: %s', (severity, due) => {
    expect(escalationDue(alert({ severity }), LATE)).toBe(due);
  });

  test.each<Alert['state']>(['escalated', 'acknowledged'])('is not escalated when it is %s', (state) => {
    expect(escalationDue(alert({ state }), LATE)).toBe(false);
  });

  test('is not escalated once somebody answered', () => {
    const answer = {
      tenantId: 't',
      objectId: SOMEBODY,
      name: 'R',
      classification: 'drill',
      text: 'x',
      at: 'x',
    } as const;
    expect(escalationDue(alert({ acknowledgement: answer }), LATE)).toBe(false);
  });

  test('is escalated where nobody can read when it was noticed', () => {
    expect(escalationDue(alert({ noticedAt: 'sometime' }), LATE)).toBe(true);
  });
});
