import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { RemediationRequest } from '../../src/domain/approval/request.js';
import { at, eventOf, OTHER_TENANT, TENANT } from './fixtures.js';
import { countAudited, putInExecution, requestOf, reviewOf, unwritableEvent } from './request-fixtures.js';
import type { StoreUnderTest } from './store-contract.js';
import { onDatabase } from './test-database.js';

const REVIEWED = eventOf('one', { at: at(2), action: 'request.reviewed' });
const SETTLED = eventOf('one', { at: at(3), action: 'request.withdrawn' });

function describeReviews(current: () => StoreUnderTest): void {
  async function propose(): Promise<void> {
    await current().store.requests.propose(requestOf('one'), 'one', eventOf('one'));
  }

  test('a review is kept together with the move it makes and its audit record', async () => {
    const { store } = current();
    await propose();

    expect(await store.requests.review(reviewOf('one', 'a'), 1, 'approved', REVIEWED)).toBe(true);

    expect(await store.requests.findRequest('one')).toEqual(
      requestOf('one', { state: 'approved', version: 2, updatedAt: at(2), reviews: [reviewOf('one', 'a')] }),
    );
    expect(await countAudited(store, 'request.reviewed')).toBe(1);
  });

  test('names and reasons with characters that a database refuses are kept', async () => {
    const { requests } = current().store;
    await propose();
    const review = reviewOf('one', 'a', { decision: 'deny', reason: 'no\0 \uD800', reviewerName: 'Eve\0' });

    await requests.review(review, 1, 'denied', REVIEWED);

    expect((await requests.findRequest('one'))?.reviews).toEqual([
      { ...review, reason: 'no\uFFFD \uFFFD', reviewerName: 'Eve\uFFFD' },
    ]);
  });

  test.each([
    ['a review of the current version is recorded', 2, true],
    ['a review of an earlier version is not', 1, false],
    ['a review of a version that is yet to come is not', 3, false],
  ])('%s', async (_promise, version, kept) => {
    const { store } = current();
    await propose();
    await store.requests.review(reviewOf('one', 'a'), 1, 'proposed', REVIEWED);

    expect(await store.requests.review(reviewOf('one', 'b'), version, 'approved', REVIEWED)).toBe(kept);

    expect((await store.requests.findRequest('one'))?.reviews).toHaveLength(kept ? 2 : 1);
    expect((await store.requests.findRequest('one'))?.state).toBe(kept ? 'approved' : 'proposed');
    expect(await countAudited(store, 'request.reviewed')).toBe(kept ? 2 : 1);
  });

  test.each([
    ['a person reviews a request once', { tenantId: TENANT, objectId: 'a' }, false],
    ['another person can review it too', { tenantId: TENANT, objectId: 'b' }, true],
    ['the same object ID in another tenant is another person', { tenantId: OTHER_TENANT, objectId: 'a' }, true],
  ])('%s', async (_promise, reviewer, kept) => {
    const { store } = current();
    await propose();
    await store.requests.review(reviewOf('one', 'a'), 1, 'proposed', REVIEWED);

    expect(await store.requests.review(reviewOf('one', '', { reviewer }), 2, 'approved', REVIEWED)).toBe(kept);

    expect(await store.requests.findRequest('one')).toMatchObject({ version: kept ? 3 : 2 });
    expect(await countAudited(store, 'request.reviewed')).toBe(kept ? 2 : 1);
  });

  test('who has reviewed one request can review another', async () => {
    const { requests } = current().store;
    await propose();
    await requests.propose(requestOf('two'), 'two', eventOf('two'));
    await requests.review(reviewOf('one', 'a'), 1, 'approved', REVIEWED);

    expect(await requests.review(reviewOf('two', 'a'), 1, 'approved', eventOf('two'))).toBe(true);
  });

  test('reviews come back in the order in which they were given', async () => {
    const { requests } = current().store;
    await propose();

    for (const [index, person] of ['c', 'a', 'b'].entries()) {
      await requests.review(reviewOf('one', person), index + 1, 'proposed', REVIEWED);
    }

    const found = await requests.findRequest('one');
    expect(found?.reviews.map((review) => review.reviewer.objectId)).toEqual(['c', 'a', 'b']);
  });

  test('of many who review the same version at once, exactly one is recorded', async () => {
    const { store } = current();
    await propose();

    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        store.requests.review(reviewOf('one', `person-${String(index)}`), 1, 'approved', REVIEWED),
      ),
    );

    const winner = `person-${String(answers.indexOf(true))}`;
    expect(answers.filter((answer) => answer)).toHaveLength(1);
    expect(await store.requests.findRequest('one')).toMatchObject({
      version: 2,
      reviews: [{ reviewer: { objectId: winner } }],
    });
    expect(await countAudited(store, 'request.reviewed')).toBe(1);
  });

  test('a request is never read between two of its moves', async () => {
    const { requests } = current().store;
    await propose();
    const read: (RemediationRequest | undefined)[] = [];
    const reviewAll = async (): Promise<void> => {
      for (let version = 1; version <= 30; version += 1) {
        await requests.review(reviewOf('one', String(version)), version, 'proposed', REVIEWED);
      }
    };
    const readUntilReviewed = async (): Promise<void> => {
      do {
        read.push(...(await requests.listRequests(TENANT, ['proposed'])), await requests.findRequest('one'));
      } while (read.at(-1)?.version !== 31);
    };

    await Promise.all([reviewAll(), readUntilReviewed(), readUntilReviewed(), readUntilReviewed()]);

    expect(read.length).toBeGreaterThan(30);
    expect(read.filter((found) => found?.reviews.length !== (found?.version ?? 0) - 1)).toEqual([]);
  });

  test('a review that cannot be audited leaves nothing behind', async () => {
    const { requests } = current().store;
    await propose();

    await expect(requests.review(reviewOf('one', 'a'), 1, 'approved', unwritableEvent('one'))).rejects.toThrow();

    expect(await requests.findRequest('one')).toEqual(requestOf('one'));
    expect(await requests.review(reviewOf('one', 'a'), 1, 'approved', REVIEWED)).toBe(true);
  });

  test('a request that is being executed takes no review', async () => {
    const { store } = current();
    await putInExecution(store, 'one');

    expect(await store.requests.review(reviewOf('one', 'a'), 3, 'denied', REVIEWED)).toBe(false);

    expect(await store.requests.findRequest('one')).toMatchObject({ state: 'executing', version: 3, reviews: [] });
  });

  test('a review of a request that does not exist is not recorded', async () => {
    expect(await current().store.requests.review(reviewOf('none', 'a'), 1, 'approved', REVIEWED)).toBe(false);
    expect(await countAudited(current().store, 'request.reviewed')).toBe(0);
  });
}

