import { describe, expect, test } from '@jest/globals';
import { groundOf } from '../../../src/domain/remediation/ground.js';
import type { TenantChange } from '../../../src/domain/remediation/plan.js';
import { canonicalJson, digestOf } from '../../../src/domain/tenant/canonical.js';
import type { TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import {
  aMethod,
  anAccount,
  anExclusionGroup,
  aPolicy,
  aSnapshot,
  aUser,
  EXCLUSION_GROUP,
  FIRST,
  policiesOf,
  read,
  STRANGER,
  UNREAD,
} from '../a-snapshot.js';

const POLICY = aPolicy().id;
const GROUP = { id: EXCLUSION_GROUP, displayName: 'Emergency access exclusions', isAssignableToRole: true };
const ITEM = { id: FIRST, displayName: 'First', deletedDateTime: '2026-02-20T08:00:00Z' };
const CAMPAIGN = { state: 'enabled', includeTargetIds: ['all_users'], excludeTargetIds: [] };

const FULL = aSnapshot({
  accounts: [
    anAccount(FIRST, {
      user: read(aUser(FIRST, { passwordPolicies: 'DisableStrongPassword' })),
      authenticationMethods: read([aMethod('phone', { phoneNumber: '+1 555 0100' })]),
      deletedItem: read(ITEM),
    }),
  ],
  authenticationMethodsPolicy: read({ registrationCampaign: CAMPAIGN, configurations: [] }),
  authorizationPolicy: read({ allowedToUseSSPR: true }),
  ...policiesOf(aPolicy()),
});
const EMPTY = aSnapshot({
  accounts: [],
  exclusionGroups: [],
  policies: UNREAD,
  authenticationMethodsPolicy: UNREAD,
  authorizationPolicy: UNREAD,
});

const method = { accountId: FIRST, methodKind: 'phone', methodId: 'phone-1' };
const stale = { policyId: POLICY, list: 'excludeUsers', objectId: STRANGER } as const;
const ROWS: readonly { readonly change: TenantChange; readonly form: object }[] = [
  { change: { kind: 'addPolicyExclusion', policyId: POLICY, accountId: FIRST }, form: aPolicy() },
  { change: { kind: 'removeStaleReference', ...stale }, form: aPolicy() },
  { change: { kind: 'addGroupMember', groupId: EXCLUSION_GROUP, accountId: FIRST }, form: GROUP },
  { change: { kind: 'removeGroupMember', groupId: EXCLUSION_GROUP.toUpperCase(), accountId: STRANGER }, form: GROUP },
  {
    change: { kind: 'setPasswordNeverExpires', accountId: FIRST },
    form: { passwordPolicies: 'DisableStrongPassword' },
  },
  {
    change: { kind: 'deleteAuthenticationMethod', ...method },
    form: { methods: [{ kind: 'phone', id: 'phone-1' }] },
  },
  { change: { kind: 'restoreUser', accountId: FIRST }, form: ITEM },
  { change: { kind: 'excludeFromCampaign', accountId: FIRST }, form: { registrationCampaign: CAMPAIGN } },
  { change: { kind: 'setAdministratorsSspr', allowed: false }, form: { allowedToUseSSPR: true } },
];

describe('the ground of a change', () => {
  test.each(ROWS)('of the kind $change.kind is what it touches, and no more', ({ change, form }) => {
    expect(groundOf(change, FULL)).toEqual({ digest: digestOf(form), image: canonicalJson(form) });
  });

  test.each(ROWS)('of the kind $change.kind is not made up where nobody read it', ({ change }) => {
    expect(groundOf(change, EMPTY)).toBeNull();
  });

  test('of a new policy is nothing', () => {
    expect(groundOf({ kind: 'createDedicatedPolicy', displayName: 'D', accountIds: [FIRST] }, FULL)).toBeNull();
  });

  test('of a password is not made up where Graph left it out', () => {
    const user = aUser(FIRST, { passwordPolicies: null, missingProperties: ['passwordPolicies'] });
    const ground = (tenant: TenantSnapshot) => groundOf({ kind: 'setPasswordNeverExpires', accountId: FIRST }, tenant);

    expect(ground(aSnapshot({ accounts: [anAccount(FIRST, { user: read(user) })] }))).toBeNull();
    expect(
      ground(aSnapshot({ accounts: [anAccount(FIRST, { user: read({ ...user, missingProperties: [] }) })] })),
    ).not.toBeNull();
  });

  test('of a group comes from the memberships where the group itself was not read', () => {
    const change: TenantChange = { kind: 'addGroupMember', groupId: EXCLUSION_GROUP, accountId: FIRST };
    const unread = aSnapshot({ exclusionGroups: [anExclusionGroup([FIRST], { group: UNREAD })] });
    expect(groundOf(change, unread)?.image).toBe(canonicalJson(GROUP));
  });

  test('does not move with what the change does not touch', () => {
    const renamed = aSnapshot({
      ...FULL,
      accounts: [
        anAccount(FIRST, { user: read(aUser(FIRST, { passwordPolicies: 'DisableStrongPassword', mail: 'x' })) }),
      ],
    });
    const change: TenantChange = { kind: 'setPasswordNeverExpires', accountId: FIRST };
    expect(groundOf(change, renamed)).toEqual(groundOf(change, FULL));
  });
});
