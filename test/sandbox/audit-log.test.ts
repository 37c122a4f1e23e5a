import { describe, expect, test } from '@jest/globals';
import { REMEDIATOR_APP } from '../../src/sandbox/identities.js';
import { NORTH_ID, SOUTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { GROUP } from '../../src/sandbox/seed/contoso-directory.js';
import { REQUESTER } from '../../src/sandbox/seed/people.js';
import type { SandboxTenant } from '../../src/sandbox/tenant-server.js';
import { call, callAll, errorIn, startTenant, valuesOf, write } from './calls.js';
import { EXCLUDE_NORTH, excluding, NEW_POLICY, pathOf, POLICIES, policyNamed, referenceTo } from './writes.js';

const AUDITS = '/v1.0/auditLogs/directoryAudits';
const MEMBERS = `/v1.0/groups/${GROUP.emergencyAccounts}/members`;

interface Modified {
  readonly oldValue: string | null;
  readonly newValue: string | null;
}

/** The audit log as far as these tests look into it. */
async function audits(tenant: SandboxTenant, filter?: string) {
  const query = filter === undefined ? '' : `?$filter=${encodeURIComponent(filter)}`;
  return valuesOf((await call(tenant, `${AUDITS}${query}`)).body);
}
const namesOf = (entries: readonly Record<string, unknown>[]) => entries.map((entry) => entry['activityDisplayName']);

/** A tenant in which the remediator has made one write of each kind, a minute apart. */
async function busyTenant() {
  const clock = { ms: Date.parse('2026-11-23T10:00:00Z') };
  const tenant = await startTenant({ now: () => clock.ms });
  const path = pathOf(tenant, 'CA018');
  const steps = [
    () => write(tenant, 'PATCH', path, EXCLUDE_NORTH),
    () => write(tenant, 'POST', POLICIES, NEW_POLICY),
    () => write(tenant, 'DELETE', path),
    () => write(tenant, 'POST', `${MEMBERS}/$ref`, referenceTo(NORTH_ID)),
    () => write(tenant, 'DELETE', `${MEMBERS}/${NORTH_ID}/$ref`),
  ];
  for (const step of steps) {
    await step();
    clock.ms += 60_000;
  }
  return { tenant, policyId: path.split('/').at(-1) ?? '' };
}

describe('the audit log', () => {
  test('has one entry for each write, newest first, made by the remediator', async () => {
    const { tenant } = await busyTenant();
    const entries = await audits(tenant);
    expect(namesOf(entries)).toEqual([
      'Remove member from group',
      'Add member to group',
      'Delete Conditional Access policy',
      'Add Conditional Access policy',
      'Update Conditional Access policy',
    ]);
    expect(new Set(entries.map((entry) => JSON.stringify(entry['initiatedBy'])))).toEqual(
      new Set([JSON.stringify({ app: REMEDIATOR_APP, user: null })]),
    );
    expect(entries.map((entry) => entry['result'])).toEqual(Array(5).fill('success'));
  });

  test('holds the whole policy before and after an update, and the ID that the caller sent along', async () => {
    const tenant = await startTenant();
    const { policy: before } = policyNamed(tenant, 'CA018');
    const headers = { 'client-request-id': 'my-write' };
    await call(tenant, pathOf(tenant, 'CA018'), { method: 'PATCH', body: EXCLUDE_NORTH, as: 'remediator', headers });
    const [entry] = await audits(tenant);
    const [target] = entry?.['targetResources'] as readonly [{ id: string; modifiedProperties: readonly [Modified] }];
    const [{ oldValue, newValue }] = target.modifiedProperties;
    expect({ id: target.id, correlationId: entry?.['correlationId'] }).toEqual({
      id: before.id,
      correlationId: 'my-write',
    });
    expect(JSON.parse(String(oldValue))).toEqual(before);
    expect(JSON.parse(String(newValue))).toEqual(policyNamed(tenant, 'CA018').policy);
    expect(entry?.['activityDateTime']).toBe(policyNamed(tenant, 'CA018').policy.modifiedDateTime);
  });

  test('names the account and the group of a membership', async () => {
    const tenant = await startTenant();
    await write(tenant, 'POST', `${MEMBERS}/$ref`, referenceTo(NORTH_ID));
    const [entry] = await audits(tenant);
    expect(entry?.['targetResources']).toMatchObject([
      { id: NORTH_ID, type: 'User', modifiedProperties: [{ newValue: `"${GROUP.emergencyAccounts}"` }, {}] },
      { id: GROUP.emergencyAccounts, type: 'Group', groupType: 'azureAD' },
    ]);
  });

  test('has no entry for a write that was refused', async () => {
    const tenant = await startTenant();
    await write(tenant, 'PATCH', pathOf(tenant, 'CA018'), { colour: 'red' });
    expect(await audits(tenant)).toEqual([]);
    await write(tenant, 'PATCH', pathOf(tenant, 'CA018'), EXCLUDE_NORTH);
    expect(await audits(tenant)).toHaveLength(1);
  });

  test('names a person where an administrator made the change', async () => {
    const tenant = await startTenant();
    tenant.administrator.addMember(GROUP.emergencyAccounts, NORTH_ID, REQUESTER);
    tenant.administrator.removeMember(GROUP.emergencyAccounts, SOUTH_ID, REQUESTER);
    tenant.administrator.disableUser(SOUTH_ID, REQUESTER);
    tenant.administrator.updatePolicy(policyNamed(tenant, 'CA018').policy.id, () => undefined, REQUESTER);
    tenant.administrator.deletePolicy(policyNamed(tenant, 'CA018').policy.id, REQUESTER);
    const entries = await audits(tenant);
    expect(namesOf(entries)).toEqual([
      'Delete Conditional Access policy',
      'Update Conditional Access policy',
      'Disable account',
      'Remove member from group',
      'Add member to group',
    ]);
    for (const entry of entries) {
      expect(entry['initiatedBy']).toMatchObject({ app: null, user: { id: REQUESTER.objectId } });
    }
    expect(tenant.writes).toEqual([]);
  });
});

test('a person who changes a policy through an app is named, and the app is not', async () => {
  const tenant = await startTenant();
  const as = { person: REQUESTER.objectId };
  await call(tenant, pathOf(tenant, 'CA018'), { method: 'PATCH', body: EXCLUDE_NORTH, as });
  const { objectId: id, userPrincipalName } = REQUESTER;
  expect(await audits(tenant)).toMatchObject([
    {
      activityDisplayName: 'Update Conditional Access policy',
      initiatedBy: { app: null, user: { id, userPrincipalName } },
    },
  ]);
});

test('the audit log comes oldest first to those who ask for it', async () => {
  const { tenant } = await busyTenant();
  const newestFirst = namesOf(await audits(tenant));
  const { body } = await call(tenant, `${AUDITS}?$orderby=activityDateTime`);
  expect(namesOf(valuesOf(body))).toEqual(newestFirst.reverse());
});

describe('filtering the audit log', () => {
  test.each([
    ["loggedByService eq 'Conditional Access'", 3],
    ["loggedByService eq 'Core Directory'", 2],
    ["activityDisplayName eq 'Add member to group'", 1],
    ['activityDateTime ge 2026-11-23T10:03:00Z', 2],
    ['activityDateTime ge 2026-11-23T10:03:00.001Z', 1],
    ['activityDateTime le 2026-11-23T10:01:00Z', 2],
    ["targetResources/any(t:t/id eq 'POLICY')", 2],
    ["targetResources/any(r: r/id eq 'POLICY')", 2],
    [`targetResources/any(t:t/id eq '${NORTH_ID}')`, 2],
    [`targetResources/any(t:t/id eq '${SOUTH_ID}')`, 0],
    ["activityDateTime ge 2026-11-23T10:01:00Z and targetResources/any(t:t/id eq 'POLICY')", 1],
  ])('%s finds %i', async (filter, count) => {
    const { tenant, policyId } = await busyTenant();
    expect(await audits(tenant, filter.replace('POLICY', policyId))).toHaveLength(count);
  });

  test.each([
    ["category eq 'Policy'", 'Request_UnsupportedQuery'],
    ["targetResources/any(t:t/type eq 'Group')", 'Request_UnsupportedQuery'],
    ["targetResources/any(t:u/id eq 'x')", 'Request_BadRequest'],
    ['activityDateTime ge yesterday', 'Request_BadRequest'],
    ['activityDateTime gt 2026-11-23T10:00:00Z', 'Request_BadRequest'],
  ])('%s is refused', async (filter, code) => {
    const { tenant } = await busyTenant();
    const answer = await call(tenant, `${AUDITS}?$filter=${encodeURIComponent(filter)}`);
    expect(errorIn(answer)).toMatchObject({ status: 400, code });
  });

  test('comes in pages of the size that was asked for', async () => {
    const { tenant } = await busyTenant();
    const { pages, values } = await callAll(tenant, `${AUDITS}?$top=2`);
    expect({ pages, names: namesOf(values) }).toEqual({ pages: 3, names: namesOf(await audits(tenant)) });
    expect((await call(tenant, `${AUDITS}?$top=1000`)).status).toBe(200);
    expect((await call(tenant, `${AUDITS}?$top=1001`)).status).toBe(400);
  });
});

test('an entry can be read when its lag is over, and not before', async () => {
  const clock = { ms: Date.parse('2026-11-23T10:00:00Z') };
  const tenant = await startTenant({ now: () => clock.ms, behaviour: { auditLagMs: 60_000 } });
  await write(tenant, 'PATCH', pathOf(tenant, 'CA018'), EXCLUDE_NORTH);
  clock.ms += 59_999;
  expect(await audits(tenant)).toEqual([]);
  clock.ms += 1;
  expect(await audits(tenant)).toHaveLength(1);
});

test('each edit at one moment is found from the date that the edit before it left behind', async () => {
  const tenant = await startTenant({ now: () => Date.parse('2026-11-23T10:00:00Z') });
  for (const body of [EXCLUDE_NORTH, excluding(), EXCLUDE_NORTH]) {
    const since = policyNamed(tenant, 'CA018').policy.modifiedDateTime;
    const seen = await audits(tenant, `activityDateTime ge ${since}`);
    await write(tenant, 'PATCH', pathOf(tenant, 'CA018'), body);
    expect(await audits(tenant, `activityDateTime ge ${since}`)).toHaveLength(seen.length + 1);
  }
});
