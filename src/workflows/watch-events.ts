import type { Alert, AlertEvent, DirectoryAudit, SignIn, WatchHealth, WatchList } from '../domain/alerts/alert.js';
import { classifyAudits } from '../domain/alerts/classify-audits.js';
import { classifySignIns } from '../domain/alerts/classify-sign-ins.js';
import type { Severity } from '../domain/controls/control.js';
import type { Observed } from '../domain/tenant/observed.js';
import type { TenantSnapshot } from '../domain/tenant/snapshot.js';
import { attachLateActors } from './detect-drift.js';
import { noteHealth } from './note-health.js';
import { watchDeltas } from './watch-deltas.js';
import { isoNow, watchEvent, type WatchDependencies } from './watch-dependencies.js';
import type { Telling } from './watch-ports.js';

/**
 * One look at what happened in the directory: reads the logs in overlapping windows, tells what is new once, and scans at
 * once when something changed that emergency access rests on. A source that cannot be read is remembered as such.
 */

/** Records arrive minutes late; the window reaches back far enough to see them, and what was seen is told apart by its ID. */
const OVERLAP_MS = 30 * 60_000;

/** After a longer absence the log is read from here. Source: seven days are kept without a licence. */
const LONGEST_WINDOW_MS = 6 * 24 * 60 * 60_000;

const TOLD_FROM: readonly Severity[] = ['critical', 'high', 'medium'];

function windowStart(deps: WatchDependencies, health: WatchHealth | undefined): string {
  const last = health?.lastSuccessAt;
  const earliest = isoNow(deps, -LONGEST_WINDOW_MS);
  const wanted = last ? new Date(Date.parse(last) - OVERLAP_MS).toISOString() : isoNow(deps, -OVERLAP_MS);
  return wanted > earliest ? wanted : earliest;
}

function mapTimes<T>(reading: Observed<readonly T[]>, timeOf: (value: T) => string): Observed<readonly string[]> {
  return reading.known ? { ...reading, value: reading.value.map(timeOf) } : reading;
}

async function readAudits(deps: WatchDependencies, health: readonly WatchHealth[]): Promise<readonly DirectoryAudit[]> {
  const former = health.find(({ source }) => source === 'directoryAudits');
  const startedAt = isoNow(deps);
  const audits = await deps.events.readDirectoryAudits(windowStart(deps, former));
  await noteHealth(
    deps,
    'directoryAudits',
    startedAt,
    mapTimes(audits, ({ activityDateTime }) => activityDateTime),
  );
  return audits.known ? audits.value : [];
}

/** The sign-ins of all accounts; the source counts as read only when every account was. */
async function readSignIns(deps: WatchDependencies, health: readonly WatchHealth[]): Promise<readonly SignIn[]> {
  const former = health.find(({ source }) => source === 'signIns');
  const startedAt = isoNow(deps);
  const since = windowStart(deps, former);
  const accountIds = await deps.accountIds();
  const readings = await Promise.all(accountIds.map((id) => deps.events.readSignIns(id, since)));
  const unread = readings.find(({ known }) => !known);
  const found = readings.flatMap((reading) => (reading.known ? reading.value : []));
  const whole: Observed<readonly string[]> =
    unread !== undefined && !unread.known
      ? unread
      : { known: true, readAt: isoNow(deps), value: found.map(({ createdDateTime }) => createdDateTime) };
  const partly = readings.find(({ detail }) => detail !== undefined)?.detail ?? null;
  await noteHealth(deps, 'signIns', startedAt, whole, partly);
  return found;
}

function namesIn({ accounts }: TenantSnapshot): ReadonlyMap<string, string> {
  return new Map(
    accounts.flatMap(({ id, user }) =>
      user.known && user.value !== null ? [[id, user.value.userPrincipalName] as const] : [],
    ),
  );
}

async function latestSnapshot({ scans, tenantId }: WatchDependencies): Promise<TenantSnapshot | undefined> {
  const scan = await scans.findLatestScan(tenantId);
  return scan && (await scans.findSnapshot(scan.id));
}

/** Groups that policies exclude or include, and those that designate their users. */
function watchedGroupIds({ exclusionGroups, groups, designatedGroups = [] }: TenantSnapshot): readonly string[] {
  return [...exclusionGroups, ...groups, ...designatedGroups].map(({ id }) => id);
}

