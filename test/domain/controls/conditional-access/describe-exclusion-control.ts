import { describe, expect, test } from '@jest/globals';
import type { Control, Outcome } from '../../../../src/domain/controls/control.js';
import type { ConditionalAccessPolicy, PolicyState } from '../../../../src/domain/tenant/conditional-access-policy.js';
import type { AccountReading, TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import {
  aMethod,
  aPolicy,
  aSnapshot,
  anAccount,
  EXCLUSION_GROUP,
  FIRST,
  GLOBAL_ADMINISTRATOR,
  grant,
  OTHER_GROUP,
  outcomesFor,
  policiesOf,
  read,
  SECOND,
  someMemberships,
  someUsers,
  STRANGER,
  TENANT,
  UNLICENSED,
  UNREAD,
} from '../../a-snapshot.js';

/** The promises that BG-CA-01, BG-CA-02 and BG-CA-07 share, each for the policies in its own state. */

const EVERYBODY = someUsers({ includeUsers: ['All'] });
const ACCOUNTS_ONLY = someUsers({ includeUsers: [FIRST, SECOND] });
const EMERGENCY_GROUP = someUsers({ includeGroups: [EXCLUSION_GROUP] });
const OTHERS = someUsers({ includeGroups: [OTHER_GROUP] });
const PHISHING_RESISTANT = grant({
  builtInControls: [],
  authenticationStrength: { id: '00000000-0000-0000-0000-000000000004', displayName: null, allowedCombinations: null },
});

function group(members: TenantSnapshot['groups'][number]['transitiveMemberIds']) {
  return { groups: [{ id: EXCLUSION_GROUP, transitiveMemberIds: members }] };
}

function applicationsFor(overrides: Partial<ConditionalAccessPolicy['applications']>) {
  return { ...aPolicy().applications, includeApplications: [], ...overrides };
}

/** `reached` is the control's word for a policy that reaches an account. */
export function describeExclusionControl(control: Control, state: PolicyState, reached: Outcome): void {
  const of = (overrides: Partial<ConditionalAccessPolicy> = {}) => aPolicy({ state, ...overrides });
  const other = state === 'disabled' ? 'enabled' : 'disabled';

  describe(`${control.id} on policies that are ${state}`, () => {
    test.each<[string, ConditionalAccessPolicy, Partial<TenantSnapshot>, Outcome]>([
      ['excludes the account by group', of(), {}, 'pass'],
      ['excludes the account itself', of({ users: { ...EVERYBODY, excludeUsers: [FIRST] } }), {}, 'pass'],
      ['reaches everybody', of({ users: EVERYBODY }), {}, reached],
      ['reaches everybody in another state', of({ users: EVERYBODY, state: other }), {}, 'notApplicable'],
      [
        'reaches the role of the account',
        of({ users: someUsers({ includeRoles: [GLOBAL_ADMINISTRATOR] }) }),
        {},
        reached,
      ],
      ['does not include the account', of({ users: OTHERS }), {}, 'warn'],
      ['targets workload identities', of({ users: null, targetsWorkloadIdentities: true }), {}, 'notApplicable'],
      [
        'guards a user action',
        of({
          users: EVERYBODY,
          applications: applicationsFor({ includeUserActions: ['urn:user:registersecurityinfo'] }),
        }),
        {},
        reached,
      ],
      [
        'guards labelled data',
        of({
          users: EVERYBODY,
          applications: applicationsFor({ includeAuthenticationContextClassReferences: ['c1'] }),
        }),
        {},
        'warn',
      ],
      ['excludes somebody who cannot be resolved', of({ users: { ...EVERYBODY, excludeUsers: ['CEO'] } }), {}, 'error'],
    ])('a policy that %s', (_, policy, overrides, outcome) => {
      const snapshot = aSnapshot({ ...policiesOf(policy), ...overrides });

      expect(outcomesFor(control, FIRST, snapshot)).toEqual([outcome]);
    });

    test.each<[string, ConditionalAccessPolicy, Partial<TenantSnapshot>, readonly Outcome[]]>([
      [
        'that the account can satisfy is exempt',
        of({ users: ACCOUNTS_ONLY, grantControls: PHISHING_RESISTANT }),
        {},
        ['pass'],
      ],
      ['that demands multifactor authentication is exempt', of({ users: ACCOUNTS_ONLY }), {}, ['pass']],
      [
        'with session controls only is exempt',
        of({ users: ACCOUNTS_ONLY, grantControls: null, sessionControls: ['signInFrequency'] }),
        {},
        ['pass'],
      ],
      [
        'for a group of accounts only is exempt',
        of({ users: EMERGENCY_GROUP }),
        group(read([FIRST, SECOND])),
        ['pass'],
      ],
      [
        'for a group with a stranger in it is not',
        of({ users: EMERGENCY_GROUP }),
        group(read([FIRST, STRANGER])),
        [reached],
      ],
      ['for a group whose members nobody asked for is not', of({ users: EMERGENCY_GROUP }), {}, [reached]],
      ['for a group whose members were not read is unknown', of({ users: EMERGENCY_GROUP }), group(UNREAD), ['error']],
      [
        'for an account and a stranger is not',
        of({ users: someUsers({ includeUsers: [FIRST, STRANGER] }) }),
        {},
        [reached],
      ],
      [
        'for the role of the account is not',
        of({ users: { ...ACCOUNTS_ONLY, includeRoles: [GLOBAL_ADMINISTRATOR] } }),
        {},
        [reached],
      ],
      [
        'that blocks is not',
        of({ users: ACCOUNTS_ONLY, grantControls: grant({ builtInControls: ['block'] }) }),
        {},
        [reached],
      ],
      [
        'that demands a compliant device is not',
        of({ users: ACCOUNTS_ONLY, grantControls: grant({ builtInControls: ['compliantDevice'] }) }),
        {},
        [reached],
      ],
      ['for the other account only is exempt', of({ users: someUsers({ includeUsers: [SECOND] }) }), {}, ['pass']],
    ])('a policy for emergency accounts %s', (_, policy, overrides, outcomes) => {
      const snapshot = aSnapshot({ ...policiesOf(policy), ...overrides });

      expect(outcomesFor(control, FIRST, snapshot)).toEqual(outcomes);
    });

    test.each<[string, AccountReading['authenticationMethods'], Outcome]>([
      ['has a key', read([aMethod('fido2')]), 'pass'],
      ['has a password only', read([aMethod('password')]), reached],
      ['has methods that were not read', UNREAD, 'error'],
    ])('a dedicated policy is exempt only for an account that can satisfy it: one that %s', (_, methods, outcome) => {
      const accounts = [anAccount(FIRST, { authenticationMethods: methods }), anAccount(SECOND)];
      const policy = of({ users: ACCOUNTS_ONLY, grantControls: PHISHING_RESISTANT });

      expect(outcomesFor(control, FIRST, aSnapshot({ accounts, ...policiesOf(policy) }))).toEqual([outcome]);
    });

    const badEntry = { id: 'bad', displayName: 'Bad', problem: 'state is missing' };
    const hidden = (hiddenState: PolicyState | null) =>
      read([
        { id: of().id, displayName: null, state },
        { id: 'hidden', displayName: 'Hidden', state: hiddenState },
      ]);
    test.each<[string, Partial<TenantSnapshot>, Outcome]>([
      ['the policies', { policies: UNREAD }, 'error'],
      ['the beta list', { betaPolicies: UNREAD }, 'error'],
      ['a policy that only beta shows', { betaPolicies: hidden(state) }, 'error'],
      ['a policy of no known state that only beta shows', { betaPolicies: hidden(null) }, 'error'],
      ['nothing: a policy in another state that only beta shows', { betaPolicies: hidden(other) }, 'pass'],
      ['a policy that was not understood', { policies: read({ policies: [of()], malformed: [badEntry] }) }, 'error'],
      [
        'nothing: a policy in another state that was not understood',
        {
          policies: read({ policies: [of()], malformed: [{ ...badEntry, id: 'hidden' }] }),
          betaPolicies: hidden(other),
        },
        'pass',
      ],
      ['the user', { accounts: [anAccount(FIRST, { user: UNREAD }), anAccount(SECOND)] }, 'error'],
      ['the memberships', { accounts: [anAccount(FIRST, { memberships: UNREAD }), anAccount(SECOND)] }, 'error'],
    ])('what is missing is %s', (_, overrides, outcome) => {
      expect(outcomesFor(control, FIRST, aSnapshot({ ...policiesOf(of()), ...overrides }))).toEqual([outcome]);
    });

    test('memberships do not matter where every policy excludes the account itself', () => {
      const accounts = [anAccount(FIRST, { memberships: UNREAD }), anAccount(SECOND)];
      const policy = of({ users: { ...EVERYBODY, excludeUsers: [FIRST] } });

      expect(outcomesFor(control, FIRST, aSnapshot({ accounts, ...policiesOf(policy) }))).toEqual(['pass']);
    });

    test('what is proven is shown beside what is unknown', () => {
      const snapshot = aSnapshot({ ...policiesOf(of({ users: EVERYBODY })), betaPolicies: UNREAD });

      expect(outcomesFor(control, FIRST, snapshot)).toEqual([reached, 'error']);
    });

    test('under the setting "effective" not being in scope is enough, and being reached is not', () => {
      const outside = aSnapshot(policiesOf(of({ users: OTHERS })));
      const inside = aSnapshot(policiesOf(of({ users: EVERYBODY })));

      expect(outcomesFor(control, FIRST, outside, { caExclusion: 'effective' })).toEqual(['pass']);
      expect(outcomesFor(control, FIRST, inside, { caExclusion: 'effective' })).toEqual([reached]);
    });

    test.each<[string, TenantSnapshot['roleEligibilityScheduleInstances'], Outcome]>([
      ['were not read', UNREAD, 'error'],
      ['need a licence that the tenant lacks', UNLICENSED, 'pass'],
      ['are none', read([]), 'pass'],
    ])(
      'under "effective" a role the account does not hold is out of scope if its eligible roles %s',
      (_, eligible, outcome) => {
        const noRole = anAccount(FIRST, { memberships: read(someMemberships({ roleTemplateIds: [] })) });
        const snapshot = aSnapshot({
          ...policiesOf(of({ users: someUsers({ includeRoles: [GLOBAL_ADMINISTRATOR] }) })),
          accounts: [noRole, anAccount(SECOND)],
          roleAssignments: read([]),
          roleEligibilityScheduleInstances: eligible,
        });

        expect(outcomesFor(control, FIRST, snapshot, { caExclusion: 'effective' })).toEqual([outcome]);
      },
    );

    test('under the setting "effective" a policy that will reach the account after activation is fragile', () => {
      const eligible = { principalId: FIRST, directoryScopeId: '/', memberType: 'Direct', endDateTime: null };
      const noRole = anAccount(FIRST, { memberships: read(someMemberships({ roleTemplateIds: [] })) });
      const snapshot = aSnapshot({
        ...policiesOf(of({ users: someUsers({ includeRoles: [GLOBAL_ADMINISTRATOR] }) })),
        accounts: [noRole, anAccount(SECOND)],
        roleAssignments: read([]),
        roleEligibilityScheduleInstances: read([eligible]),
      });

      expect(outcomesFor(control, FIRST, snapshot, { caExclusion: 'effective' })).toEqual(['warn']);
    });

    test('without a policy that targets users nothing applies', () => {
      expect(outcomesFor(control, FIRST, aSnapshot(policiesOf()))).toEqual(['notApplicable']);
    });

    test('with nothing designated there is nothing to judge', () => {
      expect(outcomesFor(control, TENANT, aSnapshot({ accounts: [] }))).toEqual(['notApplicable']);
    });
  });
}
