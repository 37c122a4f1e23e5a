import { describe, expect, test } from '@jest/globals';
import type { RequestState, StepRecord } from '../../src/domain/approval/request.js';
import { at, eventOf, OTHER_TENANT, TENANT } from './fixtures.js';
import { countAudited, putInExecution, putInState, requestOf, takeOver, unwritableEvent } from './request-fixtures.js';
import type { StoreUnderTest } from './store-contract.js';

const INTENT = eventOf('one', { at: at(10), action: 'execution.intended' });
const FINISHED = eventOf('one', { at: at(15), action: 'execution.finished' });
const WRITING: StepRecord = { index: 0, state: 'writing', detail: 'Writing.' };
const PENDING: StepRecord = { index: 1, state: 'pending', detail: '' };

/** A millisecond before `at(20)`, when the lease of `putInExecution` ends. */
const JUST_BEFORE_THE_END = at(19).replace('00.000Z', '59.999Z');

const NOT_EXECUTABLE: readonly RequestState[] = [
  'proposed',
  'denied',
  'expired',
  'withdrawn',
  'stale',
  'awaitingPeople',
  'succeeded',
  'failed',
  'uncertain',
];

function describeClaims(current: () => StoreUnderTest): void {
  test('an approved request is claimed together with the intent', async () => {
    const { store } = current();
    await putInState(store, 'one', 'approved');

    const lease = await store.requests.claimExecution('one', at(10), at(20), INTENT);

    expect(lease).toEqual({ requestId: 'one', fence: 1, leaseUntil: at(20) });
    expect(await store.requests.findRequest('one')).toEqual(
      requestOf('one', { state: 'executing', version: 3, updatedAt: at(10) }),
    );
    expect(await countAudited(store, 'execution.intended')).toBe(1);
  });

  test.each(NOT_EXECUTABLE)('a request that is %s cannot be claimed', async (state) => {
    const { store } = current();
    await putInState(store, 'one', state);

    expect(await store.requests.claimExecution('one', at(10), at(20), INTENT)).toBeUndefined();

    expect(await store.requests.findRequest('one')).toMatchObject({ state, version: 2 });
    expect(await countAudited(store, 'execution.intended')).toBe(0);
  });

  test('a claim takes the request that was meant and no other', async () => {
    const { store } = current();
    await putInState(store, 'one', 'approved');
    await putInState(store, 'two', 'approved');

    await store.requests.claimExecution('one', at(10), at(20), INTENT);

    expect(await store.requests.findRequest('two')).toMatchObject({ state: 'approved', version: 2 });
  });

  test('a request is not claimed when the intent cannot be audited', async () => {
    const { requests } = current().store;
    await putInState(current().store, 'one', 'approved');

    await expect(requests.claimExecution('one', at(10), at(20), unwritableEvent('one'))).rejects.toThrow();

    expect(await requests.findRequest('one')).toMatchObject({ state: 'approved', version: 2 });
    expect(await requests.claimExecution('one', at(10), at(20), INTENT)).toMatchObject({ fence: 1 });
  });

  test('of 50 who claim an execution at once, exactly one gets it, and one intent is audited', async () => {
    const { store } = current();
    await putInState(store, 'one', 'approved');

    const leases = await Promise.all(
      Array.from({ length: 50 }, () => store.requests.claimExecution('one', at(10), at(20), INTENT)),
    );

    expect(leases.filter((lease) => lease !== undefined)).toEqual([{ requestId: 'one', fence: 1, leaseUntil: at(20) }]);
    expect(await countAudited(store, 'execution.intended')).toBe(1);
  });

  test.each([
    ['a millisecond before its lease ends, an execution cannot be taken over', JUST_BEFORE_THE_END, undefined],
    ['when its lease ends, it can, and the fence grows', at(20), { requestId: 'one', fence: 2, leaseUntil: at(30) }],
  ])('%s', async (_promise, now, lease) => {
    const { store } = current();
    await putInExecution(store, 'one');

    expect(await store.requests.claimExecution('one', now, at(30), INTENT)).toEqual(lease);

    expect(await countAudited(store, 'execution.intended')).toBe(lease ? 2 : 1);
  });

  test('of 50 who take over an abandoned execution at once, exactly one gets it', async () => {
    const { store } = current();
    await putInExecution(store, 'one');

    const leases = await Promise.all(
      Array.from({ length: 50 }, () => store.requests.claimExecution('one', at(25), at(35), INTENT)),
    );

    expect(leases.filter((lease) => lease !== undefined)).toEqual([{ requestId: 'one', fence: 2, leaseUntil: at(35) }]);
  });

  test('executions whose lease is over are listed, the longest abandoned first, of the tenant asked for', async () => {
    const { store } = current();
    await putInState(store, 'approved', 'approved');
    await putInState(store, 'later', 'approved');
    await store.requests.claimExecution('later', at(10), at(22), INTENT);
    await putInExecution(store, 'sooner');
    await putInState(store, 'running', 'approved');
    await store.requests.claimExecution('running', at(10), at(40), INTENT);

    expect(await store.requests.listAbandoned(TENANT, JUST_BEFORE_THE_END)).toEqual([]);
    expect(await store.requests.listAbandoned(TENANT, at(20))).toEqual(['sooner']);
    expect(await store.requests.listAbandoned(TENANT, at(22))).toEqual(['sooner', 'later']);
    expect(await store.requests.listAbandoned(OTHER_TENANT, at(22))).toEqual([]);
  });
}

