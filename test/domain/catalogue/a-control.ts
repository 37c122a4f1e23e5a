import type { Control } from '../../../src/domain/controls/control.js';

/** A control whose every word can be found again on a page. */

export function aControl(change: Partial<Control> = {}): Control {
  return {
    id: 'BG-CA-01',
    title: 'Title of the control',
    severity: 'critical',
    rationale: 'The reason why it matters.',
    references: ['First reference', 'Second reference'],
    permissions: ['Policy.Read.All', 'User.Read.All'],
    licence: 'P1',
    kind: 'auto/manual',
    fix: 'F13/F14',
    guide: {
      baseline: 'Recommended',
      minutesToFix: 25,
      roles: ['First Role', 'Second Role'],
      expected: 'What is expected.',
      review: ['What to look at.'],
      plan: ['What to plan.'],
      implement: ['What to change.'],
      verify: ['What to verify.'],
    },
    evaluate: () => [],
    ...change,
  };
}
