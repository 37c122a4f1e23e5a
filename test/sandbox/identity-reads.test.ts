import { describe, expect, test } from '@jest/globals';
import { compliantTenant } from '../../src/sandbox/seed/compliant-tenant.js';
import { FORGOTTEN_ID, NORTH_ID, SOUTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { REQUESTER } from '../../src/sandbox/seed/people.js';
import type { SandboxState } from '../../src/sandbox/state.js';
import { call, callBatch, errorIn, get, startTenant, valuesOf } from './calls.js';

/** What the tenant says about its accounts beside their memberships: plans, managers, legacy MFA, and the report. */

const REPORT = '/v1.0/reports/authenticationMethods/userRegistrationDetails';
const ADMINISTRATORS = `${REPORT}?$filter=isAdmin eq true`;
const NOON = Date.parse('2026-11-23T12:00:00Z');
const P1 = '41781fb2-bc02-4b7c-bd55-b576c07bb09d';
const P2 = 'eec0eb4f-6444-4f95-aba0-50c24d67f998';

describe('the premium plans of the organization', () => {
  test.each([
    [true, true, [P1, P2]],
    [true, false, [P1]],
    [false, false, []],
  ])('are shown as the tenant behaves: P1 %s, P2 %s', async (hasPremiumP1, hasPremiumP2, plans) => {
    const tenant = await startTenant();
    Object.assign(tenant.state, { hasPremiumP1, hasPremiumP2 });
    const [organization] = valuesOf((await call(tenant, '/v1.0/organization?$select=assignedPlans')).body);
    const shown = organization?.['assignedPlans'] as { servicePlanId: string; capabilityStatus: string }[];
    const premium = shown.filter(({ servicePlanId }) => [P1, P2].includes(servicePlanId));
    expect(premium.map(({ servicePlanId }) => servicePlanId)).toEqual(plans);
    expect(shown.length).toBe(plans.length + 2);
  });
});

describe('the manager', () => {
  test('is told with the type, and of an account without one there is none', async () => {
    const tenant = await startTenant();
    const south = await call(tenant, `/v1.0/users/${SOUTH_ID}/manager?$select=id,displayName`);
    expect(south.body).toMatchObject({ '@odata.type': '#microsoft.graph.user', displayName: 'Hugo Falk' });
    expect(errorIn(await call(tenant, `/v1.0/users/${NORTH_ID}/manager`))).toMatchObject({
      status: 404,
      code: 'Request_ResourceNotFound',
    });
  });
});

describe('the per-user MFA state', () => {
  test('is told on beta, and v1.0 does not know the path', async () => {
    const tenant = await startTenant();
    const path = (id: string) => `/users/${id}/authentication/requirements`;
    const { responses } = await callBatch(tenant, [get('n', path(NORTH_ID)), get('s', path(SOUTH_ID))], 'beta');
    expect([responses.get('n')?.body, responses.get('s')?.body]).toMatchObject([
      { perUserMfaState: 'disabled' },
      { perUserMfaState: 'enforced' },
    ]);
    expect((await call(tenant, `/v1.0${path(NORTH_ID)}`)).status).toBe(400);
    expect((await call(tenant, `/beta${path(P1)}`)).status).toBe(404);
  });
});

test('users are found by given name and surname, with quotes in them', async () => {
  const tenant = await startTenant();
  const user = tenant.state.users.find(({ id }) => id === NORTH_ID);
  if (user) Object.assign(user, { givenName: "D'Arcy", surname: 'Berg' });
  const filter = (name: string) => encodeURIComponent(`givenName eq '${name}' and surname eq 'Berg'`);
  const found = async (name: string) =>
    valuesOf((await call(tenant, `/v1.0/users?$filter=${filter(name)}&$select=id&$top=5`)).body).map(({ id }) => id);
  expect(await found("D''Arcy")).toEqual([NORTH_ID]);
  expect(await found('Nobody')).toEqual([]);
});

describe('the registration report', () => {
  async function report(change: (state: SandboxState) => void = () => undefined, path = ADMINISTRATORS) {
    const tenant = await startTenant({ now: () => NOON });
    change(tenant.state);
    return valuesOf((await call(tenant, path)).body);
  }

  test('of administrators has those with a role, active or eligible, and of everybody the others, too', async () => {
    const administrators = (await report()).map(({ id }) => id);
    expect(administrators).toEqual(expect.arrayContaining([NORTH_ID, SOUTH_ID, FORGOTTEN_ID, REQUESTER.objectId]));
    const others = (await report(undefined, REPORT)).filter(({ id }) => !administrators.includes(id));
    expect(others.length).toBeGreaterThan(5);
    expect(others.map(({ isAdmin }) => isAdmin)).not.toContain(true);
  });

  test('says in its own words what is registered', async () => {
    const details = await report((state) => state.certificateUserIds.push(NORTH_ID));
    const of = (id: string) => details.find((entry) => entry['id'] === id);
    expect(of(NORTH_ID)).toMatchObject({
      methodsRegistered: ['fido2SecurityKey', 'x509CertificateMultiFactor'],
      isMfaCapable: true,
      isPasswordlessCapable: true,
      isSsprRegistered: false,
      lastUpdatedDateTime: '2026-11-23T00:00:00.000Z',
    });
    expect(of(SOUTH_ID)).toMatchObject({ methodsRegistered: ['mobilePhone'], isPasswordlessCapable: false });
    expect(of(FORGOTTEN_ID)).toMatchObject({ methodsRegistered: [], isMfaCapable: false });
    expect(of(REQUESTER.objectId)).toMatchObject({ isSsprRegistered: true });
  });

  test('leaves out who is disabled', async () => {
    const disabled = await report((state) => {
      const user = state.users.find(({ id }) => id === SOUTH_ID);
      if (user) user.accountEnabled = false;
    });
    expect(disabled.map(({ id }) => id)).toContain(NORTH_ID);
    expect(disabled.map(({ id }) => id)).not.toContain(SOUTH_ID);
  });

  test('does not know before midnight what changed today', async () => {
    const clock = { ms: NOON };
    const tenant = await startTenant({ now: () => clock.ms });
    const administrators = async () => valuesOf((await call(tenant, ADMINISTRATORS)).body).map(({ id }) => id);
    tenant.administrator.disableUser(SOUTH_ID, REQUESTER);
    expect(await administrators()).toContain(SOUTH_ID);
    clock.ms += 12 * 3_600_000 - 1;
    expect(await administrators()).toContain(SOUTH_ID);
    clock.ms += 1;
    expect(await administrators()).not.toContain(SOUTH_ID);
  });

  test('needs Microsoft Entra ID P1', async () => {
    const tenant = await startTenant();
    tenant.state.hasPremiumP1 = false;
    expect(errorIn(await call(tenant, ADMINISTRATORS))).toMatchObject({
      status: 403,
      code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
    });
  });
});

describe('the accounts of the compliant tenant', () => {
  const state = compliantTenant();
  const accounts = state.users.filter(({ id }) => state.emergencyAccountIds.includes(id));

  test('are nobody’s: no names, numbers, titles, plans, manager or legacy MFA', () => {
    for (const user of accounts) {
      const { givenName, surname, jobTitle, department, employeeId, mobilePhone } = user;
      expect([givenName, surname, jobTitle, department, employeeId, mobilePhone]).toEqual(Array(6).fill(null));
      expect([user.businessPhones, user.otherMails, user.assignedPlans]).toEqual([[], [], []]);
      expect([state.managers[user.id], state.perUserMfaStates[user.id]]).toEqual([undefined, undefined]);
    }
  });

  test('have two security keys of two models each and nothing else beside the password', () => {
    for (const { id } of accounts) {
      const methods = state.authenticationMethods[id] ?? [];
      const keys = methods.filter((method) => method['@odata.type'].includes('fido2'));
      expect(methods).toHaveLength(3);
      expect(new Set(keys.map((key) => 'aaGuid' in key && key.aaGuid)).size).toBe(2);
    }
  });

  test('may use their keys by a passkey profile of their group', () => {
    const fido2 = state.authenticationMethodsPolicy.authenticationMethodConfigurations.find(({ id }) => id === 'Fido2');
    const { passkeyProfiles, includeTargets } = fido2 as unknown as {
      passkeyProfiles: { id: string; keyRestrictions: { aaGuids: string[] } }[];
      includeTargets: { id: string; allowedPasskeyProfiles: string[] }[];
    };
    const [groupId] = Object.entries(state.groupMembers).find(([, ids]) => ids.includes(accounts[0]?.id ?? '')) ?? [];
    const target = includeTargets.find(({ id }) => id === groupId);
    const profile = passkeyProfiles.find(({ id }) => target?.allowedPasskeyProfiles.includes(id));
    const registered = accounts.flatMap(({ id }) => state.authenticationMethods[id] ?? []);
    const models = registered.flatMap((method) => ('aaGuid' in method ? [method.aaGuid] : []));
    expect(profile?.keyRestrictions.aaGuids).toEqual(expect.arrayContaining(models));
  });
});
