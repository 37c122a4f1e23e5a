import { compliantTenant } from '../../src/sandbox/seed/compliant-tenant.js';
import { guidFor } from '../../src/sandbox/seed/ids.js';
import { phishingResistantMfa } from '../../src/sandbox/seed/strengths.js';
import { KEY_MODELS } from '../../src/sandbox/seed/users.js';
import type { SandboxState } from '../../src/sandbox/state.js';
import { describeFaults, type ReadUnderTest, type TenantUnderTest } from './describe-faults.js';

/** The fault matrix of what decides about a sign-in: policies, settings, and what the accounts sign in with. */

/** What rests on the policies as both versions of Graph show them. */
const EVERY_CA_CONTROL = [
  ...['BG-AUTH-04', 'BG-CA-01', 'BG-CA-02', 'BG-CA-03', 'BG-CA-04', 'BG-CA-05', 'BG-CA-07', 'BG-CA-08'],
  ...['BG-CA-11', 'BG-CA-12', 'BG-CA-13'],
];
const EVERY_GROUP_CONTROL = ['BG-CA-09', 'BG-CA-10'];

/** BG-TEN-02 is judged on the tenant for one read and on each account for the other. */
const ON_TENANT = 'BG-TEN-02 tenant';
const ON_ACCOUNTS = 'BG-TEN-02 account';

/** Its dedicated policy demands one of the models of keys that lie in the safes. */
function tenantWithOwnStrength(): SandboxState {
  const state = compliantTenant();
  const strength = {
    ...phishingResistantMfa(),
    id: guidFor('strength:keys-of-the-safes'),
    displayName: 'Keys of the safes',
    policyType: 'custom' as const,
    allowedCombinations: ['fido2' as const],
    combinationConfigurations: [
      {
        '@odata.type': '#microsoft.graph.fido2CombinationConfiguration',
        id: guidFor('restriction:keys-of-the-safes'),
        appliesToCombinations: ['fido2' as const],
        allowedAAGUIDs: Object.values(KEY_MODELS).map(({ aaGuid }) => aaGuid),
      },
    ],
  };
  state.authenticationStrengths.push(strength);
  const [dedicated] = state.policies;
  if (dedicated?.policy.grantControls) dedicated.policy.grantControls.authenticationStrength = strength;
  return state;
}

const WITH_OWN_STRENGTH: TenantUnderTest = {
  name: 'with an authentication strength of its own',
  build: tenantWithOwnStrength,
  warnings: [],
};

const READS: readonly ReadUnderTest[] = [
  {
    read: 'security defaults',
    match: /identitySecurityDefaultsEnforcementPolicy/,
    isOfOneObject: true,
    controls: ['BG-TEN-01'],
  },
  {
    read: 'self-service of administrators',
    match: /\/policies\/authorizationPolicy/,
    isOfOneObject: true,
    controls: [ON_TENANT],
  },
  {
    read: 'methods of the tenant and registration campaign',
    match: /\/policies\/authenticationMethodsPolicy/,
    isOfOneObject: true,
    controls: ['BG-AUTH-04', 'BG-CA-01', 'BG-CA-04', 'BG-CA-05', ON_ACCOUNTS],
  },
  {
    read: 'policies on v1.0',
    match: /\/v1\.0\/identity\/conditionalAccess\/policies/,
    controls: [...EVERY_CA_CONTROL, ...EVERY_GROUP_CONTROL, 'BG-TEN-01'],
  },
  { read: 'policies on beta', match: /\/beta\/identity\/conditionalAccess\/policies/, controls: EVERY_CA_CONTROL },
  { read: 'users that policies name', match: /\/users\?\$filter=id/, controls: ['BG-CA-08'] },
  { read: 'groups that policies name', match: /\/groups\?\$filter=id/, controls: ['BG-CA-08'] },
  { read: 'What If', match: /\/conditionalAccess\/evaluate/, controls: ['BG-CA-03'] },
  {
    read: 'authentication strengths',
    match: /\/policies\/authenticationStrengthPolicies/,
    controls: ['BG-AUTH-04', 'BG-CA-01', 'BG-CA-04', 'BG-CA-05'],
    tenant: WITH_OWN_STRENGTH,
  },
  {
    read: 'authentication methods',
    match: /\/authentication\/methods/,
    controls: [
      ...['BG-INV-03', 'BG-ACC-05', 'BG-AUTH-01', 'BG-AUTH-02', 'BG-AUTH-03 account', 'BG-AUTH-04', 'BG-AUTH-05'],
      ...['BG-CA-01', 'BG-CA-03', 'BG-CA-04', 'BG-CA-05'],
    ],
  },
  {
    read: 'sign-in activity',
    match: /select=id,signInActivity/,
    isOfOneObject: true,
    controls: ['BG-AUTH-07', 'BG-DRILL-01'],
  },
  // Shown in beta only: the control does not apply then, and the tenant is called incomplete all the same.
  {
    read: 'per-user MFA',
    match: /\/beta\/users\/[0-9a-f-]{36}\/authentication\/requirements/,
    isOfOneObject: true,
    controls: ['BG-AUTH-06'],
  },
  {
    read: 'registration report',
    match: /\/userRegistrationDetails\?/,
    controls: ['BG-AUTH-02', 'BG-AUTH-03 tenant'],
  },
  { read: 'risky users', match: /\/identityProtection\/riskyUsers/, controls: ['BG-RISK-01'] },
];

describeFaults(READS);
