import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { RemediationRequest } from '../../src/domain/approval/request.js';
import { staticTokenSource } from '../../src/graph/credentials.js';
import { createTenantWriter } from '../../src/graph/tenant-writer.js';
import { SOUTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { COLLEAGUES } from '../../src/sandbox/seed/people.js';
import { activeRole, type RoleKey } from '../../src/sandbox/seed/roles.js';
import { startSandboxTenant, type SandboxTenant } from '../../src/sandbox/tenant-server.js';
import { openSqliteStore } from '../../src/store/sqlite.js';
import type { DelegatedAccess, Store } from '../../src/workflows/ports.js';
import { remediate } from '../../src/workflows/remediate.js';
import type { Remediation } from '../../src/workflows/remediation.js';
import { AVERY, findingOf, proposed, REAL_CLOCK, remediationParts, RILEY, scanOnce } from './remediation-harness.js';

/** Steps that take the approver's own rights, with a person's token of the simulated tenant and without one. */

const [A_DIRECTOR] = COLLEAGUES;

let tenant: SandboxTenant;
let store: Store;
let remediation: Remediation;
let settled: () => Promise<void>;

/** The token of every person is at hand, as single sign-on would have it. */
const delegated: DelegatedAccess = {
  writerFor: ({ objectId }) =>
    Promise.resolve(
      createTenantWriter({
        endpoint: tenant.url,
        tokens: staticTokenSource(tenant.delegatedToken(objectId)),
        actingAs: 'person',
        clock: REAL_CLOCK,
        patience: { pausesMs: [1], wait: () => Promise.resolve() },
      }),
    ),
};

beforeEach(async () => {
  tenant = await startSandboxTenant();
  store = await openSqliteStore({ file: ':memory:' });
});

afterEach(async () => {
  await settled();
  await tenant.close();
  await store.close();
});

/** South's password expires; a plan for that is approved by Avery. */
async function carryOut(access: DelegatedAccess | null, role: RoleKey | null): Promise<RemediationRequest> {
  if (role !== null) tenant.state.roleAssignmentScheduleInstances.push(activeRole(A_DIRECTOR.objectId, role));
  const parts = remediationParts(tenant, store, REAL_CLOCK, { delegated: access });
  remediation = remediate(parts.deps);
  settled = parts.settled;
  const finding = findingOf(await scanOnce(parts.deps), 'BG-ACC-07', 'emergency-south');
  const { id: requestId, planDigest } = proposed(await remediation.propose({ ...finding, person: RILEY }));
  const opened = await remediation.openReview({ requestId, planDigest, person: AVERY });
  const token = opened.kind === 'opened' ? opened.token : '';
  await remediation.confirm({ requestId, planDigest, token, reason: 'agreed', typedName: '', person: AVERY });
  await settled();
  const found = await store.requests.findRequest(requestId);
  if (!found) throw new Error('The request is gone.');
  return found;
}

function passwordPoliciesOfSouth(): string | null | undefined {
  return tenant.state.users.find(({ id }) => id === SOUTH_ID)?.passwordPolicies;
}

test('a step that takes the rights of the approver is written with their own token and in their name', async () => {
  const request = await carryOut(delegated, 'globalAdministrator');
  expect(request).toMatchObject({ state: 'succeeded', steps: [{ state: 'verified' }] });
  expect(passwordPoliciesOfSouth()).toContain('DisablePasswordExpiration');
  const entry = tenant.state.directoryAudits.at(-1)?.entry;
  expect(entry?.initiatedBy?.user?.id).toBe(A_DIRECTOR.objectId);
});

test('without a token of theirs it waits for people, with instructions, and nothing is written', async () => {
  const request = await carryOut(null, 'globalAdministrator');
  expect(request).toMatchObject({ state: 'awaitingPeople' });
  expect(request.plan.steps[0]?.instructions).not.toEqual([]);
  expect(tenant.writes).toEqual([]);
});

test('with the token of somebody who lacks the role it ends with what Graph says, and nothing is changed', async () => {
  const before = passwordPoliciesOfSouth();
  const request = await carryOut(delegated, null);
  expect(request).toMatchObject({ state: 'failed' });
  expect(request.outcome).toContain('Graph refused');
  expect(passwordPoliciesOfSouth()).toBe(before);
});
