import { expect, test } from '@jest/globals';
import { approvalsNeeded, planDigestOf, type RemediationPlan } from '../../../src/domain/remediation/plan.js';
import { aPlan, aStep } from './a-request.js';

/** A plan with something in every field, so that every field can differ. */
const FULL: RemediationPlan = aPlan({
  steps: [
    aStep({ role: 'Conditional Access Administrator', instructions: ['Open it.', 'Save it.'] }),
    aStep({
      fixId: 'F15',
      change: { kind: 'createDedicatedPolicy', displayName: 'Dedicated', accountIds: ['a', 'b'] },
    }),
  ],
  currentState: {
    globalAdministrators: [{ principalId: 'a', assignment: 'eligible', isEmergencyAccount: false }],
    privilegedRoles: [
      {
        principalId: 'b',
        roleTemplateId: 'r',
        roleName: 'Security Reader',
        assignment: 'permanent',
        isGroup: true,
        isEmergencyAccount: false,
      },
    ],
    moreThanNeeded: ['b has more than it needs.'],
    gaps: ['Eligible assignments: not read.'],
  },
});

type Path = readonly (string | number)[];

/** The way to every text, number, truth value and null inside `value`. */
function leavesOf(value: unknown, path: Path = []): readonly Path[] {
  if (value === null || typeof value !== 'object') return [path];
  return Object.entries(value).flatMap(([key, member]) => leavesOf(member, [...path, key]));
}

function changed(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined) return typeof value === 'boolean' ? !value : `${String(value)} changed`;
  const entries = Object.entries(value as object).map(([name, member]: [string, unknown]) => [
    name,
    name === String(key) ? changed(member, rest) : member,
  ]);
  return Array.isArray(value) ? entries.map(([, member]) => member) : Object.fromEntries(entries);
}

test('changing any field of a plan, at any depth, changes its digest', () => {
  const leaves = leavesOf(FULL);
  const unnoticed = leaves.filter(
    (path) => planDigestOf(changed(FULL, path) as RemediationPlan) === planDigestOf(FULL),
  );

  expect(leaves.length).toBeGreaterThan(40);
  expect(unnoticed).toEqual([]);
});

test('the order of steps and of instructions is part of the plan', () => {
  const [first = aStep(), second = aStep()] = FULL.steps;
  const reversedSteps = { ...FULL, steps: [second, first] };
  const reversedLines = { ...FULL, steps: [{ ...first, instructions: [...first.instructions].reverse() }, second] };

  expect(planDigestOf(reversedSteps)).not.toBe(planDigestOf(FULL));
  expect(planDigestOf(reversedLines)).not.toBe(planDigestOf(FULL));
});

test('a step more or less is another plan, and an equal plan is the same', () => {
  expect(planDigestOf({ ...FULL, steps: FULL.steps.slice(0, 1) })).not.toBe(planDigestOf(FULL));
  expect(planDigestOf({ ...FULL, preconditions: [] })).not.toBe(planDigestOf(FULL));
  expect(planDigestOf(structuredClone(FULL))).toBe(planDigestOf(FULL));
});

test('high risk takes two people, and low risk one', () => {
  expect([approvalsNeeded('high'), approvalsNeeded('low')]).toEqual([2, 1]);
});
