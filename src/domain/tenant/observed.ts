/**
 * What is known of one resource of the tenant, or why it is not known. A reader never returns an empty list for a read
 * that failed: there is no value here that could be mistaken for "nothing there".
 */

/** Why a resource is not known. The words are those of the scan document (`coverage.reads[].status`). */
export const UNKNOWN_REASONS = [
  'forbidden',
  'notLicensed',
  'throttled',
  'timeout',
  'malformed',
  'incomplete',
  'unavailable',
] as const;

export type UnknownReason = (typeof UNKNOWN_REASONS)[number];

/** A resource that was read whole. `readAt` is ISO 8601, UTC. */
export interface Known<T> {
  readonly known: true;
  readonly value: T;
  readonly readAt: string;
}

/** A resource that was not read, or not whole. `detail` says what happened and what an operator can do, in one sentence. */
export interface Unknown {
  readonly known: false;
  readonly reason: UnknownReason;
  readonly detail: string;
}

export type Observed<T> = Known<T> | Unknown;

export function known<T>(value: T, readAt: string): Known<T> {
  return { known: true, value, readAt };
}

export function unknown(reason: UnknownReason, detail: string): Unknown {
  return { known: false, reason, detail };
}
