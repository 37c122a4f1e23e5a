import { describe, expect, test } from '@jest/globals';
import { registrationPrompts } from '../../../../src/domain/controls/tenant/registration-prompts.js';
import type { AccountReading, RegistrationCampaign, TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import {
  aSnapshot,
  anAccount,
  EXCLUSION_GROUP,
  FIRST,
  OTHER_GROUP,
  outcomesFor,
  read,
  SECOND,
  STRANGER,
  summaryOf,
  TENANT,
  UNREAD,
} from '../../a-snapshot.js';

const ENABLED: RegistrationCampaign = { state: 'enabled', includeTargetIds: ['all_users'], excludeTargetIds: [] };

function snapshotWith(
  campaign: Partial<RegistrationCampaign> | null,
  first: Partial<AccountReading> = {},
  overrides: Partial<TenantSnapshot> = {},
) {
  return aSnapshot({
    authenticationMethodsPolicy: read({
      registrationCampaign: campaign === null ? null : { ...ENABLED, ...campaign },
      configurations: [],
    }),
    accounts: [anAccount(FIRST, first), anAccount(SECOND)],
    ...overrides,
  });
}

describe('BG-TEN-02', () => {
  test.each<[string, boolean | null, string]>([
    ['may not reset their passwords', false, 'pass'],
    ['may reset their passwords', true, 'fail'],
    ['may or may not: Graph left it out', null, 'error'],
  ])('administrators %s', (_, allowedToUseSSPR, outcome) => {
    const snapshot = aSnapshot({ authorizationPolicy: read({ allowedToUseSSPR }) });

    expect(outcomesFor(registrationPrompts, TENANT, snapshot)).toEqual([outcome]);
    expect(outcomesFor(registrationPrompts, FIRST, snapshot)).toEqual(['pass']);
  });

  test.each<[string, Partial<RegistrationCampaign> | null, string]>([
    ['disabled', { state: 'disabled' }, 'pass'],
    ['enabled for everybody', {}, 'warn'],
    ['managed by Microsoft', { state: 'default' }, 'warn'],
    ['managed by Microsoft, for others', { state: 'default', includeTargetIds: [STRANGER] }, 'warn'],
    ['enabled, excluding the account', { excludeTargetIds: [FIRST] }, 'pass'],
    ['managed by Microsoft, excluding the account', { state: 'default', excludeTargetIds: [FIRST] }, 'pass'],
    ['enabled, excluding a group of the account', { excludeTargetIds: [EXCLUSION_GROUP.toUpperCase()] }, 'pass'],
    ['enabled, excluding somebody else', { excludeTargetIds: [STRANGER, OTHER_GROUP] }, 'warn'],
    ['enabled for others', { includeTargetIds: [STRANGER] }, 'warn'],
    ['in a state that Graph added later', { state: 'paused' }, 'error'],
    ['not in the answer', null, 'error'],
  ])('a campaign that is %s', (_, campaign, outcome) => {
    expect(outcomesFor(registrationPrompts, FIRST, snapshotWith(campaign))).toEqual([outcome]);
  });

  test.each<[string, Partial<RegistrationCampaign>, string]>([
    ['who it includes', {}, 'can interrupt the sign-in'],
    ['that it includes only others', { includeTargetIds: [STRANGER] }, 'does not name the account today'],
    ['that Microsoft chooses', { state: 'default', includeTargetIds: [STRANGER] }, 'Microsoft manages'],
  ])('the summary says %s', (_, campaign, words) => {
    expect(summaryOf(registrationPrompts, FIRST, 'warn', snapshotWith(campaign))).toContain(words);
  });

  test.each<[string, Partial<RegistrationCampaign>, string]>([
    ['excludes the account itself', { excludeTargetIds: [FIRST] }, 'pass'],
    ['excludes nobody', {}, 'warn'],
    ['excludes what may be a group of the account', { excludeTargetIds: [OTHER_GROUP] }, 'error'],
  ])('while the groups of the account are unknown, a campaign that %s', (_, campaign, outcome) => {
    expect(outcomesFor(registrationPrompts, FIRST, snapshotWith(campaign, { memberships: UNREAD }))).toEqual([outcome]);
  });

  test('what is unknown of the campaign does not hide that administrators may reset their passwords', () => {
    const snapshot = aSnapshot({
      authorizationPolicy: read({ allowedToUseSSPR: true }),
      authenticationMethodsPolicy: UNREAD,
    });

    expect(outcomesFor(registrationPrompts, TENANT, snapshot)).toEqual(['fail']);
    expect(outcomesFor(registrationPrompts, FIRST, snapshot)).toEqual(['error']);
  });

  test.each<[string, TenantSnapshot, string]>([
    ['the authorization policy', aSnapshot({ authorizationPolicy: UNREAD }), TENANT],
    ['the authentication methods policy', aSnapshot({ authenticationMethodsPolicy: UNREAD }), FIRST],
    ['the account', snapshotWith({}, { user: UNREAD }), FIRST],
  ])('without %s it is unknown', (_, snapshot, subjectId) => {
    expect(outcomesFor(registrationPrompts, subjectId, snapshot)).toEqual(['error']);
  });

  test('with nothing designated there is nothing to judge', () => {
    const snapshot = aSnapshot({ accounts: [], authorizationPolicy: read({ allowedToUseSSPR: true }) });

    expect(outcomesFor(registrationPrompts, TENANT, snapshot)).toEqual(['notApplicable']);
  });
});
