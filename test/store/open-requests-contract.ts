import { describe, expect, test } from '@jest/globals';
import type { RemediationRequest, RequestState } from '../../src/domain/approval/request.js';
import { at, eventOf, OTHER_TENANT, TENANT } from './fixtures.js';
import {
  automaticOf,
  countAudited,
  planOf,
  putInExecution,
  requestOf,
  reviewOf,
  unwritableEvent,
} from './request-fixtures.js';
import type { StoreUnderTest } from './store-contract.js';

const KEY = 'fix BG-CA-01 account';
const PROPOSED = { action: 'request.proposed' } as const;
const SETTLED = eventOf('one', { at: at(3), action: 'request.settled' });

/** Every state in which nobody works on a request any more. */
const ENDED: readonly RequestState[] = [
  'denied',
  'expired',
  'withdrawn',
  'stale',
  'awaitingPeople',
  'succeeded',
  'failed',
  'uncertain',
];

function ofOtherTenant(id: string): RemediationRequest {
  return requestOf(id, { plan: planOf(id, { tenantId: OTHER_TENANT }) });
}

function describeKeys(current: () => StoreUnderTest): void {
  type Answer = Awaited<ReturnType<StoreUnderTest['store']['requests']['propose']>>;

  async function propose(request: RemediationRequest, key = KEY): Promise<Answer> {
    return await current().store.requests.propose(request, key, eventOf(request.id, PROPOSED));
  }

  test('a second request for the same is not stored, and the open one is named', async () => {
    const { store } = current();
    expect(await propose(requestOf('one'))).toEqual({ kind: 'stored' });

    expect(await propose(requestOf('two'))).toEqual({ kind: 'alreadyOpen', request: requestOf('one') });

    expect(await store.requests.findRequest('two')).toBeUndefined();
    expect(await countAudited(store, 'request.proposed')).toBe(1);
  });

  test.each([
    ['for something else', requestOf('two'), 'fix BG-CA-02 account'],
    ['for the same in another tenant', ofOtherTenant('two'), KEY],
  ])('a second request %s is stored', async (_promise, request, key) => {
    await propose(requestOf('one'));

    expect(await propose(request, key)).toEqual({ kind: 'stored' });

    expect(await current().store.requests.findRequest('two')).toEqual(request);
  });

  test('the same request delivered twice is stored once', async () => {
    await propose(requestOf('one'));

    expect(await propose(requestOf('one'))).toEqual({ kind: 'alreadyOpen', request: requestOf('one') });

    expect(await countAudited(current().store, 'request.proposed')).toBe(1);
  });

  test('a request that awaits nobody keeps others out as well', async () => {
    await propose(automaticOf('one'));

    expect(await propose(automaticOf('two'))).toEqual({ kind: 'alreadyOpen', request: automaticOf('one') });
  });

  test('an approved request keeps others out, and is named with its reviews', async () => {
    await propose(requestOf('one'));
    await current().store.requests.review(reviewOf('one', 'a'), 1, 'approved', SETTLED);

    expect(await propose(requestOf('two'))).toMatchObject({
      request: { id: 'one', state: 'approved', reviews: [reviewOf('one', 'a')] },
    });
  });

  test('a request that is being executed keeps others out until its end', async () => {
    const { store } = current();
    const lease = await putInExecution(store, 'one');

    expect(await propose(requestOf('two'), 'one')).toMatchObject({ request: { id: 'one', state: 'executing' } });

    await store.requests.finishExecution(lease, 'succeeded', '', SETTLED);
    expect(await propose(requestOf('two'), 'one')).toEqual({ kind: 'stored' });
  });

  test.each(ENDED)('a request that is %s keeps nobody out', async (state) => {
    await propose(requestOf('one'));
    await current().store.requests.settle('one', 1, state, '', SETTLED);

    expect(await propose(requestOf('two'))).toEqual({ kind: 'stored' });
  });

  test('the open request is named, and not one of the same key that has ended', async () => {
    await propose(requestOf('ended'));
    await current().store.requests.settle('ended', 1, 'denied', '', SETTLED);
    await propose(requestOf('open'));

    expect(await propose(requestOf('third'))).toEqual({ kind: 'alreadyOpen', request: requestOf('open') });
  });

  test('a key is free again when its proposal could not be audited', async () => {
    const { requests } = current().store;
    await expect(requests.propose(requestOf('one'), KEY, unwritableEvent('one'))).rejects.toThrow();

    expect(await propose(requestOf('two'))).toEqual({ kind: 'stored' });
  });

  test('a key with characters that a database refuses is still one key', async () => {
    const key = `${KEY} \0 \uD800`;
    await propose(requestOf('one'), key);

    expect(await propose(requestOf('two'), key)).toMatchObject({ kind: 'alreadyOpen' });
  });

  test('of 50 proposals for the same at once, exactly one is stored, and the others are told which', async () => {
    const { store } = current();

    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => propose(requestOf(String(index)))));

    const stored = await store.requests.listRequests(TENANT, ['proposed']);
    expect(stored).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === 'stored')).toHaveLength(1);
    expect(answers.flatMap((answer) => (answer.kind === 'alreadyOpen' ? [answer.request] : []))).toEqual(
      Array.from({ length: 49 }, () => stored[0]),
    );
    expect(await countAudited(store, 'request.proposed')).toBe(1);
  });

  test('a key is kept over a restart', async () => {
    await propose(requestOf('one'));
    const { requests } = await current().reopen();

    expect(await requests.propose(requestOf('two'), KEY, eventOf('two'))).toMatchObject({ kind: 'alreadyOpen' });
  });
}

