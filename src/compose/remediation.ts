import type { RemediationRequest } from '../domain/approval/request.js';
import type { Scan } from '../domain/scan.js';
import type { Store } from '../workflows/ports.js';
import { automate } from '../workflows/automate.js';
import type { Automation } from '../workflows/automation.js';
import type { ReadDesignated } from '../workflows/designated-accounts.js';
import { followUpScan } from '../workflows/follow-up-scan.js';
import { recoverRemediations } from '../workflows/recover-remediations.js';
import { remediate } from '../workflows/remediate.js';
import type { Remediation } from '../workflows/remediation.js';
import type { StartScan } from '../workflows/scan-tenant.js';
import type { Logger } from './logger.js';
import { clock, ids, type WatchedTenant } from './watched-tenant.js';

/** Remediation as a part that is opened and closed: its workflows, the work behind them, and the look at the clock every minute. */

const PLAN_LIFETIME_MS = 4 * 60 * 60_000;
const RECOVERY_INTERVAL_MS = 60_000;

export interface RemediationParts {
  readonly tenant: WatchedTenant;
  readonly store: Store;
  readonly startScan: StartScan;
  readonly accounts: ReadDesignated;
  readonly logger: Logger;
  readonly requestChanged: (request: RemediationRequest) => Promise<void>;
  readonly postRequest: (request: RemediationRequest) => Promise<void>;
}

export interface OpenRemediation {
  readonly remediation: Remediation;
  readonly automation: Automation;
  /** Closes, proposes and fixes what the scan gives reason to. Returns at once. */
  followUp(scan: Scan): void;
  /** Settles what an earlier process left behind, now and every minute from now on. */
  startRecovery(): void;
  /** Ends the recovery and waits for what is being carried out. */
  close(): Promise<void>;
}

/** Work that goes on behind an answer; `settled` resolves when there is none left. */
function trackWork(logger: Logger) {
  const running = new Set<Promise<void>>();
  return {
    run(work: () => Promise<void>): void {
      const done = work()
        .catch((error: unknown) => {
          // Expected: a store or a network that is out of order. The recovery looks at the request again.
          logger.error('remediation work failed', { err: error });
        })
        .finally(() => running.delete(done));
      running.add(done);
    },
    async settled(): Promise<void> {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** Null when nobody may approve: then there is nothing that could ever be carried out. */
export function openRemediation(parts: RemediationParts): OpenRemediation | null {
  const { tenant, store, logger } = parts;
  if (tenant.approvers === null) return null;
  const work = trackWork(logger);
  const deps = {
    tenantId: tenant.tenantId,
    requests: store.requests,
    scans: store.scans,
    audit: store.audit,
    approvers: tenant.approvers,
    writer: tenant.writer,
    // No sign-in of a person reaches this process yet: steps that need one end as instructions.
    delegated: null,
    automation: store.automation,
    reader: tenant.reader,
    accounts: parts.accounts,
    startScan: parts.startScan,
    clock,
    ids,
    planLifetimeMs: PLAN_LIFETIME_MS,
    requestChanged: parts.requestChanged,
    postRequest: parts.postRequest,
    inBackground: (task: () => Promise<void>) => work.run(task),
  };
  let timer: NodeJS.Timeout | undefined;
  const recover = () => work.run(() => recoverRemediations(deps));
  return {
    remediation: remediate(deps),
    automation: automate(deps),
    followUp: (scan) => work.run(() => followUpScan(deps, scan)),
    startRecovery: () => {
      recover();
      timer = setInterval(recover, RECOVERY_INTERVAL_MS);
    },
    close: () => {
      clearInterval(timer);
      return work.settled();
    },
  };
}
