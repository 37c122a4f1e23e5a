import type { RemediationRequest } from '../../../src/domain/approval/request.js';
import { planDigestOf, type RemediationPlan, type RemediationStep } from '../../../src/domain/remediation/plan.js';
import { FIRST, TENANT } from '../a-snapshot.js';

/** A plan to exclude the first account from one policy, and a request for it by Rita, for tests to change. */

const CREATED_AT = '2026-03-01T08:05:00.000Z';
export const EXPIRES_AT = '2026-03-01T12:05:00.000Z';
export const POLICY = 'cccccccc-0000-4000-8000-000000000001';
export const RITA = 'aaaaaaaa-1111-4000-8000-00000000000a';
export const ANNA = 'bbbbbbbb-1111-4000-8000-00000000000b';
export const BO = 'cccccccc-1111-4000-8000-00000000000c';

export function aStep(overrides: Partial<RemediationStep> = {}): RemediationStep {
  return {
    fixId: 'F13',
    executor: 'bot',
    change: { kind: 'addPolicyExclusion', policyId: POLICY, accountId: FIRST },
    title: 'Exclude "first" from "MFA for everybody"',
    object: { type: 'policy', id: POLICY, name: 'MFA for everybody' },
    field: 'conditions.users.excludeUsers',
    before: 'nobody',
    after: 'first',
    undo: 'Remove "first" from the excluded users.',
    permission: 'Policy.ReadWrite.ConditionalAccess',
    role: null,
    instructions: [],
    portalUrl: `https://entra.microsoft.com/#view/policy/${POLICY}`,
    ...overrides,
  };
}

export function aPlan(overrides: Partial<RemediationPlan> = {}): RemediationPlan {
  return {
    schema: 'glasswatch.plan/1',
    id: 'plan-1',
    tenantId: TENANT,
    purpose: 'fix',
    controlId: 'BG-CA-01',
    subject: { type: 'account', id: FIRST, name: 'first' },
    risk: 'low',
    blastRadius: 'Frees "first" from 1 policy.',
    steps: [aStep()],
    preconditions: [
      { object: { kind: 'policy', id: POLICY, name: 'MFA for everybody' }, digest: 'd'.repeat(64), image: '{}' },
    ],
    targetAccountIds: [FIRST],
    currentState: {
      globalAdministrators: [{ principalId: FIRST, assignment: 'permanent', isEmergencyAccount: true }],
      privilegedRoles: [],
      moreThanNeeded: [],
      gaps: [],
    },
    snapshotDigest: 's'.repeat(64),
    createdAt: CREATED_AT,
    expiresAt: EXPIRES_AT,
    ...overrides,
  };
}

export function aRequest(overrides: Partial<RemediationRequest> = {}): RemediationRequest {
  const plan = overrides.plan ?? aPlan();
  return {
    id: plan.id,
    plan,
    planDigest: planDigestOf(plan),
    requester: { tenantId: TENANT, objectId: RITA },
    requesterName: 'Rita',
    authorizedBy: 'review',
    state: 'proposed',
    version: 1,
    reviews: [],
    steps: plan.steps.map((_, index) => ({ index, state: 'pending', detail: '' })),
    outcome: '',
    rollbackOf: null,
    createdAt: CREATED_AT,
    updatedAt: CREATED_AT,
    ...overrides,
  };
}
