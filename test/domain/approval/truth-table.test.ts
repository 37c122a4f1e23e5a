import { describe, expect, test } from '@jest/globals';
import type { RemediationRequest, RequestState, Review } from '../../../src/domain/approval/request.js';
import { refusalOf, type ReviewAttempt, type ReviewRefusal } from '../../../src/domain/approval/review-rules.js';
import { read, SECOND, TENANT, UNREAD } from '../a-snapshot.js';
import { ANNA, aRequest, BO, EXPIRES_AT, RITA } from '../remediation/a-request.js';

/**
 * Who may review, as a whole table: the actor's part in the request, what is known about approvers, the state, the time and
 * the card, each combination once. A row says what is the case, and the answer follows from those words alone: no ID is
 * compared to get it.
 */

const ELSEWHERE = 'dddddddd-0000-4000-8000-000000000000';

type Part = 'none' | 'requester' | 'target' | 'reviewer' | 'requester and target' | 'target and reviewer';

interface Row {
  readonly state: RequestState;
  readonly time: 'before' | 'at expiry' | 'unreadable';
  readonly card: 'this plan' | 'another plan';
  readonly part: Part;
  readonly role: 'approver' | 'not an approver' | 'unknown';
  /** `foreign`: the same object ID in another tenant, so nobody that the request or the list of approvers names. */
  readonly home: 'this tenant' | 'foreign';
  readonly spelling: 'as listed' | 'capitals';
}

const STATES: Readonly<Record<RequestState, true>> = {
  proposed: true,
  approved: true,
  executing: true,
  succeeded: true,
  failed: true,
  uncertain: true,
  denied: true,
  expired: true,
  withdrawn: true,
  stale: true,
  awaitingPeople: true,
};

const COLUMNS = {
  state: Object.keys(STATES) as readonly RequestState[],
  time: ['before', 'at expiry', 'unreadable'],
  card: ['this plan', 'another plan'],
  part: ['none', 'requester', 'target', 'reviewer', 'requester and target', 'target and reviewer'],
  role: ['approver', 'not an approver', 'unknown'],
  home: ['this tenant', 'foreign'],
  spelling: ['as listed', 'capitals'],
} as const satisfies { readonly [K in keyof Row]: readonly Row[K][] };

const ROWS: readonly Row[] = COLUMNS.state.flatMap((state) =>
  COLUMNS.time.flatMap((time) =>
    COLUMNS.card.flatMap((card) =>
      COLUMNS.part.flatMap((part) =>
        COLUMNS.role.flatMap((role) =>
          COLUMNS.home.flatMap((home) =>
            COLUMNS.spelling.map((spelling) => ({ state, time, card, part, role, home, spelling })),
          ),
        ),
      ),
    ),
  ),
);

/** The answer in words, in the order in which a person is told. */
function expected({ state, time, card, part, role, home }: Row): ReviewRefusal | null {
  if (state !== 'proposed') return 'notPending';
  if (time !== 'before') return 'expired';
  if (card === 'another plan') return 'otherPlan';
  if (home === 'this tenant' && part !== 'none') {
    if (part.startsWith('requester')) return 'isRequester';
    return part.startsWith('target') ? 'isTarget' : 'alreadyReviewed';
  }
  if (role === 'unknown') return 'approversUnknown';
  return role === 'approver' && home === 'this tenant' ? null : 'notApprover';
}

const REQUEST = aRequest();

function aReviewBy(objectId: string): Review {
  const { id, planDigest } = REQUEST;
  const reviewer = { tenantId: TENANT, objectId };
  return { requestId: id, reviewer, reviewerName: '', decision: 'approve', reason: '', planDigest, at: EXPIRES_AT };
}

function requestOf({ state, time, part }: Row): RemediationRequest {
  return {
    ...REQUEST,
    state,
    plan: {
      ...REQUEST.plan,
      targetAccountIds: part.includes('target') ? [SECOND, ANNA] : [SECOND],
      expiresAt: time === 'unreadable' ? 'soon' : EXPIRES_AT,
    },
    requester: { tenantId: TENANT, objectId: part.includes('requester') ? ANNA : RITA },
    reviews: part.includes('reviewer') ? [aReviewBy(BO), aReviewBy(ANNA)] : [aReviewBy(BO)],
  };
}

/** Anna acts; Bo is beside her in every list, so that no list has her alone. */
function attemptOf(row: Row): ReviewAttempt {
  const { time, card, role, home, spelling } = row;
  const spelled = (id: string) => (spelling === 'capitals' ? id.toUpperCase() : id);
  return {
    request: requestOf(row),
    actor: { tenantId: spelled(home === 'foreign' ? ELSEWHERE : TENANT), objectId: spelled(ANNA) },
    shownDigest: card === 'this plan' ? REQUEST.planDigest : 'another',
    approvers: role === 'unknown' ? UNREAD : read(role === 'approver' ? [BO, ANNA] : [BO]),
    now: Date.parse(EXPIRES_AT) - (time === 'at expiry' ? 0 : 1),
  };
}

describe('the table of who may review', () => {
  test('answers every combination of part, role, state, time, card, tenant and spelling', () => {
    const wrong = ROWS.map((row) => ({ row, is: refusalOf(attemptOf(row)), shouldBe: expected(row) })).filter(
      ({ is, shouldBe }) => is !== shouldBe,
    );

    expect(ROWS).toHaveLength(11 * 3 * 2 * 6 * 3 * 2 * 2);
    expect(wrong).toEqual([]);
  });

  test('lets one kind of person through: an approver of this tenant without a part in a pending plan, in time', () => {
    const allowed = ROWS.filter((row) => refusalOf(attemptOf(row)) === null);

    const only = { state: 'proposed', time: 'before', card: 'this plan', part: 'none', role: 'approver' } as const;
    expect(allowed).toEqual([
      { ...only, home: 'this tenant', spelling: 'as listed' },
      { ...only, home: 'this tenant', spelling: 'capitals' },
    ]);
  });
});
