import { describe, expect, test } from '@jest/globals';
import { compare } from '../../../src/domain/drift/compare.js';
import type { PolicyState, PolicyUsers } from '../../../src/domain/tenant/conditional-access-policy.js';
import {
  aGroup,
  anAccount,
  anExclusionGroup,
  aPolicy,
  aSnapshot,
  BASE_POLICIES,
  EXCLUSION_GROUP,
  FIRST,
  grant,
  OTHER_GROUP,
  policiesOf,
  read,
  SECOND,
  someMemberships,
  someUsers,
  STRANGER,
  UNREAD,
} from '../a-snapshot.js';
import { driftTo, onlyDriftOf, viewOf, withPolicy } from './a-view.js';

const POLICY = 'cccccccc-0000-4000-8000-000000000001';
const A1 = 'account-1111@contoso.onmicrosoft.com';
const EVERYBODY = { includeUsers: ['All'] };
const REFERENCES = read(
  [FIRST, SECOND, STRANGER, EXCLUSION_GROUP, OTHER_GROUP].map((id) => ({
    id,
    state: 'exists' as const,
    kind: id === EXCLUSION_GROUP || id === OTHER_GROUP ? 'group' : 'user',
    displayName: { [EXCLUSION_GROUP]: 'Emergency access exclusions', [OTHER_GROUP]: 'Contractors' }[id] ?? null,
  })),
);
const WITH_REFERENCES = { references: REFERENCES };

