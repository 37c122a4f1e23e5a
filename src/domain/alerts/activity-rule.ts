import type { Severity } from '../controls/control.js';
import type { AlertKind, DirectoryAudit } from './alert.js';

/**
 * What the name of an audit record says about it. Records are selected by object ID; names only refine the kind, because
 * Entra spells one activity in several ways and adds new ones. So the rules look for the noun and the verb.
 */

export interface ActivityRule {
  readonly kind: AlertKind;
  readonly severity: Severity;
  /** Tested on the name trimmed, in lower case, and without a final full stop. */
  readonly matches: RegExp;
  /** What happened to the object, as the end of a sentence that begins with it. */
  readonly what: string;
}

/** Trimmed, in lower case, without the full stop that some records end with. */
function normalActivity(name: string): string {
  return name.trim().replace(/\.+$/, '').trim().replace(/\s+/g, ' ').toLowerCase();
}

/** The first of `rules` that fits the record. */
export function ruleFor<R extends ActivityRule>(
  rules: readonly R[],
  { activityDisplayName }: DirectoryAudit,
): R | undefined {
  const name = normalActivity(activityDisplayName);
  return rules.find(({ matches }) => matches.test(name));
}

/** A role of the directory. App roles are permissions of applications. */
export const DIRECTORY_ROLE = /(?<!\bapp )\brole\b/;
export const ACCESS_REVIEW = /\breview\b|\bapply decision\b/;
