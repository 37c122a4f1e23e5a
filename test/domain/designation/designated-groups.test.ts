import { describe, expect, test } from '@jest/globals';
import { twoAccounts } from '../../../src/domain/controls/inventory/two-accounts.js';
import { DEFAULT_SETTINGS } from '../../../src/domain/controls/control.js';
import { designatedIdsOf } from '../../../src/domain/designation/designated.js';
import { sightOf } from '../../../src/domain/designation/sight.js';
import { judgeSnapshot } from '../../../src/domain/report/judge-snapshot.js';
import { unknown } from '../../../src/domain/tenant/observed.js';
import type { DesignatedGroupReading } from '../../../src/domain/tenant/snapshot.js';
import { aGroup, anAccount, aSnapshot, aUser, FIRST, read, SECOND, STRANGER } from '../a-snapshot.js';
import { driftTo, onlyDriftOf } from '../drift/a-view.js';
import { aDesignation } from './a-designation.js';

const GROUP = '99999999-0000-4000-8000-000000000009';
const FORBIDDEN = unknown('forbidden', 'GRAPH_FORBIDDEN: GroupMember.Read.All is not granted');
const user = (id: string) => ({ id, kind: 'user', name: id });

function aDesignatedGroup(overrides: Partial<DesignatedGroupReading> = {}): DesignatedGroupReading {
  return {
    id: GROUP,
    group: read(aGroup({ id: GROUP, displayName: 'Emergency' })),
    members: read([user(FIRST), user(SECOND)]),
    ...overrides,
  };
}

function outcomesOf(overrides: Partial<DesignatedGroupReading>, accounts = [anAccount(FIRST), anAccount(SECOND)]) {
  const snapshot = aSnapshot({ accounts, designatedGroups: [aDesignatedGroup(overrides)] });
  return twoAccounts.evaluate(snapshot, DEFAULT_SETTINGS).map(({ subject, outcome }) => `${subject.type} ${outcome}`);
}

describe('BG-INV-01 and a designated group', () => {
  test('that was read says nothing beside its accounts', () => {
    expect(outcomesOf({})).toEqual(['tenant pass']);
  });

  test.each<readonly [string, Partial<DesignatedGroupReading>]>([
    ['whose members were not read', { members: FORBIDDEN }],
    ['that was not read itself', { group: FORBIDDEN }],
    ['that may hide its members', { group: read(aGroup({ id: GROUP, visibility: 'HiddenMembership' })) }],
  ])('%s is an error, and so is the count that may miss accounts', (_what, overrides) => {
    expect(outcomesOf(overrides)).toEqual(['tenant pass', 'group error']);
    expect(outcomesOf(overrides, [anAccount(FIRST)])).toEqual(['tenant error', 'group error']);
    expect(outcomesOf(overrides, [])).toEqual(['tenant error', 'group error']);
  });

  test('that is gone is a failure, and the accounts that are left are counted', () => {
    const gone = { group: read(null), members: read([]) };

    expect(outcomesOf(gone, [anAccount(FIRST)])).toEqual(['tenant fail', 'group fail']);
  });
});

test('a scan with a designated group that was not read is at best incomplete, and its coverage says which', () => {
  const judged = judgeSnapshot(
    aSnapshot({ designatedGroups: [aDesignatedGroup({ members: FORBIDDEN })] }),
    DEFAULT_SETTINGS,
  );

  expect(judged.verdict).toBe('incomplete');
  expect(judged.coverage.reads).toContainEqual({
    resource: `groups/${GROUP}/transitiveMembers (designated)`,
    status: 'forbidden',
    detail: FORBIDDEN.detail,
  });
});

test('who was in an unreadable group last still counts as designated', () => {
  const now = aSnapshot({ designatedGroups: [aDesignatedGroup({ members: FORBIDDEN })] });
  const before = aSnapshot({ designatedGroups: [aDesignatedGroup({ members: read([user(STRANGER)]) })] });

  expect(designatedIdsOf({ accounts: [{ objectId: FIRST }], groupIds: [GROUP] }, [now, before])).toEqual([
    FIRST,
    STRANGER,
  ]);
});

