import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS, type ScanSettings } from '../../../../src/domain/controls/control.js';
import { noUndeclaredExclusions } from '../../../../src/domain/controls/conditional-access/no-undeclared-exclusions.js';
import type { ConditionalAccessPolicy, PolicyUsers } from '../../../../src/domain/tenant/conditional-access-policy.js';
import type { ExclusionGroupReading, TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import {
  aPolicy,
  aSnapshot,
  anAccount,
  anExclusionGroup,
  EXCLUSION_GROUP,
  FIRST,
  GLOBAL_ADMINISTRATOR,
  grant,
  OTHER_GROUP,
  policiesOf,
  read,
  SECOND,
  someUsers,
  STRANGER,
  UNREAD,
} from '../../a-snapshot.js';

const NAMES = read([
  { id: STRANGER, state: 'exists' as const, kind: 'user', displayName: 'Sync' },
  { id: OTHER_GROUP, state: 'exists' as const, kind: 'group', displayName: 'Contractors' },
]);

function p(number: number, users: Partial<PolicyUsers>, overrides: Partial<ConditionalAccessPolicy> = {}) {
  const excluded = { includeUsers: ['All'], excludeGroups: [EXCLUSION_GROUP], ...users };
  return aPolicy({ id: `p${number}`, displayName: `Policy ${number}`, users: someUsers(excluded), ...overrides });
}

const CLEAN = p(2, {});
/** One of two enabled policies excludes more than it should. */
const excluding = (users: Partial<PolicyUsers>, overrides: Partial<ConditionalAccessPolicy> = {}) => ({
  ...policiesOf(p(1, users, overrides), CLEAN),
  references: NAMES,
});
const everywhere = (overrides: Partial<ConditionalAccessPolicy> = {}) => ({
  ...policiesOf(...[1, 2].map((number) => p(number, { excludeUsers: [STRANGER] }, overrides))),
  references: NAMES,
});
const judge = (overrides: Partial<TenantSnapshot>, settings: Partial<ScanSettings> = {}) =>
  noUndeclaredExclusions.evaluate(aSnapshot(overrides), { ...DEFAULT_SETTINGS, ...settings });
const judged = (overrides: Partial<TenantSnapshot>, settings: Partial<ScanSettings> = {}) =>
  judge(overrides, settings).map(({ subject, outcome }) => `${outcome} ${subject.name}`);
const SESSION = { grantControls: null };
const UNKNOWN_MEMBERS = {
  accounts: [FIRST, SECOND].map((id) => anAccount(id, { memberships: UNREAD })),
  exclusionGroups: [],
};
/** No account says what it is in, so that the group's own lists decide. */
const listing = (reading: Partial<ExclusionGroupReading>) => ({
  ...UNKNOWN_MEMBERS,
  exclusionGroups: [anExclusionGroup([FIRST], reading)],
});

describe('BG-CA-12', () => {
  test.each<[string, Partial<TenantSnapshot>, readonly string[]]>([
    ['the group of the accounts', {}, ['pass Contoso']],
    ['the accounts themselves', excluding({ excludeUsers: [FIRST, SECOND.toUpperCase()] }), ['pass Contoso']],
    ['another user', excluding({ excludeUsers: [STRANGER] }), ['fail Policy 1']],
    ['another group', excluding({ excludeGroups: [OTHER_GROUP] }), ['fail Policy 1']],
    ['a role', excluding({ excludeRoles: [GLOBAL_ADMINISTRATOR] }), ['fail Policy 1']],
    ['all guests', excluding({ excludeUsers: ['GuestsOrExternalUsers'] }), ['fail Policy 1']],
    [
      'some guests',
      excluding({
        excludeGuestsOrExternalUsers: { guestOrExternalUserTypes: ['internalGuest'], externalTenants: 'all' },
      }),
      ['fail Policy 1'],
    ],
    [
      'another user, from a block',
      excluding({ excludeUsers: [STRANGER] }, { grantControls: grant({ builtInControls: ['block'] }) }),
      ['fail Policy 1'],
    ],
    [
      'another user, from a demand for a device',
      excluding({ excludeUsers: [STRANGER] }, { grantControls: grant({ builtInControls: ['compliantDevice'] }) }),
      ['pass Contoso'],
    ],
    ['another user, from a session control', excluding({ excludeUsers: [STRANGER] }, SESSION), ['pass Contoso']],
    [
      'another user, in report-only',
      excluding({ excludeUsers: [STRANGER] }, { state: 'enabledForReportingButNotEnforced' }),
      ['pass Contoso'],
    ],
    ['another user, everywhere', everywhere(SESSION), ['warn Sync']],
    ['another user, from every demand for a method', everywhere(), ['fail Policy 1', 'fail Policy 2', 'warn Sync']],
    [
      'what nothing in the directory has',
      {
        ...excluding({ excludeUsers: [STRANGER] }),
        references: read([{ id: STRANGER, state: 'notFound', kind: null, displayName: null }]),
      },
      ['pass Contoso'],
    ],
    [
      'another user, with unread names',
      { ...excluding({ excludeUsers: [STRANGER] }), references: UNREAD },
      ['fail Policy 1'],
    ],
    [
      'a group of which nobody knows whom it holds',
      { ...excluding({ excludeGroups: [OTHER_GROUP] }), ...UNKNOWN_MEMBERS },
      ['error Contoso'],
    ],
    ['a group that lists an account among its members', listing({}), ['pass Contoso']],
    [
      'a group that lists one among its members, no more being read',
      listing({ transitiveMembers: UNREAD }),
      ['pass Contoso'],
    ],
    [
      'a group that lists one through nested groups, no more being read',
      listing({ members: UNREAD }),
      ['pass Contoso'],
    ],
    [
      'a group of which no list of members was read',
      listing({ members: UNREAD, transitiveMembers: UNREAD }),
      ['error Contoso'],
    ],
    ['nobody, as far as the policies were read', { policies: UNREAD }, ['error Contoso']],
    ['nobody, as far as v1.0 shows', { betaPolicies: UNREAD }, ['error Contoso']],
    ['nobody, without policies', policiesOf(), ['notApplicable Contoso']],
    [
      'another user, with nobody designated',
      { ...excluding({ excludeUsers: [STRANGER] }), accounts: [], emergencyAccounts: [] },
      ['notApplicable Contoso'],
    ],
  ])('policies exclude %s', (_, overrides, expected) => {
    expect(judged(overrides)).toEqual(expected);
  });

  test('what is proven is said beside what was not read', () => {
    const outcomes = judge({ ...excluding({ excludeUsers: [STRANGER] }), betaPolicies: UNREAD }).map(
      ({ outcome }) => outcome,
    );
    expect(outcomes).toEqual(['fail', 'error']);
  });

  test('names what is excluded, and its ID where nobody could look the name up', () => {
    expect(judge(excluding({ excludeGroups: [OTHER_GROUP] }))[0]?.summary).toContain('"Contractors"');
    expect(judge({ ...excluding({ excludeGroups: [OTHER_GROUP] }), references: UNREAD })[0]?.summary).toContain(
      OTHER_GROUP,
    );
  });

  test('what the setting declares passes, and the summary says so', () => {
    const [judgement] = judge(everywhere(), { declaredExclusions: [STRANGER] });
    expect(judgement?.outcome).toBe('pass');
    expect(judgement?.summary).toContain('Accepted by the setting declaredExclusions: "Sync".');
  });

  test('half of the policies make a candidate where the setting says so', () => {
    const half = excluding({ excludeUsers: [STRANGER] }, SESSION);
    expect(judged(half, { shadowExclusionPercent: 51 })).toEqual(['pass Contoso']);
    const [judgement] = judge(half, { shadowExclusionPercent: 50 });
    expect(judgement?.outcome).toBe('warn');
    expect(judgement?.summary).toContain('The setting shadowExclusionPercent asks for 50 percent.');
  });
});
