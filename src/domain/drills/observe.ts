import type { Alert } from '../alerts/alert.js';
import { isSameId } from '../approval/principal.js';
import type { Drill, FollowUp } from './drill.js';

/** What proves a drill: a sign-in that was seen, and nothing that anybody says. */

/** The sign-in log is minutes late, at times half an hour: until then a window that is over may still be filled. */
const LOG_LAG_MS = 30 * 60_000;

/** Successful sign-ins. A background renewal of an old session is none: nobody took a key from a safe for it. */
function isProof({ kind, facts }: Alert): boolean {
  return kind === 'E1' && !facts.some(({ label, value }) => label === 'Kind' && value === 'non-interactive');
}

function isInWindow({ subject, at }: Alert, { accountId, from, to }: Drill): boolean {
  const moment = Date.parse(at);
  return isSameId(subject.id, accountId) && moment >= Date.parse(from) && moment <= Date.parse(to);
}

function applicationOf({ facts }: Alert): string | null {
  const value = facts.find(({ label }) => label === 'Application')?.value;
  return value === undefined || value === 'not in the log' ? null : value;
}

/** A claim or a missed window does not stand against what the log shows in the end; a called-off drill stays called off. */
function isOpen({ state }: Drill): boolean {
  return state === 'planned' || state === 'claimed' || state === 'missed';
}

/** From the sign-in to the card in the channel; null while the card is not there. */
function latencyOf({ at, deliveredAt }: Alert): number | null {
  const latency = deliveredAt === null ? NaN : Date.parse(deliveredAt) - Date.parse(at);
  return Number.isNaN(latency) ? null : Math.max(0, latency);
}

/** The drill with the first sign-in of its account in its window, unless that one proves another drill in `taken`. */
function withSignIn(drill: Drill, alerts: readonly Alert[], taken: ReadonlySet<string>): Drill | null {
  const [first] = alerts
    .filter((alert) => isProof(alert) && isInWindow(alert, drill) && !taken.has(alert.sourceId))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  if (first === undefined) return null;
  const signIn = { id: first.sourceId, at: first.at, application: applicationOf(first) };
  return { ...drill, state: 'observed', signIn, alertLatencyMs: latencyOf(first) };
}

/** The drill with the time its alert took, once that is known. */
function withLatency(drill: Drill, alerts: readonly Alert[]): Drill | null {
  const alert = alerts.find(({ kind, sourceId }) => kind === 'E1' && sourceId === drill.signIn?.id);
  const alertLatencyMs = alert === undefined ? null : latencyOf(alert);
  return alertLatencyMs === null ? null : { ...drill, alertLatencyMs };
}

/** What `alerts` say about the drill that it does not say yet; null when nothing. The version stays as it is. */
export function observeDrill(drill: Drill, alerts: readonly Alert[], taken: ReadonlySet<string>): Drill | null {
  if (isOpen(drill)) return withSignIn(drill, alerts, taken);
  return drill.signIn !== null && drill.alertLatencyMs === null ? withLatency(drill, alerts) : null;
}

/** Whether nobody came: the window is over, the log has had time to show it, and nobody said anything. */
export function isMissed({ state, to }: Drill, now: string): boolean {
  // Written so that a window whose end nobody can read is over.
  return state === 'planned' && !(Date.parse(now) - Date.parse(to) <= LOG_LAG_MS);
}

/** Whether the drill leaves the account as it was: the key sealed again, and no password that somebody has seen. */
export function isFollowUpComplete({ keySealed, password }: Pick<FollowUp, 'keySealed' | 'password'>): boolean {
  return keySealed && password !== 'notChanged';
}
