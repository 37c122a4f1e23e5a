import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Principal, RemediationRequest, RequestState, Review } from '../../../src/domain/approval/request.js';
import {
  hasEnoughApprovals,
  isTypedName,
  nameToType,
  refusalOf,
  stateAfterReview,
  validApprovals,
  type ReviewAttempt,
} from '../../../src/domain/approval/review-rules.js';
import { known, unknown, type Observed } from '../../../src/domain/tenant/observed.js';
import { FIRST, read, TENANT, UNREAD } from '../a-snapshot.js';
import { ANNA, aPlan, aRequest, aStep, BO, EXPIRES_AT, RITA } from '../remediation/a-request.js';

const ELSEWHERE = '20000000-0000-4000-8000-000000000000';
const DEADLINE = Date.parse(EXPIRES_AT);

function here(objectId: string): Principal {
  return { tenantId: TENANT, objectId };
}

function aReview(objectId: string, overrides: Partial<Review> = {}): Review {
  const { id, planDigest } = aRequest();
  return {
    requestId: id,
    reviewer: here(objectId),
    reviewerName: 'somebody',
    decision: 'approve',
    reason: 'Checked.',
    planDigest,
    at: '2026-03-01T09:00:00.000Z',
    ...overrides,
  };
}

/** Anna, who may, looks at the plan that is stored, in time. */
function anAttempt(overrides: Partial<ReviewAttempt> = {}): ReviewAttempt {
  const request = overrides.request ?? aRequest();
  return {
    request,
    actor: here(ANNA),
    shownDigest: request.planDigest,
    approvers: read([ANNA, BO, RITA, FIRST]),
    now: DEADLINE - 1,
    ...overrides,
  };
}

describe('a review', () => {
  test('of a pending plan in time by an approver who has no part in it is allowed', () => {
    expect(refusalOf(anAttempt())).toBeNull();
  });

  const REFUSED: readonly { what: string; refusal: string; change: Partial<ReviewAttempt> }[] = [
    { what: 'of a denied plan', refusal: 'notPending', change: { request: aRequest({ state: 'denied' }) } },
    { what: 'at the moment of expiry', refusal: 'expired', change: { now: DEADLINE } },
    {
      what: 'of a plan whose expiry nobody can read',
      refusal: 'expired',
      change: { request: aRequest({ plan: aPlan({ expiresAt: 'soon' }) }) },
    },
    { what: 'of another plan than the stored one', refusal: 'otherPlan', change: { shownDigest: 'another' } },
    { what: 'by the requester, though an approver', refusal: 'isRequester', change: { actor: here(RITA) } },
    { what: 'by the account that gains, though an approver', refusal: 'isTarget', change: { actor: here(FIRST) } },
    {
      what: 'by the requester spelled in capitals',
      refusal: 'isRequester',
      change: { actor: { tenantId: TENANT.toUpperCase(), objectId: RITA.toUpperCase() } },
    },
    { what: 'by the target spelled in capitals', refusal: 'isTarget', change: { actor: here(FIRST.toUpperCase()) } },
    {
      what: 'by a person who has answered before',
      refusal: 'alreadyReviewed',
      change: { request: aRequest({ reviews: [aReview(ANNA.toUpperCase())] }) },
    },
    { what: 'while nobody knows the approvers', refusal: 'approversUnknown', change: { approvers: UNREAD } },
    { what: 'by somebody who is no approver', refusal: 'notApprover', change: { approvers: read([BO]) } },
    {
      what: "by an approver's object ID in another tenant",
      refusal: 'notApprover',
      change: { actor: { tenantId: ELSEWHERE, objectId: ANNA } },
    },
  ];

  test.each(REFUSED)('$what is refused as $refusal', ({ refusal, change }) => {
    expect(refusalOf(anAttempt(change))).toBe(refusal);
  });

  test('by an approver who is listed in capitals is allowed', () => {
    expect(refusalOf(anAttempt({ approvers: read([ANNA.toUpperCase()]) }))).toBeNull();
  });

  test('by a person after somebody else has answered is allowed', () => {
    expect(refusalOf(anAttempt({ request: aRequest({ reviews: [aReview(BO)] }) }))).toBeNull();
  });
});

