import { describe, expect, test } from '@jest/globals';
import { attachActors } from '../../../src/domain/drift/attach-actors.js';
import { EXCLUSION_GROUP, FIRST, OTHER_GROUP, SECOND, STRANGER } from '../a-snapshot.js';
import { aCase, aDrift, anActor, anAudit, GROUP_DRIFT } from './a-case.js';

const SINCE = '2026-03-01T07:00:00.000Z';
const CASE = aCase();
const NEW_MEMBER = { field: 'members', before: 'nothing', after: 'x', added: [STRANGER], removed: [] };
const GROUP_CASE = aCase({ drifts: [{ ...GROUP_DRIFT, changes: [NEW_MEMBER] }] });

function idsOf(...input: Parameters<typeof attachActors>): readonly string[] {
  return attachActors(...input).flatMap(({ actors }) => actors.map(({ auditId }) => auditId));
}

function found(drifted: typeof CASE, audit: ReturnType<typeof anAudit>): readonly string[] {
  return idsOf([drifted], [audit], { since: SINCE });
}

test.each([
  ['first', [FIRST, OTHER_GROUP]],
  ['last', [OTHER_GROUP, FIRST]],
])('a record that names the subject as its %s target tells who did it', (_place, targets) => {
  expect(found(CASE, anAudit('a1', targets))).toEqual(['a1']);
});

test('a record about another object tells nothing', () => {
  expect(found(CASE, anAudit('a1', [SECOND]))).toEqual([]);
});

test('a record that names the subject in capitals counts', () => {
  expect(found(GROUP_CASE, anAudit('a1', [EXCLUSION_GROUP.toUpperCase()]))).toEqual(['a1']);
});

describe('of a group', () => {
  const joined = anAudit('a1', [STRANGER, OTHER_GROUP], { activityDisplayName: 'Add member to group' });

  test('a record about membership that names only the member counts', () => {
    expect(found(GROUP_CASE, joined)).toEqual(['a1']);
  });

  test('another record about the member does not', () => {
    expect(found(GROUP_CASE, { ...joined, activityDisplayName: 'Update user' })).toEqual([]);
  });

  test('a record about the membership of somebody else does not', () => {
    expect(found(GROUP_CASE, anAudit('a1', [SECOND], { activityDisplayName: 'Add member to group' }))).toEqual([]);
  });
});

test('for an account, who is named as a member elsewhere does not count', () => {
  const drifts = [aDrift({ changes: [NEW_MEMBER] })];

  expect(found(aCase({ drifts }), anAudit('a1', [STRANGER], { activityDisplayName: 'Add member to group' }))).toEqual(
    [],
  );
});

describe('the time of a record', () => {
  test.each(['2026-03-01T07:00:00Z', '2026-03-01T08:00:00Z'])('at %s is between acceptance and the scan', (at) => {
    expect(found(CASE, anAudit('a1', [FIRST], { activityDateTime: at }))).toEqual(['a1']);
  });

  test.each(['2026-03-01T06:59:59Z', '2026-03-01T08:00:01Z'])('at %s is not', (at) => {
    expect(found(CASE, anAudit('a1', [FIRST], { activityDateTime: at }))).toEqual([]);
  });
});

test('an attempt that failed changed nothing', () => {
  expect(found(CASE, anAudit('a1', [FIRST], { result: 'failure' }))).toEqual([]);
});

test('five actors at most are shown, the newest first', () => {
  const audits = [1, 3, 2, 6, 5, 4].map((n) =>
    anAudit(`a${n}`, [FIRST], { activityDateTime: `2026-03-01T07:0${n}:00.000Z` }),
  );

  expect(idsOf([CASE], audits, { since: SINCE })).toEqual(['a6', 'a5', 'a4', 'a3', 'a2']);
});

test('a late record is added, and the case goes one version further', () => {
  const known = { ...CASE, actors: [anActor('a1', '2026-03-01T07:10:00.000Z')] };

  const [filled] = attachActors([known], [anAudit('a2', [FIRST])], { since: SINCE });

  expect(filled?.actors.map(({ auditId }) => auditId)).toEqual(['a2', 'a1']);
  expect(filled?.version).toBe(known.version + 1);
});

test('the same records again return the case as it is', () => {
  const audits = [anAudit('a1', [FIRST])];
  const filled = attachActors([CASE], audits, { since: SINCE });

  expect(attachActors(filled, audits, { since: SINCE })[0]).toBe(filled[0]);
});

test('a case that the same scan changed goes one version further, not two', () => {
  const changed = { ...CASE, version: CASE.version + 1 };

  const [filled] = attachActors([changed], [anAudit('a1', [FIRST])], { since: SINCE, stored: [CASE] });

  expect(filled?.version).toBe(CASE.version + 1);
});

test('a case that the same scan opened stays at its first version', () => {
  const [filled] = attachActors([{ ...CASE, version: 1 }], [anAudit('a1', [FIRST])], { since: SINCE, stored: [] });

  expect(filled).toMatchObject({ version: 1, actors: [{ auditId: 'a1' }] });
});
