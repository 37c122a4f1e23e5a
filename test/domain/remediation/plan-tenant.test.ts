import { describe, expect, test } from '@jest/globals';
import { planFor } from '../../../src/domain/remediation/plan-for.js';
import { digestOf } from '../../../src/domain/tenant/canonical.js';
import type { DirectoryUser, RegistrationCampaign, TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import { anAccount, aSnapshot, aUser, FIRST, read, SECOND, STRANGER, UNIT, UNREAD } from '../a-snapshot.js';
import { CONTEXT, codeFrom, findingOf, planFrom } from './planning.js';

describe("administrators' password reset", () => {
  const allowing = (allowedToUseSSPR: boolean | null) => aSnapshot({ authorizationPolicy: read({ allowedToUseSSPR }) });
  const plan = planFrom(allowing(true), 'BG-TEN-02');

  test('is turned off with the token of an approver, with two approvals, for it reaches every administrator', () => {
    expect(plan).toMatchObject({ risk: 'high', targetAccountIds: [] });
    expect(plan.blastRadius).toContain('Every administrator');
    expect(plan.steps).toMatchObject([
      { fixId: 'F19', executor: 'approver', change: { kind: 'setAdministratorsSspr', allowed: false } },
    ]);
    expect(plan.preconditions).toMatchObject([{ digest: digestOf({ allowedToUseSSPR: true }) }]);
  });

  test('is planned on the object that the step names', () => {
    expect(plan.preconditions[0]?.object.id).toBe(plan.steps[0]?.object.id);
  });

  const finding = findingOf(allowing(true), 'BG-TEN-02', 'fail');
  test.each([
    { what: 'is off', tenant: allowing(false), code: 'PLAN_NOTHING_TO_FIX' },
    { what: 'may be off', tenant: allowing(null), code: 'PLAN_NOTHING_TO_FIX' },
    { what: 'was not read', tenant: aSnapshot({ authorizationPolicy: UNREAD }), code: 'PLAN_NOT_PROVEN' },
  ])('that $what is not turned off', ({ tenant, code }) => {
    expect(planFor(finding, tenant, CONTEXT)).toMatchObject({ refusal: { code } });
  });
});

describe('a registration campaign', () => {
  const campaign: RegistrationCampaign = {
    state: 'enabled',
    includeTargetIds: ['all_users'],
    excludeTargetIds: [SECOND, STRANGER],
  };
  const running = (overrides: Partial<RegistrationCampaign> = {}) =>
    aSnapshot({
      authenticationMethodsPolicy: read({ registrationCampaign: { ...campaign, ...overrides }, configurations: [] }),
    });
  const plan = planFrom(running(), 'BG-TEN-02', 'warn', FIRST);

  test('excludes the account with the token of an approver, and keeps its other exclusions', () => {
    expect(plan).toMatchObject({ risk: 'low', targetAccountIds: [FIRST] });
    expect(plan.steps).toMatchObject([
      {
        fixId: 'F19',
        executor: 'approver',
        change: { kind: 'excludeFromCampaign', accountId: FIRST },
        role: 'Authentication Policy Administrator',
      },
    ]);
    expect(plan.preconditions).toMatchObject([{ digest: digestOf({ registrationCampaign: campaign }) }]);
    expect(plan.preconditions[0]?.object.id).toBe(plan.steps[0]?.object.id);
  });

  const finding = findingOf(running(), 'BG-TEN-02', 'warn', { subjectId: FIRST });
  test.each([
    { what: 'excludes it', tenant: running({ excludeTargetIds: [FIRST] }), code: 'PLAN_NOTHING_TO_FIX' },
    { what: 'is disabled', tenant: running({ state: 'disabled' }), code: 'PLAN_NOTHING_TO_FIX' },
    {
      what: 'is gone',
      tenant: aSnapshot({ authenticationMethodsPolicy: read({ registrationCampaign: null, configurations: [] }) }),
      code: 'PLAN_NOTHING_TO_FIX',
    },
    { what: 'was not read', tenant: aSnapshot({ authenticationMethodsPolicy: UNREAD }), code: 'PLAN_NOT_PROVEN' },
  ])('that $what is not changed', ({ tenant, code }) => {
    expect(planFor(finding, tenant, CONTEXT)).toMatchObject({ refusal: { code } });
  });
});

describe('a restricted unit', () => {
  const outside = (id: string, user: Partial<DirectoryUser> = {}) =>
    anAccount(id, { user: read(aUser(id, { isManagementRestricted: false, ...user })) });
  const unprotected = aSnapshot({ accounts: [outside(FIRST), outside(SECOND)] });
  const titlesOf = (tenant: TenantSnapshot) =>
    planFrom(tenant, 'BG-PROT-01', 'warn', FIRST).steps.map(({ title }) => title.split(' ')[0]);

  test('is made by people, who name custodians before any account goes in', () => {
    const plan = planFrom(unprotected, 'BG-PROT-01', 'warn', FIRST);

    expect(titlesOf(unprotected)).toEqual(['Create', 'Give', 'Add', 'Add']);
    expect(
      plan.steps.every(({ executor, change, fixId }) => executor === 'human' && change === null && fixId === 'F20'),
    ).toBe(true);
    expect(plan).toMatchObject({ risk: 'high', targetAccountIds: [FIRST, SECOND] });
    expect(plan.blastRadius).toContain('not even this program');
  });

  test('takes in only accounts that are not in one', () => {
    expect(titlesOf(aSnapshot({ accounts: [outside(FIRST), anAccount(SECOND)] }))).toEqual(['Create', 'Give', 'Add']);
  });

  test('that has no custodian gets one, and no account is moved', () => {
    const unit = {
      id: UNIT,
      unit: read({ id: UNIT, displayName: 'Unit', isMemberManagementRestricted: true }),
      scopedRoleMemberIds: read([]),
    };
    expect(titlesOf(aSnapshot({ administrativeUnits: [unit] }))).toEqual(['Give']);
  });

  test('comes last: while an account does not work, other fixes must still reach it', () => {
    const broken = aSnapshot({ accounts: [outside(FIRST), outside(SECOND, { accountEnabled: false })] });
    const unread = aSnapshot({ accounts: [outside(FIRST), { ...outside(SECOND), user: UNREAD }] });

    expect(codeFrom(broken, 'BG-PROT-01', 'warn')).toBe('PLAN_FIX_OTHERS_FIRST');
    expect(codeFrom(unread, 'BG-PROT-01', 'warn')).toBe('PLAN_FIX_OTHERS_FIRST');
    expect(codeFrom(unprotected, 'BG-PROT-01', 'warn')).toBe('planned');
  });
});
