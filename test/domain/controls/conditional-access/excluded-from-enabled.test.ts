import { expect, test } from '@jest/globals';
import { excludedFromEnabled } from '../../../../src/domain/controls/conditional-access/excluded-from-enabled.js';
import { DEFAULT_SETTINGS } from '../../../../src/domain/controls/control.js';
import { aPolicy, aSnapshot, FIRST, policiesOf, READ_AT, someUsers, summaryOf, UNREAD } from '../../a-snapshot.js';
import { describeExclusionControl } from './describe-exclusion-control.js';

describeExclusionControl(excludedFromEnabled, 'enabled', 'fail');

const EVERYBODY = someUsers({ includeUsers: ['All'] });

test('a fail has evidence per policy: which rule matched, what it demands, and where to change it', () => {
  const policy = aPolicy({ id: 'p1', displayName: 'MFA', users: EVERYBODY });
  const judgements = excludedFromEnabled.evaluate(aSnapshot(policiesOf(policy)), DEFAULT_SETTINGS);

  expect(judgements[0]?.evidence).toEqual([
    {
      source: 'GET /identity/conditionalAccess/policies',
      readAt: READ_AT,
      expected: 'the account is excluded',
      actual: 'applies: includeUsers: All; controls: mfa',
      object: { type: 'policy', id: 'p1', name: 'MFA' },
      portalUrl: 'https://entra.microsoft.com/#view/Microsoft_AAD_ConditionalAccess/PolicyBlade/policyId/p1',
    },
  ]);
});

test('a fail names the first three policies and counts the others', () => {
  const policies = ['A', 'B', 'C', 'D', 'E'].map((name) => aPolicy({ id: name, displayName: name, users: EVERYBODY }));

  expect(summaryOf(excludedFromEnabled, FIRST, 'fail', aSnapshot(policiesOf(...policies)))).toBe(
    '5 enabled policies reach the account: "A", "B", "C" and 2 more. Exclude the account.',
  );
});

test('an error says what could not be read', () => {
  const bad = { id: null, displayName: 'Broken policy', problem: 'state is missing' };
  const base = aSnapshot();
  const snapshot = {
    ...base,
    policies: { known: true as const, readAt: READ_AT, value: { policies: [], malformed: [bad] } },
  };

  expect(summaryOf(excludedFromEnabled, FIRST, 'error', snapshot)).toContain('Broken policy');
});

test('a reason that several readings share is said once', () => {
  const snapshot = aSnapshot({ policies: UNREAD, betaPolicies: UNREAD });

  expect(summaryOf(excludedFromEnabled, FIRST, 'error', snapshot)).toBe(
    'Cannot tell whether the account is excluded from every enabled policy: GRAPH_FORBIDDEN: a permission is not granted.',
  );
});
