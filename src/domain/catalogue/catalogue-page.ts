import type { Control } from '../controls/control.js';
import { pageNameOf } from './control-page.js';
import { FIXES } from './fixes.js';
import { page, table } from './markdown.js';
import { KIND_MEANINGS, OUTCOME_MEANINGS } from './words.js';

/** The front page of the catalogue: every control in one table, and what its words mean. */

function rowOf(control: Control): readonly string[] {
  const { id, title, severity, kind, licence, fix, references } = control;
  return [`[${id}](${pageNameOf(control)})`, title, severity, kind, licence, fix, references.join(', ')];
}

function fixRows(controls: readonly Control[]): readonly (readonly string[])[] {
  return [...FIXES].flatMap(([fix, words]) => {
    const users = controls.filter((control) => control.fix.split(/[^F\d]+/).includes(fix));
    return users.length === 0 ? [] : [[fix, words, users.map(({ id }) => id).join(', ')]];
  });
}

export function cataloguePageOf(controls: readonly Control[]): string {
  return page([
    '# The controls',
    `What a scan judges: ${controls.length} controls. The pages are generated from the controls themselves by \`npm run docs\`; change a control, not a page.`,
    table(['ID', 'title', 'severity', 'decided', 'licence', 'fix', 'references'], controls.map(rowOf)),
    'The licence is the one of Microsoft Entra ID without which a control cannot be judged in full.',
    '## Outcomes',
    table(
      ['outcome', 'meaning'],
      OUTCOME_MEANINGS.map(([outcome, meaning]) => [`\`${outcome}\``, meaning]),
    ),
    '## How a control is decided',
    table(
      ['decided', 'meaning'],
      Object.entries(KIND_MEANINGS).map(([kind, meaning]) => [kind, meaning]),
    ),
    '## Fixes',
    table(['fix', 'what happens', 'for'], fixRows(controls)),
    'Whether the bot makes a plan for a fix, or gives people the steps, is on the page of the control.',
  ]);
}
