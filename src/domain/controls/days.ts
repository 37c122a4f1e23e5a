/** Whole days between two times in Graph's notation, for summaries. Days left are no part of a finding's evidence. */

const DAY_MS = 24 * 60 * 60_000;

/**
 * Days from `now` until `days` days after `from`, rounded down: 0 means within a day, negative means past. Null when a time
 * is missing or cannot be read. Both times are ISO 8601.
 */
export function daysLeft(from: string | null, days: number, now: string): number | null {
  if (from === null) return null;
  const left = Math.floor((Date.parse(from) + days * DAY_MS - Date.parse(now)) / DAY_MS);
  return Number.isNaN(left) ? null : left;
}
