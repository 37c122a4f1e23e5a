import { describe, expect, test } from '@jest/globals';
import { methodAccepted } from '../../../../src/domain/controls/authentication/method-accepted.js';
import type { Outcome } from '../../../../src/domain/controls/control.js';
import type {
  AuthenticationStrength,
  KeyRestrictions,
  MethodConfiguration,
  PasskeyProfile,
} from '../../../../src/domain/tenant/authentication-policy.js';
import type { ConditionalAccessPolicy } from '../../../../src/domain/tenant/conditional-access-policy.js';
import type { AccountReading, AuthenticationMethod, TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import {
  aMethod,
  aMethodConfiguration,
  aPolicy,
  aRegistration,
  aSnapshot,
  anAccount,
  EXCLUSION_GROUP,
  FIRST,
  grant,
  MODEL,
  OTHER_GROUP,
  OTHER_MODEL,
  outcomesFor,
  policiesOf,
  read,
  SECOND,
  someUsers,
  STRANGER,
  summaryOf,
  TENANT,
  UNLICENSED,
  UNREAD,
} from '../../a-snapshot.js';

const key = (aaGuid: string | null = MODEL, overrides: Partial<AuthenticationMethod> = {}) =>
  aMethod('fido2', { aaGuid, ...overrides });
const CERTIFICATES = aMethodConfiguration({ id: 'X509Certificate', keyRestrictions: null });
const NO_CERTIFICATES: MethodConfiguration = { ...CERTIFICATES, state: 'disabled' };
const EVERYBODY = { id: 'all_users', allowedPasskeyProfiles: [] };

function configured(...configurations: readonly MethodConfiguration[]): Partial<TenantSnapshot> {
  return { authenticationMethodsPolicy: read({ registrationCampaign: null, configurations }) };
}

/** The FIDO2 configuration with `overrides`; certificates are switched on. */
function fido2(overrides: Partial<MethodConfiguration>): Partial<TenantSnapshot> {
  return configured(aMethodConfiguration(overrides), CERTIFICATES);
}

function restricted(enforcementType: 'allow' | 'block', ...aaGuids: readonly string[]): KeyRestrictions {
  return { isEnforced: true, enforcementType, aaGuids };
}

function snapshotWith(
  methods: readonly AuthenticationMethod[],
  overrides: Partial<TenantSnapshot> = {},
  first: Partial<AccountReading> = {},
): TenantSnapshot {
  const accounts = [anAccount(FIRST, { authenticationMethods: read(methods), ...first }), anAccount(SECOND)];
  return aSnapshot({ ...overrides, accounts });
}

function outcomesOf(...given: Parameters<typeof snapshotWith>): readonly Outcome[] {
  return outcomesFor(methodAccepted, FIRST, snapshotWith(...given));
}

describe('BG-AUTH-04, whom the configuration is for', () => {
  const toGroup = (id: string) => ({ includeTargets: [{ id, allowedPasskeyProfiles: [] }] });

  test.each<[string, Partial<MethodConfiguration>, Outcome]>([
    ['everybody', {}, 'pass'],
    ['nobody, for it is disabled', { state: 'disabled' }, 'fail'],
    ['a group that the account is in', toGroup(EXCLUSION_GROUP), 'pass'],
    ['the same group in capitals', toGroup(EXCLUSION_GROUP.toUpperCase()), 'pass'],
    ['a group that the account is not in', toGroup(OTHER_GROUP), 'fail'],
    ['the account itself', toGroup(FIRST), 'pass'],
    ['no target', { includeTargets: [] }, 'fail'],
    ['everybody but a group that the account is in', { excludeTargetIds: [EXCLUSION_GROUP] }, 'fail'],
    ['everybody but a group that the account is not in', { excludeTargetIds: [OTHER_GROUP] }, 'pass'],
    ['everybody but the account', { excludeTargetIds: [FIRST] }, 'fail'],
  ])('%s', (_, configuration, outcome) => {
    expect(outcomesOf([key()], fido2(configuration))).toEqual([outcome]);
  });

  test.each<[string, Partial<MethodConfiguration>, Outcome]>([
    ['everybody', {}, 'pass'],
    ['the account itself', toGroup(FIRST), 'pass'],
    ['a group', toGroup(EXCLUSION_GROUP), 'error'],
    ['everybody but a group', { excludeTargetIds: [OTHER_GROUP] }, 'error'],
    ['nobody', { state: 'disabled' }, 'fail'],
    [
      'a group, with a list that refuses the key anyway',
      { ...toGroup(EXCLUSION_GROUP), keyRestrictions: restricted('allow', OTHER_MODEL) },
      'fail',
    ],
  ])('while the groups of the account are unread: %s', (_, configuration, outcome) => {
    expect(outcomesOf([key()], fido2(configuration), { memberships: UNREAD })).toEqual([outcome]);
  });

  test('without the configuration nobody can tell', () => {
    expect(outcomesOf([key()], configured(CERTIFICATES))).toEqual(['error']);
  });
});

describe('BG-AUTH-04, by the model of the key', () => {
  test.each<[string, KeyRestrictions | null, string | null, Outcome]>([
    ['no restrictions', null, MODEL, 'pass'],
    ['a list that is not enforced', { ...restricted('allow', OTHER_MODEL), isEnforced: false }, MODEL, 'pass'],
    ['an allow list with the model', restricted('allow', MODEL), MODEL, 'pass'],
    ['an allow list with the model, the key in capitals', restricted('allow', MODEL), MODEL.toUpperCase(), 'pass'],
    ['an allow list without the model', restricted('allow', OTHER_MODEL), MODEL, 'fail'],
    ['an empty allow list', restricted('allow'), null, 'fail'],
    ['an allow list, and a key without model: unknown', restricted('allow', MODEL), null, 'error'],
    ['a block list with the model', restricted('block', MODEL), MODEL, 'fail'],
    ['a block list without the model', restricted('block', OTHER_MODEL), MODEL, 'pass'],
    ['an empty block list', restricted('block'), null, 'pass'],
    ['a block list, and a key without model: unknown', restricted('block', MODEL), null, 'error'],
    ['no restrictions, and a key without model', null, null, 'pass'],
  ])('%s', (_, keyRestrictions, aaGuid, outcome) => {
    expect(outcomesOf([key(aaGuid)], fido2({ keyRestrictions }))).toEqual([outcome]);
  });

  test.each<[string, readonly AuthenticationMethod[], Outcome]>([
    ['one of two keys that is accepted is enough', [key(MODEL), key(OTHER_MODEL, { id: 'second' })], 'pass'],
    ['a key without model does not excuse a refused one', [key(MODEL), key(null, { id: 'second' })], 'error'],
    ['two refused keys are refused', [key(MODEL), key(MODEL, { id: 'second' })], 'fail'],
  ])('%s', (_, keys, outcome) => {
    expect(outcomesOf(keys, fido2({ keyRestrictions: restricted('allow', OTHER_MODEL) }))).toEqual([outcome]);
  });

  test('the fail names what refuses the key', () => {
    const snapshot = snapshotWith([key()], fido2({ keyRestrictions: restricted('allow', OTHER_MODEL) }));
    const summary = summaryOf(methodAccepted, FIRST, 'fail', snapshot);

    expect(summary).toContain('The registered key would not be accepted');
    expect(summary).toContain(`allow list of the FIDO2 configuration does not name model ${MODEL}`);
  });
});

describe('BG-AUTH-04, by passkey profiles', () => {
  const profile = (id: string, overrides: Partial<PasskeyProfile> = {}): PasskeyProfile => ({
    id,
    name: id,
    attestationEnforcement: 'registrationOnly',
    passkeyTypes: ['deviceBound'],
    keyRestrictions: null,
    ...overrides,
  });
  const OPEN = profile('open');
  const CLOSED = profile('closed', { keyRestrictions: restricted('allow', OTHER_MODEL) });
  const SYNCED_ONLY = profile('synced', { passkeyTypes: ['synced'] });
  const ANY_TYPE = profile('any', { passkeyTypes: ['deviceBound', 'synced'] });
  const passkeyProfiles = [OPEN, CLOSED, SYNCED_ONLY, ANY_TYPE];
  const to = (id: string, ...allowedPasskeyProfiles: readonly string[]) => ({ id, allowedPasskeyProfiles });
  const profiles = (...includeTargets: MethodConfiguration['includeTargets']) => ({ passkeyProfiles, includeTargets });

  test.each<[string, Partial<MethodConfiguration>, Outcome]>([
    ['a profile that accepts the key', profiles(to('all_users', 'open')), 'pass'],
    ['a profile that does not name its model', profiles(to('all_users', 'closed')), 'fail'],
    ['a profile for synced passkeys', profiles(to('all_users', 'synced')), 'fail'],
    ['two profiles of which one accepts it', profiles(to('all_users', 'closed', 'open')), 'pass'],
    ['two targets of which one accepts it', profiles(to('all_users', 'closed'), to(EXCLUSION_GROUP, 'open')), 'pass'],
    ['an accepting profile for others only', profiles(to('all_users', 'closed'), to(OTHER_GROUP, 'open')), 'fail'],
    ['a profile that Graph does not show: unknown', profiles(to('all_users', 'hidden')), 'error'],
    ['the default profile', { ...profiles(to('all_users')), defaultPasskeyProfile: 'open' }, 'pass'],
    ['a default profile that refuses it', { ...profiles(to('all_users')), defaultPasskeyProfile: 'closed' }, 'fail'],
    ['no profile named', profiles(to('all_users')), 'error'],
    [
      'an accepting profile beside a list that would refuse',
      { ...profiles(to('all_users', 'open')), keyRestrictions: restricted('allow', OTHER_MODEL) },
      'pass',
    ],
    [
      'no kind of passkey stated',
      { passkeyProfiles: [profile('none', { passkeyTypes: [] })], includeTargets: [to('all_users', 'none')] },
      'error',
    ],
  ])('%s', (_, configuration, outcome) => {
    expect(outcomesOf([key()], fido2(configuration))).toEqual([outcome]);
  });

  test.each<[string, string | null, string, Outcome]>([
    ['a synced passkey where synced ones are meant', 'synced', 'synced', 'pass'],
    ['a synced passkey where they are not', 'synced', 'open', 'fail'],
    ['a passkey of no stated kind where one kind is meant', null, 'open', 'error'],
    ['a passkey of no stated kind where all are meant', null, 'any', 'pass'],
  ])('%s', (_, passkeyType, allowed, outcome) => {
    expect(outcomesOf([key(MODEL, { passkeyType })], fido2(profiles(to('all_users', allowed))))).toEqual([outcome]);
  });

  test('while the groups are unread, a group’s profile that would accept keeps a refusal from being proven', () => {
    const configuration = profiles(to('all_users', 'closed'), to(EXCLUSION_GROUP, 'open'));

    expect(outcomesOf([key()], fido2(configuration), { memberships: UNREAD })).toEqual(['error']);
  });
});

describe('BG-AUTH-04, by authentication strengths', () => {
  const CUSTOM = 'dddddddd-0000-4000-8000-000000000001';
  const strength = (...allowedAAGUIDs: readonly string[]): AuthenticationStrength => ({
    id: CUSTOM,
    displayName: 'Vault keys',
    allowedCombinations: ['fido2'],
    fido2Restrictions: [{ appliesToCombinations: ['fido2'], allowedAAGUIDs }],
  });
  const demanding = (
    overrides: Partial<ConditionalAccessPolicy> = {},
    allowedCombinations: readonly string[] | null = ['fido2'],
  ) =>
    policiesOf(
      aPolicy({
        users: someUsers({ includeUsers: [FIRST] }),
        grantControls: grant({
          builtInControls: [],
          authenticationStrength: { id: CUSTOM, displayName: 'Vault keys', allowedCombinations },
        }),
        ...overrides,
      }),
    );
  const listing = (...strengths: readonly AuthenticationStrength[]) => ({ authenticationStrengths: read(strengths) });
  const orMfa = {
    grantControls: grant({ authenticationStrength: { id: CUSTOM, displayName: null, allowedCombinations: ['fido2'] } }),
  };

  test.each<[string, Partial<TenantSnapshot>, Outcome]>([
    ['names the model', { ...demanding(), ...listing(strength(MODEL)) }, 'pass'],
    ['names another model', { ...demanding(), ...listing(strength(OTHER_MODEL)) }, 'fail'],
    ['restricts no model', { ...demanding(), ...listing({ ...strength(), fido2Restrictions: [] }) }, 'pass'],
    ['accepts no key', { ...demanding({}, ['x509CertificateMultiFactor']), ...listing(strength(MODEL)) }, 'fail'],
    ['is not listed', { ...demanding(), ...listing() }, 'error'],
    ['was not read', { ...demanding(), authenticationStrengths: UNREAD }, 'error'],
    ['has unread combinations', { ...demanding({}, null), ...listing(strength(MODEL)) }, 'error'],
    [
      'names another model, in report-only',
      { ...demanding({ state: 'enabledForReportingButNotEnforced' }), ...listing(strength(OTHER_MODEL)) },
      'pass',
    ],
    [
      'names another model, for others',
      { ...demanding({ users: someUsers({ includeUsers: [STRANGER] }) }), ...listing(strength(OTHER_MODEL)) },
      'pass',
    ],
    [
      'names another model, with multifactor authentication instead',
      { ...demanding(orMfa), ...listing(strength(OTHER_MODEL)) },
      'pass',
    ],
    ['is demanded by no policy, and unread', { authenticationStrengths: UNREAD }, 'pass'],
  ])('a strength that %s', (_, overrides, outcome) => {
    expect(outcomesOf([key()], overrides)).toEqual([outcome]);
  });

  test('a key without model is unknown to a strength that names models', () => {
    expect(outcomesOf([key(null)], { ...demanding(), ...listing(strength(MODEL)) })).toEqual(['error']);
  });

  test('a policy that may reach the account by an unread group leaves a refusal open', () => {
    const overrides = {
      ...demanding({ users: someUsers({ includeGroups: [OTHER_GROUP] }) }),
      ...listing(strength(OTHER_MODEL)),
    };

    expect(outcomesOf([key()], overrides, { memberships: UNREAD })).toEqual(['error']);
    expect(outcomesOf([key()], overrides)).toEqual(['pass']);
  });
});

describe('BG-AUTH-04 for certificates', () => {
  const REPORTED = {
    registrationDetails: read([aRegistration(FIRST, { methodsRegistered: ['x509CertificateMultiFactor'] })]),
  };
  const certificates = (overrides: Partial<MethodConfiguration>) =>
    configured(aMethodConfiguration(), { ...CERTIFICATES, ...overrides });

  test.each<[string, readonly AuthenticationMethod[], Partial<TenantSnapshot>, Outcome]>([
    ['a reported certificate', [], REPORTED, 'pass'],
    ['a certificate among the methods', [aMethod('x509Certificate')], {}, 'pass'],
    ['a reported certificate that is switched off', [], { ...REPORTED, ...configured(NO_CERTIFICATES) }, 'fail'],
    [
      'a reported certificate that is for others',
      [],
      { ...REPORTED, ...certificates({ includeTargets: [{ ...EVERYBODY, id: OTHER_GROUP }] }) },
      'fail',
    ],
    [
      'a reported certificate from which the account is excluded',
      [],
      { ...REPORTED, ...certificates({ excludeTargetIds: [FIRST] }) },
      'fail',
    ],
    [
      'a reported certificate of unknown configuration',
      [],
      { ...REPORTED, ...configured(aMethodConfiguration()) },
      'error',
    ],
    ['a refused key, and a reported certificate', [key()], { ...REPORTED, ...fido2({ state: 'disabled' }) }, 'pass'],
    [
      'a refused key, the report unread',
      [key()],
      { registrationDetails: UNREAD, ...fido2({ state: 'disabled' }) },
      'error',
    ],
    [
      'a refused key, no licence for the report',
      [key()],
      { registrationDetails: UNLICENSED, ...fido2({ state: 'disabled' }) },
      'error',
    ],
    [
      'a refused key, the report unread, and certificates off',
      [key()],
      { registrationDetails: UNREAD, ...configured(aMethodConfiguration({ state: 'disabled' }), NO_CERTIFICATES) },
      'fail',
    ],
    ['an accepted key, the report unread', [key()], { registrationDetails: UNREAD }, 'pass'],
    ['neither key nor certificate', [aMethod('phone')], {}, 'notApplicable'],
    ['no key, the report unread', [aMethod('phone')], { registrationDetails: UNREAD }, 'error'],
  ])('%s', (_, methods, overrides, outcome) => {
    expect(outcomesOf(methods, overrides)).toEqual([outcome]);
  });
});

describe('BG-AUTH-04 without a reading', () => {
  test.each<[string, Partial<TenantSnapshot>, Partial<AccountReading>, Outcome]>([
    ['methods', {}, { authenticationMethods: UNREAD }, 'error'],
    ['user', {}, { user: UNREAD }, 'error'],
    ['method policy', { authenticationMethodsPolicy: UNREAD }, {}, 'error'],
    ['policies', { policies: UNREAD }, {}, 'error'],
    ['list of beta policies', { betaPolicies: UNREAD }, {}, 'error'],
    ['policies, which need a licence', { policies: UNLICENSED, betaPolicies: UNLICENSED }, {}, 'pass'],
  ])('unread %s', (_, overrides, first, outcome) => {
    expect(outcomesOf([key()], overrides, first)).toEqual([outcome]);
  });

  test('a key that is refused anyway is refused, whatever policies there may be', () => {
    expect(outcomesOf([key()], { ...fido2({ state: 'disabled' }), policies: UNREAD })).toEqual(['fail']);
  });

  test('with nothing designated there is nothing to judge', () => {
    expect(outcomesFor(methodAccepted, TENANT, aSnapshot({ accounts: [] }))).toEqual(['notApplicable']);
  });
});
