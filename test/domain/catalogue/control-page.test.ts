import { describe, expect, test } from '@jest/globals';
import { controlPageOf, pageNameOf } from '../../../src/domain/catalogue/control-page.js';
import { aControl } from './a-control.js';

const page = controlPageOf(aControl(), true);

function section(text: string, heading: string): string {
  return text.split(`${heading}\n\n`)[1]?.split('\n\n#')[0] ?? '';
}

describe('the page of a control', () => {
  test('is named after its ID, and begins with ID and title', () => {
    expect(pageNameOf(aControl())).toBe('bg-ca-01.md');
    expect(page).toMatch(/^# BG-CA-01: Title of the control\n/);
  });

  test('has the facts in one row', () => {
    expect(page).toContain(
      '| critical | from what was read; where that is impossible, by a signed statement | P1 | Recommended | 25 minutes | First Role, Second Role |',
    );
  });

  test('says what is expected, and why', () => {
    expect(section(page, '## What is checked')).toMatch(/^What is expected\.\n\nThe reason why it matters\.\n\n/);
  });

  test.each([
    ['### Review current state', '- What to look at.'],
    ['### Plan changes', '- What to plan.'],
    ['### Implement', '- What to change.'],
    ['### Verify and test', '- What to verify.'],
    ['## Who else asks for it', '- First reference\n- Second reference'],
  ])('has under "%s" what the control says', (heading, text) => {
    expect(section(page, heading)).toBe(text);
  });

  test('lists the permissions', () => {
    expect(section(page, '## Permissions')).toMatch(/- `Policy\.Read\.All`\n- `User\.Read\.All`\n$/);
  });

  test('says what each fix does, and whether the bot plans it', () => {
    expect(section(page, '## The fix')).toMatch(/^- F13: Exclude .*\n- F14: Add .*\n- The bot makes a plan/);
    expect(section(controlPageOf(aControl(), false), '## The fix')).toMatch(/- The bot makes no plan/);
  });

  test('says that no role is needed where none is', () => {
    const { guide } = aControl();
    expect(controlPageOf(aControl({ guide: { ...guide, roles: [] } }), true)).toContain('| 25 minutes | none |');
  });
});
