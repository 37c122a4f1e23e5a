import { describe, expect, test } from '@jest/globals';
import { findCandidates, type LeftOut } from '../../../src/domain/designation/candidates.js';
import { unknown } from '../../../src/domain/tenant/observed.js';
import type { TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import {
  anExclusionGroup,
  aPolicy,
  aSnapshot,
  EXCLUSION_GROUP,
  FIRST,
  policiesOf,
  read,
  SECOND,
  STRANGER,
} from '../a-snapshot.js';

const OURS: LeftOut = { designatedIds: [FIRST, SECOND], dismissedIds: [] };
const DIRECTORY_SYNCHRONIZATION = 'd29b2b05-8046-44ba-8758-1e26182fcf32';
const FORBIDDEN = unknown('forbidden', 'GRAPH_FORBIDDEN: not granted');

/** Three enforced policies, of which so many exclude the stranger by name; all exclude the group. */
function excluding(count: number): Pick<TenantSnapshot, 'policies' | 'betaPolicies'> {
  const policy = (index: number) => {
    const plain = aPolicy({
      id: `cccccccc-0000-4000-8000-00000000000${index}`,
      displayName: `P${index}`,
      state: 'enabled',
    });
    const users = plain.users && { ...plain.users, excludeUsers: index <= count ? [STRANGER] : [] };
    return { ...plain, users };
  };
  return policiesOf(policy(1), policy(2), policy(3));
}

function administrator(id: string, overrides: object = {}) {
  return {
    principalId: id,
    directoryScopeId: '/',
    assignmentType: 'Assigned',
    memberType: 'Direct',
    endDateTime: null,
    ...overrides,
  };
}

function namesIn(overrides: Partial<TenantSnapshot>, leftOut = OURS): readonly string[] {
  return findCandidates(aSnapshot(overrides), leftOut).candidates.map(({ objectId }) => objectId);
}

describe('is a candidate', () => {
  test('whoever is excluded from four of five enforced policies, and the reason says from how many', () => {
    const { candidates } = findCandidates(aSnapshot(excluding(3)), OURS);

    expect(candidates).toEqual([
      {
        objectId: STRANGER,
        name: STRANGER,
        reasons: ['Excluded from 3 of 3 enforced policies.'],
        counterReasons: ['Whether it is a user was not read.', 'Is not known to hold Global Administrator.'],
      },
    ]);
  });

  test('whoever is in a group that they exclude', () => {
    expect(namesIn({ exclusionGroups: [anExclusionGroup([FIRST, SECOND, STRANGER])] })).toEqual([STRANGER]);
  });

  test('whoever holds Global Administrator permanently', () => {
    expect(namesIn({ roleAssignmentScheduleInstances: read([administrator(STRANGER)]) })).toEqual([STRANGER]);
  });

  test('whoever holds it actively, where the schedules cannot be read, and the reason says so', () => {
    const { candidates } = findCandidates(
      aSnapshot({
        roleAssignmentScheduleInstances: unknown('notLicensed', 'GRAPH_NOT_LICENSED: no P2'),
        roleAssignments: read([{ principalId: STRANGER, directoryScopeId: '/' }]),
      }),
      OURS,
    );

    expect(candidates.map(({ reasons }) => reasons)).toEqual([
      ['Holds Global Administrator; whether for good was not read.'],
    ]);
  });
});

describe('is none', () => {
  test.each<readonly [string, Partial<TenantSnapshot>]>([
    ['whoever is excluded from less', excluding(2)],
    [
      'whoever activated the role',
      { roleAssignmentScheduleInstances: read([administrator(STRANGER, { assignmentType: 'Activated' })]) },
    ],
    [
      'whoever holds it until a day',
      { roleAssignmentScheduleInstances: read([administrator(STRANGER, { endDateTime: '2026-09-01T00:00:00Z' })]) },
    ],
    [
      'whoever holds it in a unit',
      {
        roleAssignmentScheduleInstances: read([
          administrator(STRANGER, { directoryScopeId: '/administrativeUnits/1' }),
        ]),
      },
    ],
    [
      'an application',
      {
        roleAssignmentScheduleInstances: read([administrator(STRANGER)]),
        roleHolders: read([{ id: STRANGER, kind: 'servicePrincipal', name: 'Backup' }]),
      },
    ],
    [
      'what is not in the directory any more',
      { ...excluding(3), references: read([{ id: STRANGER, state: 'notFound', kind: null, displayName: null }]) },
    ],
  ])('%s', (_who, overrides) => {
    expect(namesIn(overrides)).toEqual([]);
  });

  test('whoever is designated, or was said not to be one', () => {
    expect(namesIn(excluding(3), { ...OURS, designatedIds: [FIRST, SECOND, STRANGER.toUpperCase()] })).toEqual([]);
    expect(namesIn(excluding(3), { ...OURS, dismissedIds: [STRANGER] })).toEqual([]);
  });
});

test('an account of Entra Connect and a guest are shown with what speaks against them', () => {
  const { candidates } = findCandidates(
    aSnapshot({
      ...excluding(3),
      roleHolders: read([{ id: STRANGER, kind: 'user', name: 'sync_adatum.example#EXT#@contoso.onmicrosoft.com' }]),
      roleReview: {
        ...aSnapshot().roleReview,
        assignments: read([
          { principalId: STRANGER, directoryScopeId: '/', roleDefinitionId: DIRECTORY_SYNCHRONIZATION },
        ]),
      },
    }),
    OURS,
  );

  expect(candidates.flatMap(({ counterReasons }) => counterReasons)).toEqual([
    'Holds the role Directory Synchronization Accounts: it belongs to Entra Connect.',
    'Is a guest: its home tenant decides whether it can sign in.',
    'Is not known to hold Global Administrator.',
  ]);
});

test('most reasons come first, then the name decides', () => {
  const [B, C] = ['bbbbbbbb-0000-4000-8000-000000000001', 'bbbbbbbb-0000-4000-8000-000000000002'];
  const both = read([administrator(B), administrator(C), administrator(STRANGER)]);
  const roleHolders = read([B, C, STRANGER].map((id) => ({ id, kind: 'user', name: id === C ? 'Alma' : 'Zoe' })));

  expect(namesIn({ ...excluding(3), roleAssignmentScheduleInstances: both, roleHolders })).toEqual([STRANGER, C, B]);
});

test.each<readonly [string, Partial<TenantSnapshot>, RegExp]>([
  ['the policies', { policies: FORBIDDEN, exclusionGroups: [] }, /policies were not read: GRAPH_FORBIDDEN/],
  [
    'the members of an exclusion group',
    { exclusionGroups: [anExclusionGroup([], { transitiveMembers: FORBIDDEN })] },
    /Who is in one group that policies exclude was not read/,
  ],
  [
    'the administrators',
    { roleAssignmentScheduleInstances: FORBIDDEN, roleAssignments: FORBIDDEN },
    /Who holds Global Administrator was not read: GRAPH_FORBIDDEN/,
  ],
  ['what the administrators are', { roleHolders: FORBIDDEN }, /a user or an application was read in part only/],
])('says that it could not see %s', (_what, overrides, sentence) => {
  const { unseen } = findCandidates(aSnapshot(overrides), OURS);

  expect(unseen).toEqual([expect.stringMatching(sentence)]);
});

test('where everything was read, nothing is left unseen', () => {
  expect(findCandidates(aSnapshot(), OURS)).toEqual({ candidates: [], unseen: [] });
  expect(aSnapshot().exclusionGroups.map(({ id }) => id)).toEqual([EXCLUSION_GROUP]);
});
