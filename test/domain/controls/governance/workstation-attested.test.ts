import { expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS } from '../../../../src/domain/controls/control.js';
import { workstationAttested } from '../../../../src/domain/controls/governance/workstation-attested.js';
import { anAttestation, days, someRecords } from '../../drills/fixtures.js';
import { aSnapshot, aUser, FIRST, read, UNREAD } from '../../a-snapshot.js';
import { describeAttested, outcomeWithCustodian } from '../describe-attested.js';

describeAttested(workstationAttested);

test.each([
  ['deleted', read(null), 'fail'],
  ['unread', UNREAD, 'error'],
  ['there, and nobody says whether enabled', read(aUser(FIRST, { accountEnabled: null })), 'pass'],
] as const)('the account of a custodian is %s', (_, user, outcome) => {
  expect(outcomeWithCustodian(workstationAttested, user)).toBe(outcome);
});

test('an expired statement fails though a custodian was not read', () => {
  expect(outcomeWithCustodian(workstationAttested, UNREAD, days(-1))).toBe('fail');
});

test('a statement without custodians counts', () => {
  const attestations = [anAttestation('BG-GOV-04', { custodians: [] })];
  const [judgement] = workstationAttested.evaluate(aSnapshot(), DEFAULT_SETTINGS, someRecords({ attestations }));
  expect(judgement?.outcome).toBe('pass');
});
