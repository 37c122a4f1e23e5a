import { describe, expect, test } from '@jest/globals';
import { digestNeeded, digestOfDrifts, groupBySubject } from '../../../src/domain/drift/cases.js';
import type { DriftCase, Waiver } from '../../../src/domain/drift/drift.js';
import { EXCLUSION_GROUP, FIRST, SECOND } from '../a-snapshot.js';
import { aBlindDrift, aCase, aDrift, GROUP_DRIFT, NOW, OPENED_AT, TENANT_SUBJECT, updated } from './a-case.js';

const LATER = '2026-03-01T10:00:00.000Z';
const EARLIER = '2026-03-01T08:30:00.000Z';
const OTHER_CHANGE = { field: 'mail', before: 'not set', after: 'a@contoso.com', added: [], removed: [] };
const MORE = aDrift({ changes: [...aDrift().changes, OTHER_CHANGE] });

function aWaiver(overrides: Partial<Waiver> = {}): Waiver {
  return {
    owner: SECOND,
    ownerName: 'Ada',
    reason: 'Planned.',
    at: OPENED_AT,
    expiresAt: LATER,
    digest: digestOfDrifts([aDrift()]),
    ...overrides,
  };
}

function changesOf({ told }: ReturnType<typeof updated>): readonly string[] {
  return told.map(({ change }) => change);
}

test('new drift opens a case', () => {
  const { cases, told } = updated([], [aDrift()]);

  expect(cases).toMatchObject([
    { id: 'new-1', state: 'open', version: 1, severity: 'high', openedAt: NOW, scanId: 'scan-2', actors: [] },
  ]);
  expect(told).toEqual([{ case: cases[0], change: 'opened' }]);
});

test('all drift of one subject is one case', () => {
  const { cases } = updated([], [aDrift(), aBlindDrift('memberships', { severity: 'critical' }), GROUP_DRIFT]);

  expect(cases.map(({ drifts, severity }) => [drifts.length, severity])).toEqual([
    [2, 'critical'],
    [1, 'high'],
  ]);
});

test('too few fresh IDs are a mistake of the caller', () => {
  expect(() => updated([], [aDrift()], { ids: [] })).toThrow('fresh IDs');
});

test('other drift of the same subject changes its case', () => {
  const result = updated([aCase()], [MORE]);

  expect(result.cases).toMatchObject([
    { id: 'case-1', version: 4, drifts: [MORE], updatedAt: NOW, openedAt: OPENED_AT },
  ]);
  expect(changesOf(result)).toEqual(['changed']);
});

test('the same drift in other words leaves the case untouched', () => {
  const result = updated([aCase()], [aDrift({ summary: 'It is still disabled.' })]);

  expect(result).toEqual({ cases: [], told: [] });
});

test('drift that is gone resolves its case', () => {
  const result = updated([aCase()], []);

  expect(result.cases).toMatchObject([{ id: 'case-1', state: 'resolved', version: 4, scanId: 'scan-2' }]);
  expect(changesOf(result)).toEqual(['resolved']);
});

test('a resolved case is over: new drift of its subject opens another', () => {
  const result = updated([aCase({ state: 'resolved' })], [aDrift()]);

  expect(result.cases.map(({ id }) => id)).toEqual(['new-1']);
});

describe('a snoozed case', () => {
  const snoozed = aCase({ state: 'snoozed', snoozedUntil: LATER });

  test('stays quiet about other drift that is no worse, and remembers it', () => {
    const result = updated([snoozed], [MORE]);

    expect(result.told).toEqual([]);
    expect(result.cases).toMatchObject([{ state: 'snoozed', version: 4, drifts: [MORE] }]);
  });

  test('speaks up when it becomes worse', () => {
    const result = updated([snoozed], [{ ...MORE, severity: 'critical' }]);

    expect(result.cases).toMatchObject([{ state: 'open', severity: 'critical', snoozedUntil: null }]);
    expect(changesOf(result)).toEqual(['reopened']);
  });

  test('is untouched before its time', () => {
    expect(updated([snoozed], [aDrift()]).cases).toEqual([]);
  });

  test('speaks up when its time is over', () => {
    const result = updated([{ ...snoozed, snoozedUntil: EARLIER }], [aDrift()]);

    expect(changesOf(result)).toEqual(['reopened']);
  });
});

describe('an accepted case', () => {
  const accepted = aCase({ state: 'accepted', waiver: aWaiver() });

  test('stays quiet while its waiver covers exactly this drift', () => {
    expect(updated([accepted], [aDrift()])).toEqual({ cases: [], told: [] });
  });

  test('reopens when its waiver has expired', () => {
    const result = updated([{ ...accepted, waiver: aWaiver({ expiresAt: EARLIER }) }], [aDrift()]);

    expect(result.cases).toMatchObject([{ state: 'open', waiver: null, version: 4 }]);
    expect(changesOf(result)).toEqual(['reopened']);
  });

  test('reopens for other drift, however little', () => {
    expect(changesOf(updated([accepted], [MORE]))).toEqual(['reopened']);
  });

  test('reopens when it has no waiver', () => {
    expect(changesOf(updated([{ ...accepted, waiver: null }], [aDrift()]))).toEqual(['reopened']);
  });
});

