import type { AuditActor, AuditEvent } from '../domain/audit/audit-event.js';
import type { ReadAccountIds } from './designated-accounts.js';
import type { DeltaMemory } from './delta-memory.js';
import type { Jobs } from './jobs.js';
import type { ApproverDirectory, AuditStore, Clock, Ids, ScanStore } from './ports.js';
import type { Person } from './remediation.js';
import { personActor } from './remediation-dependencies.js';
import type { StartScan } from './scan-tenant.js';
import type {
  AlertStore,
  DriftStore,
  DrillStore,
  EventReader,
  Outbox,
  SubscriptionStore,
  Webhook,
} from './watch-ports.js';

/** What the watching workflows share: their ports, and how they write to the audit log. */

export interface WatchDependencies {
  readonly tenantId: string;
  /** Everybody who is designated now, those among them that a group designates. */
  readonly accountIds: ReadAccountIds;
  readonly scans: Pick<ScanStore, 'findLatestScan' | 'findScan' | 'findSnapshot'>;
  readonly drift: DriftStore;
  readonly alerts: AlertStore;
  readonly drills: DrillStore;
  readonly subscriptions: SubscriptionStore;
  readonly outbox: Outbox;
  readonly audit: Pick<AuditStore, 'append'>;
  readonly events: EventReader;
  /** Where following accounts and groups has got to, in this process. */
  readonly deltas: DeltaMemory;
  /** Null: nobody may approve, and nothing can be accepted. */
  readonly approvers: ApproverDirectory | null;
  readonly startScan: StartScan;
  readonly jobs: Jobs;
  /** Null: nobody outside the tenant is told. */
  readonly webhook: Webhook | null;
  readonly clock: Clock;
  readonly ids: Ids;
}

const WATCH: AuditActor = { kind: 'system', name: 'watch' };

export function isoNow({ clock }: Pick<WatchDependencies, 'clock'>, offsetMs = 0): string {
  return new Date(clock.now() + offsetMs).toISOString();
}

/** An audit event of the bot itself. */
export function watchEvent(
  deps: Pick<WatchDependencies, 'clock'>,
  action: string,
  subject: string,
  details: AuditEvent['details'] = {},
): AuditEvent {
  return { at: isoNow(deps), actor: WATCH, action, subject, result: 'succeeded', details };
}

/** An audit event of a person. */
export function actionEvent(
  deps: Pick<WatchDependencies, 'clock'>,
  { principal }: Person,
  action: string,
  subject: string,
  result: AuditEvent['result'],
  details: AuditEvent['details'] = {},
): AuditEvent {
  return { at: isoNow(deps), actor: personActor(principal), action, subject, result, details };
}
