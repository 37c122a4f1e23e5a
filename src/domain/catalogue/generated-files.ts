import type { Control } from '../controls/control.js';
import { cataloguePageOf } from './catalogue-page.js';
import { controlPageOf, pageNameOf } from './control-page.js';

/** Every page of the catalogue, by its path from the root of the repository. */

export const CATALOGUE_FOLDER = 'docs/controls';

/** `planned` are the controls for which the bot makes plans. */
export function cataloguePages(
  controls: readonly Control[],
  planned: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  return new Map([
    [`${CATALOGUE_FOLDER}/README.md`, cataloguePageOf(controls)],
    ...controls.map((control): [string, string] => [
      `${CATALOGUE_FOLDER}/${pageNameOf(control)}`,
      controlPageOf(control, planned.has(control.id)),
    ]),
  ]);
}