function describeNewest(current: () => StoreUnderTest): void {
  test('the newest request of a key is found whole, open or ended', async () => {
    const { requests } = current().store;
    const latter = requestOf('latter', { createdAt: at(5) });
    await requests.propose(requestOf('former'), KEY, eventOf('former'));
    await requests.settle('former', 1, 'denied', 'No.', SETTLED);
    expect(await requests.findNewestFor(TENANT, KEY)).toMatchObject({ id: 'former', state: 'denied' });

    await requests.propose(latter, KEY, eventOf('latter'));

    expect(await requests.findNewestFor(TENANT, KEY)).toEqual(latter);
  });

  test.each([
    ['by its key', TENANT, `${KEY}\0`, 'one'],
    ['not by another key', TENANT, `${KEY}\0 2`, undefined],
    ['not in another tenant', OTHER_TENANT, `${KEY}\0`, undefined],
  ])('a request is found %s', async (_promise, tenantId, key, id) => {
    const { requests } = current().store;
    await requests.propose(requestOf('one'), `${KEY}\0`, eventOf('one'));

    expect((await requests.findNewestFor(tenantId, key))?.id).toBe(id);
  });
}

function describeAutomatic(current: () => StoreUnderTest): void {
  test('what nobody was asked about is listed whole, newest first, of the tenant asked for', async () => {
    const { requests } = current().store;
    const foreign = automaticOf('foreign', { plan: planOf('foreign', { tenantId: OTHER_TENANT }), createdAt: at(9) });
    const newest = automaticOf('0', { createdAt: at(9) });
    for (const request of [automaticOf('a'), newest, automaticOf('b'), foreign]) {
      await requests.propose(request, request.id, eventOf(request.id));
    }

    expect(await requests.listAutomatic(TENANT, at(0))).toEqual([newest, automaticOf('b'), automaticOf('a')]);
    expect(await requests.listAutomatic(OTHER_TENANT, at(0))).toEqual([foreign]);
  });

  test.each([
    ['created at the moment asked for is listed', automaticOf('one', { createdAt: at(5) }), ['one']],
    ['created a minute earlier is not', automaticOf('one', { createdAt: at(4) }), []],
    ['that people review is not', requestOf('one', { createdAt: at(5) }), []],
  ])('a request %s', async (_promise, request, listed) => {
    const { requests } = current().store;
    await requests.propose(request, 'one', eventOf('one'));

    expect((await requests.listAutomatic(TENANT, at(5))).map(({ id }) => id)).toEqual(listed);
  });

  test('a request stays listed after its end', async () => {
    const { requests } = current().store;
    await requests.propose(automaticOf('one'), 'one', eventOf('one'));
    await requests.settle('one', 1, 'failed', 'Refused.', SETTLED);

    expect(await requests.listAutomatic(TENANT, at(0))).toMatchObject([{ id: 'one', state: 'failed' }]);
  });
}

export function describeOpenRequestsContract(current: () => StoreUnderTest): void {
  describe('requests for the same', () => {
    describeKeys(current);
    describeNewest(current);
  });
  describe('requests that nobody was asked about', () => {
    describeAutomatic(current);
  });
}
