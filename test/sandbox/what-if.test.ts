import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { compliantTenant } from '../../src/sandbox/seed/compliant-tenant.js';
import { contosoTenant } from '../../src/sandbox/seed/contoso.js';
import { NORTH_ID, SOUTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { ALMA_ID, GROUP } from '../../src/sandbox/seed/contoso-directory.js';
import { guidFor } from '../../src/sandbox/seed/ids.js';
import { makePolicy, type PolicySketch } from '../../src/sandbox/seed/policies.js';
import { ROLE } from '../../src/sandbox/seed/roles.js';
import type { SandboxState } from '../../src/sandbox/state.js';
import { call, errorIn, startTenant, valuesOf } from './calls.js';
import { graphJudge } from './graph-schema.js';

const EVALUATE = '/v1.0/identity/conditionalAccess/evaluate';
const AZURE_MANAGEMENT = '797f4846-ba00-4fd7-ba43-dac1f8f63013';
const EXCHANGE = '00000002-0000-0ff1-ce00-000000000000';
const GUEST_ID = guidFor('user:Nils Berg');

const CONDITIONS = {
  clientAppType: 'browser',
  devicePlatform: 'windows',
  signInRiskLevel: 'none',
  userRiskLevel: 'none',
  country: 'US',
};

function question(userId: string, conditions: object = {}, application = AZURE_MANAGEMENT, more: object = {}) {
  return {
    signInIdentity: { '@odata.type': '#microsoft.graph.userSignIn', userId },
    signInContext: { '@odata.type': '#microsoft.graph.applicationContext', includeApplications: [application] },
    signInConditions: { ...CONDITIONS, ...conditions },
    ...more,
  };
}

/** What a tenant with just this policy answers about Alma, unless the question says otherwise. */
async function reasonFor(
  sketch: Partial<PolicySketch>,
  asked: object = question(ALMA_ID),
  change?: (state: SandboxState) => void,
) {
  const state = contosoTenant();
  state.policies = [makePolicy({ displayName: 'The policy', users: { includeUsers: ['All'] }, ...sketch })];
  change?.(state);
  const { body } = await call(await startTenant({ state }), EVALUATE, { body: asked });
  return valuesOf(body)[0]?.['analysisReasons'];
}

const BLOCK_ABROAD = {
  locations: { includeLocations: ['All'], excludeLocations: [guidFor('namedLocation:countries-we-work-in')] },
};

/** Each with the sign-in that the policy meets, and one that differs in the one thing that matters. */
const TWINS: readonly (readonly [what: string, Partial<PolicySketch>, hit: object, missed: object, reason: string])[] =
  [
    [
      'a group in a group',
      { users: { includeGroups: [GROUP.exclusions] } },
      question(SOUTH_ID),
      question(ALMA_ID),
      'users',
    ],
    [
      'an active role',
      { users: { includeRoles: [ROLE.globalAdministrator] } },
      question(NORTH_ID),
      question(SOUTH_ID),
      'users',
    ],
    ['guests', { users: { includeUsers: ['GuestsOrExternalUsers'] } }, question(GUEST_ID), question(ALMA_ID), 'users'],
    [
      'everybody but one',
      { users: { includeUsers: ['All'], excludeUsers: [NORTH_ID] } },
      question(SOUTH_ID),
      question(NORTH_ID),
      'users',
    ],
    [
      'everybody but a group in a group',
      { users: { includeUsers: ['All', SOUTH_ID], excludeGroups: [GROUP.exclusions] } },
      question(NORTH_ID),
      question(SOUTH_ID),
      'users',
    ],
    [
      'one application',
      { applications: { includeApplications: [AZURE_MANAGEMENT] } },
      question(ALMA_ID),
      question(ALMA_ID, {}, EXCHANGE),
      'application',
    ],
    [
      'a suite of applications',
      { applications: { includeApplications: ['Office365'] } },
      question(ALMA_ID, {}, EXCHANGE),
      question(ALMA_ID),
      'application',
    ],
    [
      'legacy clients',
      { conditions: { clientAppTypes: ['exchangeActiveSync', 'other'] } },
      question(ALMA_ID, { clientAppType: 'other' }),
      question(ALMA_ID),
      'clientApps',
    ],
    [
      'other platforms',
      { conditions: { platforms: { includePlatforms: ['all'], excludePlatforms: ['windows'] } } },
      question(ALMA_ID, { devicePlatform: 'linux' }),
      question(ALMA_ID),
      'devicePlatform',
    ],
    [
      'risky sign-ins',
      { conditions: { signInRiskLevels: ['high'] } },
      question(ALMA_ID, { signInRiskLevel: 'high' }),
      question(ALMA_ID),
      'signInRisk',
    ],
    [
      'risky users',
      { conditions: { userRiskLevels: ['high'] } },
      question(ALMA_ID, { userRiskLevel: 'high' }),
      question(ALMA_ID),
      'userRisk',
    ],
    [
      'other countries',
      { conditions: BLOCK_ABROAD },
      question(ALMA_ID),
      question(ALMA_ID, { country: 'SE' }),
      'location',
    ],
    [
      'report-only',
      { state: 'enabledForReportingButNotEnforced', users: { includeUsers: [ALMA_ID] } },
      question(ALMA_ID),
      question(NORTH_ID),
      'users',
    ],
  ];

describe('What If', () => {
  test.each(TWINS)('a policy for %s applies, and to its twin it does not', async (_, sketch, hit, missed, reason) => {
    expect(await reasonFor(sketch, hit)).toBe('notSet');
    expect(await reasonFor(sketch, missed)).toBe(reason);
  });

  test('a disabled policy does not apply because it is not enabled', async () => {
    expect(await reasonFor({ state: 'disabled' })).toBe('policyNotEnabled');
  });

  test.each([
    ['a risk', { conditions: { signInRiskLevels: ['high' as const] } }, { signInRiskLevel: null }],
    ['a platform', { conditions: { platforms: { includePlatforms: ['android' as const] } } }, { devicePlatform: null }],
    ['a country', { conditions: BLOCK_ABROAD }, { country: null }],
  ])('%s that the question leaves out is too little to tell', async (_, sketch, conditions) => {
    expect(await reasonFor(sketch, question(ALMA_ID, conditions))).toBe('notEnoughInformation');
  });

  test('trusted networks cannot be told from a country, and where there are none nobody is in one', async () => {
    const trusted = { conditions: { locations: { includeLocations: ['All'], excludeLocations: ['AllTrusted'] } } };
    expect(await reasonFor(trusted)).toBe('notSet');
    const withOffice = (state: SandboxState) =>
      state.namedLocations.push({ id: guidFor('namedLocation:office'), kind: 'ipRanges', isTrusted: true });
    expect(await reasonFor(trusted, question(ALMA_ID), withOffice)).toBe('notEnoughInformation');
  });

  test('answers about every policy that v1.0 shows, or about those that apply when asked so', async () => {
    const tenant = await startTenant();
    const all = valuesOf((await call(tenant, EVALUATE, { body: question(NORTH_ID) })).body);
    const applied = valuesOf(
      (await call(tenant, EVALUATE, { body: question(NORTH_ID, {}, AZURE_MANAGEMENT, { appliedPoliciesOnly: true }) }))
        .body,
    );
    expect(all).toHaveLength(tenant.state.policies.filter(({ usesPreviewFeatures }) => !usesPreviewFeatures).length);
    expect(applied).toEqual(all.filter(({ policyApplies }) => policyApplies === true));
    expect(applied.map(({ displayName }) => displayName)).toContain('CA018: Require MFA for Azure management');
  });

  test('refuses what is no sign-in, and a user who does not exist', async () => {
    const tenant = await startTenant();
    const refused = async (body: object) => errorIn(await call(tenant, EVALUATE, { body })).status;
    expect(await refused(question(NORTH_ID))).toBe(200);
    expect(await refused({ ...question(NORTH_ID), signInIdentity: {} })).toBe(400);
    expect(await refused(question(guidFor('user:nobody')))).toBe(400);
  });

  test('is not licensed without Microsoft Entra ID P1', async () => {
    const state = contosoTenant();
    state.hasPremiumP1 = false;
    const answer = await call(await startTenant({ state }), EVALUATE, { body: question(NORTH_ID) });
    expect(errorIn(answer)).toMatchObject({ status: 403, message: expect.stringContaining('not licensed') as unknown });
  });

  test('no enforced policy of the compliant tenant but the dedicated one reaches its accounts', async () => {
    const tenant = await startTenant({ state: compliantTenant() });
    const [account = ''] = tenant.emergencyAccountIds;
    const applied = await call(tenant, EVALUATE, {
      body: question(account, {}, AZURE_MANAGEMENT, { appliedPoliciesOnly: true }),
    });
    expect(valuesOf(applied.body).map(({ displayName }) => displayName)).toEqual([
      'CA000: Emergency access: require phishing-resistant MFA',
    ]);
  });
});

const METADATA = '../shared/data/graph-openapi.yaml';
const testWithMetadata = existsSync(METADATA) ? test : test.skip;

testWithMetadata('the answer is what Graph publishes', async () => {
  const { body } = await call(await startTenant(), EVALUATE, { body: question(NORTH_ID) });
  const judge = graphJudge(METADATA);
  expect(judge('microsoft.graph.whatIfAnalysisResultCollectionResponse', body)).toEqual([]);
  expect(valuesOf(body).flatMap((result) => judge('microsoft.graph.whatIfAnalysisResult', result))).toEqual([]);
});
