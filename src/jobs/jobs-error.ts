/** What the jobs refuse. The code is stable; the text says what is wrong and what to write instead. */

export type JobsErrorCode = 'SCHEDULE_INVALID';

export class JobsError extends Error {
  readonly code: JobsErrorCode;

  constructor(code: JobsErrorCode, nextStep: string, cause?: unknown) {
    super(`${code}: ${nextStep}`, { cause });
    this.name = 'JobsError';
    this.code = code;
  }
}
