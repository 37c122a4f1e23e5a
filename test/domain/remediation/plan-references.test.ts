import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../src/domain/controls/control.js';
import { planFor } from '../../../src/domain/remediation/plan-for.js';
import { digestOf } from '../../../src/domain/tenant/canonical.js';
import type { ConditionalAccessPolicy, PolicyUsers } from '../../../src/domain/tenant/conditional-access-policy.js';
import type { DirectoryReference, TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import {
  anAccount,
  aPolicy,
  aSnapshot,
  EXCLUSION_GROUP,
  FIRST,
  grant,
  OTHER_GROUP,
  policiesOf,
  read,
  SECOND,
  someUsers,
  STRANGER,
} from '../a-snapshot.js';
import { CONTEXT, findingOf, planOf } from './planning.js';

const POLICY = aPolicy();

function aReference(id: string, state: DirectoryReference['state']): DirectoryReference {
  return { id, state, kind: null, displayName: null };
}

/** One policy for everybody but the exclusion group, with `users` besides; `stale` IDs are gone, or as `state` says. */
function tenantWith(
  users: Partial<PolicyUsers>,
  state: DirectoryReference['state'] = 'notFound',
  policy: Partial<ConditionalAccessPolicy> = {},
): TenantSnapshot {
  const others = [STRANGER, OTHER_GROUP].map((id) => aReference(id, state));
  const all = someUsers({ includeUsers: ['All'], excludeGroups: [EXCLUSION_GROUP], ...users });
  return aSnapshot({
    ...policiesOf(aPolicy({ users: all, ...policy })),
    references: read([aReference(EXCLUSION_GROUP, 'exists'), ...others]),
  });
}

function staleFinding(tenant: TenantSnapshot): Finding {
  return findingOf(tenant, 'BG-CA-08', 'fail', { subjectId: POLICY.id });
}

/** Plans for `tenant`, of which an earlier scan found `earlier`. */
function planned(tenant: TenantSnapshot, earlier: TenantSnapshot | null = tenant) {
  const earlierFindings = earlier === null ? [] : [staleFinding(earlier)];
  return planFor(staleFinding(tenant), tenant, { ...CONTEXT, earlierFindings });
}

function codeOf(tenant: TenantSnapshot, earlier: TenantSnapshot | null = tenant): string {
  const result = planned(tenant, earlier);
  return result.kind === 'planned' ? 'planned' : result.refusal.code;
}

const inUsers = tenantWith({ excludeUsers: [STRANGER] });
const inGroups = tenantWith({ excludeGroups: [EXCLUSION_GROUP, OTHER_GROUP] });

describe('an ID that nothing has', () => {
  test.each([
    { list: 'excludeUsers', objectId: STRANGER, tenant: inUsers },
    { list: 'excludeGroups', objectId: OTHER_GROUP, tenant: inGroups },
  ])('is taken out of $list by the bot, and nothing else of the policy', ({ list, objectId, tenant }) => {
    const plan = planOf(planned(tenant));

    expect(plan.steps).toMatchObject([
      {
        fixId: 'F16',
        executor: 'bot',
        change: { kind: 'removeStaleReference', policyId: POLICY.id, list, objectId },
        field: `conditions.users.${list}`,
        permission: 'Policy.ReadWrite.ConditionalAccess',
      },
    ]);
    expect(plan).toMatchObject({ risk: 'high', targetAccountIds: [] });
    expect(plan.preconditions).toMatchObject([
      {
        object: { kind: 'policy', id: POLICY.id },
        digest: digestOf(tenant.policies.known ? tenant.policies.value.policies[0] : null),
      },
    ]);
  });

  test('needs a second look, and the refusal says when', () => {
    expect(planned(inUsers, null)).toMatchObject({
      refusal: { code: 'PLAN_NEEDS_SECOND_LOOK', message: expect.stringContaining('2026-03-01T09:05:00.000Z') },
    });
  });

  test.each([
    { what: 'named another ID', earlier: inGroups },
    { what: 'could still restore it', earlier: tenantWith({ excludeUsers: [STRANGER] }, 'softDeleted') },
  ])('needs another look when the earlier scan $what', ({ earlier }) => {
    expect(codeOf(inUsers, earlier)).toBe('PLAN_NEEDS_SECOND_LOOK');
  });

  test('is gone long enough in whatever policy the earlier scan found it', () => {
    const earlier = { ...staleFinding(inUsers), subject: { type: 'policy', id: 'other', name: 'Other' } } as const;
    const result = planFor(staleFinding(inUsers), inUsers, { ...CONTEXT, earlierFindings: [earlier] });
    expect(result.kind).toBe('planned');
  });

  test('is not gone long enough because another control named it', () => {
    const earlier = { ...staleFinding(inUsers), controlId: 'BG-CA-10' };
    const result = planFor(staleFinding(inUsers), inUsers, { ...CONTEXT, earlierFindings: [earlier] });
    expect(result).toMatchObject({ refusal: { code: 'PLAN_NEEDS_SECOND_LOOK' } });
  });

  test('among the included is for people', () => {
    expect(codeOf(tenantWith({ includeUsers: ['All', STRANGER] }))).toBe('PLAN_NOT_AVAILABLE');
    expect(codeOf(tenantWith({ includeGroups: [OTHER_GROUP] }))).toBe('PLAN_NOT_AVAILABLE');
  });

  test('that can still be restored is for people, and they are told to', () => {
    expect(planned(tenantWith({ excludeUsers: [STRANGER] }, 'softDeleted'))).toMatchObject({
      refusal: { code: 'PLAN_NOT_AVAILABLE', message: expect.stringContaining('Restore it') },
    });
  });

  test('goes although another one stays, and the plan says so', () => {
    const plan = planOf(planned(tenantWith({ includeGroups: [OTHER_GROUP], excludeUsers: [STRANGER] })));

    expect(plan.steps.map(({ object }) => object.id)).toEqual([POLICY.id]);
    expect(plan.blastRadius).toContain('1 other stale entry');
    expect(planOf(planned(inUsers)).blastRadius).not.toContain('other stale');
  });

  test('of a designated account stays: it is the way in of an account that may come back', () => {
    const gone = (id: string) =>
      aSnapshot({
        accounts: [anAccount(FIRST), anAccount(SECOND, { user: read(null) })],
        ...policiesOf(
          aPolicy({
            users: someUsers({ includeUsers: ['All'], excludeGroups: [EXCLUSION_GROUP], excludeUsers: [id] }),
          }),
        ),
        references: read([aReference(EXCLUSION_GROUP, 'exists'), aReference(id, 'notFound')]),
      });
    expect(codeOf(gone(SECOND))).toBe('PLAN_WOULD_REMOVE_EXCLUSION');
    expect(codeOf(gone(STRANGER))).toBe('planned');
  });

  test('in a policy with a retired grant is for people, with the page to open', () => {
    const frozen = tenantWith({ excludeUsers: [STRANGER] }, 'notFound', {
      grantControls: grant({ builtInControls: ['approvedApplication'] }),
    });
    const [step] = planOf(planned(frozen)).steps;

    expect(step).toMatchObject({ executor: 'human', change: null });
    expect(step?.instructions.join(' ')).toContain(STRANGER);
    expect(step?.portalUrl).toContain(POLICY.id);
  });

  test('that somebody has taken away already asks for nothing', () => {
    const result = planFor(staleFinding(inUsers), aSnapshot(), CONTEXT);
    expect(result).toMatchObject({ refusal: { code: 'PLAN_NOTHING_TO_FIX' } });
  });

  test('is one of at most ten in one plan', () => {
    const ids = Array.from({ length: 12 }, (_, n) => `${STRANGER.slice(0, -2)}${n + 10}`);
    const tenant = aSnapshot({
      ...policiesOf(
        aPolicy({ users: someUsers({ includeUsers: ['All'], excludeGroups: [EXCLUSION_GROUP], excludeUsers: ids }) }),
      ),
      references: read([aReference(EXCLUSION_GROUP, 'exists'), ...ids.map((id) => aReference(id, 'notFound'))]),
    });
    const plan = planOf(planned(tenant));

    expect(plan.steps).toHaveLength(10);
    expect(plan.blastRadius).toContain('2 other stale entries');
  });
});
