import { NORTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import type { SandboxPolicy } from '../../src/sandbox/state.js';
import type { SandboxTenant } from '../../src/sandbox/tenant-server.js';

/** What the tests of writes have in common: Contoso's policies by name, and the smallest write. */

export const POLICIES = '/v1.0/identity/conditionalAccess/policies';

/** The one policy whose name begins with `prefix`. */
export function policyNamed(tenant: SandboxTenant, prefix: string): SandboxPolicy {
  const [entry, ...others] = tenant.state.policies.filter(({ policy }) => policy.displayName?.startsWith(prefix));
  if (entry === undefined || others.length > 0) throw new Error(`Not exactly one policy is named ${prefix}.`);
  return entry;
}

/** The path of that policy. */
export function pathOf(tenant: SandboxTenant, prefix: string): string {
  return `${POLICIES}/${policyNamed(tenant, prefix).policy.id}`;
}

export function excluding(...excludeUsers: readonly string[]): object {
  return { conditions: { users: { excludeUsers } } };
}

/** Excludes one account and nobody else. */
export const EXCLUDE_NORTH = excluding(NORTH_ID);

/** All that a new policy needs. */
export const NEW_POLICY = {
  displayName: 'CA200: Emergency access',
  state: 'enabledForReportingButNotEnforced',
  conditions: {
    users: { includeUsers: [NORTH_ID] },
    applications: { includeApplications: ['All'] },
    clientAppTypes: ['all'],
  },
  grantControls: { operator: 'OR', authenticationStrength: { id: '00000000-0000-0000-0000-000000000004' } },
};

export function referenceTo(id: string): object {
  return { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` };
}
