import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Designation } from '../../src/domain/designation/designation.js';
import type { SubjectReading } from '../../src/domain/designation/subject-facts.js';
import { known, unknown } from '../../src/domain/tenant/observed.js';
import { openSqliteStore } from '../../src/store/sqlite.js';
import { designateAccounts } from '../../src/workflows/designate-accounts.js';
import { readDesignated, readDesignatedIds } from '../../src/workflows/designated-accounts.js';
import type { DesignationDependencies } from '../../src/workflows/designation-dependencies.js';
import { expireDesignations } from '../../src/workflows/designation-endings.js';
import type { Designations, DesignationAnswer, FormAnswer } from '../../src/workflows/designations.js';
import type { Store } from '../../src/workflows/ports.js';
import {
  aGroup,
  anAccount,
  aSnapshot,
  aUser,
  FIRST,
  read,
  READ_AT,
  SECOND,
  STRANGER,
  TENANT,
} from '../domain/a-snapshot.js';

/** Designating from the first click to the list of accounts, on a real store and a clock that the test moves. */

const GROUP = '99999999-0000-4000-8000-000000000009';
const personOf = (objectId: string, name: string) => ({ principal: { tenantId: TENANT, objectId }, name });
const ADA = personOf('aaaaaaaa-0000-4000-8000-00000000000a', 'Ada');
const BO = personOf('aaaaaaaa-0000-4000-8000-00000000000b', 'Bo');
const CLEO = personOf('aaaaaaaa-0000-4000-8000-00000000000c', 'Cleo');
const HOUR = 60 * 60_000;

let store: Store;
let deps: DesignationDependencies;
let actions: Designations;
let nowMs: number;
let changes: number;
/** By object ID; what is not in here is not in the directory. */
let directory: Map<string, Partial<SubjectReading>>;

function readingOf(id: string): SubjectReading {
  const nothing = unknown('unavailable', 'GRAPH_UNAVAILABLE: no such object');
  return {
    user: known(null, READ_AT),
    deletedItem: known(null, READ_AT),
    memberships: nothing,
    authenticationMethods: nothing,
    group: known(null, READ_AT),
    members: nothing,
    policies: aSnapshot().policies,
    ...directory.get(id),
  };
}

function anAccountIn(id: string, change: object = {}): Partial<SubjectReading> {
  const { memberships, authenticationMethods } = anAccount(id);
  return { user: read({ ...aUser(id), ...change }), memberships, authenticationMethods };
}

beforeEach(async () => {
  nowMs = Date.parse(READ_AT);
  changes = 0;
  directory = new Map([
    [STRANGER, anAccountIn(STRANGER)],
    [GROUP, { group: read(aGroup({ id: GROUP })), members: read([{ id: STRANGER, kind: 'user', name: 'x' }]) }],
  ]);
  store = await openSqliteStore({ file: ':memory:' });
  let count = 0;
  deps = {
    ...store,
    tenantId: TENANT,
    configured: [FIRST, SECOND],
    approvers: {
      readApprovers: () => Promise.resolve(known([ADA.principal.objectId, BO.principal.objectId], READ_AT)),
    },
    subjects: { readSubject: (id) => Promise.resolve(readingOf(id)) },
    clock: { now: () => nowMs },
    ids: { next: () => `id-${(count += 1)}` },
    changed: () => void (changes += 1),
  };
  actions = designateAccounts(deps);
});

afterEach(async () => {
  await store.close();
});

function tokenOf(answer: FormAnswer): string {
  if (answer.kind !== 'opened') throw new Error(`Not opened: ${JSON.stringify(answer)}`);
  return answer.form.token;
}

function doneOf(answer: DesignationAnswer): Designation {
  if (answer.kind !== 'done') throw new Error(`Not done: ${JSON.stringify(answer)}`);
  return answer.designation;
}

async function propose(objectId = STRANGER, person = ADA): Promise<Designation> {
  const token = tokenOf(await actions.openDesignation({ objectId, person }));
  return doneOf(await actions.designate({ token, note: ' Agreed ', person, place: 'here' }));
}

async function answer(id: string, person = BO): Promise<DesignationAnswer> {
  const opened = await actions.openConfirmation({ id, person });
  if (opened.kind !== 'opened') return opened;
  return actions.confirm({ id, token: opened.form.token, note: '', person });
}

async function proposeRemoval(id: string, person = ADA): Promise<Designation> {
  const token = tokenOf(await actions.openRemoval({ id, person }));
  return doneOf(await actions.remove({ token, note: '', person, place: 'here' }));
}

/** What the audit log says was done, and the codes of what was refused. */
async function audited(): Promise<readonly string[]> {
  const records = await store.audit.readAudit({ limit: 100 });
  return records.map(({ action, details }) =>
    action.endsWith('.refused') ? String((JSON.parse(details) as { code?: string }).code) : action,
  );
}

const accountIds = async () => [...(await readDesignatedIds(deps))].sort();

