import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { staticTokenSource } from '../../src/graph/credentials.js';
import { createSubjectReader } from '../../src/graph/subject-reader.js';
import { createTenantReader } from '../../src/graph/tenant-reader.js';
import { NORTH_ID, SOUTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { GROUP } from '../../src/sandbox/seed/contoso-directory.js';
import { startSandboxTenant, type SandboxTenant } from '../../src/sandbox/tenant-server.js';
import { lookAt } from '../../src/domain/designation/subject-facts.js';

/** Designated groups in the simulated tenant: nested users are accounts, and a group that cannot be read is not an empty one. */

const ABSENT = '11111111-1111-4111-8111-111111111111';
const clock = { now: () => Date.now() };
const limits = { conditionalAccessSpacingMs: 0, reportsPer10s: 1_000, backoffBaseMs: 1, maxRetries: 1 };

let tenant: SandboxTenant;

beforeEach(async () => {
  tenant = await startSandboxTenant();
});

afterEach(() => tenant.close());

async function read(groupIds: readonly string[]) {
  const tokens = staticTokenSource(tenant.token);
  const reader = createTenantReader({ endpoint: tenant.url, tokens, clock, limits });
  const { snapshot } = await reader.readTenant({ accounts: [{ objectId: NORTH_ID }], groupIds, priority: 'high' });
  return snapshot;
}

test('the users of a designated group, nested ones too, are accounts of the snapshot, each once', async () => {
  tenant.state.groupMembers[GROUP.emergencyAccounts]?.push(NORTH_ID);

  const snapshot = await read([GROUP.exclusions]);

  const ids = snapshot.emergencyAccounts.map(({ objectId }) => objectId);
  expect(ids).toEqual(expect.arrayContaining([NORTH_ID, SOUTH_ID]));
  expect(ids).toHaveLength(new Set(ids).size);
  expect(snapshot.accounts.map(({ id }) => id).sort()).toEqual([...ids].sort());
  expect(snapshot.designatedGroups).toMatchObject([{ id: GROUP.exclusions, members: { known: true } }]);
});

test('a designated group that is not there is known to be gone, and holds nobody', async () => {
  expect((await read([ABSENT])).designatedGroups).toMatchObject([
    { id: ABSENT, group: { known: true, value: null }, members: { known: true, value: [] } },
  ]);
});

test('without a designated group nothing is said of any', async () => {
  expect(await read([])).not.toHaveProperty('designatedGroups');
});

test('an ID is looked at as a group where it is no user, and as neither where it is none', async () => {
  const reader = createSubjectReader({ endpoint: tenant.url, tokens: staticTokenSource(tenant.token), clock, limits });

  expect(lookAt(await reader.readSubject(GROUP.emergencyAccounts))).toMatchObject({
    kind: 'found',
    facts: { kind: 'group', members: [{ id: SOUTH_ID }] },
  });
  expect(lookAt(await reader.readSubject(ABSENT))).toEqual({ kind: 'missing', canBeRestored: false });
});
