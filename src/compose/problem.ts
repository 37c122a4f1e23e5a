import type { ConfigProblem } from '../config.js';

/** The coded problem behind an error (`STORE_IN_USE: …`), or the error's own words under `UNEXPECTED`. */
export function problemOf(error: unknown): ConfigProblem {
  const message = error instanceof Error ? error.message : String(error);
  const coded = /^([A-Z][A-Z0-9_]+): (.*)$/s.exec(message);
  return coded ? { code: coded[1] ?? '', message: coded[2] ?? '' } : { code: 'UNEXPECTED', message };
}