/** What emergency access rests on, as far as the latest scan knows it, and the drills that are announced. */
async function watchListOf(deps: WatchDependencies, snapshot: TenantSnapshot | undefined): Promise<WatchList> {
  const [drills, accountIds] = await Promise.all([deps.drills.listDrills(deps.tenantId), deps.accountIds()]);
  return {
    accountIds: accountIds.map((id) => id.toLowerCase()),
    accountNames: snapshot ? namesIn(snapshot) : new Map(),
    groupIds: snapshot ? watchedGroupIds(snapshot) : [],
    administrativeUnitIds: snapshot ? snapshot.administrativeUnits.map(({ id }) => id) : [],
    drillWindows: drills
      .filter(({ state }) => state === 'planned' || state === 'observed')
      .map(({ id: drillId, accountId, from, to }) => ({ drillId, accountId, from, to })),
  };
}

type Raising = Pick<WatchDependencies, 'tenantId' | 'alerts' | 'clock' | 'ids'>;

function toAlert(deps: Raising, event: AlertEvent): Alert {
  return {
    ...event,
    id: deps.ids.next(),
    tenantId: deps.tenantId,
    version: 1,
    state: 'open',
    noticedAt: isoNow(deps),
    deliveredAt: null,
    escalatedAt: null,
    acknowledgement: null,
  };
}

export function alertTelling({ id, severity }: Pick<Alert, 'id' | 'severity'>, escalate = false): Telling {
  return { topic: { kind: 'alert', id }, kind: 'alerts', severity, ...(escalate && { escalate }) };
}

/**
 * Stores the events that are new and tells about them, in the conversations `also` whatever they subscribed to. What happens
 * to policies is told as drift, by the scan it leads to.
 */
export async function raiseAlerts(
  deps: Raising,
  events: readonly AlertEvent[],
  also: readonly string[] = [],
): Promise<readonly Alert[]> {
  const alerts = events
    .filter(({ kind, severity }) => kind !== 'E11' && TOLD_FROM.includes(severity))
    .map((event) => toAlert(deps, event));
  if (alerts.length === 0) return [];
  const records = alerts.map(({ id, kind, severity, subject, sourceId }) =>
    watchEvent(deps, 'alert.raised', id, { kind, severity, subject: subject.id, sourceId }),
  );
  return deps.alerts.raise(
    alerts,
    records,
    alerts.map((alert) => ({ ...alertTelling(alert), also })),
    isoNow(deps),
  );
}

/** Something changed that a scan can see: everything but sign-ins and our own blindness. */
function callsForScan({ kind }: AlertEvent): boolean {
  return !['E1', 'E2', 'E20', 'E21'].includes(kind);
}

async function unseenOf<T extends { readonly id: string }>(
  deps: WatchDependencies,
  records: readonly T[],
): Promise<readonly T[]> {
  const unseen = await deps.alerts.filterUnseen(
    deps.tenantId,
    records.map(({ id }) => id),
  );
  return records.filter(({ id }) => unseen.includes(id));
}

/** What the logs say, told at once: whether a scan is due, and the records that are dealt with once it was made. */
interface LogReading {
  readonly isScanDue: boolean;
  readonly seenIds: readonly string[];
}

async function watchLogs(deps: WatchDependencies, snapshot: TenantSnapshot | undefined): Promise<LogReading> {
  const health = await deps.alerts.findHealth(deps.tenantId);
  const [allAudits, allSignIns, watchList] = await Promise.all([
    readAudits(deps, health),
    readSignIns(deps, health),
    watchListOf(deps, snapshot),
  ]);
  const [audits, signIns] = await Promise.all([unseenOf(deps, allAudits), unseenOf(deps, allSignIns)]);
  const changes = classifyAudits(audits, watchList);
  await raiseAlerts(deps, [...changes, ...classifySignIns(signIns, watchList, allSignIns)]);
  await attachLateActors(deps, allAudits);
  return { isScanDue: changes.some(callsForScan), seenIds: [...audits, ...signIns].map(({ id }) => id) };
}

export async function watchEvents(deps: WatchDependencies): Promise<void> {
  const snapshot = await latestSnapshot(deps);
  // Alerts do not wait for the fast path; only the scan that both may ask for does.
  const [logs, hasChanged] = await Promise.all([watchLogs(deps, snapshot), watchDeltas(deps, deps.deltas, snapshot)]);
  if (logs.isScanDue || hasChanged) await scanAtOnce(deps);
  // Last: whatever was interrupted before is looked at again.
  deps.deltas.unscanned.clear();
  await deps.alerts.markSeen(deps.tenantId, logs.seenIds, isoNow(deps));
}

/** A scan that runs already may have read before the change, so the next poll would be too late: it is asked for again. */
async function scanAtOnce(deps: WatchDependencies): Promise<void> {
  const started = await deps.startScan({ trigger: { kind: 'schedule' } });
  if (started.kind === 'started') await started.report;
  else await deps.jobs.enqueue('scan', {}, { singletonKey: 'event', delayMs: 5_000 });
}
