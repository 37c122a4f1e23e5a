import type { AuditEvent } from '../../src/domain/audit/audit-event.js';
import type { Finding } from '../../src/domain/controls/control.js';
import type { Scan } from '../../src/domain/scan.js';
import { digestOf, sealSnapshot } from '../../src/domain/tenant/canonical.js';
import { known, unknown } from '../../src/domain/tenant/observed.js';
import type { TenantSnapshot } from '../../src/domain/tenant/snapshot.js';
import type { ScanClaim } from '../../src/workflows/ports.js';

/** Believable things to keep. Each takes what a test is about and fills in the rest. */

export const TENANT = '6f1c2d3e-0000-4000-8000-000000000001';
export const OTHER_TENANT = '6f1c2d3e-0000-4000-8000-000000000002';

/** `minutes` after noon of a fixed day, as ISO 8601 UTC. */
export function at(minutes: number): string {
  return new Date(Date.UTC(2026, 0, 15, 12, minutes)).toISOString();
}

export function claimOf(scanId: string, byName = 'Ada Lindqvist'): ScanClaim {
  return { scanId, startedAt: at(0), byName };
}

export function eventOf(subject: string, change: Partial<AuditEvent> = {}): AuditEvent {
  return {
    at: at(1),
    actor: { kind: 'person', tenantId: TENANT, objectId: 'aaaaaaaa-0000-4000-8000-000000000001' },
    action: 'scan.completed',
    subject,
    result: 'succeeded',
    details: { verdict: 'nonCompliant', findings: 2, forced: false, note: null },
    ...change,
  };
}

export function findingOf(number: number, name = 'emergency-1@contoso.example'): Finding {
  return {
    controlId: `BG-ACC-${String(number).padStart(2, '0')}`,
    subject: { type: 'account', id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`, name },
    outcome: number % 2 === 0 ? 'pass' : 'fail',
    severity: 'critical',
    summary: 'Sign-in is blocked.',
    evidence: [
      {
        source: 'GET /users/{id}',
        readAt: at(0),
        expected: 'accountEnabled is true',
        actual: 'accountEnabled is false',
      },
    ],
    fingerprint: digestOf(number),
  };
}

export function snapshotOf(change: Partial<TenantSnapshot> = {}): TenantSnapshot {
  return sealSnapshot({
    schema: 'glasswatch.snapshot/1',
    tenantId: TENANT,
    takenAt: at(0),
    emergencyAccounts: [{ objectId: 'b' }, { objectId: 'a' }],
    organization: known({ id: TENANT, displayName: 'Contoso', servicePlanIds: [] }, at(0)),
    domains: known([], at(0)),
    securityDefaults: known({ isEnabled: false }, at(0)),
    authorizationPolicy: known({ allowedToUseSSPR: false }, at(0)),
    authenticationMethodsPolicy: unknown('throttled', 'Graph asked to wait for longer than the scan may take'),
    policies: unknown('forbidden', 'Policy.Read.All is not granted; see docs/permissions.md'),
    betaPolicies: known([], at(0)),
    roleAssignments: known([], at(0)),
    roleAssignmentScheduleInstances: known([], at(0)),
    roleEligibilityScheduleInstances: known([], at(0)),
    roleHolders: known([], at(0)),
    authenticationStrengths: known([], at(0)),
    registrationDetails: known([], at(0)),
    riskyUsers: known([], at(0)),
    roleGroups: [],
    roleActivationPolicies: known([], at(0)),
    accessReviews: known([], at(0)),
    lifecycleWorkflows: known([], at(0)),
    federationConfigurations: [],
    applicationPermissions: known({ readerPrincipalId: null, remediatorPrincipalId: null, grants: [] }, at(0)),
    accounts: [],
    groups: [],
    exclusionGroups: [],
    references: known([], at(0)),
    administrativeUnits: [],
    roleReview: {
      roleDefinitions: known([], at(0)),
      assignments: known([], at(0)),
      assignmentScheduleInstances: known([], at(0)),
      eligibilityScheduleInstances: known([], at(0)),
    },
    ...change,
  });
}

export function scanOf(id: string, change: Partial<Scan> = {}): Scan {
  return {
    id,
    tenant: { id: TENANT, displayName: 'Contoso' },
    trigger: { kind: 'command', by: { tenantId: TENANT, objectId: 'a' }, byName: 'Ada Lindqvist' },
    startedAt: at(0),
    completedAt: at(1),
    verdict: 'nonCompliant',
    accounts: [{ id: 'a', userPrincipalName: 'emergency-1@contoso.example', displayName: 'Emergency 1' }],
    findings: [findingOf(1), findingOf(2)],
    policyMatrix: [
      {
        policyId: 'p',
        policyName: 'Require MFA',
        state: 'enabled',
        accountId: 'a',
        applicability: 'applies',
        via: ['includeUsers: All'],
      },
    ],
    coverage: { reads: [{ resource: 'organization', status: 'known', detail: '' }] },
    requests: { count: 5, batches: 2, retries: 0, durationMs: 812 },
    snapshotDigest: digestOf(snapshotOf()),
    ...change,
  };
}
