import type { Alert } from '../../../src/domain/alerts/alert.js';
import type { Attestation, Drill, DrillPerson } from '../../../src/domain/drills/drill.js';
import type { WatchRecords } from '../../../src/domain/controls/watch-records.js';
import { FIRST, READ_AT, TENANT } from '../a-snapshot.js';

/** What people record and what the bot notes, as it is in a tenant where all is well; a test says what differs. */

const DAY_MS = 86_400_000;

/** So many days after the snapshot was taken, or before it. */
export function days(count: number): string {
  return new Date(Date.parse(READ_AT) + count * DAY_MS).toISOString();
}

export function minutes(count: number): string {
  return new Date(Date.parse(READ_AT) + count * 60_000).toISOString();
}

export const ADA: DrillPerson = { tenantId: TENANT, objectId: 'dddddddd-0000-4000-8000-00000000000a', name: 'Ada' };
export const BO: DrillPerson = { tenantId: TENANT, objectId: 'dddddddd-0000-4000-8000-00000000000b', name: 'Bo' };

export function aDrill(overrides: Partial<Drill> = {}): Drill {
  return {
    id: 'drill-1',
    tenantId: TENANT,
    version: 1,
    state: 'planned',
    accountId: FIRST,
    accountName: 'first@contoso.onmicrosoft.com',
    from: minutes(0),
    to: minutes(60),
    people: [ADA, BO],
    plannedBy: ADA,
    signIn: null,
    alertLatencyMs: null,
    followUp: null,
    ...overrides,
  };
}

/** A drill in which a sign-in was seen at `at`, with its alert four minutes later. */
export function anObservedDrill(at: string, overrides: Partial<Drill> = {}): Drill {
  const signIn = { id: 'sign-in-1', at, application: 'Azure Portal' };
  return aDrill({ state: 'observed', signIn, alertLatencyMs: 4 * 60_000, ...overrides });
}

/** A successful interactive sign-in of the first account, ten minutes into the window of `aDrill`. */
export function aSignInAlert(overrides: Partial<Alert> = {}): Alert {
  return {
    id: 'alert-1',
    tenantId: TENANT,
    version: 1,
    state: 'open',
    kind: 'E1',
    severity: 'high',
    subject: { type: 'account', id: FIRST, name: 'first@contoso.onmicrosoft.com' },
    at: minutes(10),
    sourceId: 'sign-in-1',
    summary: 'It signed in.',
    facts: [
      { label: 'Application', value: 'Azure Portal' },
      { label: 'Kind', value: 'interactive' },
    ],
    actor: null,
    drillId: null,
    noticedAt: minutes(12),
    deliveredAt: minutes(13),
    escalatedAt: null,
    acknowledgement: null,
    ...overrides,
  };
}

export const EXPLAINED = {
  tenantId: TENANT,
  objectId: ADA.objectId,
  name: 'Ada',
  classification: 'drill',
  text: 'Rehearsed.',
  at: minutes(30),
} as const;

export function anAttestation(controlId: string, overrides: Partial<Attestation> = {}): Attestation {
  return {
    id: 'attestation-1',
    tenantId: TENANT,
    controlId,
    statement: 'It is so.',
    owner: ADA,
    custodians: controlId === 'BG-GOV-03' ? [ADA, BO] : [],
    evidenceLink: null,
    signedAt: days(-10),
    expiresAt: days(80),
    invalidBecause: null,
    ...overrides,
  };
}

/** Of a bot that reads both logs. */
export function someRecords(overrides: Partial<WatchRecords> = {}): WatchRecords {
  const read = { lastSuccessAt: minutes(-1), lastFailureAt: null, lastFailure: null, newestRecordAt: null };
  return {
    attestations: [],
    drills: [],
    alerts: [],
    health: ['signIns', 'directoryAudits'].map((source) => ({ source, ...read })),
    now: READ_AT,
    watchingSince: days(-200),
    ...overrides,
  };
}

/** The same bot, when one of its logs was read last so long ago and failed since then. */
export function recordsWhen(
  source: 'signIns' | 'directoryAudits',
  lastSuccessAt: string | null,
  lastFailure: string | null,
  overrides: Partial<WatchRecords> = {},
): WatchRecords {
  const lastFailureAt = lastFailure === null ? null : minutes(-1);
  const health = [{ source, lastSuccessAt, lastFailureAt, lastFailure, newestRecordAt: null }];
  return someRecords({ health, ...overrides });
}
