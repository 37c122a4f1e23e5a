import { describe, expect, test } from '@jest/globals';
import { FORGOTTEN_ID, NORTH_ID, SOUTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { GROUP } from '../../src/sandbox/seed/contoso-directory.js';
import { guidFor } from '../../src/sandbox/seed/ids.js';
import { ROLE } from '../../src/sandbox/seed/roles.js';
import { call, errorIn, startTenant, valuesOf, write, type Called } from './calls.js';
import { EXCLUDE_NORTH, excluding, NEW_POLICY, pathOf, POLICIES, policyNamed } from './writes.js';

const PREFER = { headers: { prefer: 'include-unknown-enum-members' } };

describe('updating a policy', () => {
  test('answers 204 without a body and is read at once', async () => {
    const tenant = await startTenant();
    const path = pathOf(tenant, 'CA018');
    const { status, text } = await write(tenant, 'PATCH', path, EXCLUDE_NORTH);
    expect({ status, text }).toEqual({ status: 204, text: '' });
    const { body } = await call(tenant, path);
    expect(body['conditions']).toMatchObject({ users: { excludeUsers: [NORTH_ID] } });
  });

  test('replaces a sent array as a whole, and an empty one clears it', async () => {
    const tenant = await startTenant();
    const path = pathOf(tenant, 'CA001');
    expect(policyNamed(tenant, 'CA001').policy.conditions?.users?.excludeUsers).toHaveLength(3);
    await write(tenant, 'PATCH', path, excluding(SOUTH_ID));
    expect(policyNamed(tenant, 'CA001').policy.conditions?.users?.excludeUsers).toEqual([SOUTH_ID]);
    await write(tenant, 'PATCH', path, excluding());
    expect(policyNamed(tenant, 'CA001').policy.conditions?.users?.excludeUsers).toEqual([]);
  });

  test('leaves everything that was not sent as it was', async () => {
    const tenant = await startTenant();
    const before = structuredClone(policyNamed(tenant, 'CA006').policy);
    await write(tenant, 'PATCH', pathOf(tenant, 'CA006'), EXCLUDE_NORTH);
    const { policy: after } = policyNamed(tenant, 'CA006');
    const users = { ...before.conditions?.users, excludeUsers: [NORTH_ID] };
    const { modifiedDateTime } = after;
    expect(after).toEqual({ ...before, modifiedDateTime, conditions: { ...before.conditions, users } });
  });

  test('moves modifiedDateTime, even while the clock stands still', async () => {
    const now = Date.parse('2026-11-23T10:00:00Z');
    const tenant = await startTenant({ now: () => now });
    const dates: unknown[] = [];
    for (const body of [EXCLUDE_NORTH, excluding()]) {
      await write(tenant, 'PATCH', pathOf(tenant, 'CA018'), body);
      dates.push(policyNamed(tenant, 'CA018').policy.modifiedDateTime);
    }
    expect(dates).toEqual(['2026-11-23T10:00:00.000Z', '2026-11-23T10:00:00.001Z']);
  });

  test('null removes a complex part, and a part that was null can be set', async () => {
    const tenant = await startTenant();
    const path = pathOf(tenant, 'CA012');
    const { grantControls: before } = policyNamed(tenant, 'CA012').policy;
    await write(tenant, 'PATCH', path, { grantControls: { operator: 'OR', builtInControls: ['mfa'] } });
    const { grantControls: set } = policyNamed(tenant, 'CA012').policy;
    await write(tenant, 'PATCH', path, { sessionControls: null });
    const { sessionControls } = policyNamed(tenant, 'CA012').policy;
    expect([before, set?.builtInControls, set?.termsOfUse, sessionControls]).toEqual([null, ['mfa'], [], null]);
  });

  test('an authentication strength is written by its ID and read whole', async () => {
    const tenant = await startTenant();
    const path = pathOf(tenant, 'CA018');
    const { authenticationStrength } = NEW_POLICY.grantControls;
    await write(tenant, 'PATCH', path, { grantControls: { authenticationStrength } });
    const { body } = await call(tenant, path);
    expect(body['grantControls']).toMatchObject({
      builtInControls: ['mfa'],
      authenticationStrength: { ...authenticationStrength, displayName: 'Phishing-resistant MFA' },
    });
  });
});

const STALE = guidFor('user:who-was-deleted');
const strengthened = (id: string) => ({ grantControls: { authenticationStrength: { id } } });

/** A body that is refused, what the message begins with, and its allowed twin. */
const BODIES: readonly (readonly [name: string, wrong: unknown, message: RegExp, right: unknown])[] = [
  ['no body', undefined, /^1007: /, {}],
  ['a read-only property', { ...EXCLUDE_NORTH, templateId: null }, /^1007: /, { ...EXCLUDE_NORTH, description: null }],
  ['a date', { modifiedDateTime: '2026-01-01T00:00:00Z' }, /^1007: /, { state: 'enabled' }],
  ['an unknown key at the top', { colour: 'red' }, /^1007: /, { displayName: 'red' }],
  [
    'an unknown nested key',
    { conditions: { users: { excludeUsr: [] } } },
    /^1007: /,
    { conditions: { users: { excludeUsers: [] } } },
  ],
  ['an unknown state', { state: 'on' }, /^1007: /, { state: 'disabled' }],
  [
    'an echoed unknownFutureValue',
    { conditions: { platforms: { excludePlatforms: ['unknownFutureValue'] } } },
    /^1007: /,
    { conditions: { platforms: { excludePlatforms: ['linux'] } } },
  ],
  [
    'an expanded authentication strength',
    { grantControls: { authenticationStrength: { id: '00000000-0000-0000-0000-000000000004', displayName: 'x' } } },
    /^1007: /,
    strengthened('00000000-0000-0000-0000-000000000004'),
  ],
  [
    'an unknown authentication strength',
    strengthened('00000000-0000-0000-0000-00000000000f'),
    /authentication strength/,
    strengthened('00000000-0000-0000-0000-000000000004'),
  ],
  ['a deleted user', excluding(NORTH_ID, STALE), new RegExp(STALE), excluding(NORTH_ID, NORTH_ID.toUpperCase())],
  [
    'a deleted group',
    { conditions: { users: { excludeGroups: [STALE] } } },
    new RegExp(STALE),
    { conditions: { users: { excludeGroups: [GROUP.exclusions] } } },
  ],
  [
    'an unknown role',
    { conditions: { users: { excludeRoles: [STALE] } } },
    new RegExp(STALE),
    { conditions: { users: { excludeRoles: [ROLE.globalAdministrator] } } },
  ],
  [
    'an unknown special user',
    { conditions: { users: { includeUsers: ['Everybody'] } } },
    /Everybody/,
    { conditions: { users: { includeUsers: ['All'] } } },
  ],
  [
    'a retired grant control',
    { grantControls: { builtInControls: ['approvedApplication'] } },
    /approvedApplication/,
    { grantControls: { builtInControls: ['compliantApplication'] } },
  ],
];

describe('a body that Graph does not take', () => {
  test.each(BODIES)('%s is refused with 400 and changes nothing', async (_, wrong, message, right) => {
    const tenant = await startTenant();
    const { id } = policyNamed(tenant, 'CA018').policy;
    const before = tenant.policyImage(id);
    const refused = errorIn(await write(tenant, 'PATCH', pathOf(tenant, 'CA018'), wrong));
    expect(refused).toEqual({ status: 400, code: 'BadRequest', message: expect.stringMatching(message) as unknown });
    expect({ image: tenant.policyImage(id), audits: tenant.state.directoryAudits }).toEqual({
      image: before,
      audits: [],
    });
    expect((await write(tenant, 'PATCH', pathOf(tenant, 'CA018'), right)).status).toBe(204);
  });

  test('a policy that was read whole cannot be echoed, its users can', async () => {
    const tenant = await startTenant();
    const path = pathOf(tenant, 'CA003');
    const { body } = await call(tenant, path, PREFER);
    expect(errorIn(await write(tenant, 'PATCH', path, body)).message).toMatch(/^1007: /);
    const { users } = body['conditions'] as { users: unknown };
    expect((await write(tenant, 'PATCH', path, { conditions: { users } })).status).toBe(204);
  });
});

describe('a policy that Graph does not let be written', () => {
  const patched = async (prefix: string, body: object, prepare?: Parameters<typeof prepared>[1]) =>
    errorIn(await prepared(prefix, prepare, body));

  async function prepared(
    prefix: string,
    prepare: ((entry: ReturnType<typeof policyNamed>) => void) | undefined,
    body: object,
  ): Promise<Called> {
    const tenant = await startTenant();
    prepare?.(policyNamed(tenant, prefix));
    return write(tenant, 'PATCH', pathOf(tenant, prefix), body);
  }

  test('one that uses preview features is refused with 1038', async () => {
    const preview = await patched('CA020', EXCLUDE_NORTH);
    expect(preview).toMatchObject({
      status: 400,
      code: 'BadRequest',
      message: expect.stringMatching(/^1038: /) as unknown,
    });
    const stable = await patched('CA020', EXCLUDE_NORTH, (entry) => (entry.usesPreviewFeatures = false));
    expect(stable.status).toBe(204);
  });

  test('one with the retired grant control approvedApplication is refused', async () => {
    const withControl = (control: 'approvedApplication' | 'compliantApplication') =>
      patched('CA018', EXCLUDE_NORTH, ({ policy }) => policy.grantControls?.builtInControls?.push(control));
    expect(await withControl('approvedApplication')).toMatchObject({ status: 400, code: 'BadRequest' });
    expect((await withControl('compliantApplication')).status).toBe(204);
  });

  test.each([
    ['its name', { displayName: 'Ours now' }],
    ['whom it includes', { conditions: { users: { includeUsers: ['None'] } } }],
    ['its other conditions', { conditions: { clientAppTypes: ['all'] } }],
    ['its controls', { grantControls: { builtInControls: ['mfa'] } }],
  ])('of one that Microsoft manages, not %s', async (_, body) => {
    expect(await patched('Microsoft-managed:', body)).toMatchObject({ status: 400, code: 'BadRequest' });
    const ours = await patched('Microsoft-managed:', body, ({ policy }) => (policy.templateId = null));
    expect(ours.status).toBe(204);
  });

  test.each([
    ['its state', { state: 'disabled' }],
    ['its excluded users', EXCLUDE_NORTH],
    ['its excluded groups', { conditions: { users: { excludeGroups: [GROUP.exclusions] } } }],
    ['its included users as they are', { conditions: { users: { includeUsers: ['All'], excludeUsers: [NORTH_ID] } } }],
  ])('of one that Microsoft manages, %s', async (_, body) => {
    expect((await patched('Microsoft-managed:', body)).status).toBe(204);
  });

  test('one that does not exist is answered 404, and on beta none is written', async () => {
    const tenant = await startTenant();
    const unknown = await write(tenant, 'PATCH', `${POLICIES}/${STALE}`, EXCLUDE_NORTH);
    expect(errorIn(unknown)).toMatchObject({ status: 404, code: 'Request_ResourceNotFound' });
    const path = pathOf(tenant, 'CA018');
    expect((await write(tenant, 'PATCH', path.replace('v1.0', 'beta'), EXCLUDE_NORTH)).status).toBe(400);
    expect((await write(tenant, 'PATCH', path, EXCLUDE_NORTH)).status).toBe(204);
  });

  test('a write with query options is refused before it has an effect', async () => {
    const tenant = await startTenant();
    const refused = await write(tenant, 'PATCH', `${pathOf(tenant, 'CA018')}?$select=id`, EXCLUDE_NORTH);
    expect({ status: refused.status, writes: tenant.writes.map(({ applied }) => applied) }).toEqual({
      status: 400,
      writes: [false],
    });
  });
});

describe('creating a policy', () => {
  test('answers 201 with the whole policy, which is then listed', async () => {
    const now = Date.parse('2026-11-23T10:00:00Z');
    const tenant = await startTenant({ now: () => now });
    const { status, body } = await write(tenant, 'POST', POLICIES, NEW_POLICY);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      displayName: NEW_POLICY.displayName,
      createdDateTime: '2026-11-23T10:00:00.000Z',
      modifiedDateTime: null,
      conditions: { users: { includeUsers: [NORTH_ID], excludeGroups: [] }, platforms: null },
      grantControls: { authenticationStrength: { policyType: 'builtIn' } },
      sessionControls: null,
    });
    const listed = valuesOf((await call(tenant, `${POLICIES}?$filter=displayName eq 'CA200: Emergency access'`)).body);
    expect(listed.map(({ id }) => id)).toEqual([body['id']]);
  });

  test.each(['displayName', 'state', 'conditions', 'grantControls'] as const)(
    'without %s it is refused',
    async (missing) => {
      const tenant = await startTenant();
      const { [missing]: _, ...incomplete } = NEW_POLICY;
      expect(errorIn(await write(tenant, 'POST', POLICIES, incomplete)).message).toMatch(/^1007: /);
      expect((await write(tenant, 'POST', POLICIES, NEW_POLICY)).status).toBe(201);
    },
  );

  test('sent twice it is there twice: Graph does not recognise a repetition', async () => {
    const tenant = await startTenant();
    const ids = [await write(tenant, 'POST', POLICIES, NEW_POLICY), await write(tenant, 'POST', POLICIES, NEW_POLICY)];
    expect(new Set(ids.map(({ body }) => body['id'])).size).toBe(2);
    expect(tenant.writes.filter(({ applied }) => applied)).toHaveLength(2);
  });
});