/** The truth table, written down a second time: by what must hold for each refusal, over plain booleans. */
function oracle({ request, actor, shownDigest, approvers, now }: ReviewAttempt): string | null {
  const key = ({ tenantId, objectId }: Principal) => `${tenantId}/${objectId}`.toUpperCase();
  const me = key(actor);
  const inTenant = (ids: readonly string[]) =>
    ids.map((objectId) => key({ tenantId: request.plan.tenantId, objectId }));
  const table: readonly (readonly [string, boolean])[] = [
    ['notPending', request.state !== 'proposed'],
    ['expired', request.plan.expiresAt !== EXPIRES_AT || now >= DEADLINE],
    ['otherPlan', request.planDigest !== shownDigest],
    ['isRequester', me === key(request.requester)],
    ['isTarget', inTenant(request.plan.targetAccountIds).includes(me)],
    ['alreadyReviewed', request.reviews.map(({ reviewer }) => key(reviewer)).includes(me)],
    ['approversUnknown', !approvers.known],
    ['notApprover', !(approvers.known && inTenant(approvers.value).includes(me))],
  ];
  return table.find(([, holds]) => holds)?.[0] ?? null;
}

const STATES: readonly RequestState[] = [
  'proposed',
  'approved',
  'executing',
  'succeeded',
  'failed',
  'uncertain',
  'denied',
  'expired',
  'withdrawn',
  'stale',
  'awaitingPeople',
];
const PEOPLE = [RITA, ANNA, BO, FIRST];
/** Made once: its digest is opaque to the rules, and dear to work out ten thousand times. */
const REQUEST = aRequest();

const anyCase = (id: string) => fc.boolean().map((isUpper) => (isUpper ? id.toUpperCase() : id));
const anyId = fc.constantFrom(...PEOPLE).chain(anyCase);
const anyIds = fc.subarray(PEOPLE).chain((ids) => fc.tuple(...ids.map(anyCase)));
const anyPrincipal: fc.Arbitrary<Principal> = fc.record({
  tenantId: fc.oneof({ weight: 6, arbitrary: anyCase(TENANT) }, { weight: 1, arbitrary: fc.constant(ELSEWHERE) }),
  objectId: anyId,
});
const mostly = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(usual, ...others) });

const anyReview: fc.Arbitrary<Review> = fc
  .record({
    reviewer: anyPrincipal,
    decision: mostly<Review['decision']>('approve', 'deny'),
    planDigest: mostly(aRequest().planDigest, 'another'),
  })
  .map((overrides) => aReview(ANNA, overrides));

const anyApprovers: fc.Arbitrary<Observed<readonly string[]>> = fc.oneof(
  { weight: 8, arbitrary: anyIds.map((ids) => known(ids, EXPIRES_AT)) },
  { weight: 1, arbitrary: fc.constant(unknown('timeout', 'Graph did not answer.')) },
);

const anyAttempt: fc.Arbitrary<ReviewAttempt> = fc
  .record({
    state: mostly<RequestState>('proposed', ...STATES),
    requester: anyPrincipal,
    targetAccountIds: anyIds,
    reviews: fc.array(anyReview, { maxLength: 2 }),
    actor: anyPrincipal,
    isShown: mostly(true, false),
    expiresAt: mostly(EXPIRES_AT, 'soon', ''),
    approvers: anyApprovers,
    now: mostly(DEADLINE - 1, DEADLINE - 60_000, DEADLINE, DEADLINE + 1),
  })
  .map(({ state, requester, targetAccountIds, reviews, actor, isShown, expiresAt, approvers, now }) => {
    const plan = { ...REQUEST.plan, targetAccountIds, expiresAt };
    const request = { ...REQUEST, state, requester, reviews, plan };
    return { request, actor, approvers, now, shownDigest: isShown ? request.planDigest : 'another' };
  });

