import { expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS } from '../../../../src/domain/controls/control.js';
import { procedureAttested } from '../../../../src/domain/controls/governance/procedure-attested.js';
import { NO_RECORDS } from '../../../../src/domain/controls/watch-records.js';
import type { DrillPerson } from '../../../../src/domain/drills/drill.js';
import { ADA, anAttestation, BO, days } from '../../drills/fixtures.js';
import { aSnapshot, aUser, FIRST, read, UNREAD } from '../../a-snapshot.js';
import { describeAttested, outcomeWithCustodian } from '../describe-attested.js';

describeAttested(procedureAttested);

test.each([
  ['deleted', read(null), 'fail'],
  ['unread', UNREAD, 'error'],
  ['there, and nobody says whether enabled', read(aUser(FIRST, { accountEnabled: null })), 'pass'],
] as const)('the account of a custodian is %s', (_, user, outcome) => {
  expect(outcomeWithCustodian(procedureAttested, user)).toBe(outcome);
});

test('an expired statement fails though a custodian was not read', () => {
  expect(outcomeWithCustodian(procedureAttested, UNREAD, days(-1))).toBe('fail');
});

test.each<[string, readonly DrillPerson[], string]>([
  ['two people', [ADA, BO], 'pass'],
  ['one person', [ADA], 'fail'],
  ['nobody', [], 'fail'],
  ['one person twice', [ADA, { ...ADA, name: 'Adele', objectId: ADA.objectId.toUpperCase() }], 'fail'],
])('a statement with %s as custodians', (_, custodians, outcome) => {
  const attestations = [anAttestation('BG-GOV-03', { custodians })];
  const [judgement] = procedureAttested.evaluate(aSnapshot(), DEFAULT_SETTINGS, { ...NO_RECORDS, attestations });
  expect(judgement?.outcome).toBe(outcome);
});
