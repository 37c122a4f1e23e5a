import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RemediationRequest, Review } from '../../../src/domain/approval/request.js';
import { hasEnoughApprovals, stateAfterReview, validApprovals } from '../../../src/domain/approval/review-rules.js';
import { FIRST, read, TENANT } from '../a-snapshot.js';
import { ANNA, aPlan, aRequest, BO, RITA } from '../remediation/a-request.js';

/**
 * What approvals are worth, over random lists of reviews, whatever put them there. Who a review is by is told by a single
 * letter: that is what the expected answer counts, while the rules under test see tenants, object IDs and spellings.
 */

/** R requested, T gains by the plan, A and B are free to approve, and X is A's object ID in another tenant. */
const PEOPLE = {
  R: { tenantId: TENANT, objectId: RITA },
  T: { tenantId: TENANT, objectId: FIRST },
  A: { tenantId: TENANT, objectId: ANNA },
  B: { tenantId: TENANT, objectId: BO },
  X: { tenantId: '20000000-0000-4000-8000-000000000000', objectId: ANNA },
} as const;
type Letter = keyof typeof PEOPLE;

interface Answer {
  readonly by: Letter;
  readonly decision: Review['decision'];
  readonly isThisPlan: boolean;
  readonly isInCapitals: boolean;
}

interface Situation {
  readonly risk: 'low' | 'high';
  readonly answers: readonly Answer[];
  /** Approvers at this moment; X cannot be one, for approvers are of the plan's tenant. */
  readonly approvers: readonly Exclude<Letter, 'X'>[];
}

const anAnswer: fc.Arbitrary<Answer> = fc.record({
  by: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom<Letter>('A', 'B') },
    { weight: 3, arbitrary: fc.constantFrom<Letter>('R', 'T', 'X') },
  ),
  decision: fc.oneof(
    { weight: 12, arbitrary: fc.constant<Review['decision']>('approve') },
    { weight: 1, arbitrary: fc.constant<Review['decision']>('deny') },
  ),
  isThisPlan: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  isInCapitals: fc.boolean(),
});

const aSituation: fc.Arbitrary<Situation> = fc.record({
  risk: fc.constantFrom('low', 'high'),
  answers: fc.array(anAnswer, { maxLength: 5, size: 'max' }),
  approvers: fc.subarray(['R', 'T', 'A', 'B'], { minLength: 2 }),
});

const REQUESTS = {
  low: aRequest({ plan: aPlan({ risk: 'low', targetAccountIds: [FIRST] }) }),
  high: aRequest({ plan: aPlan({ risk: 'high', targetAccountIds: [FIRST] }) }),
} as const;

function requestOf({ risk, answers }: Situation): RemediationRequest {
  const request = REQUESTS[risk];
  const reviews = answers.map(({ by, decision, isThisPlan, isInCapitals }): Review => {
    const { tenantId, objectId } = PEOPLE[by];
    return {
      requestId: request.id,
      reviewer: { tenantId, objectId: isInCapitals ? objectId.toUpperCase() : objectId },
      reviewerName: by,
      decision,
      reason: '',
      planDigest: isThisPlan ? request.planDigest : 'another',
      at: request.createdAt,
    };
  });
  return { ...request, reviews };
}

/** The letters whose approval counts: A and B, where they approved this plan and are approvers now. */
function worth({ answers, approvers }: Situation): readonly Letter[] {
  const counted = (['A', 'B'] as const).filter((letter) =>
    answers.some(({ by, decision, isThisPlan }) => by === letter && decision === 'approve' && isThisPlan),
  );
  return counted.filter((letter) => approvers.includes(letter));
}

function isEnough(situation: Situation): boolean {
  const needed = { low: 1, high: 2 }[situation.risk];
  return situation.answers.every(({ decision }) => decision !== 'deny') && worth(situation).length >= needed;
}

const idsOf = ({ approvers }: Situation) => approvers.map((letter) => PEOPLE[letter].objectId);

test('only approvals of this plan by people who may approve now and have no part in it count, one for each', () => {
  fc.assert(
    fc.property(aSituation, (situation) => {
      const counted = validApprovals(requestOf(situation), idsOf(situation));
      expect(counted.map(({ reviewerName }) => reviewerName).sort()).toEqual(worth(situation));
    }),
    { numRuns: 2_000 },
  );
});

test('a plan has enough of them with one at low risk and two at high risk, and never once somebody denied it', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(aSituation, (situation) => {
      const enough = hasEnoughApprovals(requestOf(situation), idsOf(situation));
      const row = `${situation.risk} ${enough}`;
      seen.set(row, (seen.get(row) ?? 0) + 1);
      expect(enough).toBe(isEnough(situation));
    }),
    { numRuns: 2_000 },
  );
  // Both answers came up at both risks, and not by accident.
  expect(seen.size).toBe(4);
  expect(Math.min(...seen.values())).toBeGreaterThan(20);
});

test('a review leads to approval exactly when the approvals are enough with it, and to the end when it denies', () => {
  fc.assert(
    fc.property(aSituation, (situation) => {
      const request = requestOf(situation);
      const last = request.reviews.at(-1);
      fc.pre(last !== undefined);
      const before = { ...request, reviews: request.reviews.slice(0, -1) };
      const isDenied = situation.answers.some(({ decision }) => decision === 'deny');

      const state = stateAfterReview(before, last, read(idsOf(situation)));

      expect(state).toBe(isDenied ? 'denied' : isEnough(situation) ? 'approved' : 'proposed');
    }),
    { numRuns: 2_000 },
  );
});
