import { expect, test } from '@jest/globals';
import { excludedFromReportOnly } from '../../../../src/domain/controls/conditional-access/excluded-from-report-only.js';
import { DEFAULT_SETTINGS } from '../../../../src/domain/controls/control.js';
import { aPolicy, aSnapshot, FIRST, policiesOf, someUsers } from '../../a-snapshot.js';
import { describeExclusionControl } from './describe-exclusion-control.js';

describeExclusionControl(excludedFromReportOnly, 'enabledForReportingButNotEnforced', 'fail');

test.each([
  ['Microsoft-managed: Multifactor authentication for admins', 'critical'],
  ['Multifactor authentication for admins', 'high'],
])('%s that reaches an account is %s', (displayName, severity) => {
  const users = someUsers({ includeUsers: ['All'] });
  const policy = aPolicy({ displayName, state: 'enabledForReportingButNotEnforced', users, templateId: 'any' });
  const judgements = excludedFromReportOnly.evaluate(aSnapshot(policiesOf(policy)), DEFAULT_SETTINGS);

  expect(judgements.find(({ subject }) => subject.id === FIRST)?.severity).toBe(severity);
});