describe('an exclusion', () => {
  test('that a designated account loses is regressed, names the accounts and brings the findings along', () => {
    const drift = onlyDriftOf(POLICY, driftTo(withPolicy({ users: someUsers(EVERYBODY) })));

    expect(drift).toMatchObject({ kind: 'regressed', severity: 'critical' });
    expect(drift.summary).toContain(`no longer excludes the emergency accounts "${A1}"`);
    expect(drift.changes).toEqual([
      {
        field: 'conditions.users.excludeGroups',
        before: 'Emergency access exclusions',
        after: 'nothing',
        added: [],
        removed: [EXCLUSION_GROUP],
      },
    ]);
    expect(drift.findings.map(({ controlId, after }) => `${controlId} ${String(after)}`)).toEqual([
      'BG-CA-01 fail',
      'BG-CA-01 fail',
      'BG-CA-04 fail',
    ]);
  });

  test('that goes gives one case: nothing else drifts with it', () => {
    expect(driftTo(withPolicy({ users: someUsers(EVERYBODY) }))).toHaveLength(1);
  });

  test('of a designated account that goes is high even when no finding changed', () => {
    const accepted = aSnapshot();
    const present = aSnapshot(withPolicy({ users: someUsers(EVERYBODY) }));
    const { findings } = viewOf(accepted);

    const drift = onlyDriftOf(POLICY, compare({ snapshot: accepted, findings }, { snapshot: present, findings }));

    expect(drift).toMatchObject({ kind: 'regressed', severity: 'high', findings: [] });
  });

  const OURS = someUsers({ ...EVERYBODY, excludeGroups: [EXCLUSION_GROUP] });
  const WITH_STRANGER = someUsers({ ...EVERYBODY, excludeGroups: [EXCLUSION_GROUP], excludeUsers: [STRANGER] });
  const WITH_CONTRACTORS = someUsers({ ...EVERYBODY, excludeGroups: [EXCLUSION_GROUP, OTHER_GROUP] });
  /** Of one policy whose excluded users and groups change. */
  const onlyDriftBetween = (from: PolicyUsers, to: PolicyUsers, state: PolicyState) =>
    onlyDriftOf(
      POLICY,
      driftTo(
        { ...withPolicy({ users: to, state }), ...WITH_REFERENCES },
        { ...withPolicy({ users: from, state }), ...WITH_REFERENCES },
      ),
    );
  const REPORT_ONLY = 'enabledForReportingButNotEnforced';

  test('of somebody else that goes is no regression', () => {
    const drift = onlyDriftBetween(WITH_STRANGER, OURS, REPORT_ONLY);

    expect(drift).toMatchObject({ kind: 'evidenceChanged', severity: 'low' });
    expect(drift.summary).toContain(`no longer excludes "${STRANGER}"`);
    expect(drift.changes[0]?.removed).toEqual([STRANGER]);
  });

  test('of somebody else that goes where the policy is enforced resolves the finding about it', () => {
    const drift = onlyDriftBetween(WITH_STRANGER, OURS, 'enabled');

    expect(drift).toMatchObject({ kind: 'resolved', severity: 'low' });
    expect(drift.findings).toContainEqual(
      expect.objectContaining({ controlId: 'BG-CA-12', subject: expect.objectContaining({ id: POLICY }), after: null }),
    );
  });

  test('that is added where the policy is enforced is regressed: nobody declared it', () => {
    const drift = onlyDriftBetween(OURS, WITH_CONTRACTORS, 'enabled');

    expect(drift).toMatchObject({ kind: 'regressed', severity: 'high' });
    expect(drift.findings).toContainEqual(
      expect.objectContaining({
        controlId: 'BG-CA-12',
        subject: expect.objectContaining({ id: POLICY }),
        after: 'fail',
      }),
    );
  });

  test('that is added is drift and says who gets past the policy', () => {
    const drift = onlyDriftBetween(OURS, WITH_CONTRACTORS, REPORT_ONLY);

    expect(drift).toMatchObject({ kind: 'evidenceChanged', severity: 'medium' });
    expect(drift.summary).toBe('The policy "MFA for everybody" now excludes the group "Contractors".');
    expect(drift.changes[0]?.added).toEqual([OTHER_GROUP]);
  });

  test('of the accounts instead of their group is named as such and is no regression', () => {
    const users = someUsers({ ...EVERYBODY, excludeUsers: [FIRST, SECOND] });

    const drift = onlyDriftOf(POLICY, driftTo({ ...withPolicy({ users }), ...WITH_REFERENCES }, WITH_REFERENCES));

    expect(drift).toMatchObject({ kind: 'evidenceChanged', severity: 'low' });
    expect(drift.summary).toContain('by their own entries instead of a group');
  });

  test('of their group instead of the accounts is named as such and is no regression', () => {
    const from = withPolicy({ users: someUsers({ ...EVERYBODY, excludeUsers: [FIRST, SECOND] }) });

    const drift = onlyDriftOf(POLICY, driftTo(WITH_REFERENCES, { ...from, ...WITH_REFERENCES }));

    expect(drift.kind).toBe('evidenceChanged');
    expect(drift.summary).toContain('through the group "Emergency access exclusions" instead of by their own entries');
  });

  test('of another group that holds no designated account instead of theirs is regressed', () => {
    const users = someUsers({ ...EVERYBODY, excludeGroups: [OTHER_GROUP] });

    const drift = onlyDriftOf(POLICY, driftTo({ ...withPolicy({ users }), ...WITH_REFERENCES }, WITH_REFERENCES));

    expect(drift).toMatchObject({ kind: 'regressed', severity: 'critical' });
    expect(drift.changes[0]).toMatchObject({ added: [OTHER_GROUP], removed: [EXCLUSION_GROUP] });
  });

  test('of one account swapped for a stranger names both', () => {
    const from = withPolicy({ users: someUsers({ ...EVERYBODY, excludeUsers: [FIRST, SECOND] }) });
    const users = someUsers({ ...EVERYBODY, excludeUsers: [STRANGER, SECOND] });

    const drift = onlyDriftOf(
      POLICY,
      driftTo({ ...withPolicy({ users }), ...WITH_REFERENCES }, { ...from, ...WITH_REFERENCES }),
    );

    expect(drift.kind).toBe('regressed');
    expect(drift.summary).toContain(`no longer excludes the emergency account "${A1}"`);
    expect(drift.summary).toContain(`now excludes "${STRANGER}"`);
    expect(drift.changes[0]).toMatchObject({ added: [STRANGER], removed: [FIRST] });
  });

  test('that an account loses by leaving the group is not laid at a policy that was renamed meanwhile', () => {
    const drifts = driftTo({
      ...withPolicy({ displayName: 'MFA' }),
      accounts: [anAccount(FIRST, { memberships: read(someMemberships({ groups: [] })) }), anAccount(SECOND)],
      exclusionGroups: [anExclusionGroup([SECOND])],
    });

    expect(onlyDriftOf(POLICY, drifts).summary).toBe('The policy "MFA" was called "MFA for everybody" before.');
  });

  test('that an account loses by leaving the group is no change of the policy', () => {
    const drifts = driftTo({
      accounts: [anAccount(FIRST, { memberships: read(someMemberships({ groups: [] })) }), anAccount(SECOND)],
      exclusionGroups: [anExclusionGroup([SECOND])],
    });

    expect(drifts.filter(({ subject }) => subject.type === 'policy')).toEqual([]);
  });
});

