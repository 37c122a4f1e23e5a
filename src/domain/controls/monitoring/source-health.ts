import type { WatchHealth } from '../../alerts/alert.js';
import { blindness } from '../../alerts/blindness.js';
import type { Evidence } from '../control.js';
import { judgedAt, type WatchRecords } from '../watch-records.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';

/** Whether the bot can read one of the logs that it watches. */

/**
 * How often a log should be read, in milliseconds: after twice this without success nobody can speak of watching. Much
 * longer than the bot's own rhythm, so that a restart is no finding; an alert tells of shorter outages.
 */
const INTERVAL_MS = 15 * 60_000;

/**
 * - `unwatched`: no bot has ever tried.
 * - `notLicensed`: the tenant has no such log for the bot.
 * - `blind`: it was not read for too long, or the permission is gone; `detail` says why.
 */
export type SourceState =
  | { readonly kind: 'unwatched' }
  | { readonly kind: 'seen' | 'notLicensed' | 'blind'; readonly readAt: string | null; readonly detail: string };

function isTried({ lastSuccessAt, lastFailureAt }: WatchHealth): boolean {
  return lastSuccessAt !== null || lastFailureAt !== null;
}

export function stateOfSource(
  source: 'signIns' | 'directoryAudits',
  snapshot: TenantSnapshot,
  records: WatchRecords,
): SourceState {
  const health = records.health.find((candidate) => candidate.source === source);
  if (health === undefined || !isTried(health)) return { kind: 'unwatched' };
  const [outage] = blindness([health], Date.parse(judgedAt(snapshot, records)), INTERVAL_MS);
  const { lastSuccessAt: readAt, lastFailure } = health;
  if (outage === undefined) return { kind: 'seen', readAt, detail: '' };
  const detail = lastFailure ?? 'No failure was noted: see whether the bot runs.';
  return { kind: detail.startsWith('GRAPH_NOT_LICENSED') ? 'notLicensed' : 'blind', readAt, detail };
}

/** What the bot itself noted, without times: a log that is read again and again is the same fact. */
export function watchEvidence(source: string, expected: string, state: SourceState): Evidence {
  const isSeen = state.kind === 'seen';
  const readAt = state.kind === 'unwatched' ? null : state.readAt;
  const detail = state.kind === 'unwatched' || isSeen ? {} : { detail: state.detail };
  return { source: `bot: ${source}`, readAt, expected, actual: isSeen ? 'read by the bot' : 'not read', ...detail };
}
