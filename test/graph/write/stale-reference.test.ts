import { describe, expect, test } from '@jest/globals';
import type { TenantChange } from '../../../src/domain/remediation/plan.js';
import { graphError, useFakeGraphs, type FakeAnswer, type FakeRequest } from '../fake-graph.js';
import { ADA, aPolicy, auditOf, AUDITS, BOB, EVE, GET, PATCH, POLICY_ID } from './policy-fake.js';
import { openWriter } from './writing.js';

const startFake = useFakeGraphs();

const GONE = 'eeeeeeee-0000-4000-8000-000000000001';

type List = 'excludeUsers' | 'excludeGroups';
type Sent = { readonly conditions: { readonly users: Partial<Record<List, readonly string[]>> } };

function changeOf(kind: 'removeStaleReference' | 'putBackStaleReference', list: List): TenantChange {
  return { kind, policyId: POLICY_ID, list, objectId: GONE };
}

function policyWith(lists: Partial<Record<List, readonly string[]>>, over: object = {}) {
  return aPolicy(lists.excludeUsers ?? [], over, lists.excludeGroups ?? []);
}

/** A policy with both lists, which a PATCH changes as Graph does: list by list. */
async function open(lists: Partial<Record<List, readonly string[]>>, answer: FakeAnswer = { status: 204 }) {
  const fake = { policy: policyWith(lists), audits: [] as readonly object[] };
  const edit = (next: Partial<Record<List, readonly string[]>>, at: string) => {
    const { excludeUsers, excludeGroups } = fake.policy.conditions.users;
    fake.policy = policyWith({ excludeUsers: excludeUsers ?? [], excludeGroups, ...next }, { modifiedDateTime: at });
    fake.audits = [auditOf(fake.policy, at), ...fake.audits];
  };
  const patch = ({ body }: FakeRequest) => {
    if ((answer.status ?? 200) < 300) edit((JSON.parse(body) as Sent).conditions.users, '2026-05-01T12:00:02Z');
    return answer;
  };
  const graph = await startFake({
    [GET]: () => ({ json: fake.policy }),
    [PATCH]: patch,
    [AUDITS]: () => ({ json: { value: fake.audits } }),
  });
  return { graph, writer: openWriter(graph), fake, edit };
}

describe.each(['excludeUsers', 'excludeGroups'] as const)('a stale reference in %s', (list) => {
  const REMOVE = changeOf('removeStaleReference', list);
  const PUT_BACK = changeOf('putBackStaleReference', list);

  test.each([
    { change: REMOVE, entries: [ADA, GONE.toUpperCase()], inPlace: false },
    { change: REMOVE, entries: [ADA], inPlace: true },
    { change: PUT_BACK, entries: [ADA], inPlace: false },
    { change: PUT_BACK, entries: [ADA, GONE], inPlace: true },
  ])('$change.kind with $entries is in place: $inPlace', async ({ change, entries, inPlace }) => {
    const { writer } = await open({ [list]: entries });
    expect(await writer.readKnown(change)).toMatchObject({ inPlace });
  });

  test('is not looked for in the other list', async () => {
    const other = list === 'excludeUsers' ? 'excludeGroups' : 'excludeUsers';
    const { writer } = await open({ [list]: [ADA], [other]: [GONE] });
    expect(await writer.readKnown(REMOVE)).toMatchObject({ inPlace: true });
  });

  test.each([
    { change: REMOVE, entries: [ADA, GONE, BOB], sent: [ADA, BOB] },
    { change: PUT_BACK, entries: [ADA, BOB], sent: [ADA, BOB, GONE] },
  ])('$change.kind sends the whole list, nothing else, once, and is verified', async ({ change, entries, sent }) => {
    const { graph, writer } = await open({ [list]: entries });
    const before = await writer.readKnown(change);
    expect(await writer.write(change, before)).toEqual({ kind: 'written' });
    expect(graph.requestsTo(PATCH).map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { conditions: { users: { [list]: sent } } },
    ]);
    expect(await writer.verify(change, before)).toEqual({ kind: 'verified' });
  });

  test('that is still there when read back is not visible', async () => {
    const { writer } = await open({ [list]: [ADA, GONE] });
    const result = await writer.verify(REMOVE, await writer.readKnown(REMOVE));
    expect(result).toMatchObject({ kind: 'notVisible' });
    expect(result).toHaveProperty('detail', expect.stringContaining(`conditions.users.${list}`));
  });

  test.each([
    ['lacks', [ADA], BOB],
    ['also has', [ADA, BOB, EVE], EVE],
  ])('names an entry that the list %s afterwards', async (word, entries, id) => {
    const { writer, edit } = await open({ [list]: [ADA, BOB, GONE] });
    const before = await writer.readKnown(REMOVE);
    await writer.write(REMOVE, before);
    edit({ [list]: entries }, '2026-05-01T12:00:03Z');
    const result = await writer.verify(REMOVE, before);
    expect(result).toMatchObject({ kind: 'foreignChange' });
    expect(result).toHaveProperty('detail', expect.stringContaining(`conditions.users.${list} ${word} ${id}`));
  });

  test('names the other list when somebody changed that', async () => {
    const other = list === 'excludeUsers' ? 'excludeGroups' : 'excludeUsers';
    const { writer, edit } = await open({ [list]: [ADA, GONE] });
    const before = await writer.readKnown(REMOVE);
    await writer.write(REMOVE, before);
    edit({ [other]: [EVE] }, '2026-05-01T12:00:03Z');
    const result = await writer.verify(REMOVE, before);
    expect(result).toHaveProperty('detail', expect.stringContaining(`conditions.users.${other} changed`));
  });

  test('reports an edit that the write has overwritten', async () => {
    const { writer, edit } = await open({ [list]: [ADA, GONE] });
    const before = await writer.readKnown(REMOVE);
    edit({ [list]: [ADA, GONE, EVE] }, '2026-05-01T12:00:01Z');
    await writer.write(REMOVE, before);
    const result = await writer.verify(REMOVE, before);
    expect(result).toMatchObject({ kind: 'foreignChange' });
    expect(result).toHaveProperty('detail', expect.stringContaining(`excluded ${EVE}, which the write has undone`));
  });

  test('that Graph does not let go is refused, naming what the write takes', async () => {
    const { graph, writer } = await open({ [list]: [ADA, GONE] }, graphError(403, 'Authorization_RequestDenied'));
    const result = await writer.write(REMOVE, await writer.readKnown(REMOVE));
    expect(result).toMatchObject({ kind: 'refused', code: 'Authorization_RequestDenied' });
    expect(result).toHaveProperty('detail', expect.stringContaining('Policy.ReadWrite.ConditionalAccess'));
    expect(graph.requestsTo(PATCH)).toHaveLength(1);
  });
});
