import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS } from '../../../../src/domain/controls/control.js';
import { cleanUpAutomation } from '../../../../src/domain/controls/governance/clean-up-automation.js';
import { NO_RECORDS } from '../../../../src/domain/controls/watch-records.js';
import type { LifecycleWorkflow } from '../../../../src/domain/tenant/governance.js';
import type { TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import { anAttestation } from '../../drills/fixtures.js';
import { aSnapshot, read, UNLICENSED, UNREAD } from '../../a-snapshot.js';
import { describeAttested } from '../describe-attested.js';

describeAttested(cleanUpAutomation);
describe('without the licence for workflows', () => {
  describeAttested(cleanUpAutomation, {
    tenant: (overrides) => aSnapshot({ lifecycleWorkflows: UNLICENSED, ...overrides }),
  });
});

function workflow(overrides: Partial<LifecycleWorkflow> = {}): Partial<TenantSnapshot> {
  const one = {
    id: 'workflow',
    displayName: 'Offboard',
    category: 'leaver',
    isEnabled: true,
    isSchedulingEnabled: true,
    scopeRule: "department eq 'Sales'",
    ...overrides,
  };
  return { lifecycleWorkflows: read([one]) };
}

const judge = (overrides: Partial<TenantSnapshot>) =>
  cleanUpAutomation.evaluate(aSnapshot(overrides), DEFAULT_SETTINGS, {
    ...NO_RECORDS,
    attestations: [anAttestation('BG-GOV-02')],
  });

describe('BG-GOV-02, signed for', () => {
  test.each<[string, Partial<TenantSnapshot>, string]>([
    ['for leavers runs by schedule', workflow(), 'warn'],
    ['for leavers is disabled', workflow({ isEnabled: false }), 'pass'],
    ['for leavers is started by hand', workflow({ isSchedulingEnabled: false }), 'pass'],
    ['for joiners runs by schedule', workflow({ category: 'joiner' }), 'pass'],
    ['was not read', { lifecycleWorkflows: UNREAD }, 'error'],
  ])('a workflow that %s', (_, overrides, outcome) => {
    expect(judge(overrides).map((judgement) => judgement.outcome)).toEqual([outcome]);
  });

  test.each([
    ['its rule', "department eq 'Sales'", "users with department eq 'Sales'"],
    ['that Graph shows no rule', null, 'a rule that Graph does not show'],
  ])('the warning names the workflow and %s', (_, scopeRule, words) => {
    const [judgement] = judge(workflow({ scopeRule }));
    expect(judgement?.summary).toContain('"Offboard"');
    expect(judgement?.summary).toContain(words);
  });
});
