/**
 * What the store refuses when it is opened. The code is stable; the text says what the operator can do next. Failures of
 * single queries are not wrapped: they reject with the driver's own error and change nothing.
 */

export type StoreErrorCode =
  | 'STORE_CANNOT_OPEN'
  | 'STORE_IN_USE'
  | 'STORE_MIGRATION_FAILED'
  | 'STORE_NEWER_VERSION'
  | 'STORE_SERVER_TOO_OLD'
  | 'STORE_UNREACHABLE';

export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, nextStep: string, cause?: unknown) {
    super(`${code}: ${nextStep}`, { cause });
    this.name = 'StoreError';
    this.code = code;
  }
}

/** The code a driver put on its error, for example `SQLITE_BUSY`; empty when there is none. */
export function driverCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}

/** What a driver's error says. Falls back to its code: a refused connection to several addresses has no message. */
export function driverMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message === '' ? driverCode(error) : message;
}
