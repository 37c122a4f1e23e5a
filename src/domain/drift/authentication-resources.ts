import type {
  AuthenticationMethodsPolicy,
  AuthenticationStrength,
  MethodConfiguration,
  PasskeyProfile,
} from '../tenant/authentication-policy.js';
import type { FactChange } from './drift.js';
import { factsOf, type Fact } from './facts.js';
import { memberFacts, memberKeyIn } from './member-facts.js';
import { namesText, plainClause, remark, type Clause, type Comparison } from './object-change.js';
import { factsIf, type TenantResource } from './tenant-resource.js';

/** What the tenant accepts at sign-in: its authentication methods policy, and the authentication strengths. */

const POLICY = 'authenticationMethodsPolicy';
const CONFIGURATIONS = `${POLICY}.configurations`;
const STRENGTHS = 'authenticationStrengthPolicies';

function profileFacts(at: string, profiles: readonly PasskeyProfile[]): readonly Fact[] {
  return memberFacts(at, profiles, ({ id }) => id);
}

function configurationFacts(at: string, configuration: MethodConfiguration): readonly Fact[] {
  const { id: _id, includeTargets, passkeyProfiles, ...properties } = configuration;
  return [
    ...factsOf(at, properties),
    ...memberFacts(`${at}.includeTargets`, includeTargets, ({ id }) => id),
    ...profileFacts(`${at}.passkeyProfiles`, passkeyProfiles),
  ];
}

function policyFacts({ registrationCampaign, configurations }: AuthenticationMethodsPolicy): readonly Fact[] {
  return [
    ...factsOf(POLICY, { registrationCampaign }),
    ...memberFacts(CONFIGURATIONS, configurations, ({ id }) => id, configurationFacts),
  ];
}

/** The method whose configuration holds `field`: the outermost key, since profiles and targets have keys of their own. */
function methodIn(field: string): string {
  return /\["(.*?)"\]/.exec(field)?.[1] ?? field;
}

function configurationClauses(change: FactChange, { nameOf }: Comparison): readonly Clause[] {
  const { field, added, removed } = change;
  if (field === CONFIGURATIONS) {
    return [
      ...added.map((id) => remark('medium', `lists the authentication method "${id}" now`)),
      ...removed.map((id) => remark('medium', `no longer lists the authentication method "${id}"`)),
    ];
  }
  const method = `the authentication method "${methodIn(field)}"`;
  if (/^[^[]*\["[^"]*"\]\.state$/.test(field)) {
    return [remark('medium', `has ${method} ${change.after} and had it ${change.before} before`)];
  }
  const isList = added.length + removed.length > 0;
  if (!isList) return [plainClause(change, 'medium')];
  const part = field.slice(field.indexOf('"]') + 3);
  return [
    ...(added.length > 0 ? [remark('medium', `added ${namesText(added, nameOf)} to ${part} of ${method}`)] : []),
    ...(removed.length > 0 ? [remark('medium', `took ${namesText(removed, nameOf)} from ${part} of ${method}`)] : []),
  ];
}

/** A strength by its combinations; the keys that count for some of them have no ID and are compared as they are. */
function strengthFacts(strengths: readonly AuthenticationStrength[]): readonly Fact[] {
  return memberFacts(
    STRENGTHS,
    strengths,
    ({ id }) => id,
    (at, { id: _id, ...properties }) => factsOf(at, properties),
  );
}

function strengthClauses(change: FactChange, { nameOf }: Comparison): readonly Clause[] {
  const { field, added, removed, before } = change;
  if (field === STRENGTHS) {
    return [
      ...added.map((id) => remark('low', `has a new authentication strength "${nameOf(id)}"`)),
      ...removed.map((id) => remark('medium', `no longer has the authentication strength "${nameOf(id)}"`)),
    ];
  }
  const strength = `the authentication strength "${nameOf(memberKeyIn(field))}"`;
  if (field.endsWith('.displayName')) return [remark('info', `called ${strength} "${before}" before`)];
  if (field.endsWith('.fido2Restrictions')) {
    return [remark('medium', `accepts other security keys for ${strength} than before`)];
  }
  const combinations = (ids: readonly string[]) => namesText(ids, (combination) => combination);
  return [
    ...(added.length > 0 ? [remark('medium', `accepts ${combinations(added)} for ${strength} now`)] : []),
    ...(removed.length > 0 ? [remark('medium', `no longer accepts ${combinations(removed)} for ${strength}`)] : []),
  ];
}

export const AUTHENTICATION_RESOURCES: readonly TenantResource[] = [
  {
    source: 'GET /policies/authenticationMethodsPolicy',
    facts: ({ authenticationMethodsPolicy }) => factsIf(authenticationMethodsPolicy, policyFacts),
    clausesOf: (change, comparison) =>
      change.field.startsWith(CONFIGURATIONS)
        ? configurationClauses(change, comparison)
        : [plainClause(change, 'medium')],
  },
  {
    source: 'GET /policies/authenticationStrengthPolicies',
    facts: ({ authenticationStrengths }) => factsIf(authenticationStrengths, strengthFacts),
    clausesOf: strengthClauses,
  },
];
