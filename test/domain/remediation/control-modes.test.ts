import { describe, expect, test } from '@jest/globals';
import { CONTROLS } from '../../../src/domain/controls/index.js';
import {
  automatableControls,
  controlsWithModes,
  isAutomatable,
  modeOptionsFor,
  MODES,
  planModeChange,
  planResume,
} from '../../../src/domain/remediation/control-modes.js';
import { guardPlan } from '../../../src/domain/remediation/lockout-guard.js';
import type { RemediationPlan } from '../../../src/domain/remediation/plan.js';
import { canonicalJson, digestOf } from '../../../src/domain/tenant/canonical.js';
import { aSnapshot, FIRST, OTHER_GROUP, STRANGER, TENANT } from '../a-snapshot.js';
import { aPlan, aStep, POLICY } from './a-request.js';
import { CONTEXT } from './planning.js';

const HERE = { tenantId: TENANT };
const toAutomatic = planModeChange({ controlId: 'BG-CA-01', from: 'approval', to: 'automatic' }, CONTEXT, HERE);

describe('the modes of a control', () => {
  test('are offered for every control that has plans, and those controls exist', () => {
    const ids = CONTROLS.map(({ id }) => id);
    expect(controlsWithModes.filter((id) => !ids.includes(id))).toEqual([]);
    expect(controlsWithModes.map((id) => modeOptionsFor(id, 'advisory').length)).not.toContain(0);
  });

  test('are the others than the one it has', () => {
    expect(MODES.map((current) => modeOptionsFor('BG-CA-01', current).map(({ mode }) => mode))).toEqual([
      ['approval', 'automatic'],
      ['advisory', 'automatic'],
      ['advisory', 'approval'],
    ]);
  });

  test('include the automatic one only where no rights must stand for it', () => {
    const automatic = controlsWithModes.filter((id) =>
      modeOptionsFor(id, 'advisory').some(({ mode }) => mode === 'automatic'),
    );
    expect(automatic).toEqual(automatableControls);
    expect(automatic).toEqual(['BG-CA-01', 'BG-CA-02', 'BG-CA-04', 'BG-CA-07']);
  });

  test('are none for a control without plans', () => {
    expect(modeOptionsFor('BG-CA-13', 'advisory')).toEqual([]);
  });

  test('have an ID each', () => {
    const all = controlsWithModes.flatMap((id) => modeOptionsFor(id, 'advisory'));
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });
});

describe('a plan that may be carried out without a review', () => {
  const step = { policyId: POLICY, accountId: FIRST } as const;
  const member = { kind: 'addGroupMember', groupId: OTHER_GROUP, accountId: FIRST } as const;

  test.each<{ what: string; plan: RemediationPlan }>([
    { what: 'an exclusion', plan: aPlan() },
    { what: 'a membership', plan: aPlan({ steps: [aStep({ change: member })] }) },
  ])('is a small fix by the bot: $what', ({ plan }) => {
    expect(isAutomatable(plan)).toBe(true);
  });

  test.each<{ what: string; plan: RemediationPlan }>([
    { what: 'a rollback', plan: aPlan({ purpose: 'rollback' }) },
    { what: 'of high risk', plan: aPlan({ risk: 'high' }) },
    { what: 'for an approver', plan: aPlan({ steps: [aStep({ executor: 'approver' })] }) },
    {
      what: 'for people in one of its steps',
      plan: aPlan({ steps: [aStep(), aStep({ executor: 'human', change: null })] }),
    },
    {
      what: 'taking something away',
      plan: aPlan({ steps: [aStep({ change: { kind: 'removePolicyExclusion', ...step } })] }),
    },
    {
      what: 'removing a member',
      plan: aPlan({ steps: [aStep({ change: { ...member, kind: 'removeGroupMember' } })] }),
    },
    { what: 'without steps', plan: aPlan({ steps: [] }) },
    { what: 'a setting', plan: toAutomatic },
  ])('is none that is $what', ({ plan }) => {
    expect(isAutomatable(plan)).toBe(false);
  });
});

describe('a plan for another mode', () => {
  test('is one step of the bot, about the control, that gives nobody anything', () => {
    const object = { type: 'tenant', id: 'BG-CA-01', name: 'BG-CA-01' };
    expect(toAutomatic).toMatchObject({
      purpose: 'setting',
      tenantId: TENANT,
      controlId: 'BG-CA-01',
      subject: object,
      targetAccountIds: [],
      createdAt: '2026-03-01T08:01:00.000Z',
      expiresAt: '2026-03-01T12:01:00.000Z',
    });
    expect(toAutomatic.steps).toMatchObject([
      {
        fixId: 'setting',
        executor: 'bot',
        permission: 'none',
        object,
        change: { kind: 'setControlMode', controlId: 'BG-CA-01', mode: 'automatic' },
      },
    ]);
  });

  test('takes two approvals when it lets the bot act by itself, and one otherwise', () => {
    const toApproval = planModeChange({ controlId: 'BG-CA-01', from: 'automatic', to: 'approval' }, CONTEXT, HERE);
    expect([toAutomatic.risk, toApproval.risk]).toEqual(['high', 'low']);
  });

  test('rests on the mode of today', () => {
    expect(toAutomatic.preconditions).toEqual([
      {
        object: { kind: 'tenant', id: 'BG-CA-01', name: 'BG-CA-01' },
        digest: digestOf({ mode: 'approval' }),
        image: canonicalJson({ mode: 'approval' }),
      },
    ]);
  });

  test.each([
    { controlId: 'BG-ACC-07', from: 'advisory', to: 'automatic' },
    { controlId: 'BG-CA-13', from: 'advisory', to: 'approval' },
    { controlId: 'BG-CA-01', from: 'approval', to: 'approval' },
  ] as const)('is never made for $controlId from $from to $to', (change) => {
    expect(() => planModeChange(change, CONTEXT, HERE)).toThrow('MODE_NOT_OFFERED');
  });
});

test('a plan to resume is about all writing, and rests on its being stopped', () => {
  const plan = planResume(CONTEXT, HERE);

  expect(plan).toMatchObject({ purpose: 'setting', risk: 'low', controlId: '', subject: { id: 'writing' } });
  expect(plan.steps.map(({ change }) => change)).toEqual([{ kind: 'resumeWriting' }]);
  expect(plan.preconditions[0]?.digest).toBe(digestOf({ isStopped: true }));
});

test('a setting passes the guard, and a change of the tenant under that name does not', () => {
  const change = { kind: 'addPolicyExclusion', policyId: POLICY, accountId: STRANGER } as const;
  const disguised = { ...toAutomatic, steps: [...toAutomatic.steps, aStep({ change })] };

  expect(guardPlan(toAutomatic, aSnapshot())).toEqual({ ok: true });
  expect(guardPlan(planResume(CONTEXT, HERE), aSnapshot())).toEqual({ ok: true });
  expect(guardPlan(disguised, aSnapshot())).toMatchObject({ code: 'PLAN_NOT_DESIGNATED' });
});
