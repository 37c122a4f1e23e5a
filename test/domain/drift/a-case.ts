import type { DirectoryAudit } from '../../../src/domain/alerts/alert.js';
import { digestOfDrifts, updateCases, type CasesInput } from '../../../src/domain/drift/cases.js';
import type { Actor, Drift, DriftCase } from '../../../src/domain/drift/drift.js';
import { EXCLUSION_GROUP, FIRST, TENANT } from '../a-snapshot.js';

/** Drift, cases and audit records to start a test from. */

export const OPENED_AT = '2026-03-01T08:00:00.000Z';
export const NOW = '2026-03-01T09:00:00.000Z';

export function aDrift(overrides: Partial<Drift> = {}): Drift {
  return {
    kind: 'regressed',
    severity: 'high',
    subject: { type: 'account', id: FIRST, name: 'account-1111@contoso.onmicrosoft.com' },
    summary: 'The account is disabled.',
    changes: [{ field: 'accountEnabled', before: 'true', after: 'false', added: [], removed: [] }],
    findings: [],
    ...overrides,
  };
}

export const GROUP_DRIFT = aDrift({
  subject: { type: 'group', id: EXCLUSION_GROUP, name: 'Emergency access exclusions' },
  summary: 'The group has a new member.',
});

/** Lost sight of `resource`, of the first account unless said otherwise. */
export function aBlindDrift(resource: string, overrides: Partial<Drift> = {}): Drift {
  const change = { field: resource, before: 'known', after: 'not read (forbidden)', added: [], removed: [] };
  return aDrift({ kind: 'wentBlind', changes: [change], summary: 'It cannot be read any more.', ...overrides });
}

export const TENANT_SUBJECT = { type: 'tenant', id: TENANT, name: 'Contoso' } as const;

export function aCase(overrides: Partial<DriftCase> = {}): DriftCase {
  const drifts = overrides.drifts ?? [aDrift()];
  const subject = overrides.subject ?? drifts[0]?.subject;
  if (subject === undefined) throw new Error('A case has drift.');
  return {
    id: 'case-1',
    tenantId: TENANT,
    subject,
    state: 'open',
    version: 3,
    severity: 'high',
    drifts,
    digest: digestOfDrifts(drifts),
    actors: [],
    scanId: 'scan-1',
    openedAt: OPENED_AT,
    updatedAt: OPENED_AT,
    snoozedUntil: null,
    waiver: null,
    ...overrides,
  };
}

export function updated(open: readonly DriftCase[], drifts: readonly Drift[], more: Partial<CasesInput> = {}) {
  return updateCases({ tenantId: TENANT, open, drifts, scanId: 'scan-2', now: NOW, ids: ['new-1', 'new-2'], ...more });
}

export function anActor(auditId: string, at: string): Actor {
  return {
    kind: 'user',
    objectId: '66666666-6666-4666-8666-666666666666',
    name: 'mallory@contoso.com',
    application: null,
    ipAddress: '203.0.113.7',
    at,
    activity: 'Update user',
    correlationId: null,
    auditId,
  };
}

/** A record of a change of `targetIds`, in this order. */
export function anAudit(
  id: string,
  targetIds: readonly string[],
  overrides: Partial<DirectoryAudit> = {},
): DirectoryAudit {
  const activityDateTime = overrides.activityDateTime ?? '2026-03-01T07:30:00.000Z';
  return {
    id,
    activityDateTime,
    activityDisplayName: 'Update user',
    category: null,
    result: 'success',
    correlationId: null,
    actor: anActor(id, activityDateTime),
    targets: targetIds.map((target) => ({ id: target, kind: null, displayName: null, modifiedProperties: [] })),
    ...overrides,
  };
}
