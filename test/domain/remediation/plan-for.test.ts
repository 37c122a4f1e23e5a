import { describe, expect, test } from '@jest/globals';
import { CONTROLS } from '../../../src/domain/controls/index.js';
import { planFor } from '../../../src/domain/remediation/plan-for.js';
import type { AccountReading, TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import {
  aMethod,
  anAccount,
  aPolicy,
  aSnapshot,
  aUser,
  FIRST,
  grant,
  policiesOf,
  read,
  SECOND,
  someMemberships,
  someUsers,
  UNLICENSED,
  UNREAD,
} from '../a-snapshot.js';
import { CONTEXT, codeFrom, findingOf, planFrom, planOf } from './planning.js';

function withFirst(overrides: Partial<AccountReading>, rest: Partial<TenantSnapshot> = {}): TenantSnapshot {
  return aSnapshot({ accounts: [anAccount(FIRST, overrides), anAccount(SECOND)], ...rest });
}

const WEAK = read([aMethod('password'), aMethod('phone')]);

describe('a disabled account', () => {
  const disabled = { user: read(aUser(FIRST, { accountEnabled: false, isManagementRestricted: false })) };
  const restricted = { user: read(aUser(FIRST, { accountEnabled: false, isManagementRestricted: true })) };

  test('is enabled by an approver who first looks why it was disabled', () => {
    const plan = planFrom(withFirst(disabled), 'BG-ACC-01');
    const [step] = plan.steps;

    expect(plan).toMatchObject({ risk: 'high', targetAccountIds: [FIRST] });
    expect(step).toMatchObject({
      fixId: 'F2',
      executor: 'approver',
      change: null,
      role: 'Privileged Authentication Administrator',
      before: 'false',
      after: 'true',
    });
    expect(step?.instructions[0]).toContain('incident response');
    expect(step?.portalUrl).toContain(FIRST);
  });

  test('in a restricted unit is enabled by a person with a role for that unit', () => {
    const stepOf = (tenant: TenantSnapshot) => planFrom(tenant, 'BG-ACC-01').steps[0];
    const lines = (tenant: TenantSnapshot) => stepOf(tenant)?.instructions.join(' ');

    expect(stepOf(withFirst(restricted))?.executor).toBe('human');
    expect(lines(withFirst(restricted))).toContain('restricted management administrative unit');
    expect(lines(withFirst(disabled))).not.toContain('restricted management administrative unit');
  });
});

describe('an account without the permanent role', () => {
  const holder = [{ principalId: SECOND, directoryScopeId: '/' }];
  const permanent = [
    { principalId: SECOND, directoryScopeId: '/', assignmentType: 'Assigned', memberType: 'Direct', endDateTime: null },
  ];
  const without = { memberships: read(someMemberships({ roleTemplateIds: [] })) };
  const rest = { roleAssignments: read(holder), roleAssignmentScheduleInstances: read(permanent) };

  test('gets it from an approver, with two approvals', () => {
    const plan = planFrom(withFirst(without, rest), 'BG-ROLE-01');

    expect(plan.risk).toBe('high');
    expect(plan.steps).toMatchObject([
      { fixId: 'F9', executor: 'approver', change: null, permission: 'RoleAssignmentSchedule.ReadWrite.Directory' },
    ]);
  });

  test('gets it without Privileged Identity Management where the licence has none', () => {
    const unlicensed = { roleAssignments: read(holder), roleAssignmentScheduleInstances: UNLICENSED };
    const [step] = planFrom(withFirst(without, unlicensed), 'BG-ROLE-01').steps;

    expect(step?.permission).toBe('RoleManagement.ReadWrite.Directory');
    expect(step?.instructions.join(' ')).not.toContain('Privileged Identity Management');
  });

  test('is told to register a key first when it has none, and not when it has one', () => {
    const lines = (overrides: Partial<AccountReading>) =>
      planFrom(withFirst({ ...without, ...overrides }, rest), 'BG-ROLE-01').steps[0]?.instructions[0];

    expect(lines({ authenticationMethods: WEAK })).toContain('FIDO2');
    expect(lines({})).not.toContain('FIDO2');
  });
});

test('an account without a key gets one from a person, and the next scan is the evidence', () => {
  const plan = planFrom(withFirst({ authenticationMethods: WEAK }), 'BG-AUTH-01');

  expect(plan.steps).toHaveLength(1);
  expect(plan.steps[0]).toMatchObject({ executor: 'human', change: null });
  expect(plan.steps[0]?.portalUrl).toContain(`UserAuthMethods/userId/${FIRST}`);
  expect(plan.steps[0]?.after).toContain('next scan');
});

describe('a missing account', () => {
  test('is created in the order that never leaves a password alone with the role', () => {
    const plan = planFrom(aSnapshot({ accounts: [anAccount(FIRST)] }), 'BG-INV-01');

    expect(plan.risk).toBe('high');
    expect(plan.steps.map(({ fixId }) => fixId)).toEqual(['F1', 'F14', 'F1', 'F9', 'F1']);
    expect(plan.steps.map(({ title }) => title.split(' ')[0])).toEqual([
      'Create',
      'Add',
      'Register',
      'Assign',
      'Drill:',
    ]);
    expect(plan.steps.every(({ executor, change }) => executor === 'human' && change === null)).toBe(true);
  });

  const deleted = read({ id: FIRST, displayName: 'First', deletedDateTime: '2026-02-20T08:00:00Z' });

  test('that can be restored is restored instead', () => {
    const plan = planFrom(withFirst({ user: read(null), deletedItem: deleted }), 'BG-INV-01', 'fail', FIRST);
    expect(plan.steps.map(({ fixId, change }) => [fixId, change?.kind])).toEqual([['F8', 'restoreUser']]);
  });

  test('that is gone for good is created anew', () => {
    const plan = planFrom(withFirst({ user: read(null), deletedItem: read(null) }), 'BG-INV-01', 'fail', FIRST);
    expect(plan.steps[0]?.fixId).toBe('F1');
    expect(plan.steps[0]?.instructions.join(' ')).not.toContain('restore it');
  });

  test('that may be among the deleted items is looked for there first', () => {
    const plan = planFrom(withFirst({ user: read(null), deletedItem: UNREAD }), 'BG-INV-01', 'fail', FIRST);
    expect(plan.steps[0]?.instructions.join(' ')).toContain('restore it');
  });
});

describe('a dedicated policy', () => {
  test('is created report-only by the bot when every account can satisfy it', () => {
    const plan = planFrom(aSnapshot(), 'BG-CA-05', 'notApplicable');

    expect(plan).toMatchObject({ risk: 'high', targetAccountIds: [FIRST, SECOND] });
    expect(plan.steps).toMatchObject([
      {
        fixId: 'F15',
        executor: 'bot',
        change: { kind: 'createDedicatedPolicy', accountIds: [FIRST, SECOND] },
      },
    ]);
    expect(plan.steps[0]?.after).toContain('report-only');
  });

  test('is created as well when the settings ask for one', () => {
    const finding = findingOf(aSnapshot(), 'BG-CA-05', 'warn', { settings: { requireDedicatedPolicy: true } });
    expect(planOf(planFor(finding, aSnapshot(), CONTEXT)).steps[0]?.fixId).toBe('F15');
  });

  const name = 'Emergency access accounts: require phishing-resistant MFA';
  const own = (overrides: object) =>
    aSnapshot(policiesOf(aPolicy({ users: someUsers({ includeUsers: [FIRST, SECOND] }), ...overrides })));
  const REFUSED = [
    { what: 'with one account', code: 'PLAN_TOO_FEW_ACCOUNTS', tenant: aSnapshot({ accounts: [anAccount(FIRST)] }) },
    { what: 'without accounts', code: 'PLAN_TOO_FEW_ACCOUNTS', tenant: aSnapshot({ accounts: [] }) },
    {
      what: 'when one account has no key',
      code: 'PLAN_METHOD_MISSING',
      tenant: withFirst({ authenticationMethods: WEAK }),
    },
    {
      what: 'when one account has only a synced passkey',
      code: 'PLAN_METHOD_MISSING',
      tenant: withFirst({ authenticationMethods: read([aMethod('fido2', { passkeyType: 'synced' })]) }),
    },
    {
      what: 'when nobody knows the methods of one account',
      code: 'PLAN_METHOD_MISSING',
      tenant: withFirst({ authenticationMethods: UNREAD }),
    },
    {
      what: 'when one account was not found',
      code: 'PLAN_TOO_FEW_ACCOUNTS',
      tenant: aSnapshot({ accounts: [anAccount(FIRST), anAccount(SECOND), anAccount('x', { user: read(null) })] }),
    },
    {
      what: 'when a policy has its name',
      code: 'PLAN_NAME_TAKEN',
      tenant: aSnapshot(policiesOf(aPolicy({ displayName: name, state: 'disabled' }))),
    },
    {
      what: 'when there is one that only has to be switched on',
      code: 'PLAN_NOT_AVAILABLE',
      outcome: 'warn',
      tenant: own({ state: 'enabledForReportingButNotEnforced' }),
    },
    {
      what: 'when there is one that locks the accounts out',
      code: 'PLAN_NOT_AVAILABLE',
      outcome: 'fail',
      tenant: own({ grantControls: grant({ builtInControls: ['block'] }) }),
    },
  ] as const;

  test.each(REFUSED)('is not created $what', ({ code, tenant, ...row }) => {
    expect(codeFrom(tenant, 'BG-CA-05', 'outcome' in row ? row.outcome : 'notApplicable')).toBe(code);
  });

  test('that accounts cannot satisfy is refused with what to do first', () => {
    const tenant = own({ grantControls: grant({ builtInControls: ['block'] }) });
    const result = planFor(findingOf(tenant, 'BG-CA-05', 'fail'), tenant, CONTEXT);
    expect(result).toMatchObject({ refusal: { message: expect.stringContaining('Register a') } });
  });
});

describe('a finding that asks for no plan', () => {
  test.each([
    {
      what: 'because it passes',
      code: 'PLAN_NOTHING_TO_FIX',
      tenant: aSnapshot(),
      control: 'BG-ACC-01',
      outcome: 'pass',
    },
    {
      what: 'because nothing is proven',
      code: 'PLAN_NOT_PROVEN',
      tenant: withFirst({ user: UNREAD }),
      control: 'BG-ACC-01',
      outcome: 'error',
    },
    {
      what: 'because only people can act',
      code: 'PLAN_NOT_AVAILABLE',
      tenant: withFirst({ user: read(aUser(FIRST, { onPremisesSyncEnabled: true })) }),
      control: 'BG-ACC-02',
      outcome: 'fail',
    },
  ] as const)('$what is refused', ({ code, tenant, control, outcome }) => {
    expect(codeFrom(tenant, control, outcome)).toBe(code);
  });

  test('of any control says in its refusal what a person does', () => {
    const finding = findingOf(aSnapshot(), 'BG-ACC-01', 'pass');
    const messages = CONTROLS.map(({ id }) =>
      planFor({ ...finding, controlId: id, outcome: 'manual', summary: 'It is so.' }, aSnapshot(), CONTEXT),
    ).map((result) => (result.kind === 'refused' ? result.refusal.message : ''));

    expect(messages.filter((message) => !/^It is so\. [A-Z].+\.$/.test(message))).toEqual([]);
  });

  test.each([
    'BG-ACC-01',
    'BG-ACC-07',
    'BG-ROLE-01',
    'BG-AUTH-01',
    'BG-AUTH-02',
    'BG-CA-01',
    'BG-TEN-02',
    'BG-PROT-01',
  ])('%s on an account that is not there is refused', (id) => {
    const finding = findingOf(aSnapshot(), 'BG-ACC-01', 'pass');
    const subject = { type: 'account', id: 'nobody', name: 'nobody' } as const;
    expect(planFor({ ...finding, controlId: id, outcome: 'fail', subject }, aSnapshot(), CONTEXT)).toMatchObject({
      refusal: { code: 'PLAN_ACCOUNT_NOT_FOUND' },
    });
  });
});

test('a plan that the guard refuses is refused, and the same plan for a designated account is not', () => {
  const codeWith = (...designated: readonly string[]) =>
    codeFrom(
      withFirst({ authenticationMethods: WEAK }, { emergencyAccounts: designated.map((objectId) => ({ objectId })) }),
      'BG-AUTH-01',
      'fail',
    );

  expect(codeWith(SECOND)).toBe('PLAN_NOT_DESIGNATED');
  expect(codeWith(FIRST, SECOND)).toBe('planned');
});

test('every plan begins with who holds the role now', () => {
  expect(planFrom(aSnapshot(), 'BG-CA-05', 'notApplicable').currentState).toEqual({
    globalAdministrators: [FIRST, SECOND].map((principalId) => ({
      principalId,
      assignment: 'permanent',
      isEmergencyAccount: true,
    })),
    privilegedRoles: [],
    moreThanNeeded: [],
    gaps: [],
  });
});
