import { DEFAULT_SETTINGS, type Finding, type Outcome } from '../../../src/domain/controls/control.js';
import { judgeSnapshot } from '../../../src/domain/report/judge-snapshot.js';
import type { Scan } from '../../../src/domain/scan.js';
import type { TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import { aSnapshot, FIRST, READ_AT } from '../a-snapshot.js';

/** Scans as they are stored, and findings of every kind for them. */

export function aScan(overrides: Partial<TenantSnapshot> = {}, change: Partial<Scan> = {}): Scan {
  return {
    ...judgeSnapshot(aSnapshot(overrides), DEFAULT_SETTINGS),
    id: 'scan',
    trigger: { kind: 'cli' },
    startedAt: READ_AT,
    completedAt: READ_AT,
    requests: { count: 0, batches: 0, retries: 0, durationMs: 0 },
    settings: DEFAULT_SETTINGS,
    version: '0.1.0',
    ...change,
  };
}

const OUTCOMES: readonly Outcome[] = ['fail', 'error', 'warn', 'manual', 'pass', 'notApplicable'];

/** A finding in which every text is `text`. */
export function aFinding(outcome: Outcome, text: string, change: Partial<Finding> = {}): Finding {
  return {
    controlId: 'BG-CA-01',
    subject: { type: 'account', id: FIRST, name: text },
    outcome,
    severity: 'critical',
    summary: text,
    evidence: [
      {
        source: text,
        readAt: READ_AT,
        expected: text,
        actual: text,
        detail: text,
        object: { type: 'policy', id: 'p', name: text },
        portalUrl: `https://evil.example/${text}`,
      },
    ],
    fingerprint: `${outcome} fingerprint`,
    ...change,
  };
}

/** A scan with a finding of every outcome, in which every text that is not ours is `text`. */
export function aHostileScan(text: string): Scan {
  return aScan(
    {},
    {
      tenant: { id: text, displayName: text },
      trigger: { kind: 'command', by: { tenantId: text, objectId: text }, byName: text },
      accounts: [{ id: FIRST, userPrincipalName: text, displayName: text }],
      verdict: 'nonCompliant',
      findings: OUTCOMES.map((outcome) => aFinding(outcome, text)),
      policyMatrix: [
        {
          policyId: text,
          policyName: text,
          state: text,
          accountId: FIRST,
          applicability: 'excluded',
          via: [text],
          includedBy: [text],
        },
      ],
      coverage: { reads: [{ resource: text, status: 'malformed', detail: text }] },
    },
  );
}
