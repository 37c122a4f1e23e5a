import { describe, expect, test } from '@jest/globals';
import { refuseAcknowledgement, type AcknowledgementAttempt } from '../../../src/domain/alerts/acknowledge.js';
import { alert, NORTH, SOMEBODY } from './a-record.js';

const ALLOWED: AcknowledgementAttempt = {
  alert: alert(),
  actor: { tenantId: 'tenant-1', objectId: SOMEBODY },
  text: 'Ordered by the head of IT.',
  classification: 'emergency',
};

const ACKNOWLEDGEMENT = {
  tenantId: 'tenant-1',
  objectId: SOMEBODY,
  name: 'Riley',
  classification: 'drill',
  text: 'Drill.',
  at: '2026-11-23T09:10:00.000Z',
} as const;

describe('an alert', () => {
  test.each(['drill', 'emergency', 'misuse'])(
    'can be acknowledged as %s by somebody else, in words',
    (classification) => {
      expect(refuseAcknowledgement({ ...ALLOWED, classification })).toBeNull();
    },
  );

  test('can be acknowledged after it was escalated', () => {
    expect(refuseAcknowledgement({ ...ALLOWED, alert: alert({ state: 'escalated' }) })).toBeNull();
  });

  test('cannot be acknowledged by the account that it is about', () => {
    const actor = { ...ALLOWED.actor, objectId: NORTH.toUpperCase() };
    expect(refuseAcknowledgement({ ...ALLOWED, actor })).toBe('ALERT_OWN_ACCOUNT');
  });

  test('about a group of the same ID is no alert about the account', () => {
    const about = alert({ subject: { type: 'group', id: NORTH, name: 'Exclusions' } });
    const actor = { ...ALLOWED.actor, objectId: NORTH };
    expect(refuseAcknowledgement({ ...ALLOWED, alert: about, actor })).toBeNull();
  });

  test('cannot be acknowledged twice', () => {
    const done = alert({ state: 'acknowledged', acknowledgement: ACKNOWLEDGEMENT });
    expect(refuseAcknowledgement({ ...ALLOWED, alert: done })).toBe('ALERT_ACKNOWLEDGED');
  });

  test.each(['', '  \n'])('cannot be acknowledged without a text (%j)', (text) => {
    expect(refuseAcknowledgement({ ...ALLOWED, text })).toBe('ALERT_TEXT_MISSING');
  });

  test.each(['', 'Drill', 'accident'])('cannot be acknowledged as %j', (classification) => {
    expect(refuseAcknowledgement({ ...ALLOWED, classification })).toBe('ALERT_CLASS_INVALID');
  });
});