test('every combination of actor, requester, target, approvers, state, time, digest and earlier answers is decided as the table says', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(anyAttempt, (attempt) => {
      const refusal = refusalOf(attempt);
      seen.set(String(refusal), (seen.get(String(refusal)) ?? 0) + 1);
      return refusal === oracle(attempt);
    }),
    { numRuns: 10_000 },
  );
  // Each row of the table must have come up, and often: a generator that never gets there proves nothing.
  expect(seen.size).toBe(9);
  expect(Math.min(...seen.values())).toBeGreaterThan(50);
});

describe('an approval', () => {
  const approvedBy = (...ids: readonly string[]) => aRequest({ reviews: ids.map((id) => aReview(id)) });

  test('by somebody who may approve now counts', () => {
    expect(validApprovals(approvedBy(ANNA), [ANNA]).map(({ reviewer }) => reviewer.objectId)).toEqual([ANNA]);
  });

  const WORTHLESS: readonly { what: string; request: RemediationRequest; approvers: readonly string[] }[] = [
    { what: 'by somebody who has left the approvers since', request: approvedBy(ANNA), approvers: [BO] },
    {
      what: 'of another plan',
      request: aRequest({ reviews: [aReview(ANNA, { planDigest: 'x' })] }),
      approvers: [ANNA],
    },
    { what: 'by the requester', request: approvedBy(RITA), approvers: [RITA] },
    { what: 'by the account that gains', request: approvedBy(FIRST), approvers: [FIRST] },
    {
      what: 'that is a denial',
      request: aRequest({ reviews: [aReview(ANNA, { decision: 'deny' })] }),
      approvers: [ANNA],
    },
    {
      what: 'from another tenant',
      request: aRequest({ reviews: [aReview(ANNA, { reviewer: { tenantId: ELSEWHERE, objectId: ANNA } })] }),
      approvers: [ANNA],
    },
  ];

  test.each(WORTHLESS)('$what does not count', ({ request, approvers }) => {
    expect(validApprovals(request, approvers)).toEqual([]);
    expect(hasEnoughApprovals(request, approvers)).toBe(false);
  });

  test('given twice by one person counts once', () => {
    expect(validApprovals(approvedBy(ANNA, ANNA.toUpperCase()), [ANNA])).toHaveLength(1);
  });

  const highRisk = (...ids: readonly string[]) => {
    const request = aRequest({ plan: aPlan({ risk: 'high' }) });
    const { planDigest } = request;
    return { ...request, reviews: ids.map((id) => aReview(id, { planDigest })) };
  };

  test.each([
    { who: 'one person', request: highRisk(ANNA), approvers: [ANNA, BO], enough: false },
    { who: 'one person twice', request: highRisk(ANNA, ANNA), approvers: [ANNA, BO], enough: false },
    { who: 'two people', request: highRisk(ANNA, BO), approvers: [ANNA, BO], enough: true },
    { who: 'two people, one of whom was removed since', request: highRisk(ANNA, BO), approvers: [BO], enough: false },
    { who: 'an approver and the requester', request: highRisk(ANNA, RITA), approvers: [ANNA, RITA], enough: false },
  ])('of a high-risk plan by $who is enough: $enough', ({ request, approvers, enough }) => {
    expect(hasEnoughApprovals(request, approvers)).toBe(enough);
  });

  test('of a low-risk plan by one person is enough, and a denial beside it makes it nothing', () => {
    const request = approvedBy(ANNA);
    const denied = { ...request, reviews: [...request.reviews, aReview(BO, { decision: 'deny' })] };

    expect(hasEnoughApprovals(request, [ANNA, BO])).toBe(true);
    expect(hasEnoughApprovals(denied, [ANNA, BO])).toBe(false);
  });
});

