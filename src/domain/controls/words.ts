import type { ScanSettings } from './control.js';

/** Wording shared by the controls' summaries. Names go through as they are: escaping belongs to whoever shows them. */

const SHOWN = 3;

/** The first three of `parts`, and how many more there are. */
function firstFew(parts: readonly string[], separator: string): string {
  const shown = parts.slice(0, SHOWN).join(separator);
  return parts.length > SHOWN ? `${shown} and ${parts.length - SHOWN} more` : shown;
}

/** `"A", "B", "C" and 4 more`. */
export function listNames(names: readonly string[]): string {
  return firstFew(
    names.map((name) => `"${name}"`),
    ', ',
  );
}

/** The first three reasons of a judgement that could not be made, each said once, as parts of a sentence. */
export function listReasons(reasons: readonly string[]): string {
  return firstFew([...new Set(reasons.map((reason) => reason.replace(/\.$/, '')))], '; ');
}

/** `1 policy`, `2 policies`. */
export function countOf(count: number, singular: string, plural: string): string {
  return `${count} ${count === 1 ? singular : plural}`;
}

/** A sentence for a summary whose verdict another value of the setting would have changed. */
export function bySetting(name: keyof ScanSettings): string {
  return `The setting "${name}" decided this.`;
}
