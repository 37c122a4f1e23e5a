/** Which findings are on which page of the report. Page 0 is the overview; the list of all findings starts on page 1. */

export const FINDINGS_PER_PAGE = 8;

export interface Page {
  readonly number: number;
  /** Number of the last page, which is also how many pages follow the overview. */
  readonly last: number;
  /** Positions of the page's findings: from `start` up to, not including, `end`. Both 0 on the overview. */
  readonly start: number;
  readonly end: number;
}

export interface Part {
  /** From 0. */
  readonly number: number;
  readonly last: number;
  readonly start: number;
  readonly end: number;
}

/** The part nearest to `requested` of a list without an overview, `size` entries in each. What is not a number asks for the first. */
export function partOf(requested: number, total: number, size: number): Part {
  const last = Math.max(0, Math.ceil(total / size) - 1);
  const whole = Number.isNaN(requested) ? 0 : Math.trunc(requested);
  const number = Math.min(Math.max(whole, 0), last);
  return { number, last, start: number * size, end: Math.min((number + 1) * size, total) };
}

/** The page nearest to `requested` that exists among `total` findings. What is not a number asks for the overview. */
export function pageOf(requested: number, total: number): Page {
  const last = Math.ceil(total / FINDINGS_PER_PAGE);
  const whole = Number.isNaN(requested) ? 0 : Math.trunc(requested);
  const number = Math.min(Math.max(whole, 0), last);
  if (number === 0) return { number, last, start: 0, end: 0 };
  const start = (number - 1) * FINDINGS_PER_PAGE;
  return { number, last, start, end: Math.min(start + FINDINGS_PER_PAGE, total) };
}