function describeSettling(current: () => StoreUnderTest): void {
  test.each([
    ['a request at the version that was decided on is settled', 1, true],
    ['a request that has moved on is not', 0, false],
  ])('%s', async (_promise, version, moved) => {
    const { store } = current();
    await store.requests.propose(requestOf('one'), 'one', eventOf('one'));

    expect(await store.requests.settle('one', version, 'withdrawn', 'No longer needed.', SETTLED)).toBe(moved);

    expect(await store.requests.findRequest('one')).toEqual(
      moved
        ? requestOf('one', { state: 'withdrawn', version: 2, outcome: 'No longer needed.', updatedAt: at(3) })
        : requestOf('one'),
    );
    expect(await countAudited(store, 'request.withdrawn')).toBe(moved ? 1 : 0);
  });

  test('settling leaves the other requests alone', async () => {
    const { requests } = current().store;
    await requests.propose(requestOf('one'), 'one', eventOf('one'));
    await requests.propose(requestOf('two'), 'two', eventOf('two'));

    await requests.settle('one', 1, 'withdrawn', '', SETTLED);

    expect(await requests.findRequest('two')).toEqual(requestOf('two'));
  });

  test('a request that is being executed cannot be settled from the side', async () => {
    const { store } = current();
    await putInExecution(store, 'one');

    expect(await store.requests.settle('one', 3, 'withdrawn', '', SETTLED)).toBe(false);

    expect(await store.requests.findRequest('one')).toMatchObject({ state: 'executing', version: 3 });
  });

  test('a move that cannot be audited is not made', async () => {
    const { requests } = current().store;
    await requests.propose(requestOf('one'), 'one', eventOf('one'));

    await expect(requests.settle('one', 1, 'withdrawn', '', unwritableEvent('one'))).rejects.toThrow();

    expect(await requests.findRequest('one')).toEqual(requestOf('one'));
  });

  test('of a withdrawal and many approvals at once, exactly one takes effect', async () => {
    const { store } = current();
    await store.requests.propose(requestOf('one'), 'one', eventOf('one'));

    const answers = await Promise.all([
      store.requests.review(reviewOf('one', 'a'), 1, 'approved', REVIEWED),
      ...Array.from({ length: 10 }, () => store.requests.settle('one', 1, 'withdrawn', '', SETTLED)),
      store.requests.review(reviewOf('one', 'b'), 1, 'approved', REVIEWED),
    ]);

    expect(answers.filter((answer) => answer)).toHaveLength(1);
    expect(await store.requests.findRequest('one')).toMatchObject({ version: 2 });
    expect((await countAudited(store, 'request.reviewed')) + (await countAudited(store, 'request.withdrawn'))).toBe(1);
  });
}

