import type { AlertEvent, WatchHealth } from './alert.js';

/**
 * Whether the watching itself works (E20). Silence of a log that nobody can read is not the silence of a quiet tenant, so
 * lost sight is an event like any other, once for each source and outage.
 */

const SHORTEST_OUTAGE_MS = 5 * 60_000;
const LONGEST_LAG_MS = 30 * 60_000;

/** Codes of failures that waiting does not cure. */
const PERMISSION_LOST = /^(GRAPH_FORBIDDEN|GRAPH_UNAUTHENTICATED|GRAPH_TOKEN_REFUSED|GRAPH_NOT_LICENSED)\b/;

const NAMES = new Map([
  ['directoryAudits', "The directory's audit log"],
  ['signIns', 'The sign-in log of the emergency accounts'],
  ['scan', 'The tenant'],
]);

function nameOf({ source }: WatchHealth): string {
  return NAMES.get(source) ?? source;
}

/** Only brings a scan forward: while it cannot be read, the audit log and the scans still see every change. */
const FAST_PATH = 'delta';

/** Milliseconds since the epoch; null for a moment that never was or that nobody can read. */
function momentOf(text: string | null): number | null {
  const moment = text === null ? NaN : Date.parse(text);
  return Number.isNaN(moment) ? null : moment;
}

/** The last attempt failed. */
function isFailing({ lastSuccessAt, lastFailureAt }: WatchHealth): boolean {
  const [success, failure] = [momentOf(lastSuccessAt), momentOf(lastFailureAt)];
  return failure !== null && (success === null || failure > success);
}

/** Why the source counts as not readable; null while it does not. A source that was never tried is neither. */
function outageOf(health: WatchHealth, now: number, intervalMs: number): string | null {
  const success = momentOf(health.lastSuccessAt);
  if (isFailing(health) && PERMISSION_LOST.test(health.lastFailure ?? '')) return 'cannot be read any more';
  if (success === null) return isFailing(health) ? 'could not be read so far' : null;
  const isOverdue = now - success > Math.max(2 * intervalMs, SHORTEST_OUTAGE_MS);
  return isOverdue ? 'was not read for too long' : null;
}

function event(health: WatchHealth, at: string, sourceId: string, summary: string): AlertEvent {
  const never = 'never';
  return {
    kind: 'E20',
    severity: 'high',
    subject: { type: 'tenant', id: health.source, name: nameOf(health) },
    at,
    sourceId,
    summary,
    facts: [
      { label: 'Source', value: health.source },
      { label: 'Last read', value: health.lastSuccessAt ?? never },
      { label: 'Last failure', value: health.lastFailureAt ?? never },
      { label: 'Reason', value: health.lastFailure ?? 'none was noted' },
      { label: 'Newest record', value: health.newestRecordAt ?? never },
    ],
    actor: null,
    drillId: null,
  };
}

function outageEvent(health: WatchHealth, now: number, intervalMs: number): readonly AlertEvent[] {
  const outage = outageOf(health, now, intervalMs);
  if (outage === null) return [];
  const { source, lastSuccessAt, lastFailureAt } = health;
  const at = lastSuccessAt ?? lastFailureAt ?? new Date(now).toISOString();
  const summary = `${nameOf(health)} ${outage}: uses and changes of the emergency accounts may go unnoticed. Follow the reason below, and watch the accounts by other means meanwhile.`;
  return [event(health, at, `blind:${source}:${lastSuccessAt ?? 'never'}`, summary)];
}

/**
 * The audit log can be read and stays behind: an emergency account signed in more than half an hour ago, and the log ends
 * before that. Only a sign-in tells, for it is rare and what follows it matters; a log in which nothing is newer is
 * otherwise what a quiet tenant looks like.
 */
function lagEvent(health: readonly WatchHealth[], now: number): readonly AlertEvent[] {
  const log = health.find(({ source }) => source === 'directoryAudits');
  const signedInAt = momentOf(health.find(({ source }) => source === 'signIns')?.newestRecordAt ?? null);
  const reachesTo = momentOf(log?.newestRecordAt ?? null);
  if (log === undefined || log.newestRecordAt === null || signedInAt === null || reachesTo === null) return [];
  if (reachesTo >= signedInAt || now - signedInAt <= LONGEST_LAG_MS) return [];
  const summary = `${nameOf(log)} shows nothing after ${log.newestRecordAt}, although an emergency account signed in later: it may be late by more than 30 minutes. Look at it in the Entra admin center.`;
  return [event(log, log.newestRecordAt, `lag:directoryAudits:${log.newestRecordAt}`, summary)];
}

/**
 * E20 for each source that is blind at `now` (milliseconds since the epoch). `intervalMs` is how often the sources are
 * read: no success for more than two intervals, and at least five minutes, is an outage; a lost permission or a missing
 * licence is one at once. Its `sourceId` is the same until the source was read again. A source that is down is not also late.
 * The fast path is never an outage: nothing rests on it, and the status shows it.
 */
export function blindness(health: readonly WatchHealth[], now: number, intervalMs: number): readonly AlertEvent[] {
  const relied = health.filter(({ source }) => source !== FAST_PATH);
  const outages = relied.flatMap((source) => outageEvent(source, now, intervalMs));
  const isDown = outages.some(({ subject }) => subject.id === 'directoryAudits');
  return isDown ? outages : [...outages, ...lagEvent(health, now)];
}