describe('after a review', () => {
  const approvers = read([ANNA, BO]);
  // As planners make them: a step for the bot has a change, a step for people has none.
  const withSteps = (...executors: readonly ('bot' | 'approver' | 'human')[]) => {
    const steps = executors.map((executor) => aStep(executor === 'bot' ? {} : { executor, change: null }));
    return aRequest({ plan: aPlan({ steps }) });
  };
  const review = (request: RemediationRequest, by: string, decision: Review['decision'] = 'approve') =>
    aReview(by, { decision, planDigest: request.planDigest });

  test('one denial ends the request', () => {
    expect(stateAfterReview(aRequest(), review(aRequest(), ANNA, 'deny'), approvers)).toBe('denied');
  });

  test('a denial ends a high-risk request that one person approved', () => {
    const request = aRequest({ plan: aPlan({ risk: 'high' }) });
    const once = { ...request, reviews: [review(request, ANNA)] };
    expect(stateAfterReview(once, review(request, BO, 'deny'), approvers)).toBe('denied');
  });

  test('one approval completes a low-risk plan', () => {
    expect(stateAfterReview(aRequest(), review(aRequest(), ANNA), approvers)).toBe('approved');
  });

  test('the first approval of a high-risk plan leaves it proposed, and the second completes it', () => {
    const request = aRequest({ plan: aPlan({ risk: 'high' }) });
    const once = { ...request, reviews: [review(request, ANNA)] };

    expect(stateAfterReview(request, review(request, ANNA), approvers)).toBe('proposed');
    expect(stateAfterReview(once, review(request, BO), approvers)).toBe('approved');
    expect(stateAfterReview(once, review(request, BO), read([BO]))).toBe('proposed');
  });

  test.each([
    { executors: ['human', 'approver'], state: 'awaitingPeople' },
    { executors: ['human', 'bot'], state: 'approved' },
  ] as const)('a completed plan with steps for $executors is $state', ({ executors, state }) => {
    const request = withSteps(...executors);
    expect(stateAfterReview(request, review(request, ANNA), approvers)).toBe(state);
  });

  test('nothing is approved while it is not known who may approve', () => {
    expect(stateAfterReview(aRequest(), review(aRequest(), ANNA), UNREAD)).toBe('proposed');
  });
});

describe('the typed name', () => {
  const named = (name: string) =>
    aPlan({ risk: 'high', steps: [aStep({ object: { type: 'policy', id: 'p-1', name } }), aStep()] });

  test('of a high-risk plan is that of the first object that changes', () => {
    expect(nameToType(named('Café policy'))).toBe('Café policy');
  });

  test('is not asked for at low risk', () => {
    expect(nameToType(aPlan())).toBeNull();
    expect(isTypedName(aPlan(), '')).toBe(true);
  });

  test('is not asked for where nothing changes', () => {
    const nothing = aPlan({ risk: 'high', steps: [] });

    expect(nameToType(nothing)).toBeNull();
    expect(nameToType({ ...nothing, steps: [aStep()] })).toBe('MFA for everybody');
  });

  test.each([
    { typed: 'Café policy', matches: true },
    { typed: '  Café policy\n', matches: true },
    { typed: 'Cafe\u0301 policy', matches: true },
    { typed: 'café policy', matches: false },
    { typed: 'Café', matches: false },
    { typed: '', matches: false },
  ])('$typed matches "Café policy": $matches', ({ typed, matches }) => {
    expect(isTypedName(named('Café policy'), typed)).toBe(matches);
  });

  test('needs nothing that nobody can type', () => {
    expect(isTypedName(named('Block\u200B  all\u202E'), 'Block all')).toBe(true);
  });

  test('is the object ID where the name shows nothing', () => {
    expect(isTypedName(named(' \u200B '), 'p-1')).toBe(true);
    expect(isTypedName(named(' \u200B '), '')).toBe(false);
  });
});