describe('the state of a policy', () => {
  const reportOnly = withPolicy({ state: 'enabledForReportingButNotEnforced' });

  test('from enabled to report-only is named', () => {
    const drift = onlyDriftOf(POLICY, driftTo(reportOnly));

    expect(drift.kind).toBe('evidenceChanged');
    expect(drift.summary).toBe('The policy "MFA for everybody" went from enabled to report-only.');
  });

  test('from report-only to enabled is named', () => {
    const drift = onlyDriftOf(POLICY, driftTo({}, reportOnly));

    expect(drift.summary).toBe('The policy "MFA for everybody" went from report-only to enabled.');
  });

  test('to enabled, when the policy does not exclude the accounts, is regressed', () => {
    const users = someUsers(EVERYBODY);
    const from = withPolicy({ users, state: 'enabledForReportingButNotEnforced' });

    const drift = onlyDriftOf(POLICY, driftTo(withPolicy({ users }), from));

    expect(drift).toMatchObject({ kind: 'regressed', severity: 'critical' });
    expect(drift.summary).toContain('now applies to the emergency accounts');
  });
});

test.each([
  ['grantControls.builtInControls', { grantControls: grant({ builtInControls: ['mfa', 'compliantDevice'] }) }],
  ['grantControls', { grantControls: null }],
  ['sessionControls', { sessionControls: ['signInFrequency'] }],
  ['conditions.clientAppTypes', { clientAppTypes: ['browser'] }],
  ['displayName', { displayName: 'MFA' }],
])('a change of %s is told as it is', (field, change) => {
  const drift = onlyDriftOf(POLICY, driftTo(withPolicy(change)));

  expect(drift.kind).toBe('evidenceChanged');
  expect(drift.changes.map((it) => it.field)).toContain(field);
});

describe('a policy that comes or goes', () => {
  const added = aPolicy({ id: 'dddddddd-0000-4000-8000-000000000001', displayName: 'New' });

  test('is appeared when it is new and excludes the accounts', () => {
    const drift = onlyDriftOf(added.id, driftTo(policiesOf(...BASE_POLICIES, added)));

    expect(drift).toMatchObject({ kind: 'appeared', severity: 'medium' });
    expect(drift.summary).toBe('The policy "New" is new and enabled.');
  });

  test('is regressed when it is new and does not exclude them', () => {
    const policies = policiesOf(...BASE_POLICIES, { ...added, users: someUsers(EVERYBODY) });

    const drift = onlyDriftOf(added.id, driftTo(policies));

    expect(drift).toMatchObject({ kind: 'regressed', severity: 'critical' });
    expect(drift.summary).toContain('The policy "New" is new and enabled and now applies to the emergency accounts');
  });

  test('is disappeared when it is gone', () => {
    const drift = onlyDriftOf(added.id, driftTo({}, policiesOf(...BASE_POLICIES, added)));

    expect(drift.kind).toBe('disappeared');
    expect(drift.summary).toBe('The policy "New" is deleted; it was enabled.');
  });

  test('is wentBlind, not disappeared, while the beta list is unread', () => {
    const present = { ...policiesOf(...BASE_POLICIES), betaPolicies: UNREAD };

    const drift = onlyDriftOf(added.id, driftTo(present, policiesOf(...BASE_POLICIES, added)));

    expect(drift).toMatchObject({ kind: 'wentBlind', severity: 'high' });
  });

  test('is wentBlind, not disappeared, when the beta list alone has it', () => {
    const all = policiesOf(...BASE_POLICIES, added);

    const drift = onlyDriftOf(added.id, driftTo({ ...all, policies: policiesOf(...BASE_POLICIES).policies }, all));

    expect(drift).toMatchObject({ kind: 'wentBlind', severity: 'high' });
    expect(drift.summary).toContain('beta endpoint only');
    expect(drift.findings.some(({ controlId, after }) => controlId === 'BG-CA-01' && after === 'error')).toBe(true);
  });

  test.each([
    ['under its ID', added.id],
    ['without an ID', null],
  ])('is wentBlind, not disappeared, when Graph lists something %s that cannot be understood', (_how, id) => {
    const malformed = [{ id, displayName: 'New', problem: 'state is missing' }];
    const present = { ...policiesOf(...BASE_POLICIES), policies: read({ policies: BASE_POLICIES, malformed }) };

    const drift = onlyDriftOf(added.id, driftTo(present, policiesOf(...BASE_POLICIES, added)));

    expect(drift.kind).toBe('wentBlind');
  });
});

