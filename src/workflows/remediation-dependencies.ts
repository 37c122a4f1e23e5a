import type { AuditActor, AuditEvent } from '../domain/audit/audit-event.js';
import type { Principal, RemediationRequest } from '../domain/approval/request.js';
import type { ReadDesignated } from './designated-accounts.js';
import type {
  ApproverDirectory,
  AuditStore,
  AutomationStore,
  Clock,
  DelegatedAccess,
  Ids,
  RequestStore,
  ScanStore,
  TenantReader,
  TenantWriter,
} from './ports.js';
import type { StartScan } from './scan-tenant.js';

/** What the remediation workflows share: their ports, and how they write to the audit log. */

export interface RemediationDependencies {
  readonly tenantId: string;
  readonly requests: RequestStore;
  readonly scans: Pick<ScanStore, 'findScan' | 'findLatestScan' | 'findSnapshot'>;
  readonly audit: Pick<AuditStore, 'append'>;
  readonly approvers: ApproverDirectory;
  /** Null: there is no remediator identity, and every plan ends as instructions for people. */
  readonly writer: TenantWriter | null;
  /** Null: nobody's own token is ever at hand, and steps that need one stay with people. */
  readonly delegated: DelegatedAccess | null;
  readonly automation: AutomationStore;
  readonly reader: TenantReader;
  readonly accounts: ReadDesignated;
  readonly startScan: StartScan;
  readonly clock: Clock;
  readonly ids: Ids;
  /** How long a plan may wait for its approvals, in milliseconds. */
  readonly planLifetimeMs: number;
  /** Shows a request that the bot made by itself where people see it. Never rejects. */
  readonly postRequest: (request: RemediationRequest) => Promise<void>;
  /** Called after every change of a request, for example to edit its cards. Never rejects. */
  readonly requestChanged: (request: RemediationRequest) => Promise<void>;
  /** Lets work go on behind an answer. Whoever implements it waits for the work at the end and logs what it throws. */
  readonly inBackground: (work: () => Promise<void>) => void;
}

export const SYSTEM: AuditActor = { kind: 'system', name: 'remediation' };

export function personActor({ tenantId, objectId }: Principal): AuditActor {
  return { kind: 'person', tenantId, objectId };
}

/** An audit event about a request, at the time of the clock. */
export function requestEvent(
  deps: Pick<RemediationDependencies, 'clock'>,
  action: string,
  actor: AuditActor,
  request: RemediationRequest,
  result: AuditEvent['result'],
  details: AuditEvent['details'] = {},
): AuditEvent {
  return {
    at: new Date(deps.clock.now()).toISOString(),
    actor,
    action,
    subject: request.id,
    result,
    details: { planDigest: request.planDigest, ...details },
  };
}
