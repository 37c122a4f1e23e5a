import { describe, expect, test } from '@jest/globals';
import type { RemediationRequest, RequestState, StepRecord } from '../../../src/domain/approval/request.js';
import type { Change, RemediationStep } from '../../../src/domain/remediation/plan.js';
import { rollbackPlanFor } from '../../../src/domain/remediation/rollback-plan.js';
import { EXCLUSION_GROUP, FIRST, SECOND, STRANGER } from '../a-snapshot.js';
import { aPlan, aRequest, aStep, POLICY } from './a-request.js';
import { CONTEXT, planOf } from './planning.js';

const addGroupMember: Change = { kind: 'addGroupMember', groupId: EXCLUSION_GROUP, accountId: FIRST };
const PLAN = aPlan({
  steps: [
    aStep(),
    aStep({ executor: 'approver', change: addGroupMember, instructions: ['Add the member.'] }),
    aStep({ executor: 'human', change: null }),
  ],
});

function finished(states: readonly StepRecord['state'][], state: RequestState = 'succeeded'): RemediationRequest {
  return aRequest({ plan: PLAN, state, steps: states.map((it, index) => ({ index, state: it, detail: '' })) });
}

describe('a rollback plan', () => {
  const plan = planOf(rollbackPlanFor(finished(['verified', 'verified', 'verified']), CONTEXT));

  test('takes back the verified writes, last one first', () => {
    expect(plan.steps.map(({ change, executor }) => ({ kind: change?.kind, executor }))).toEqual([
      { kind: 'removeGroupMember', executor: 'approver' },
      { kind: 'removePolicyExclusion', executor: 'bot' },
    ]);
  });

  test('is a plan of its own: high risk, with two approvals, on no older ground, and in time', () => {
    expect(plan).toMatchObject({
      id: 'plan-1',
      purpose: 'rollback',
      risk: 'high',
      preconditions: [],
      targetAccountIds: [FIRST],
      createdAt: '2026-03-01T08:01:00.000Z',
      expiresAt: '2026-03-01T12:01:00.000Z',
    });
  });

  test('shows before and after the other way round, and tells people what to do', () => {
    const [group, policy] = plan.steps;
    expect([policy?.before, policy?.after]).toEqual(['first', 'nobody']);
    expect(policy?.instructions).toEqual([]);
    expect(group?.instructions.join(' ')).toContain('Remove');
  });

  test.each(['pending', 'writing', 'failed', 'uncertain'] as const)('leaves out a step that is %s', (state) => {
    const steps = planOf(rollbackPlanFor(finished(['verified', state, 'pending'], 'failed'), CONTEXT)).steps;
    expect(steps.map(({ change }) => change?.kind)).toEqual(['removePolicyExclusion']);
  });

  test.each(['succeeded', 'failed', 'uncertain', 'awaitingPeople'] as const)(
    'is made for a request that %s',
    (state) => {
      expect(rollbackPlanFor(finished(['verified', 'pending', 'pending'], state), CONTEXT).kind).toBe('planned');
    },
  );

  test.each(['proposed', 'approved', 'executing', 'denied', 'expired', 'withdrawn', 'stale'] as const)(
    'is refused for a request that is %s',
    (state) => {
      const result = rollbackPlanFor(finished(['verified', 'pending', 'pending'], state), CONTEXT);
      expect(result).toMatchObject({ refusal: { code: 'PLAN_NOT_FINISHED' } });
    },
  );

  test('is refused when nothing was written', () => {
    const result = rollbackPlanFor(finished(['failed', 'pending', 'verified'], 'failed'), CONTEXT);
    expect(result).toMatchObject({ refusal: { code: 'PLAN_NOTHING_WRITTEN' } });
  });

  const dedicated = { displayName: 'D', accountIds: [FIRST, SECOND] };
  const CHANGES: readonly Change[] = [
    { kind: 'addPolicyExclusion', policyId: POLICY, accountId: FIRST },
    { kind: 'removePolicyExclusion', policyId: POLICY, accountId: FIRST },
    addGroupMember,
    { ...addGroupMember, kind: 'removeGroupMember' },
    { kind: 'createDedicatedPolicy', ...dedicated },
    { kind: 'deleteDedicatedPolicy', ...dedicated },
    { kind: 'removeStaleReference', policyId: POLICY, list: 'excludeUsers', objectId: STRANGER },
    { kind: 'putBackStaleReference', policyId: POLICY, list: 'excludeGroups', objectId: STRANGER },
    { kind: 'setPasswordNeverExpires', accountId: FIRST },
    { kind: 'clearPasswordNeverExpires', accountId: FIRST },
    { kind: 'excludeFromCampaign', accountId: FIRST },
    { kind: 'includeInCampaign', accountId: FIRST },
    { kind: 'setAdministratorsSspr', allowed: false },
  ];
  const taking = (change: Change): Change | null | undefined => {
    const done = aRequest({
      plan: aPlan({ steps: [aStep({ change })] }),
      state: 'succeeded',
      steps: [{ index: 0, state: 'verified', detail: '' }],
    });
    return planOf(rollbackPlanFor(done, CONTEXT)).steps[0]?.change;
  };

  test.each(CHANGES)('of $kind is another change, and its own rollback is the first one again', (change) => {
    const inverse = taking(change);
    expect(inverse).not.toEqual(change);
    expect(inverse && taking(inverse)).toEqual(change);
  });

  const onlyStep = (step: RemediationStep) =>
    rollbackPlanFor(
      aRequest({
        plan: aPlan({ steps: [step] }),
        state: 'succeeded',
        steps: [{ index: 0, state: 'verified', detail: '' }],
      }),
      CONTEXT,
    );
  const removal = { ...addGroupMember, kind: 'removeGroupMember', accountId: STRANGER } as const;
  const method = { accountId: FIRST, methodKind: 'phone', methodId: 'phone-1' };
  const FINAL: readonly { readonly step: RemediationStep; readonly because: string }[] = [
    { step: aStep({ fixId: 'F8', change: { kind: 'restoreUser', accountId: FIRST } }), because: 'delete an emergency' },
    {
      step: aStep({ fixId: 'F10', change: { kind: 'deleteAuthenticationMethod', ...method } }),
      because: 'registered again by a person',
    },
    { step: aStep({ fixId: 'F18', change: removal }), because: 'Nobody but emergency accounts' },
  ];

  test.each(FINAL)('of $step.fixId is refused with the reason', ({ step, because }) => {
    expect(onlyStep(step)).toMatchObject({
      refusal: { code: 'PLAN_NOTHING_WRITTEN', message: expect.stringContaining(because) },
    });
  });

  test('leaves out what cannot be taken back, and says so', () => {
    const [restored] = FINAL;
    const steps = [aStep(), ...(restored === undefined ? [] : [restored.step])];
    const mixed = aRequest({
      plan: aPlan({ steps }),
      state: 'succeeded',
      steps: steps.map((_, index) => ({ index, state: 'verified', detail: '' })),
    });
    const made = planOf(rollbackPlanFor(mixed, CONTEXT));

    expect(made.steps.map(({ change }) => change?.kind)).toEqual(['removePolicyExclusion']);
    expect(made.blastRadius).toContain('Left as it is');
    expect(plan.blastRadius).not.toContain('Left as it is');
  });

  test('is never made for a setting: that is set again instead', () => {
    const setting = aStep({ change: { kind: 'setControlMode', controlId: 'BG-CA-01', mode: 'automatic' } });
    const done = aRequest({
      plan: aPlan({ purpose: 'setting', steps: [setting] }),
      state: 'succeeded',
      steps: [{ index: 0, state: 'verified', detail: '' }],
    });
    expect(rollbackPlanFor(done, CONTEXT)).toMatchObject({ refusal: { code: 'PLAN_NOT_AVAILABLE' } });
  });
});