describe('while something cannot be read', () => {
  const GROUP_CASE = aCase({ drifts: [GROUP_DRIFT] });
  const POLICY_CASE = aCase({ drifts: [aDrift({ subject: { type: 'policy', id: 'p1', name: 'MFA' } })] });
  const resolved = ({ cases }: { readonly cases: readonly DriftCase[] }) =>
    cases.filter(({ state }) => state === 'resolved').map(({ subject }) => subject.type);

  test('of the subject, its case keeps what was seen before', () => {
    const { cases } = updated([aCase()], [aBlindDrift('user')]);

    expect(cases).toMatchObject([{ state: 'open', drifts: [aBlindDrift('user'), aDrift()] }]);
  });

  test('of the subject, the second scan changes nothing more', () => {
    const [blind] = updated([aCase()], [aBlindDrift('user')]).cases;
    if (blind === undefined) throw new Error('The case changed.');

    expect(updated([blind], [aBlindDrift('user')]).cases).toEqual([]);
  });

  test('of another account, a case about a policy is resolved', () => {
    expect(resolved(updated([POLICY_CASE], [aBlindDrift('authenticationMethods')]))).toEqual(['policy']);
  });

  test.each([POLICY_CASE, GROUP_CASE, aCase()])('of the policies, no case is resolved', (open) => {
    expect(resolved(updated([open], [aBlindDrift('policies', { subject: TENANT_SUBJECT })]))).toEqual([]);
  });

  test('of what no verdict rests on, cases are resolved', () => {
    const blind = aBlindDrift('roleReview.assignments', { subject: TENANT_SUBJECT });

    expect(resolved(updated([aCase()], [blind]))).toEqual(['account']);
  });

  test('of what no verdict rests on, a case about the tenant is resolved, too', () => {
    const unseen = [{ subject: TENANT_SUBJECT, resource: 'roleReview.assignments' }];

    expect(resolved(updated([aCase({ drifts: [aDrift({ subject: TENANT_SUBJECT })] })], [], { unseen }))).toEqual([
      'tenant',
    ]);
  });

  test.each([
    ['an account is not resolved', aCase(), []],
    ['a policy is resolved', POLICY_CASE, ['policy']],
    ['a group is resolved', GROUP_CASE, ['group']],
  ])('of the domains, a case about %s', (_what, open, expected) => {
    expect(resolved(updated([open], [aBlindDrift('domains', { subject: TENANT_SUBJECT })]))).toEqual(expected);
  });

  test.each([GROUP_CASE, aCase({ drifts: [aDrift({ subject: TENANT_SUBJECT })] })])(
    'of the groups of an account, no case about $subject.type is resolved',
    (open) => {
      expect(resolved(updated([open], [aBlindDrift('memberships')]))).toEqual([]);
    },
  );

  test('that a finding about the subject rests on, its case is not resolved', () => {
    const finding = {
      controlId: 'BG-CA-01',
      subject: aDrift().subject,
      before: 'pass',
      after: 'error',
      fingerprint: null,
      summary: '',
    };
    const blind = aBlindDrift('members', { subject: GROUP_DRIFT.subject, findings: [finding] });

    expect(resolved(updated([aCase()], [blind]))).toEqual([]);
  });

  test('that a finding about another subject rests on, its case is resolved', () => {
    const about = { type: 'account' as const, id: SECOND, name: 'two' };
    const finding = {
      controlId: 'BG-CA-01',
      subject: about,
      before: 'pass',
      after: 'error',
      fingerprint: null,
      summary: '',
    };
    const blind = aBlindDrift('members', { subject: GROUP_DRIFT.subject, findings: [finding] });

    expect(resolved(updated([aCase()], [blind]))).toEqual(['account']);
  });

  test('and could not be when the tenant was accepted, a case is not resolved either', () => {
    const unseen = [{ subject: aDrift().subject, resource: 'authenticationMethods' }];

    expect(resolved(updated([aCase()], [], { unseen }))).toEqual([]);
  });

  test('an accepted case still reopens when its waiver has expired', () => {
    const accepted = aCase({ state: 'accepted', waiver: aWaiver({ expiresAt: EARLIER }) });
    const unseen = [{ subject: accepted.subject, resource: 'user' }];

    expect(changesOf(updated([accepted], [], { unseen }))).toEqual(['reopened']);
  });
});

test('subjects are one whatever the case of their IDs', () => {
  const upper = aDrift({ subject: { ...GROUP_DRIFT.subject, id: EXCLUSION_GROUP.toUpperCase() } });

  expect(groupBySubject([GROUP_DRIFT, upper])).toHaveLength(1);
});

test('accounts and groups with one ID are two subjects', () => {
  const account = aDrift({ subject: { type: 'account', id: EXCLUSION_GROUP, name: '' } });

  expect(groupBySubject([GROUP_DRIFT, account])).toHaveLength(2);
});

test('a digest does not depend on order and words, and depends on what changed', () => {
  const digest = digestOfDrifts([aDrift(), GROUP_DRIFT]);

  expect(digestOfDrifts([GROUP_DRIFT, aDrift({ summary: 'Other words.' })])).toBe(digest);
  expect(digestOfDrifts([aDrift({ severity: 'critical' }), GROUP_DRIFT])).not.toBe(digest);
  expect(digestOfDrifts([MORE, GROUP_DRIFT])).not.toBe(digest);
});

describe('a digest instead of cards', () => {
  const told = (count: number, change: 'opened' | 'changed') =>
    Array.from({ length: count }, () => ({ case: aCase({ id: FIRST }), change }));

  test('is needed for eleven new cases at once', () => {
    expect(digestNeeded(told(11, 'opened'))).toBe(true);
  });

  test('is not needed for ten', () => {
    expect(digestNeeded(told(10, 'opened'))).toBe(false);
  });

  test('is not needed for cases that people know', () => {
    expect(digestNeeded(told(11, 'changed'))).toBe(false);
  });
});