describe('a designation', () => {
  test('counts once another person has confirmed it, and takes the configured accounts over', async () => {
    const { id } = await propose();
    expect(await accountIds()).toEqual([FIRST, SECOND].sort());

    expect(doneOf(await answer(id))).toMatchObject({ state: 'confirmed', confirmed: { byName: 'Bo' } });

    expect(await accountIds()).toEqual([FIRST, SECOND, STRANGER].sort());
    expect(changes).toBe(1);
    expect(await audited()).toEqual([
      'designation.proposed',
      'designation.takenOver',
      'designation.takenOver',
      'designation.confirmed',
    ]);
    expect(await actions.inventory()).toMatchObject({ source: 'people', ignoredIds: [] });
  });

  test('is not confirmed by who proposed it, and the refusal is recorded', async () => {
    const { id } = await propose();

    expect(await answer(id, ADA)).toMatchObject({ kind: 'refused', code: 'DESIGNATION_OWN_PROPOSAL' });

    expect(await accountIds()).toEqual([FIRST, SECOND].sort());
    expect(await audited()).toEqual(['designation.proposed', 'DESIGNATION_OWN_PROPOSAL']);
  });

  test.each([
    [23, 'done'],
    [24, 'refused'],
  ])('after %i hours is %s', async (hours, kind) => {
    const { id } = await propose();
    nowMs += hours * HOUR;

    expect(await answer(id)).toMatchObject({ kind });
  });

  test('that nobody confirmed in time ends by itself, and can be proposed anew', async () => {
    const { id } = await propose();
    nowMs += 24 * HOUR;
    await expireDesignations(deps);

    expect(await actions.findDesignation(id)).toMatchObject({ state: 'expired' });
    expect(await propose()).toMatchObject({ state: 'proposed' });
  });

  test('that ran out and was not cleared away yet is no obstacle either', async () => {
    const { id } = await propose();
    nowMs += 24 * HOUR;

    expect(await propose()).toMatchObject({ state: 'proposed' });
    expect(await actions.findDesignation(id)).toMatchObject({ state: 'expired' });
  });

  test('nobody proposes their own account, nor a group they are in', async () => {
    const own = personOf(STRANGER, 'Own');

    expect(await actions.openDesignation({ objectId: STRANGER, person: own })).toMatchObject({
      code: 'DESIGNATION_OWN_ACCOUNT',
    });
    expect(await actions.openDesignation({ objectId: GROUP, person: own })).toMatchObject({
      code: 'DESIGNATION_OWN_ACCOUNT',
    });
    expect(await actions.openDesignation({ objectId: GROUP, person: CLEO })).toMatchObject({ kind: 'opened' });
  });

  test('is proposed by anybody, and confirmed by approvers only', async () => {
    const { id } = await propose(STRANGER, ADA);
    expect(await answer(id, CLEO)).toMatchObject({ code: 'DESIGNATION_NOT_APPROVER' });
    doneOf(await actions.withdraw({ id, person: ADA }));

    const other = await propose(STRANGER, CLEO);
    expect(await answer(other.id)).toMatchObject({ kind: 'done' });
  });

  test('a second press of either button changes nothing more', async () => {
    const token = tokenOf(await actions.openDesignation({ objectId: STRANGER, person: ADA }));
    const input = { token, note: '', person: ADA, place: 'here' };
    const { id } = doneOf(await actions.designate(input));
    expect(await actions.designate(input)).toMatchObject({ code: 'DESIGNATION_NOT_SHOWN' });

    const second = tokenOf(await actions.openConfirmation({ id, person: BO }));
    const answers = await Promise.all([1, 2].map(() => actions.confirm({ id, token: second, note: '', person: BO })));
    expect(answers.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    expect(await store.designations.listDesignations(TENANT)).toHaveLength(3);
    expect(changes).toBe(1);
  });

  test('without having been shown it, nobody signs; a form of another person does not count', async () => {
    const { id } = await propose();
    const token = tokenOf(await actions.openDesignation({ objectId: GROUP, person: ADA }));

    expect(await actions.confirm({ id, token: 'made-up', note: '', person: BO })).toMatchObject({
      code: 'DESIGNATION_NOT_SHOWN',
    });
    expect(await actions.designate({ token, note: '', person: BO, place: 'here' })).toMatchObject({
      code: 'DESIGNATION_NOT_SHOWN',
    });
  });

  test('is refused when the directory says something else than was shown', async () => {
    const { id } = await propose();
    const token = tokenOf(await actions.openConfirmation({ id, person: BO }));
    directory.set(STRANGER, anAccountIn(STRANGER, { accountEnabled: false }));

    expect(await actions.confirm({ id, token, note: '', person: BO })).toMatchObject({ code: 'DESIGNATION_CHANGED' });
    expect(await answer(id)).toMatchObject({ kind: 'done' });
  });

  test('is refused while the directory cannot be read, or has no such object', async () => {
    directory.set(STRANGER, { user: unknown('timeout', 'GRAPH_TIMEOUT: no answer') });
    expect(await actions.openDesignation({ objectId: STRANGER, person: ADA })).toMatchObject({
      code: 'DESIGNATION_SUBJECT_UNREAD',
      message: expect.stringContaining('GRAPH_TIMEOUT'),
    });
    directory.delete(STRANGER);
    expect(await actions.openDesignation({ objectId: STRANGER, person: ADA })).toMatchObject({
      code: 'DESIGNATION_SUBJECT_MISSING',
    });
    expect(await actions.openDesignation({ objectId: 'admin@contoso.com', person: ADA })).toMatchObject({
      code: 'DESIGNATION_ID_INVALID',
    });
  });

  test('of one object, there is one at a time', async () => {
    await propose();

    expect(await actions.openDesignation({ objectId: STRANGER.toUpperCase(), person: BO })).toMatchObject({
      code: 'DESIGNATION_ALREADY',
    });
  });

  test('cannot be made where nobody may confirm it', async () => {
    actions = designateAccounts({ ...deps, approvers: null });

    expect(await actions.openDesignation({ objectId: STRANGER, person: ADA })).toMatchObject({
      code: 'DESIGNATION_NOT_CONFIGURED',
    });
  });
});

describe('a removal', () => {
  test('takes two people, and until then the account counts', async () => {
    const { id } = await propose();
    await answer(id);
    await proposeRemoval(id);
    expect(await accountIds()).toContain(STRANGER);
    expect(await answer(id, ADA)).toMatchObject({ code: 'DESIGNATION_OWN_PROPOSAL' });

    expect(doneOf(await answer(id))).toMatchObject({ state: 'removed' });

    expect(await accountIds()).toEqual([FIRST, SECOND].sort());
    expect(changes).toBe(2);
  });

  test('that nobody confirms in time leaves it in force', async () => {
    const { id } = await propose();
    await answer(id);
    await proposeRemoval(id);
    nowMs += 24 * HOUR;
    expect(await answer(id)).toMatchObject({ code: 'DESIGNATION_EXPIRED' });

    await expireDesignations(deps);

    expect(await actions.findDesignation(id)).toMatchObject({ state: 'confirmed', removal: null });
  });

  test('of the last ones is possible, says what is left, and brings no configured account back', async () => {
    const { id } = await propose();
    await answer(id);
    for (const one of await store.designations.listDesignations(TENANT)) {
      await proposeRemoval(one.id);
      const opened = await actions.openConfirmation({ id: one.id, person: BO });
      expect(opened).toMatchObject({ form: { accountsAfter: (await accountIds()).length - 1 } });
      await answer(one.id);
    }

    expect(await readDesignated(deps)).toEqual({ accounts: [], groupIds: [] });
    expect(await actions.inventory()).toMatchObject({ entries: [], ignoredIds: [FIRST, SECOND] });
  });

  test('is possible of an account that is gone from the directory', async () => {
    const { id } = await propose();
    await answer(id);
    directory.delete(STRANGER);

    await proposeRemoval(id);

    expect(doneOf(await answer(id))).toMatchObject({ state: 'removed' });
  });
});

describe('a proposal', () => {
  test('is withdrawn by who made it and counts no more', async () => {
    const { id } = await propose();

    expect(doneOf(await actions.withdraw({ id, person: ADA }))).toMatchObject({ state: 'withdrawn' });

    expect(await answer(id)).toMatchObject({ code: 'DESIGNATION_NOT_PENDING' });
  });

  test('is not ended by somebody who is neither its proposer nor an approver', async () => {
    const { id } = await propose();

    expect(await actions.withdraw({ id, person: CLEO })).toMatchObject({ code: 'DESIGNATION_NOT_APPROVER' });
    expect(await actions.findDesignation(id)).toMatchObject({ state: 'proposed' });
  });
});

describe('a candidate', () => {
  test('that was said to be none is remembered, and said once', async () => {
    expect(await actions.dismiss({ objectId: STRANGER.toUpperCase(), person: ADA })).toEqual({ kind: 'done' });
    expect(await actions.dismiss({ objectId: STRANGER, person: BO })).toMatchObject({ code: 'CANDIDATE_DISMISSED' });

    expect(await store.designations.listDismissals(TENANT)).toMatchObject([{ objectId: STRANGER, byName: 'Ada' }]);
    expect(await audited()).toEqual(['candidate.dismissed', 'CANDIDATE_DISMISSED']);
  });

  test('is not dismissed by itself, nor while it waits', async () => {
    expect(await actions.dismiss({ objectId: STRANGER, person: personOf(STRANGER, 'Own') })).toMatchObject({
      code: 'DESIGNATION_OWN_ACCOUNT',
    });
    await propose();
    expect(await actions.dismiss({ objectId: STRANGER, person: ADA })).toMatchObject({ code: 'DESIGNATION_ALREADY' });
  });
});

test('a group is read as a group, and its users are those that a scan saw', async () => {
  const { id } = await propose(GROUP);
  const opened = await actions.openConfirmation({ id, person: BO });
  expect(opened).toMatchObject({ form: { accountsBefore: 2, accountsAfter: 3 } });
  await answer(id);

  expect(await readDesignated(deps)).toMatchObject({ groupIds: [GROUP] });
});
