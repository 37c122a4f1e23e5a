import { describe, expect, test } from '@jest/globals';
import type { SandboxTenant } from '../../src/sandbox/tenant-server.js';
import { call, startTenant, valuesOf } from './calls.js';

const POLICIES = 'identity/conditionalAccess/policies';

function previewId(tenant: SandboxTenant): string {
  const preview = tenant.state.policies.filter(({ usesPreviewFeatures }) => usesPreviewFeatures);
  expect(preview).toHaveLength(1);
  return preview[0]?.policy.id ?? '';
}

describe('a policy that uses preview features', () => {
  test('is missing from v1.0 and present in beta', async () => {
    const tenant = await startTenant();
    const id = previewId(tenant);
    const idsOn = async (version: string) =>
      valuesOf((await call(tenant, `/${version}/${POLICIES}`)).body).map((p) => p['id']);
    const [stable, beta] = [await idsOn('v1.0'), await idsOn('beta')];
    expect(stable).not.toContain(id);
    expect(beta).toEqual([...stable, id]);
  });

  test('is refused by ID on v1.0 with the number 1037, and read on beta', async () => {
    const tenant = await startTenant();
    const id = previewId(tenant);
    const refused = await call(tenant, `/v1.0/${POLICIES}/${id}`);
    expect({ status: refused.status, code: refused.body.error?.code }).toEqual({ status: 400, code: 'BadRequest' });
    expect(refused.body.error?.message).toMatch(/^1037: /);
    expect((await call(tenant, `/beta/${POLICIES}/${id}`)).body['id']).toBe(id);
  });
});

describe('enum members that Graph added later', () => {
  const excludedPlatforms = async (tenant: SandboxTenant, prefer: string) => {
    const { body } = await call(tenant, `/v1.0/${POLICIES}`, { headers: { prefer } });
    const policy = valuesOf(body).find((p) => p['displayName'] === 'CA009: Block unsupported device platforms');
    const conditions = policy?.['conditions'] as { platforms: { excludePlatforms: string[] } };
    return conditions.platforms.excludePlatforms.at(-1);
  };

  test('come back as unknownFutureValue, and by name to a request that prefers them', async () => {
    const tenant = await startTenant();
    expect(await excludedPlatforms(tenant, 'return=representation')).toBe('unknownFutureValue');
    expect(await excludedPlatforms(tenant, 'include-unknown-enum-members')).toBe('linux');
  });
});