function describeSteps(current: () => StoreUnderTest): void {
  test.each([
    ['a millisecond before its lease ends, a holder records a step', JUST_BEFORE_THE_END, true],
    ['when its lease has ended, it does not', at(20), false],
  ])('%s', async (_promise, now, kept) => {
    const { requests } = current().store;
    const lease = await putInExecution(current().store, 'one');

    expect(await requests.recordStep(lease, WRITING, '{"a":1}', now)).toBe(kept);

    const found = await requests.findRequest('one');
    expect(found?.steps).toEqual([kept ? WRITING : { ...PENDING, index: 0 }, PENDING]);
    expect(await requests.findImage('one', 0)).toBe(kept ? '{"a":1}' : null);
  });

  test('a holder that was taken over records nothing, even while it believes in its lease', async () => {
    const { store } = current();
    const lost = await putInExecution(store, 'one');
    const held = await takeOver(store, 'one');

    expect(await store.requests.recordStep(lost, WRITING, null, at(15))).toBe(false);
    expect((await store.requests.findRequest('one'))?.steps).toEqual([{ ...PENDING, index: 0 }, PENDING]);
    expect(await store.requests.recordStep(held, WRITING, null, at(21))).toBe(true);
  });

  test('after its end an execution records nothing', async () => {
    const { requests } = current().store;
    const lease = await putInExecution(current().store, 'one');
    await requests.finishExecution(lease, 'failed', 'Refused.', FINISHED);

    expect(await requests.recordStep(lease, WRITING, null, at(15))).toBe(false);

    expect(await requests.findRequest('one')).toMatchObject({ state: 'failed', updatedAt: at(15) });
  });

  test('a before-image stays when later records bring none', async () => {
    const { requests } = current().store;
    const lease = await putInExecution(current().store, 'one');
    const image = JSON.stringify({ displayName: '\0 \uD800 Ł 🔑', excludeUsers: [] });

    await requests.recordStep(lease, WRITING, image, at(11));
    await requests.recordStep(lease, { index: 0, state: 'verified', detail: 'Seen\0.' }, null, at(12));

    expect(await requests.findImage('one', 0)).toBe(image);
    expect(await requests.findImage('one', 1)).toBeNull();
    expect((await requests.findRequest('one'))?.steps[0]).toEqual({
      index: 0,
      state: 'verified',
      detail: 'Seen\uFFFD.',
    });
  });

  test('a step that the plan lacks is refused, and the steps it has are not', async () => {
    const { requests } = current().store;
    const lease = await putInExecution(current().store, 'one');

    await expect(requests.recordStep(lease, { ...WRITING, index: 2 }, null, at(11))).rejects.toThrow();

    expect(await requests.findRequest('one')).toMatchObject({ updatedAt: at(10) });
    expect(await requests.recordStep(lease, { ...WRITING, index: 1 }, null, at(11))).toBe(true);
  });

  test('steps of a request leave those of another alone', async () => {
    const { store } = current();
    const lease = await putInExecution(store, 'one');
    await putInExecution(store, 'two');

    await store.requests.recordStep(lease, WRITING, '{}', at(11));

    expect(await store.requests.findRequest('two')).toMatchObject({ steps: [{ state: 'pending' }, PENDING] });
    expect(await store.requests.findImage('two', 0)).toBeNull();
  });

  test('what was recorded before a crash is there after a restart, and the lease still holds', async () => {
    const lease = await putInExecution(current().store, 'one');
    await current().store.requests.recordStep(lease, WRITING, '{"a":1}', at(11));

    const { requests } = await current().reopen();

    expect(await requests.findRequest('one')).toMatchObject({ state: 'executing', steps: [WRITING, PENDING] });
    expect(await requests.findImage('one', 0)).toBe('{"a":1}');
    expect(await requests.claimExecution('one', at(12), at(30), INTENT)).toBeUndefined();
    expect(await requests.claimExecution('one', at(20), at(30), INTENT)).toMatchObject({ fence: 2 });
  });
}

