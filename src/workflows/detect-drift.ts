import type { AuditEvent } from '../domain/audit/audit-event.js';
import { attachActors } from '../domain/drift/attach-actors.js';
import { lostSightIn } from '../domain/drift/blindness.js';
import { digestNeeded, updateCases, type CasesUpdate, type ToldCase } from '../domain/drift/cases.js';
import { compare } from '../domain/drift/compare.js';
import type { Baseline, Drift, DriftCase } from '../domain/drift/drift.js';
import { tenantFindings } from '../domain/drift/tenant-findings.js';
import { worstSeverity } from '../domain/drift/object-change.js';
import type { DirectoryAudit } from '../domain/alerts/alert.js';
import type { Scan } from '../domain/scan.js';
import type { TenantSnapshot } from '../domain/tenant/snapshot.js';
import { isoNow, watchEvent, type WatchDependencies } from './watch-dependencies.js';
import type { Telling } from './watch-ports.js';

/**
 * Compares a stored scan with the accepted baseline and stores what follows together with who is told. Asked twice for one
 * scan it stores nothing new. The first scan of a tenant becomes its baseline.
 */

/** Another scan, a click and the late records of the log may change a case at the same time. */
const ATTEMPTS = 5;

/** How far back the log is asked for who did it. Records arrive late, and a bot may have been down. */
const LOOK_BACK_MS = 24 * 60 * 60_000;

function tellingOf({ case: drifted }: ToldCase): Telling {
  return { topic: { kind: 'drift', id: drifted.id }, kind: 'drift', severity: drifted.severity };
}

/** A card per subject; a flood of new ones is one digest, and what was told before is still edited in place. */
function tellingsFor(told: readonly ToldCase[], scanId: string): readonly Telling[] {
  if (!digestNeeded(told)) return told.map(tellingOf);
  const opened = told.filter(({ change }) => change === 'opened').map(tellingOf);
  const severity = worstSeverity(opened.map((telling) => telling.severity));
  const digest: Telling = { topic: { kind: 'driftDigest', id: scanId }, kind: 'drift', severity };
  return [digest, ...told.filter(({ change }) => change !== 'opened').map(tellingOf)];
}

function eventsFor(deps: WatchDependencies, told: readonly ToldCase[], scanId: string): readonly AuditEvent[] {
  return told.map(({ case: { id, subject, severity, digest }, change }) =>
    watchEvent(deps, `drift.${change}`, id, { subject: subject.id, severity, digest, scanId }),
  );
}

/** Records of who changed what; empty where the log cannot be read: late records are attached when they come. */
async function readActors(
  deps: WatchDependencies,
  { cases }: CasesUpdate,
  baseline: Baseline,
): Promise<readonly DirectoryAudit[]> {
  if (cases.every(({ state }) => state === 'resolved')) return [];
  const earliest = isoNow(deps, -LOOK_BACK_MS);
  const since = baseline.acceptedAt > earliest ? baseline.acceptedAt : earliest;
  const audits = await deps.events.readDirectoryAudits(since);
  return audits.known ? audits.value : [];
}

interface Comparison {
  readonly scan: Scan;
  readonly snapshot: TenantSnapshot;
  readonly baseline: Baseline;
  readonly drifts: readonly Drift[];
}

/** Stores the next state of the cases; false when one of them changed in the meantime. */
async function settle(deps: WatchDependencies, { scan, snapshot, baseline, drifts }: Comparison): Promise<boolean> {
  const open = await deps.drift.listOpenCases(deps.tenantId);
  const now = isoNow(deps);
  const update = updateCases({
    tenantId: deps.tenantId,
    open,
    drifts,
    scanId: scan.id,
    now,
    ids: drifts.map(() => deps.ids.next()),
    unseen: lostSightIn(snapshot),
  });
  if (update.cases.length === 0) return true;
  const audits = await readActors(deps, update, baseline);
  const cases = attachActors(update.cases, audits, { since: baseline.acceptedAt, stored: open });
  return deps.drift.saveCases(cases, eventsFor(deps, update.told, scan.id), tellingsFor(update.told, scan.id), now);
}

async function acceptFirst(deps: WatchDependencies, scan: Scan): Promise<void> {
  const baseline: Baseline = { tenantId: deps.tenantId, scanId: scan.id, acceptedAt: scan.startedAt };
  const details = { verdict: scan.verdict, snapshotDigest: scan.snapshotDigest };
  await deps.drift.setBaseline(baseline, watchEvent(deps, 'drift.baselineSet', scan.id, details));
}

export async function detectDrift(deps: WatchDependencies, scan: Scan): Promise<void> {
  const baseline = await deps.drift.findBaseline(deps.tenantId);
  if (baseline === undefined) return acceptFirst(deps, scan);
  const [accepted, before, snapshot] = await Promise.all([
    deps.scans.findScan(baseline.scanId),
    deps.scans.findSnapshot(baseline.scanId),
    deps.scans.findSnapshot(scan.id),
  ]);
  if (!accepted || !before || !snapshot) {
    throw new Error(`DRIFT_BASELINE_MISSING: scan ${baseline.scanId} is not in the store any more.`);
  }
  const drifts = compare(
    { snapshot: before, findings: tenantFindings(accepted.findings) },
    { snapshot, findings: tenantFindings(scan.findings) },
  );
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if (await settle(deps, { scan, snapshot, baseline, drifts })) return;
  }
  throw new Error('DRIFT_OVERTAKEN: the drift cases kept changing; the next scan settles them.');
}

/** Attaches records that arrived late to the cases they explain, and has their cards edited. */
export async function attachLateActors(deps: WatchDependencies, audits: readonly DirectoryAudit[]): Promise<void> {
  const baseline = await deps.drift.findBaseline(deps.tenantId);
  if (baseline === undefined || audits.length === 0) return;
  const open = await deps.drift.listOpenCases(deps.tenantId);
  const changed = attachActors(open, audits, { since: baseline.acceptedAt }).filter(
    (drifted: DriftCase) => !open.includes(drifted),
  );
  if (changed.length === 0) return;
  const tellings = changed.map((drifted) => tellingOf({ case: drifted, change: 'changed' }));
  const events = changed.map(({ id }) => watchEvent(deps, 'drift.actorsFound', id));
  // Overtaken: the next poll reads the same records again.
  await deps.drift.saveCases(changed, events, tellings, isoNow(deps));
}
