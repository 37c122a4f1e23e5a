import { expect, test } from '@jest/globals';
import type { ConditionalAccessPolicy } from '../../../src/domain/tenant/conditional-access-policy.js';
import { chooseExclusionGroups, chooseGroups, type OwnReferences } from '../../../src/graph/read/groups-to-read.js';
import { parsePolicies } from '../../../src/graph/read/parse-policy.js';

const OWN: OwnReferences = { ids: new Set(['account']), groupIds: new Set(['own']), isComplete: true };

function policies(...users: readonly Readonly<Record<string, unknown>>[]): readonly ConditionalAccessPolicy[] {
  return parsePolicies(
    users.map(({ state, clientApplications, ...rest }, index) => ({
      id: `p${index}`,
      state: state ?? 'enabled',
      conditions: { users: rest, clientApplications },
    })),
  ).policies;
}

test.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
  ['includes a group of an emergency account', { includeGroups: ['own', 'other'] }, ['own', 'other']],
  ['includes an emergency account beside a group', { includeUsers: ['account'], includeGroups: ['other'] }, ['other']],
  ['includes none of the accounts', { includeGroups: ['other'] }, []],
  ['includes everybody too', { includeUsers: ['All'], includeGroups: ['own'] }, []],
  ['includes roles too', { includeRoles: ['r'], includeGroups: ['own'] }, []],
  [
    'includes guests too',
    { includeGuestsOrExternalUsers: { guestOrExternalUserTypes: 'internalGuest' }, includeGroups: ['own'] },
    [],
  ],
  [
    'is about workload identities',
    { includeGroups: ['own'], clientApplications: { includeServicePrincipals: ['All'] } },
    [],
  ],
])('the groups of a policy that %s: %#', (_, users, expected) => {
  expect(chooseGroups(policies(users), OWN)).toEqual({ read: expected, overLimit: [] });
});

test('the groups of any narrow policy are read while memberships are not known', () => {
  const chosen = chooseGroups(policies({ includeGroups: ['other'] }), { ...OWN, isComplete: false });
  expect(chosen.read).toEqual(['other']);
});

test('ten groups are read, those of enforced policies first, and the rest is named', () => {
  const many = Array.from({ length: 10 }, (_, index) => `g${index}`);
  const reportOnly = { state: 'enabledForReportingButNotEnforced', includeGroups: ['own', 'late'] };
  const chosen = chooseGroups(policies(reportOnly, { includeUsers: ['account'], includeGroups: many }), OWN);
  expect(chosen).toEqual({ read: many, overLimit: ['own', 'late'] });
});

const GUIDS = Array.from({ length: 12 }, (_, index) => `aaaaaaaa-0000-4000-8000-${String(index).padStart(12, '0')}`);

test('of excluded groups those are read that an emergency account is in, whatever the state of the policy', () => {
  const excluding = policies({ excludeGroups: ['own', 'other'] }, { state: 'disabled', excludeGroups: ['own'] });
  expect(chooseExclusionGroups(excluding, OWN)).toEqual({ read: ['own'], overLimit: [] });
  expect(chooseExclusionGroups(policies({ state: 'disabled', excludeGroups: ['own'] }), OWN).read).toEqual(['own']);
});

test('any excluded group may be one while memberships are not known, and what is no object ID is not', () => {
  const [first = ''] = GUIDS;
  const chosen = chooseExclusionGroups(policies({ excludeGroups: [first, '<Group>', 'own'] }), {
    ...OWN,
    isComplete: false,
  });
  expect(chosen).toEqual({ read: ['own', first], overLimit: [] });
});

test('ten excluded groups are read, those of enforced policies first, and the rest is named', () => {
  const reportOnly = { state: 'enabledForReportingButNotEnforced', excludeGroups: ['late'] };
  const chosen = chooseExclusionGroups(policies(reportOnly, { excludeGroups: GUIDS.slice(0, 10) }), {
    ...OWN,
    groupIds: new Set(['late', ...GUIDS]),
  });
  expect(chosen).toEqual({ read: GUIDS.slice(0, 10), overLimit: ['late'] });
});

test('excluded groups beyond ten are named too while memberships are not known', () => {
  const chosen = chooseExclusionGroups(policies({ excludeGroups: GUIDS }), { ...OWN, isComplete: false });
  expect(chosen).toEqual({ read: GUIDS.slice(0, 10), overLimit: GUIDS.slice(10) });
});