function describeEnds(current: () => StoreUnderTest): void {
  test('an execution is settled together with its audit record', async () => {
    const { store } = current();
    const lease = await putInExecution(store, 'one');

    expect(await store.requests.finishExecution(lease, 'succeeded', 'Verified\0.', FINISHED)).toBe(true);

    expect(await store.requests.findRequest('one')).toEqual(
      requestOf('one', { state: 'succeeded', version: 4, outcome: 'Verified\uFFFD.', updatedAt: at(15) }),
    );
    expect(await countAudited(store, 'execution.finished')).toBe(1);
    expect(await store.requests.listAbandoned(TENANT, at(60))).toEqual([]);
  });

  test('an execution is settled once', async () => {
    const { store } = current();
    const lease = await putInExecution(store, 'one');
    await store.requests.finishExecution(lease, 'succeeded', 'Verified.', FINISHED);

    expect(await store.requests.finishExecution(lease, 'failed', 'Refused.', FINISHED)).toBe(false);

    expect(await store.requests.findRequest('one')).toMatchObject({ state: 'succeeded', outcome: 'Verified.' });
    expect(await countAudited(store, 'execution.finished')).toBe(1);
  });

  test('a holder that was taken over settles nothing, and the one who took over does', async () => {
    const { store } = current();
    const lost = await putInExecution(store, 'one');
    const held = await takeOver(store, 'one');

    expect(await store.requests.finishExecution(lost, 'succeeded', 'Verified.', FINISHED)).toBe(false);
    expect(await store.requests.findRequest('one')).toMatchObject({ state: 'executing', outcome: '' });
    expect(await store.requests.finishExecution(held, 'uncertain', 'Look at it.', FINISHED)).toBe(true);

    expect(await store.requests.findRequest('one')).toMatchObject({ state: 'uncertain', outcome: 'Look at it.' });
    expect(await countAudited(store, 'execution.finished')).toBe(1);
  });

  test('a holder that overslept and was not taken over still settles', async () => {
    const { requests } = current().store;
    const lease = await putInExecution(current().store, 'one');

    expect(await requests.finishExecution(lease, 'failed', 'Too slow.', { ...FINISHED, at: at(90) })).toBe(true);
  });

  test('an end that cannot be audited is not reached', async () => {
    const { requests } = current().store;
    const lease = await putInExecution(current().store, 'one');

    await expect(requests.finishExecution(lease, 'succeeded', '', unwritableEvent('one'))).rejects.toThrow();

    expect(await requests.findRequest('one')).toMatchObject({ state: 'executing', version: 3 });
  });

  test('of 50 who settle with the same lease at once, exactly one does', async () => {
    const { store } = current();
    const lease = await putInExecution(store, 'one');

    const answers = await Promise.all(
      Array.from({ length: 50 }, () => store.requests.finishExecution(lease, 'succeeded', '', FINISHED)),
    );

    expect(answers.filter((answer) => answer)).toHaveLength(1);
    expect(await countAudited(store, 'execution.finished')).toBe(1);
  });
}

export function describeExecutionsContract(current: () => StoreUnderTest): void {
  describe('the claim of an execution', () => {
    describeClaims(current);
  });
  describe('the steps of an execution', () => {
    describeSteps(current);
  });
  describe('the end of an execution', () => {
    describeEnds(current);
  });
}
