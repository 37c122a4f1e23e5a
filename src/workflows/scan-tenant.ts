import type { AuditActor, AuditEvent } from '../domain/audit/audit-event.js';
import type { ScanSettings } from '../domain/controls/control.js';
import { NO_RECORDS, type WatchRecords } from '../domain/controls/watch-records.js';
import type { Acceptance } from '../domain/report/acceptances.js';
import { reportOf, type ScanReport } from '../domain/report/scan-report.js';
import { judgeSnapshot } from '../domain/report/judge-snapshot.js';
import type { Scan, ScanTrigger } from '../domain/scan.js';
import type { ReadDesignated } from './designated-accounts.js';
import type { Clock, Ids, ScanClaim, ScanProgress, ScanStore, TenantReader } from './ports.js';

/** One scan: claim the tenant, read everything, judge, store, report. */

/**
 * A scan that reads nothing for so long has died, or hangs: somebody else may scan. Longer than one request can take, and
 * short enough that a killed process leaves no gap of more than a minute and a half.
 */
const LEASE_MS = 60_000;
const RENEW_EVERY_MS = 15_000;

export interface ScanDependencies {
  readonly reader: TenantReader;
  readonly scans: ScanStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly tenantId: string;
  /** Asked at each scan. */
  readonly accounts: ReadDesignated;
  readonly settings: ScanSettings;
  /** What a bot has recorded beside the tenant. Absent: a scan without a bot. */
  readonly records?: () => Promise<WatchRecords>;
  /** What people have accepted now, shown beside the findings. Absent: nothing. */
  readonly acceptances?: () => Promise<readonly Acceptance[]>;
  /** Of this program, kept with the scan. */
  readonly version?: string;
  /** Called once a scan is stored. Must not throw, and the scan does not wait for what it begins. */
  readonly completed?: (scan: Scan) => void;
}

export interface ScanRequest {
  readonly trigger: ScanTrigger;
  readonly onProgress?: (progress: ScanProgress) => void;
}

export type ScanStart =
  /** `report` rejects only when the store fails; what Graph does ends up in the report. */
  | { readonly kind: 'started'; readonly claim: ScanClaim; readonly report: Promise<ScanReport> }
  /** A person asked while this process was scanning by itself: the result of that scan is the answer. */
  | { readonly kind: 'joined'; readonly claim: ScanClaim; readonly report: Promise<ScanReport> }
  /** `ended` resolves when it is over; null: another process is scanning, and nobody here learns of its end. */
  | { readonly kind: 'alreadyRunning'; readonly holder: ScanClaim; readonly ended: Promise<void> | null };

export type StartScan = (request: ScanRequest) => Promise<ScanStart>;

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function actorOf(trigger: ScanTrigger): AuditActor {
  switch (trigger.kind) {
    case 'command':
      return { kind: 'person', ...trigger.by };
    case 'schedule':
      return { kind: 'system', name: 'schedule' };
    case 'cli':
      return { kind: 'system', name: 'cli' };
    case 'remediation':
      return { kind: 'system', name: 'remediation' };
  }
}

function nameOf(trigger: ScanTrigger): string {
  switch (trigger.kind) {
    case 'command':
      return trigger.byName;
    case 'schedule':
      return 'the schedule';
    case 'cli':
      return 'the command line';
    case 'remediation':
      return 'a remediation';
  }
}

/** Keeps the tenant claimed as long as there is progress. */
function renewing(deps: ScanDependencies, claim: ScanClaim): () => void {
  let renewedAt = deps.clock.now();
  return () => {
    const now = deps.clock.now();
    if (now - renewedAt < RENEW_EVERY_MS) return;
    renewedAt = now;
    // Expected: a store that is out of order. The end of the scan meets it too, and says so.
    deps.scans.renew(claim.scanId, iso(now + LEASE_MS)).catch(() => undefined);
  };
}

async function runScan(deps: ScanDependencies, request: ScanRequest, claim: ScanClaim): Promise<ScanReport> {
  const renew = renewing(deps, claim);
  try {
    const { snapshot, requests } = await deps.reader.readTenant({
      ...(await deps.accounts()),
      priority: request.trigger.kind === 'schedule' ? 'low' : 'high',
      onProgress: (progress) => {
        renew();
        request.onProgress?.(progress);
      },
    });
    const records = deps.records ? await deps.records() : NO_RECORDS;
    const completedAt = iso(deps.clock.now());
    const scan = {
      ...judgeSnapshot(snapshot, deps.settings, records),
      id: claim.scanId,
      trigger: request.trigger,
      startedAt: claim.startedAt,
      completedAt,
      requests,
      settings: deps.settings,
      ...(deps.version !== undefined && { version: deps.version }),
    };
    const event: AuditEvent = {
      at: completedAt,
      actor: actorOf(request.trigger),
      action: 'scan.completed',
      subject: scan.id,
      result: 'succeeded',
      details: { verdict: scan.verdict, findings: scan.findings.length, snapshotDigest: scan.snapshotDigest },
    };
    await deps.scans.complete(scan, snapshot, event);
    deps.completed?.(scan);
    return reportOf(scan, deps.acceptances ? await deps.acceptances() : []);
  } catch (error) {
    await deps.scans.release(deps.tenantId, claim.scanId);
    throw error;
  }
}

/** The scan that this process is making, and who follows it. */
interface RunningScan {
  readonly claim: ScanClaim;
  readonly trigger: ScanTrigger;
  readonly report: Promise<ScanReport>;
  readonly followers: Set<(progress: ScanProgress) => void>;
}

function follow(deps: ScanDependencies, request: ScanRequest, claim: ScanClaim): RunningScan {
  const followers = new Set(request.onProgress ? [request.onProgress] : []);
  const onProgress = (progress: ScanProgress) => {
    for (const follower of followers) follower(progress);
  };
  return { claim, trigger: request.trigger, followers, report: runScan(deps, { ...request, onProgress }, claim) };
}

/** Whoever asked for a scan sees it where they asked; what nobody asked for may be shown to the first who does. */
function mayJoin(
  running: RunningScan | undefined,
  holder: ScanClaim,
  { trigger }: ScanRequest,
): running is RunningScan {
  return running?.claim.scanId === holder.scanId && trigger.kind === 'command' && running.trigger.kind !== 'command';
}

/** Settled means over, well or not: a scan that failed has said so to whoever asked for it. */
function endOf(running: RunningScan | undefined, { scanId }: ScanClaim): Promise<void> | null {
  if (running?.claim.scanId !== scanId) return null;
  return running.report.then(
    () => undefined,
    () => undefined,
  );
}

/** Starts a scan unless one of the same tenant is running. Resolves as soon as that is decided; the scan goes on behind. */
export function scanTenant(deps: ScanDependencies): StartScan {
  let running: RunningScan | undefined;
  return async (request) => {
    const now = deps.clock.now();
    const claim: ScanClaim = { scanId: deps.ids.next(), startedAt: iso(now), byName: nameOf(request.trigger) };
    const answer = await deps.scans.claim(deps.tenantId, claim, iso(now + LEASE_MS), iso(now));
    if (!answer.claimed) {
      const { holder } = answer;
      if (!mayJoin(running, holder, request)) return { kind: 'alreadyRunning', holder, ended: endOf(running, holder) };
      if (request.onProgress) running.followers.add(request.onProgress);
      return { kind: 'joined', claim: running.claim, report: running.report };
    }
    running = follow(deps, request, claim);
    return { kind: 'started', claim, report: running.report };
  };
}
