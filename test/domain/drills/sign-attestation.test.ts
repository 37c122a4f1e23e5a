import { describe, expect, test } from '@jest/globals';
import { attestableOf, ATTESTABLE } from '../../../src/domain/drills/attestable.js';
import { controlById } from '../../../src/domain/controls/index.js';
import { daysOf, signAttestation, type AttestationInput } from '../../../src/domain/drills/sign-attestation.js';
import { FIRST, READ_AT, SECOND, TENANT } from '../a-snapshot.js';
import { ADA, anAttestation, BO, days } from './fixtures.js';

const INPUT: AttestationInput = {
  id: 'attestation-1',
  tenantId: TENANT,
  controlId: 'BG-GOV-03',
  statement: ' It is so. ',
  owner: ADA,
  custodians: [ADA, BO],
  evidenceLink: 'https://contoso.example/keys',
  days: 90,
  now: READ_AT,
  accountIds: [FIRST, SECOND],
};

function codeOf(change: Partial<AttestationInput>): string {
  const result = signAttestation({ ...INPUT, ...change });
  return result.ok ? 'signed' : result.code;
}

test('a statement is signed for so many days', () => {
  const { now: _now, days: _days, accountIds: _ids, ...rest } = INPUT;
  expect(signAttestation(INPUT)).toEqual({
    ok: true,
    attestation: { ...rest, statement: 'It is so.', signedAt: READ_AT, expiresAt: days(90), invalidBecause: null },
  });
});

test.each<[string, Partial<AttestationInput>, string]>([
  ['a control without a statement', { controlId: 'BG-CA-01' }, 'ATTESTATION_CONTROL_UNKNOWN'],
  ['an empty statement', { statement: '  ' }, 'ATTESTATION_STATEMENT_MISSING'],
  ['two custodians', { custodians: [ADA, BO] }, 'signed'],
  ['one custodian', { custodians: [ADA] }, 'ATTESTATION_CUSTODIANS_INVALID'],
  ['one custodian twice', { custodians: [ADA, ADA] }, 'ATTESTATION_CUSTODIANS_INVALID'],
  [
    'an emergency account as custodian',
    { custodians: [ADA, { ...BO, objectId: FIRST.toUpperCase() }] },
    'ATTESTATION_CUSTODIANS_INVALID',
  ],
  ['no custodian where none is asked for', { controlId: 'BG-GOV-04', custodians: [] }, 'signed'],
  ['custodians where none are asked for', { controlId: 'BG-GOV-04' }, 'ATTESTATION_CUSTODIANS_INVALID'],
  ['no link', { evidenceLink: null }, 'signed'],
  ['a link that is not encrypted', { evidenceLink: 'http://contoso.example' }, 'ATTESTATION_LINK_INVALID'],
  ['a link that is a program', { evidenceLink: 'javascript:alert(1)' }, 'ATTESTATION_LINK_INVALID'],
  ['a link that is none', { evidenceLink: 'contoso.example/keys' }, 'ATTESTATION_LINK_INVALID'],
  ['1 day', { days: 1 }, 'signed'],
  ['0 days', { days: 0 }, 'ATTESTATION_DAYS_INVALID'],
  ['365 days', { days: 365 }, 'signed'],
  ['366 days', { days: 366 }, 'ATTESTATION_DAYS_INVALID'],
  ['a day and a half', { days: 1.5 }, 'ATTESTATION_DAYS_INVALID'],
  ['an unknown number of days', { days: NaN }, 'ATTESTATION_DAYS_INVALID'],
])('signing with %s', (_, change, code) => {
  expect(codeOf(change)).toBe(code);
});

describe('what can be signed', () => {
  test('is about controls that exist', () => {
    expect(ATTESTABLE.filter(({ controlId }) => controlById(controlId) === undefined)).toEqual([]);
  });

  test('asks for custodians where keys are kept', () => {
    expect(attestableOf('BG-GOV-03')?.custodiansNeeded).toBe(2);
    expect(attestableOf('BG-GOV-04')?.custodiansNeeded).toBe(0);
  });
});

test.each([
  ['what it was signed for', days(20), 30],
  ['the usual number when that cannot be told', '?', 90],
])('a renewal is for %s', (_, expiresAt, expected) => {
  expect(daysOf(anAttestation('BG-GOV-04', { expiresAt }))).toBe(expected);
});
