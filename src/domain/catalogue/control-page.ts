import type { Control } from '../controls/control.js';
import { fixSentences } from './fixes.js';
import { bullets, page, table } from './markdown.js';
import { KIND_MEANINGS } from './words.js';

/** One page per control, for the person who has to decide or to mend something. */

/** The page's file name in the folder of the catalogue. */
export function pageNameOf({ id }: Pick<Control, 'id'>): string {
  return `${id.toLowerCase()}.md`;
}

function facts({ severity, kind, licence, guide }: Control): string {
  return table(
    ['severity', 'decided', 'licence', 'baseline', 'time to fix', 'roles'],
    [
      [
        severity,
        KIND_MEANINGS[kind],
        licence,
        guide.baseline,
        `${guide.minutesToFix} minutes`,
        guide.roles.length === 0 ? 'none' : guide.roles.join(', '),
      ],
    ],
  );
}

function steps({ guide }: Control): readonly string[] {
  return [
    '## What to do',
    '### Review current state',
    bullets(guide.review),
    '### Plan changes',
    bullets(guide.plan),
    '### Implement',
    bullets(guide.implement),
    '### Verify and test',
    bullets(guide.verify),
  ];
}

function offer(control: Control, isPlanned: boolean): string {
  const planned = isPlanned
    ? 'The bot makes a plan for a finding: choose it in the chat, or send `fix`. Nothing is carried out before it is approved.'
    : 'The bot makes no plan for this control.';
  return bullets([...fixSentences(control.fix), planned]);
}

/** The page of `control`. `isPlanned`: the bot makes plans for its findings. */
export function controlPageOf(control: Control, isPlanned: boolean): string {
  const { id, title, rationale, references, permissions, guide } = control;
  return page([
    `# ${id}: ${title}`,
    '[All controls](README.md)',
    facts(control),
    '## What is checked',
    guide.expected,
    rationale,
    '`pass` means that this is proven: read in the tenant, or signed by a person. `error` means that something needed was not read: look at the permissions below. What the others mean is said [with the catalogue](README.md#outcomes).',
    ...steps(control),
    '## The fix',
    offer(control, isPlanned),
    '## Who else asks for it',
    bullets(references),
    '## Permissions',
    'With Microsoft Graph, as application permissions of the [reader](../permissions.md#the-reader):',
    bullets(permissions.map((permission) => `\`${permission}\``)),
  ]);
}
