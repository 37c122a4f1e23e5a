import { readFileSync, existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readAuthenticationMethodsPolicy } from '../../../src/graph/read/authentication-methods-policy.js';
import { methodConfiguration } from '../../../src/graph/read/method-configurations.js';

/** What the tenant allows as a method, as Graph spells it. What could take a method away must be spelled out. */

const ACCOUNT = '11111111-aaaa-4bbb-8ccc-222222222222';
const KEY = '2fc0579f-8113-47ea-b116-bb5a8db9202a';
const PROFILE_ID = 'dddddddd-0000-4000-8000-00000000000d';

const EVERYBODY = { targetType: 'group', id: 'all_users', isRegistrationRequired: false };
const RESTRICTIONS = { isEnforced: true, enforcementType: 'allow', aaGuids: [KEY.toUpperCase()] };
const FIDO2 = {
  '@odata.type': '#microsoft.graph.fido2AuthenticationMethodConfiguration',
  id: 'Fido2',
  state: 'enabled',
  isSelfServiceRegistrationAllowed: true,
  isAttestationEnforced: true,
  keyRestrictions: RESTRICTIONS,
  includeTargets: [EVERYBODY],
  excludeTargets: [{ id: ACCOUNT.toUpperCase(), targetType: 'user' }],
};
const PROFILE = {
  id: PROFILE_ID.toUpperCase(),
  name: 'Hardware keys',
  attestationEnforcement: 'registrationOnly',
  passkeyTypes: 'deviceBound, synced',
  keyRestrictions: RESTRICTIONS,
};
const WITH_PROFILES = {
  ...FIDO2,
  keyRestrictions: null,
  isAttestationEnforced: null,
  defaultPasskeyProfile: PROFILE_ID,
  passkeyProfiles: [PROFILE],
  includeTargets: [{ ...EVERYBODY, allowedPasskeyProfiles: [PROFILE_ID.toUpperCase()] }, EVERYBODY],
};
const SMS = { id: 'Sms', state: 'enabled', includeTargets: [EVERYBODY] };
const CERTIFICATE = { ...SMS, id: 'X509Certificate', excludeTargets: [] };

function without(object: object, key: string): object {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

const isUnderstood = (configuration: unknown) => methodConfiguration.safeParse(configuration).success;

describe('a method configuration', () => {
  test('of security keys says whom it is for, which keys, and who is left out', () => {
    expect(methodConfiguration.parse(FIDO2)).toEqual({
      id: 'Fido2',
      state: 'enabled',
      includeTargets: [{ id: 'all_users', allowedPasskeyProfiles: [] }],
      excludeTargetIds: [ACCOUNT],
      keyRestrictions: { isEnforced: true, enforcementType: 'allow', aaGuids: [KEY] },
      isAttestationEnforced: true,
      passkeyProfiles: [],
      defaultPasskeyProfile: null,
    });
  });

  test('with passkey profiles says which of them a target may use', () => {
    expect(methodConfiguration.parse(WITH_PROFILES)).toMatchObject({
      includeTargets: [
        { id: 'all_users', allowedPasskeyProfiles: [PROFILE_ID] },
        { id: 'all_users', allowedPasskeyProfiles: [] },
      ],
      keyRestrictions: null,
      isAttestationEnforced: null,
      defaultPasskeyProfile: PROFILE_ID,
      passkeyProfiles: [
        {
          id: PROFILE_ID,
          name: 'Hardware keys',
          attestationEnforcement: 'registrationOnly',
          passkeyTypes: ['deviceBound', 'synced'],
          keyRestrictions: { isEnforced: true, enforcementType: 'allow', aaGuids: [KEY] },
        },
      ],
    });
  });

  test.each(['id', 'state', 'includeTargets', 'excludeTargets', 'keyRestrictions', 'isAttestationEnforced'])(
    'of enabled security keys without %s is not understood',
    (name) => {
      expect(isUnderstood(FIDO2)).toBe(true);
      expect(isUnderstood(without(FIDO2, name))).toBe(false);
    },
  );

  test.each(['excludeTargets', 'keyRestrictions', 'isAttestationEnforced'])(
    'of security keys that are disabled needs no %s',
    (name) => {
      expect(isUnderstood(without({ ...FIDO2, state: 'disabled' }, name))).toBe(true);
    },
  );

  test('of enabled certificates without exclusions is not understood, of text messages it is', () => {
    expect(isUnderstood(CERTIFICATE)).toBe(true);
    expect(isUnderstood(without(CERTIFICATE, 'excludeTargets'))).toBe(false);
    expect(methodConfiguration.parse(SMS)).toMatchObject({ id: 'Sms', excludeTargetIds: [], keyRestrictions: null });
  });

  test.each<[string, object]>([
    ['an unknown state', { ...FIDO2, state: 'on' }],
    ['exclusions that are null', { ...FIDO2, excludeTargets: null }],
    ['a target without its ID', { ...FIDO2, includeTargets: [{ targetType: 'group' }] }],
    [
      'restrictions that do not say whether they are enforced',
      { ...FIDO2, keyRestrictions: without(RESTRICTIONS, 'isEnforced') },
    ],
    [
      'restrictions that do not say of which sort they are',
      { ...FIDO2, keyRestrictions: without(RESTRICTIONS, 'enforcementType') },
    ],
    ['restrictions without keys', { ...FIDO2, keyRestrictions: { ...RESTRICTIONS, aaGuids: null } }],
    [
      'a profile without its restrictions',
      { ...WITH_PROFILES, passkeyProfiles: [without(PROFILE, 'keyRestrictions')] },
    ],
    [
      'a profile without its kinds of passkeys',
      { ...WITH_PROFILES, passkeyProfiles: [without(PROFILE, 'passkeyTypes')] },
    ],
    ['targets whose profiles are not there', { ...WITH_PROFILES, defaultPasskeyProfile: null, passkeyProfiles: [] }],
    ['a default profile that is not there', { ...FIDO2, defaultPasskeyProfile: PROFILE_ID, passkeyProfiles: [] }],
  ])('with %s is not understood', (_, configuration) => {
    expect(isUnderstood(configuration)).toBe(false);
  });
});

const DOCUMENTED = '../shared/data/graph-examples/policies-authenticationMethodsPolicy.json';
const testWithExamples = existsSync(DOCUMENTED) ? test : test.skip;

testWithExamples(`the documented answer is understood (${DOCUMENTED})`, () => {
  const parsed = readAuthenticationMethodsPolicy.parse(JSON.parse(readFileSync(DOCUMENTED, 'utf8')));
  expect(parsed).toMatchObject({
    ok: true,
    value: { configurations: [{ id: 'Fido2', state: 'disabled' }, { id: 'MicrosoftAuthenticator' }, { id: 'Email' }] },
  });
});