const FORBIDDEN = [
  ['an update', sql`update remediation_reviews set decision = 'deny'`],
  ['a delete', sql`delete from remediation_reviews`],
  [
    'an upsert',
    sql`insert into remediation_reviews select * from remediation_reviews where true
      on conflict (request_id, version) do update set reason = ''`,
  ],
] as const;

/** The same intent in each dialect's own words, and the same by a way around. */
const FORBIDDEN_IN = {
  sqlite: [
    sql`insert or replace into remediation_reviews select request_id, version + 1, reviewer_tenant_id, reviewer_object_id,
      'x', decision, reason, plan_digest, at from remediation_reviews`,
    sql`insert or replace into remediation_reviews select request_id, version, reviewer_tenant_id, 'x',
      reviewer_name, decision, reason, plan_digest, at from remediation_reviews`,
  ],
  postgres: [sql`truncate remediation_reviews`, sql`truncate remediation_requests cascade`],
} as const;

function describeAppendOnly(current: () => StoreUnderTest): void {
  async function expectRefused(statement: (typeof FORBIDDEN)[number][1]): Promise<void> {
    const { store, database } = current();
    await store.requests.propose(requestOf('one'), 'one', eventOf('one'));
    await store.requests.review(reviewOf('one', 'a'), 1, 'proposed', REVIEWED);
    await current().close();

    await expect(onDatabase(database, (db) => statement.execute(db))).rejects.toThrow('REVIEW_APPEND_ONLY');

    const { requests } = await current().reopen();
    expect(await requests.review(reviewOf('one', 'b'), 2, 'approved', REVIEWED)).toBe(true);
    expect((await requests.findRequest('one'))?.reviews).toEqual([reviewOf('one', 'a'), reviewOf('one', 'b')]);
  }

  test.each(FORBIDDEN)('the database refuses %s of a review and takes the next one', async (_name, statement) => {
    await expectRefused(statement);
  });

  test.each([0, 1] as const)('the database refuses to replace or truncate reviews, way %i', async (way) => {
    await expectRefused(FORBIDDEN_IN[current().database.dialect][way]);
  });
}

export function describeReviewsContract(current: () => StoreUnderTest): void {
  describe('reviews of a request', () => {
    describeReviews(current);
    describeAppendOnly(current);
  });
  describe('settling a request that nobody executes', () => {
    describeSettling(current);
  });
}
