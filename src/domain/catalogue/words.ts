import type { ControlKind, Outcome } from '../controls/control.js';

/** What the short words of the catalogue mean, for its pages. */

export const OUTCOME_MEANINGS: readonly (readonly [Outcome, string])[] = [
  ['pass', 'Everything that is needed was read, and the expected configuration is there.'],
  [
    'fail',
    'Everything that is needed was read, and the expected configuration is not there. The tenant is not compliant.',
  ],
  ['warn', 'It holds but is fragile, or something that is only recommended is missing. Shown, and not counted.'],
  ['manual', 'No API can tell, and nobody has signed for it.'],
  ['notApplicable', 'What the control is about does not exist here; the finding says what is missing.'],
  ['error', 'Something that is needed could not be read. Nobody knows, and the tenant cannot be called compliant.'],
];

export const KIND_MEANINGS: Readonly<Record<ControlKind, string>> = {
  auto: 'from what was read',
  'auto (beta)': 'from what was read, with a request that Microsoft Graph has in beta only',
  'auto+manual': 'from what was read, together with a signed statement about what no API shows',
  'auto/manual': 'from what was read; where that is impossible, by a signed statement',
  'auto+human': 'from what was read, together with what people say about it',
  heuristic: 'from signs that a person has to weigh; a warning at most',
  manual: 'by a signed statement, because no API can tell',
  meta: 'by looking at the scan, or at the bot, itself',
};