describe('drift of a designated group', () => {
  const group = (overrides: Partial<DesignatedGroupReading> = {}) => ({
    designatedGroups: [aDesignatedGroup(overrides)],
  });

  test('names who came and who went', () => {
    const drift = onlyDriftOf(GROUP, driftTo(group({ members: read([user(FIRST), user(STRANGER)]) }), group()));

    expect(drift.summary).toMatch(/^The group "Emergency" designates .* no more and designates .* as well now\.$/);
    expect(drift.kind).toBe('regressed');
  });

  test('is none when only a name of a member changed', () => {
    const renamed = group({ members: read([{ ...user(FIRST), name: 'other' }, user(SECOND)]) });

    expect(driftTo(renamed, group()).filter(({ subject }) => subject.id === GROUP)).toEqual([]);
  });

  test('says that nobody is designated by it any more when it is deleted', () => {
    const drift = onlyDriftOf(GROUP, driftTo(group({ group: read(null), members: read([]) }), group()));

    expect(drift).toMatchObject({ severity: 'critical' });
  });

  test('names the designation that came and the one that went', () => {
    expect(onlyDriftOf(GROUP, driftTo(group(), {})).summary).toContain('designates its users');
    expect(onlyDriftOf(GROUP, driftTo({}, group())).summary).toContain('does not designate its users');
  });

  test('tells lost sight of its members', () => {
    const kinds = driftTo(group({ members: FORBIDDEN }), group()).map(({ kind }) => kind);

    expect(kinds).toContain('wentBlind');
  });
});

describe('what a scan says of a designated account', () => {
  const account = aDesignation({
    objectId: FIRST,
    userPrincipalNameAtDesignation: aUser(FIRST).userPrincipalName,
  });
  const seen = (overrides: Parameters<typeof anAccount>[1]) =>
    sightOf(account, aSnapshot({ accounts: [anAccount(FIRST, overrides)] }));
  const deleted = { id: FIRST, displayName: 'First', deletedDateTime: '2026-03-01T00:00:00Z' };

  test('is that it is there, or is called differently', () => {
    expect(seen({})).toMatchObject({ kind: 'present' });
    expect(seen({ user: read(aUser(FIRST, { userPrincipalName: 'safe@contoso.com' })) })).toMatchObject({
      kind: 'renamed',
      name: 'safe@contoso.com',
      before: account.userPrincipalNameAtDesignation,
    });
  });

  test('tells a deletion that can be undone from one that cannot', () => {
    expect(seen({ user: read(null), deletedItem: read(deleted) })).toEqual({ kind: 'softDeleted' });
    expect(seen({ user: read(null), deletedItem: read(null) })).toEqual({ kind: 'gone' });
    expect(seen({ user: read(null), deletedItem: FORBIDDEN })).toMatchObject({ kind: 'unread' });
  });

  test('is not that it is gone where it was not read, or not yet', () => {
    expect(seen({ user: FORBIDDEN })).toMatchObject({ kind: 'unread' });
    expect(sightOf(account, undefined)).toEqual({ kind: 'notScanned' });
    expect(sightOf(aDesignation({ objectId: STRANGER }), aSnapshot())).toEqual({ kind: 'notScanned' });
  });
});

test('a rename, a deletion and a deletion for good are drift in words of their own', () => {
  const of = (was: Parameters<typeof anAccount>[1], is: Parameters<typeof anAccount>[1]) =>
    driftTo(
      { accounts: [anAccount(FIRST, is), anAccount(SECOND)] },
      { accounts: [anAccount(FIRST, was), anAccount(SECOND)] },
    )
      .filter(({ subject }) => subject.id === FIRST)
      .map(({ summary }) => summary)
      .join(' ');
  const deleted = read({ id: FIRST, displayName: 'First', deletedDateTime: '2026-03-01T00:00:00Z' });

  expect(of({}, { user: read(aUser(FIRST, { userPrincipalName: 'safe@contoso.onmicrosoft.com' })) })).toContain(
    'is called "safe@contoso.onmicrosoft.com" now instead of',
  );
  expect(of({}, { user: read(null), deletedItem: deleted })).toContain('is deleted and can still be restored');
  expect(of({ user: read(null), deletedItem: deleted }, { user: read(null), deletedItem: read(null) })).toContain(
    'is deleted for good and cannot be restored any more',
  );
});