describe('deleting a policy', () => {
  const DELETED = '/v1.0/identity/conditionalAccess/deletedItems/policies';

  test('moves it to the deleted items; a second time there is nothing to delete', async () => {
    const tenant = await startTenant();
    const { id } = policyNamed(tenant, 'CA018').policy;
    expect(valuesOf((await call(tenant, DELETED)).body)).toEqual([]);
    const statuses = [
      await write(tenant, 'DELETE', `${POLICIES}/${id}`),
      await write(tenant, 'DELETE', `${POLICIES}/${id}`),
    ];
    expect(statuses.map(({ status }) => status)).toEqual([204, 404]);
    expect((await call(tenant, `${POLICIES}/${id}`)).status).toBe(404);
    const [deleted] = valuesOf((await call(tenant, DELETED)).body);
    expect(deleted).toMatchObject({ id, deletedDateTime: expect.stringMatching(/Z$/) as unknown });
  });

  test('one that Microsoft manages stays', async () => {
    const tenant = await startTenant();
    const path = pathOf(tenant, 'Microsoft-managed:');
    expect((await write(tenant, 'DELETE', path)).status).toBe(400);
    expect((await call(tenant, path)).status).toBe(200);
  });
});

test('a policy’s image is the same text after a change and its undoing, and another in between', async () => {
  const tenant = await startTenant();
  const { id } = policyNamed(tenant, 'CA018').policy;
  const images = [tenant.policyImage(id)];
  for (const body of [excluding(FORGOTTEN_ID), excluding()]) {
    await write(tenant, 'PATCH', `${POLICIES}/${id}`, body);
    images.push(tenant.policyImage(id));
  }
  expect(images[2]).toBe(images[0]);
  expect(images[1]).not.toBe(images[0]);
  expect(images[0]).not.toContain('modifiedDateTime');
  expect(() => tenant.policyImage(STALE)).toThrow('SANDBOX_NO_SUCH_OBJECT');
});
