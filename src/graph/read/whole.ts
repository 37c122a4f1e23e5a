import type { Observed, Unknown } from '../../domain/tenant/observed.js';

/** Several readings as one answer: known only when all of them are. */

/** The first reading that failed, else the values of all. */
export function whole<T>(readings: readonly Observed<T>[]): readonly T[] | Unknown {
  const failed = readings.find((reading) => !reading.known);
  return failed ?? readings.flatMap((reading) => (reading.known ? [reading.value] : []));
}

export function isUnknown(value: object): value is Unknown {
  return 'known' in value;
}

/** When the last of them was read; ISO 8601 UTC sorts as text. Empty when nothing was. */
export function latestOf(readings: readonly Observed<unknown>[]): string {
  const moments = readings.flatMap((reading) => (reading.known ? [reading.readAt] : []));
  return moments.sort().at(-1) ?? '';
}
