/** Where the jobs say what went wrong. Messages are constants; what varies goes into the fields. */
export interface JobsLogger {
  warn(message: string, fields: object): void;
  error(message: string, fields: object): void;
}

const LONGEST_ERROR = 1_000;

/**
 * What an error says, fit to be stored: short enough for a list, and without the characters that PostgreSQL refuses in
 * text (NUL) or in JSON (halves of a surrogate pair).
 */
export function errorText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .slice(0, LONGEST_ERROR)
    .replaceAll('\0', '\uFFFD')
    .replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}
