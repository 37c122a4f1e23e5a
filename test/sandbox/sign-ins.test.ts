import { describe, expect, test } from '@jest/globals';
import { compliantTenant } from '../../src/sandbox/seed/compliant-tenant.js';
import { FORGOTTEN_ID, NORTH_ID, SOUTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { REQUESTER } from '../../src/sandbox/seed/people.js';
import type { SandboxTenant } from '../../src/sandbox/tenant-server.js';
import { call, callAll, errorIn, startTenant, valuesOf } from './calls.js';

const LOG = '/auditLogs/signIns';
const DOOR = '/sandbox/signIns';
const START = Date.parse('2026-11-23T10:00:00Z');
const NON_INTERACTIVE = "signInEventTypes/any(t: t eq 'nonInteractiveUser')";

async function signIns(tenant: SandboxTenant, query = '', version = 'v1.0') {
  return valuesOf((await call(tenant, `/${version}${LOG}${query}`)).body);
}

function filtered(filter: string): string {
  return `?$filter=${encodeURIComponent(filter)}`;
}

describe('the sign-in log', () => {
  test('has what happened, newest first unless asked otherwise', async () => {
    const clock = { ms: START };
    const tenant = await startTenant({ now: () => clock.ms });
    const first = tenant.administrator.signIn(NORTH_ID);
    clock.ms += 60_000;
    const second = tenant.administrator.signIn(SOUTH_ID, { errorCode: 50126, appDisplayName: 'Teams' });
    const all = await signIns(tenant);
    expect(all.map((entry) => entry['id'])).toEqual([second, first]);
    expect((await signIns(tenant, '?$orderby=createdDateTime')).map((entry) => entry['id'])).toEqual([first, second]);
    expect(all).toMatchObject([
      { userId: SOUTH_ID, appDisplayName: 'Teams', status: { errorCode: 50126 } },
      { userId: NORTH_ID, createdDateTime: '2026-11-23T10:00:00.000Z', status: { errorCode: 0, failureReason: null } },
    ]);
  });

  test('is searched by account and moment', async () => {
    const tenant = await startTenant({ now: () => START });
    const [early, late] = [START - 60_000, START].map((at) => tenant.administrator.signIn(NORTH_ID, { at }));
    tenant.administrator.signIn(SOUTH_ID);
    const since = (moment: string) => filtered(`userId eq '${NORTH_ID}' and createdDateTime ge ${moment}`);
    const ids = async (moment: string) => (await signIns(tenant, since(moment))).map((entry) => entry['id']);
    expect(await ids('2026-11-23T09:59:00Z')).toEqual([late, early]);
    expect(await ids('2026-11-23T09:59:00.001Z')).toEqual([late]);
  });

  test('shows non-interactive sign-ins on beta only, to those who ask for them', async () => {
    const tenant = await startTenant();
    const interactive = tenant.administrator.signIn(NORTH_ID);
    const other = tenant.administrator.signIn(NORTH_ID, { isInteractive: false });
    const idsOf = async (query: string, version: string) =>
      (await signIns(tenant, query, version)).map((entry) => entry['id']);
    expect(await idsOf('', 'v1.0')).toEqual([interactive]);
    expect(await idsOf('', 'beta')).toEqual([interactive]);
    expect(await idsOf(filtered(NON_INTERACTIVE), 'beta')).toEqual([other]);
    expect(errorIn(await call(tenant, `/v1.0${LOG}${filtered(NON_INTERACTIVE)}`))).toMatchObject({ status: 400 });
  });

  test('tells event types on beta, and not on v1.0', async () => {
    const tenant = await startTenant();
    tenant.administrator.signIn(NORTH_ID);
    const [stable] = await signIns(tenant);
    const [beta] = await signIns(tenant, '', 'beta');
    expect([stable?.['signInEventTypes'], beta?.['signInEventTypes']]).toEqual([undefined, ['interactiveUser']]);
  });

  test('is not there without P1, on either version', async () => {
    const tenant = await startTenant();
    expect((await call(tenant, `/v1.0${LOG}`)).status).toBe(200);
    tenant.state.hasPremiumP1 = false;
    for (const version of ['v1.0', 'beta']) {
      expect(errorIn(await call(tenant, `/${version}${LOG}`))).toMatchObject({
        status: 403,
        code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
      });
    }
  });

  test('shows an entry when its lag is over, and not before', async () => {
    const clock = { ms: START };
    const tenant = await startTenant({ now: () => clock.ms, behaviour: { auditLagMs: 60_000 } });
    tenant.administrator.signIn(NORTH_ID);
    clock.ms += 59_999;
    expect(await signIns(tenant)).toEqual([]);
    clock.ms += 1;
    expect(await signIns(tenant)).toHaveLength(1);
  });

  test('comes in pages, and counts to the limit of reports', async () => {
    const tenant = await startTenant({ now: () => START });
    for (let count = 0; count < 3; count += 1) tenant.administrator.signIn(NORTH_ID);
    expect(await callAll(tenant, `/v1.0${LOG}?$top=2`)).toMatchObject({ pages: 2, values: [{}, {}, {}] });
    tenant.behaviour.limits = 'published';
    const statuses = [];
    for (let count = 0; count < 6; count += 1) statuses.push((await call(tenant, `/v1.0${LOG}`)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  });

  test('is sorted by its date only', async () => {
    const tenant = await startTenant();
    expect((await call(tenant, `/v1.0${LOG}?$orderby=createdDateTime desc`)).status).toBe(200);
    expect(errorIn(await call(tenant, `/v1.0${LOG}?$orderby=userId`))).toMatchObject({
      status: 400,
      code: 'Request_UnsupportedQuery',
    });
  });

  test('takes no sign-in of somebody who is not in the tenant', async () => {
    const tenant = await startTenant();
    expect(() => tenant.administrator.signIn('nobody')).toThrow('SANDBOX_NO_SUCH_OBJECT');
  });
});

describe('the door for simulated sign-ins', () => {
  const asPerson = { as: { person: REQUESTER.objectId } } as const;

  test('lets a person make one happen', async () => {
    const tenant = await startTenant();
    const { status, body } = await call(tenant, DOOR, { body: { userId: NORTH_ID, errorCode: 53003 }, ...asPerson });
    expect(status).toBe(201);
    expect(await signIns(tenant)).toMatchObject([
      { id: body['id'], userId: NORTH_ID, status: { errorCode: 53003 }, conditionalAccessStatus: 'failure' },
    ]);
    expect(tenant.writes).toEqual([]);
  });

  test('makes a success where no error is named', async () => {
    const tenant = await startTenant();
    await call(tenant, DOOR, { body: { userId: NORTH_ID }, ...asPerson });
    expect(await signIns(tenant)).toMatchObject([{ status: { errorCode: 0 }, isInteractive: true }]);
  });

  test.each(['reader', 'remediator'] as const)('is shut for the token of the %s', async (as) => {
    const tenant = await startTenant();
    expect((await call(tenant, DOOR, { body: { userId: NORTH_ID }, as })).status).toBe(403);
    expect(await signIns(tenant)).toEqual([]);
  });

  test('is shut without a token of the tenant, and for somebody who is blocked', async () => {
    const tenant = await startTenant();
    const headers = { authorization: 'Bearer sandbox-wrong' };
    expect((await call(tenant, DOOR, { body: { userId: NORTH_ID }, headers })).status).toBe(401);
    tenant.administrator.disableUser(REQUESTER.objectId, REQUESTER);
    expect((await call(tenant, DOOR, { body: { userId: NORTH_ID }, ...asPerson })).status).toBe(401);
    expect(await signIns(tenant)).toEqual([]);
  });

  test.each([
    ['a user who does not exist', { userId: 'nobody' }, 404],
    ['no user', { errorCode: 0 }, 400],
    ['an error code that is none', { userId: NORTH_ID, errorCode: 'no' }, 400],
    ['something else', { userId: NORTH_ID, colour: 'red' }, 400],
  ])('refuses %s', async (_, body, status) => {
    const tenant = await startTenant();
    expect((await call(tenant, DOOR, { body, ...asPerson })).status).toBe(status);
    expect(await signIns(tenant)).toEqual([]);
  });

  test('takes POST only, and is not one of Graph’s paths', async () => {
    const tenant = await startTenant();
    expect((await call(tenant, DOOR, asPerson)).status).toBe(405);
    expect((await call(tenant, `/v1.0${DOOR}`, { body: { userId: NORTH_ID }, ...asPerson })).status).toBe(400);
  });
});

describe('what an administrator does to accounts', () => {
  const FORGOTTEN_KEY = { '@odata.type': '#microsoft.graph.fido2AuthenticationMethod', id: 'key-1' };
  const actions: readonly (readonly [name: string, ids: readonly string[], act: (tenant: SandboxTenant) => void])[] = [
    ['Reset password', [SOUTH_ID], ({ administrator }) => administrator.resetPassword(SOUTH_ID, REQUESTER)],
    [
      'Add member to role',
      [SOUTH_ID],
      ({ administrator }) => administrator.addRole(SOUTH_ID, 'globalAdministrator', REQUESTER),
    ],
    [
      'Remove member from role',
      [NORTH_ID],
      ({ administrator }) => administrator.removeRole(NORTH_ID, 'globalAdministrator', REQUESTER),
    ],
    [
      'Admin registered security info',
      [FORGOTTEN_ID],
      ({ administrator }) => administrator.addAuthenticationMethod(FORGOTTEN_ID, FORGOTTEN_KEY, REQUESTER),
    ],
    [
      'Update security defaults',
      ['00000000-0000-0000-0000-000000000005'],
      ({ administrator }) => administrator.setSecurityDefaults(true, REQUESTER),
    ],
  ];

  test.each(actions)('leaves one entry in the audit log: %s', async (name, ids, act) => {
    const tenant = await startTenant();
    act(tenant);
    const entries = valuesOf((await call(tenant, '/v1.0/auditLogs/directoryAudits')).body);
    expect(entries).toMatchObject([
      {
        activityDisplayName: name,
        initiatedBy: { user: { id: REQUESTER.objectId } },
        targetResources: expect.arrayContaining(ids.map((id) => expect.objectContaining({ id }))) as unknown,
      },
    ]);
  });

  test('takes a role away and gives it', async () => {
    const tenant = await startTenant();
    const holders = async () =>
      valuesOf(
        (await call(tenant, `/v1.0/roleManagement/directory/roleAssignments${filtered("directoryScopeId eq '/'")}`))
          .body,
      ).map((entry) => entry['principalId']);
    tenant.administrator.removeRole(NORTH_ID, 'globalAdministrator', REQUESTER);
    expect(await holders()).not.toContain(NORTH_ID);
    tenant.administrator.addRole(NORTH_ID, 'globalAdministrator', REQUESTER);
    expect(await holders()).toContain(NORTH_ID);
  });

  test('takes a method away', async () => {
    const tenant = await startTenant();
    const [method] = tenant.state.authenticationMethods[NORTH_ID] ?? [];
    tenant.administrator.deleteAuthenticationMethod(NORTH_ID, method?.id ?? '', REQUESTER);
    const { body } = await call(tenant, `/v1.0/users/${NORTH_ID}/authentication/methods`);
    expect(valuesOf(body).map(({ id }) => id)).not.toContain(method?.id);
  });

  test('takes an account out of its restricted unit, and puts it back', async () => {
    const tenant = await startTenant({ state: compliantTenant() });
    const [unit] = tenant.state.administrativeUnits;
    const [account = ''] = tenant.emergencyAccountIds;
    const isProtected = async () =>
      (await call(tenant, `/v1.0/users/${account}?$select=isManagementRestricted`)).body['isManagementRestricted'];
    tenant.administrator.removeFromAdministrativeUnit(unit?.id ?? '', account, REQUESTER);
    expect(await isProtected()).toBeNull();
    tenant.administrator.addToAdministrativeUnit(unit?.id ?? '', account, REQUESTER);
    expect(await isProtected()).toBe(true);
    const entries = valuesOf((await call(tenant, '/v1.0/auditLogs/directoryAudits?$orderby=activityDateTime')).body);
    expect(new Set(entries.map((entry) => entry['activityDisplayName']))).toEqual(
      new Set([
        'Remove member from restricted management administrative unit',
        'Add member to restricted management administrative unit',
      ]),
    );
  });
});
