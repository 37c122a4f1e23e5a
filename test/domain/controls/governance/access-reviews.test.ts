import { describe, expect, test } from '@jest/globals';
import { accessReviews } from '../../../../src/domain/controls/governance/access-reviews.js';
import type { AccessReview } from '../../../../src/domain/tenant/governance.js';
import type { TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import {
  aSnapshot,
  anAccount,
  aUser,
  EXCLUSION_GROUP,
  FIRST,
  GLOBAL_ADMINISTRATOR,
  OTHER_GROUP,
  outcomesFor,
  read,
  SECOND,
  STRANGER,
  summaryOf,
  TENANT,
  UNLICENSED,
  UNREAD,
} from '../../a-snapshot.js';

const OF_GROUP = `/groups/${EXCLUSION_GROUP}/transitivemembers`;
const OF_OTHER_GROUP = `/groups/${OTHER_GROUP}/transitivemembers`;
const OF_ROLE = `/rolemanagement/directory/roleassignments?$filter=roledefinitionid eq '${GLOBAL_ADMINISTRATOR}'`;
const OF_GUESTS = "./members/microsoft.graph.user/?$count=true&$filter=(usertype eq 'guest')";

/** Denies whoever nobody answers for, by itself. */
function review(scopeQueries: readonly string[], overrides: Partial<AccessReview> = {}): Partial<TenantSnapshot> {
  const one: AccessReview = {
    id: 'review',
    displayName: 'Quarterly',
    status: 'InProgress',
    scopeQueries,
    autoApplyDecisionsEnabled: true,
    defaultDecisionEnabled: true,
    defaultDecision: 'Deny',
    ...overrides,
  };
  return { accessReviews: read([one]) };
}

const withUnreadMemberships = {
  accounts: [anAccount(FIRST, { memberships: UNREAD }), anAccount(SECOND)],
};
const withGuest = {
  accounts: [anAccount(FIRST, { user: read(aUser(FIRST, { userType: 'Guest' })) }), anAccount(SECOND)],
};

describe('BG-GOV-01', () => {
  test.each<[string, Partial<TenantSnapshot>, string]>([
    ['there is none', {}, 'notApplicable'],
    ['one of the role denies by itself', review([OF_ROLE]), 'fail'],
    ['one of all roles denies by itself', review(['/rolemanagement/directory/roleassignments']), 'fail'],
    [
      'one of another role denies by itself',
      review([OF_ROLE.replace(GLOBAL_ADMINISTRATOR, STRANGER)]),
      'notApplicable',
    ],
    ['one of the group denies by itself', review([OF_GROUP]), 'fail'],
    ['one of the group follows recommendations', review([OF_GROUP], { defaultDecision: 'Recommendation' }), 'fail'],
    ['one of the group changes nothing', review([OF_GROUP], { defaultDecision: 'None' }), 'pass'],
    ['one of the group approves', review([OF_GROUP], { defaultDecision: 'Approve' }), 'pass'],
    ['one of the group has no default decision', review([OF_GROUP], { defaultDecisionEnabled: false }), 'pass'],
    ['one of the group is applied by people', review([OF_GROUP], { autoApplyDecisionsEnabled: false }), 'pass'],
    ['one of the group is over', review([OF_GROUP], { status: 'Completed' }), 'notApplicable'],
    ['one of another group denies', review([OF_OTHER_GROUP]), 'notApplicable'],
    ['one of an account denies', review([`/users/${SECOND}`]), 'fail'],
    ['one of guests denies', review([OF_GUESTS]), 'notApplicable'],
    ['one of guests denies, and an account is a guest', { ...review([OF_GUESTS]), ...withGuest }, 'error'],
    ['one with a scope of another kind denies', review([]), 'error'],
    ['one with a scope of another kind changes nothing', review([], { defaultDecision: 'None' }), 'warn'],
    ['one of several scopes is about the group', review([OF_OTHER_GROUP, OF_GROUP]), 'fail'],
    [
      'one of a group denies, and nobody knows who is in it',
      { ...review([OF_OTHER_GROUP]), ...withUnreadMemberships },
      'error',
    ],
    ['they were not read', { accessReviews: UNREAD }, 'error'],
    ['the licence does not have them', { accessReviews: UNLICENSED }, 'notApplicable'],
    ['nobody is designated', { ...review([OF_ROLE]), accounts: [], emergencyAccounts: [] }, 'notApplicable'],
  ])('of access reviews %s', (_, overrides, outcome) => {
    expect(outcomesFor(accessReviews, TENANT, aSnapshot(overrides))).toEqual([outcome]);
  });

  test('a pass says that a reviewer can still remove an account by hand', () => {
    const summary = summaryOf(
      accessReviews,
      TENANT,
      'pass',
      aSnapshot(review([OF_GROUP], { defaultDecision: 'None' })),
    );
    expect(summary).toContain('A reviewer who presses "Deny" still removes an account');
  });

  test('what is proven is said beside what is not', () => {
    const reviews = [review([OF_GROUP]), review([])].flatMap(({ accessReviews: one }) => (one?.known ? one.value : []));
    expect(outcomesFor(accessReviews, TENANT, aSnapshot({ accessReviews: read(reviews) }))).toEqual(['fail', 'error']);
  });
});
