/** Times as people read them: UTC, spelled out, the same on every machine. Nothing here knows what time it is now. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** `2026-11-26T14:03:05Z` as `14:03 UTC`; the text "an unknown time" when it is not a time. */
export function timeOfDay(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return 'an unknown time';
  return `${twoDigits(at.getUTCHours())}:${twoDigits(at.getUTCMinutes())} UTC`;
}

/** `2026-11-26T14:03:05Z` as `26 Nov 2026, 14:03 UTC`; the text "an unknown time" when it is not a time. */
export function dayAndTime(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return 'an unknown time';
  return `${day(iso)}, ${timeOfDay(iso)}`;
}

/** `2026-11-26T14:03:05Z` as `26 Nov 2026`; the text "an unknown day" when it is not a time. */
export function day(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return 'an unknown day';
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
}

/** `2026-11-06T14:03:05Z` as `\u00A06 Nov`, always of one width. */
export function shortDay(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '??????';
  return `${String(at.getUTCDate()).padStart(2, '\u00A0')} ${MONTHS[at.getUTCMonth()]}`;
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** How long before `now` it was, in its largest unit: `3 hours ago`. A time that is still to come is `just now`. */
export function ago(iso: string, now: string): string {
  const elapsed = Date.parse(now) - Date.parse(iso);
  if (Number.isNaN(elapsed)) return 'at an unknown time';
  const unit = UNITS.find(([, milliseconds]) => elapsed >= milliseconds);
  if (unit === undefined) return 'just now';
  const count = Math.floor(elapsed / unit[1]);
  return `${count} ${unit[0]}${count === 1 ? '' : 's'} ago`;
}

/** Milliseconds as `3.8 s` or `2 min 5 s`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}
