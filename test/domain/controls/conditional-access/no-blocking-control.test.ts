import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS } from '../../../../src/domain/controls/control.js';
import { noBlockingControl } from '../../../../src/domain/controls/conditional-access/no-blocking-control.js';
import type { PolicyGrantControls } from '../../../../src/domain/tenant/conditional-access-policy.js';
import { unknown } from '../../../../src/domain/tenant/observed.js';
import type { AccountReading, TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import type { WhatIfResult } from '../../../../src/domain/tenant/what-if.js';
import {
  aMethod,
  aMethodConfiguration,
  aPolicy,
  aSnapshot,
  anAccount,
  FIRST,
  GLOBAL_ADMINISTRATOR,
  grant,
  outcomesFor,
  policiesOf,
  read,
  SECOND,
  someMemberships,
  someUsers,
  STRANGER,
  summaryOf,
  UNLICENSED,
  UNREAD,
} from '../../a-snapshot.js';

const EVERYBODY = someUsers({ includeUsers: ['All'] });
const KEY = '2fc0579f-8113-47ea-b116-555a8db9202a';
const CUSTOM = { id: STRANGER, displayName: 'Ours', allowedCombinations: ['fido2'] };

function reachedBy(overrides: Partial<PolicyGrantControls> | null, account: Partial<AccountReading> = {}) {
  return {
    ...policiesOf(aPolicy({ users: EVERYBODY, grantControls: overrides === null ? null : grant(overrides) })),
    accounts: [anAccount(FIRST, account), anAccount(SECOND)],
  };
}

const builtIn = (builtInControls: readonly string[], operator = 'OR') => reachedBy({ builtInControls, operator });
/** A strength of the tenant, which Graph lists. */
const strength = (allowedCombinations: readonly string[], account: Partial<AccountReading> = {}) => ({
  ...reachedBy({ builtInControls: [], authenticationStrength: { ...CUSTOM, allowedCombinations } }, account),
  authenticationStrengths: read([{ ...CUSTOM, allowedCombinations, fido2Restrictions: [] }]),
});
/** The only way to authenticate with a key, switched off. */
const KEYS_REFUSED = {
  authenticationMethodsPolicy: read({
    registrationCampaign: null,
    configurations: [aMethodConfiguration({ state: 'disabled' })],
  }),
};
const restricted = (aaGuid: string | null) => ({
  ...strength(['fido2'], { authenticationMethods: read([aMethod('fido2', { aaGuid })]) }),
  authenticationStrengths: read([
    { ...CUSTOM, fido2Restrictions: [{ appliesToCombinations: ['fido2'], allowedAAGUIDs: [KEY] }] },
  ]),
});

const CERTIFICATE_DEMANDED = strength(['x509CertificateMultiFactor']);

/** The accounts are excluded or reached, and What If says this about the only policy. */
function saying(
  policy: Partial<TenantSnapshot>,
  ...results: readonly Partial<WhatIfResult>[]
): Partial<TenantSnapshot> {
  const scenario = {
    application: 'All',
    clientAppType: 'browser',
    devicePlatform: 'iOS',
    signInRiskLevel: 'high',
    userRiskLevel: 'none',
    country: 'DE',
  };
  const whatIf = read([
    {
      scenario,
      results: results.map((result) => ({
        policyId: aPolicy().id,
        policyName: 'MFA for everybody',
        policyApplies: false,
        analysisReasons: [],
        ...result,
      })),
    },
  ]);
  return { ...policy, accounts: [anAccount(FIRST, { whatIf }), anAccount(SECOND)] };
}

const EXCLUDED = policiesOf(aPolicy());
const REACHED = builtIn(['mfa']);
const without = (whatIf: AccountReading['whatIf'], tenant: Partial<TenantSnapshot> = {}): Partial<TenantSnapshot> => ({
  ...tenant,
  accounts: [anAccount(FIRST, { whatIf }), anAccount(SECOND)],
});
const UNAVAILABLE = unknown('unavailable', 'This cloud has no What If.');
const NO_ROLE = someMemberships({ roleTemplateIds: [], groups: [] });
const ELIGIBLE = {
  ...policiesOf(
    aPolicy({
      users: someUsers({ includeRoles: [GLOBAL_ADMINISTRATOR] }),
      grantControls: grant({ builtInControls: ['block'] }),
    }),
  ),
  accounts: [anAccount(FIRST, { memberships: read(NO_ROLE) }), anAccount(SECOND)],
  roleAssignments: read([]),
};

const unreadMembershipsUnder = (control: string) => ({
  ...policiesOf(aPolicy({ grantControls: grant({ builtInControls: [control] }) })),
  accounts: [anAccount(FIRST, { memberships: UNREAD }), anAccount(SECOND)],
});

describe('BG-CA-03', () => {
  test.each<[string, Partial<TenantSnapshot>, readonly string[]]>([
    ['every policy excludes the account', {}, ['pass']],
    ['a policy blocks it', builtIn(['block']), ['fail']],
    ['a policy demands a method that it has', builtIn(['mfa']), ['pass']],
    [
      'a policy demands a method that it lacks',
      reachedBy({}, { authenticationMethods: read([aMethod('password')]) }),
      ['fail'],
    ],
    ['a policy demands a compliant device', builtIn(['compliantDevice']), ['fail']],
    ['a policy demands a joined device', builtIn(['domainJoinedDevice']), ['fail']],
    ['a policy demands an approved app', builtIn(['approvedApplication']), ['fail']],
    ['a policy demands a protected app', builtIn(['compliantApplication']), ['fail']],
    ['a policy demands a new password', builtIn(['passwordChange']), ['fail']],
    ['a policy demands terms of use', reachedBy({ builtInControls: [], termsOfUse: ['terms'] }), ['fail']],
    [
      'a policy demands a custom control',
      reachedBy({ builtInControls: [], customAuthenticationFactors: ['duo'] }),
      ['fail'],
    ],
    ['a device or a method is demanded', builtIn(['mfa', 'compliantDevice']), ['pass']],
    ['a device and a method are demanded', builtIn(['mfa', 'compliantDevice'], 'AND'), ['fail']],
    ['only the session is controlled', reachedBy(null), ['pass']],
    ['a strength accepts its key', strength(['password, sms', 'fido2']), ['pass']],
    ['a strength accepts a phone only', strength(['password, sms']), ['fail']],
    ['a strength accepts its key model', restricted(KEY), ['pass']],
    ['a strength accepts other key models only', restricted(STRANGER), ['fail']],
    ['a strength accepts some key models, and nobody knows its own', restricted(null), ['error']],
    [
      'a strength of the tenant is not listed',
      { ...strength(['fido2']), authenticationStrengths: read([]) },
      ['error'],
    ],
    [
      'the method policy refuses the key that a strength accepts',
      { ...strength(['fido2']), ...KEYS_REFUSED },
      ['fail'],
    ],
    ['the method policy refuses the key that would do', { ...builtIn(['mfa']), ...KEYS_REFUSED }, ['fail']],
    [
      'nobody knows whether the method policy accepts the key',
      { ...builtIn(['mfa']), authenticationMethodsPolicy: UNREAD },
      ['error'],
    ],
    ['a strength of the tenant was not read', { ...strength(['fido2']), authenticationStrengths: UNREAD }, ['error']],
    ['the methods that a policy demands were not read', reachedBy({}, { authenticationMethods: UNREAD }), ['error']],
    [
      'a certificate would answer, and the report that would show it was not read',
      { ...CERTIFICATE_DEMANDED, registrationDetails: UNREAD },
      ['error'],
    ],
    ['a certificate would answer, and the report shows none', CERTIFICATE_DEMANDED, ['fail']],
    [
      'a key answers, and the report of certificates was not read',
      { ...strength(['fido2']), registrationDetails: UNREAD },
      ['pass'],
    ],
    [
      'methods were not read and nothing asks for them',
      { accounts: [anAccount(FIRST, { authenticationMethods: UNREAD }), anAccount(SECOND)] },
      ['pass'],
    ],
    [
      'a report-only policy blocks it',
      policiesOf(
        aPolicy(),
        aPolicy({
          id: 'r',
          state: 'enabledForReportingButNotEnforced',
          users: EVERYBODY,
          grantControls: grant({ builtInControls: ['block'] }),
        }),
      ),
      ['pass'],
    ],
    [
      'labelled data is blocked',
      policiesOf(
        aPolicy({
          users: EVERYBODY,
          grantControls: grant({ builtInControls: ['block'] }),
          applications: {
            includeApplications: [],
            excludeApplications: [],
            includeUserActions: [],
            includeAuthenticationContextClassReferences: ['c1'],
          },
        }),
      ),
      ['warn'],
    ],
    [
      'a block waits for the activation of a role',
      {
        ...ELIGIBLE,
        roleEligibilityScheduleInstances: read([
          { principalId: FIRST, directoryScopeId: '/', memberType: 'Direct', endDateTime: null },
        ]),
      },
      ['warn'],
    ],
    [
      'a block may wait, and eligibilities were not read',
      { ...ELIGIBLE, roleEligibilityScheduleInstances: UNREAD },
      ['error'],
    ],
    ['no policy is enabled', policiesOf(), ['notApplicable']],
    ['policies were not read', { policies: UNREAD }, ['error']],
    ['the beta list was not read', { betaPolicies: UNREAD }, ['error']],
    ['memberships were not read, and a block may reach it', unreadMembershipsUnder('block'), ['error']],
    ['memberships were not read, and it can answer every demand', unreadMembershipsUnder('mfa'), ['pass']],
    ['the user was not read', { accounts: [anAccount(FIRST, { user: UNREAD }), anAccount(SECOND)] }, ['error']],
    [
      'a block is proven, and another list was not read',
      { ...builtIn(['block']), betaPolicies: UNREAD },
      ['fail', 'error'],
    ],
  ])('%s', (_, overrides, outcomes) => {
    expect(outcomesFor(noBlockingControl, FIRST, aSnapshot(overrides))).toEqual(outcomes);
  });

  describe('asks What If, which', () => {
    test.each<[string, Partial<TenantSnapshot>, readonly string[]]>([
      ['agrees that the policy does not apply', saying(EXCLUDED, { analysisReasons: ['users'] }), ['pass']],
      ['applies a policy that excludes the account', saying(EXCLUDED, { policyApplies: true }), ['error']],
      ['lacks information about it', saying(EXCLUDED, { analysisReasons: ['notEnoughInformation'] }), ['pass']],
      ['agrees that the policy applies', saying(REACHED, { policyApplies: true }), ['pass']],
      ['denies for the sake of the user', saying(REACHED, { analysisReasons: ['users'] }), ['error']],
      ['denies without a reason what must be hit', saying(REACHED, { analysisReasons: ['notSet'] }), ['error']],
      ['denies because of a condition', saying(REACHED, { analysisReasons: ['location'] }), ['pass']],
      [
        'lacks information about what is reached',
        saying(REACHED, { analysisReasons: ['notEnoughInformation'] }),
        ['pass'],
      ],
      ['applies a policy that no list has', saying(EXCLUDED, { policyId: STRANGER, policyApplies: true }), ['error']],
      ['applies a block, as computed', saying(builtIn(['block']), { policyApplies: true }), ['fail']],
      [
        'denies a block that was computed',
        saying(builtIn(['block']), { analysisReasons: ['users'] }),
        ['fail', 'error'],
      ],
      ['is forbidden', without(UNREAD), ['error']],
      ['timed out', without(unknown('timeout', 'No answer in time.')), ['error']],
      ['does not exist in this cloud', without(UNAVAILABLE), ['warn']],
      ['does not exist, and a policy blocks', without(UNAVAILABLE, builtIn(['block'])), ['fail']],
      ['takes a licence, and there are no policies', without(UNLICENSED, policiesOf()), ['notApplicable']],
      ['takes a licence, and there are policies', without(UNLICENSED), ['warn']],
    ])('%s', (_, overrides, outcomes) => {
      expect(outcomesFor(noBlockingControl, FIRST, aSnapshot(overrides))).toEqual(outcomes);
    });

    test('was not asked, though there are policies', () => {
      const snapshot = { ...aSnapshot(), accounts: [anAccount(FIRST, { whatIf: read([]) })] };
      expect(outcomesFor(noBlockingControl, FIRST, snapshot)).toEqual(['error']);
    });

    test('is shown beside the computed answer where they disagree', () => {
      const snapshot = aSnapshot(saying(EXCLUDED, { policyApplies: true }));
      const [judgement] = noBlockingControl.evaluate(snapshot, DEFAULT_SETTINGS);
      expect(judgement?.evidence[0]?.expected).toContain('excluded: excludeGroups');
      expect(judgement?.evidence[0]?.actual).toContain('applies for All with browser on iOS from DE');
    });

    test('names the permission when it is forbidden, and the gap when it does not exist', () => {
      expect(summaryOf(noBlockingControl, FIRST, 'error', aSnapshot(without(UNREAD)))).toContain('GRAPH_FORBIDDEN');
      expect(summaryOf(noBlockingControl, FIRST, 'warn', aSnapshot(without(UNAVAILABLE)))).toContain(
        'This cloud has no What If.',
      );
    });
  });
});
