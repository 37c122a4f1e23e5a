import { createHash } from 'node:crypto';
import type { Finding, Outcome } from '../domain/controls/control.js';
import type { Scan } from '../domain/scan.js';
import type { ScanContentTable } from './schema.js';

/**
 * What scans share. A tenant that is scanned every quarter of an hour is mostly as it was, so what was read and what was
 * found are kept once for all scans that read and found the same. Only the times of reading always differ: they are left
 * out, and the start of the scan stands in for each of them when it is read back. That is never later than the truth, and
 * at most as much earlier as the scan took.
 */

const READING_TIMES: ReadonlySet<string> = new Set(['readAt', 'takenAt']);

/** Everything of a scan that follows from what was read. */
export type ScanResult = Pick<
  Scan,
  'tenant' | 'accounts' | 'findings' | 'policyMatrix' | 'coverage' | 'settings' | 'version'
>;

/** What remains of a scan without its result and what has a column of its own. */
export type ScanDocument = Pick<Scan, 'trigger' | 'requests' | 'settings'>;

export function resultOf({ tenant, accounts, findings, policyMatrix, coverage, settings, version }: Scan): ScanResult {
  const result = { tenant, accounts, findings, policyMatrix, coverage };
  return { ...result, ...(settings !== undefined && { settings }), ...(version !== undefined && { version }) };
}

/** How many findings there are of each outcome. */
export function countsOf(findings: readonly Finding[]): Readonly<Record<Outcome, number>> {
  const counts: Record<Outcome, number> = { pass: 0, fail: 0, warn: 0, manual: 0, notApplicable: 0, error: 0 };
  for (const { outcome } of findings) counts[outcome] += 1;
  return counts;
}

/** `value` as it is shared: the same for equal content, whenever it was read. Members keep their order. */
export function toContent(value: object): ScanContentTable {
  const document = JSON.stringify(value, (name, member: unknown) =>
    READING_TIMES.has(name) && typeof member === 'string' ? '' : member,
  );
  return { key: createHash('sha256').update(document).digest('hex'), document };
}

/** Shared content as a scan that started at `startedAt` had it, frozen from the leaves up. The text is our own JSON. */
export function fromContent(document: string, startedAt: string): unknown {
  return JSON.parse(document, (name, member: unknown) =>
    READING_TIMES.has(name) && member === '' ? startedAt : Object.freeze(member),
  );
}