test('a dedicated policy that the findings leave out is no regression', () => {
  const dedicated = aPolicy({
    id: 'dddddddd-0000-4000-8000-000000000002',
    users: someUsers({ includeUsers: [FIRST, SECOND] }),
  });

  const drift = onlyDriftOf(dedicated.id, driftTo({ ...policiesOf(...BASE_POLICIES, dedicated), ...WITH_REFERENCES }));

  expect(drift).toMatchObject({ kind: 'appeared', severity: 'medium' });
  expect(drift.summary).toContain('now applies to the emergency accounts');
});

test('an exclusion that comes back is resolved', () => {
  const drift = onlyDriftOf(POLICY, driftTo({}, withPolicy({ users: someUsers(EVERYBODY) })));

  expect(drift.kind).toBe('resolved');
  expect(drift.findings.every(({ before, after }) => before === 'fail' && after === 'pass')).toBe(true);
});

describe('an excluded group', () => {
  const group = { id: OTHER_GROUP, kind: 'group', displayName: 'Contractors' };
  const users = someUsers({ ...EVERYBODY, excludeGroups: [EXCLUSION_GROUP, OTHER_GROUP] });
  const own = REFERENCES.value.filter(({ id }) => id === EXCLUSION_GROUP);
  const referring = (state: 'exists' | 'softDeleted' | 'notFound') => ({
    ...withPolicy({ users }),
    references: read([...own, { ...group, state }]),
  });

  test.each([
    ['softDeleted', 'deleted and can still be restored'],
    ['notFound', 'deleted for good'],
  ] as const)('that is %s is named as deleted', (state, words) => {
    const drift = onlyDriftOf(OTHER_GROUP, driftTo(referring(state), referring('exists')));

    expect(drift.subject).toEqual({ type: 'group', id: OTHER_GROUP, name: 'Contractors' });
    expect(drift.summary).toContain(words);
    expect(drift.findings.map(({ controlId }) => controlId)).toContain('BG-CA-08');
  });

  test('that held the accounts and is deleted is critical', () => {
    const [first] = own;
    if (first === undefined) throw new Error('The group is referred to.');

    const drifts = driftTo({
      references: read([{ ...first, state: 'softDeleted' }]),
      exclusionGroups: [],
      accounts: [FIRST, SECOND].map((id) => anAccount(id, { memberships: read(someMemberships({ groups: [] })) })),
    });

    expect(onlyDriftOf(EXCLUSION_GROUP, drifts)).toMatchObject({ kind: 'regressed', severity: 'critical' });
    expect(onlyDriftOf(EXCLUSION_GROUP, drifts).summary).toContain('is deleted and can still be restored');
  });

  test('that is only renamed is info', () => {
    const renamed = anExclusionGroup([FIRST, SECOND], { group: read(aGroup({ displayName: 'Exclusions' })) });

    expect(onlyDriftOf(EXCLUSION_GROUP, driftTo({ exclusionGroups: [renamed] }))).toMatchObject({
      kind: 'evidenceChanged',
      severity: 'info',
    });
  });
});
