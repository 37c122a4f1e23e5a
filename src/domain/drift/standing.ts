import type { AccountReading, TenantSnapshot } from '../tenant/snapshot.js';
import type { FactChange } from './drift.js';
import { factsOf, normalId, type Fact } from './facts.js';
import { namesText, remark, weakening, type Clause, type Comparison } from './object-change.js';
import { factsIf } from './tenant-resource.js';

/**
 * What else is known about an emergency account than the account itself: its licences, whose it is, and what Microsoft's
 * reports and risk detections say of it.
 */

interface Part {
  readonly source: string;
  readonly facts: readonly Fact[] | null;
}

/**
 * The report's words for methods that the account's own list shows at once. The report is a day and more behind, so that
 * each of them would be told twice. Certificates and security questions are in no list, and words that are new here count.
 */
const LISTED_METHODS = new Set([
  'alternateMobilePhone',
  'email',
  'fido2SecurityKey',
  'hardwareOneTimePasscode',
  'macOsSecureEnclaveKey',
  'microsoftAuthenticatorPasswordless',
  'microsoftAuthenticatorPush',
  'mobilePhone',
  'officePhone',
  'passKeyDeviceBound',
  'passKeyDeviceBoundAuthenticator',
  'passKeyDeviceBoundWindowsHello',
  'password',
  'softwareOneTimePasscode',
  'temporaryAccessPass',
  'windowsHelloForBusiness',
]);

/** What the report says of the account. Null as well while it says nothing: it lists administrators, and lags. */
function registrationFacts({ id }: AccountReading, { registrationDetails }: TenantSnapshot): readonly Fact[] | null {
  if (!registrationDetails.known) return null;
  const own = registrationDetails.value.filter((entry) => normalId(entry.id) === normalId(id));
  if (own.length === 0) return null;
  const methods = own.flatMap(({ methodsRegistered }) => methodsRegistered);
  return [
    ...factsOf(
      'registrationDetails.methodsRegistered',
      methods.filter((method) => !LISTED_METHODS.has(method)),
    ),
    ...factsOf(
      'registrationDetails.isSsprRegistered',
      own.map(({ isSsprRegistered }) => String(isSsprRegistered)),
    ),
  ];
}

function riskFacts({ id }: AccountReading, { riskyUsers }: TenantSnapshot): readonly Fact[] | null {
  return factsIf(riskyUsers, (users) =>
    factsOf(
      'riskyUsers',
      users
        .filter((user) => normalId(user.id) === normalId(id))
        .map(({ riskState, riskLevel }) => `${riskState} (${riskLevel})`),
    ),
  );
}

/** Readings of the account that stand beside its user object, in the same order for every account. */
export function standingParts(reading: AccountReading, snapshot: TenantSnapshot): readonly Part[] {
  const { id, manager, namesakeIds, perUserMfaState } = reading;
  return [
    {
      source: `GET /users/${id}/manager`,
      facts: factsIf(manager, (person) => factsOf('manager', person === null ? [] : [person.id])),
    },
    { source: 'GET /users', facts: factsIf(namesakeIds, (ids) => factsOf('namesakeIds', ids)) },
    {
      source: `GET /beta/users/${id}/authentication/requirements`,
      facts: factsIf(perUserMfaState, (state) => factsOf('perUserMfaState', state)),
    },
    {
      source: 'GET /reports/authenticationMethods/userRegistrationDetails',
      facts: registrationFacts(reading, snapshot),
    },
    { source: 'GET /identityProtection/riskyUsers', facts: riskFacts(reading, snapshot) },
  ];
}

type ClausesOf = (change: FactChange, account: AccountReading, comparison: Comparison) => readonly Clause[];

const planClauses: ClausesOf = ({ added, removed }, _account, { nameOf }) => {
  const changed = added.filter((id) => removed.includes(id));
  const came = added.filter((id) => !removed.includes(id));
  const went = removed.filter((id) => !added.includes(id));
  return [
    ...(came.length > 0 ? [remark('medium', `has service plans now: ${namesText(came, nameOf)}`)] : []),
    ...(went.length > 0 ? [remark('low', `no longer has these service plans: ${namesText(went, nameOf)}`)] : []),
    ...(changed.length > 0
      ? [remark('low', `has these service plans in another state: ${namesText(changed, nameOf)}`)]
      : []),
  ];
};

const managerClauses: ClausesOf = ({ added, removed }, _account, { nameOf }) =>
  added.length > 0
    ? added.map((id) => remark('low', `has "${nameOf(id)}" as its manager now`))
    : removed.map((id) => remark('low', `no longer has "${nameOf(id)}" as its manager`));

const namesakeClauses: ClausesOf = ({ added, removed }, _account, { nameOf }) => [
  ...(added.length > 0 ? [remark('low', `has the same name as ${namesText(added, nameOf)} now`)] : []),
  ...(removed.length > 0 ? [remark('info', `no longer has the same name as ${namesText(removed, nameOf)}`)] : []),
];

const reportedClauses: ClausesOf = ({ added, removed }, _account, { nameOf }) => [
  ...(added.length > 0 ? [remark('high', `is reported with another way to sign in: ${namesText(added, nameOf)}`)] : []),
  ...(removed.length > 0
    ? [weakening('medium', `is no longer reported with a way to sign in: ${namesText(removed, nameOf)}`)]
    : []),
];

const riskClauses: ClausesOf = ({ added, before }) =>
  added.length > 0
    ? added.map((state) => {
        const isConfirmed = state.startsWith('confirmedCompromised');
        return isConfirmed
          ? weakening('critical', 'is confirmed as compromised')
          : weakening('high', `is listed as a risky user: ${state}`);
      })
    : [remark('info', `is no longer listed as a risky user; it was ${before}`)];

/** Words for what `standingParts` compares, and for the licences of the user object. */
export const STANDING_CLAUSES: Readonly<Record<string, ClausesOf>> = {
  assignedPlans: planClauses,
  manager: managerClauses,
  namesakeIds: namesakeClauses,
  perUserMfaState: ({ before, after }) => [
    remark('medium', `has per-user multifactor authentication ${after} and had it ${before} before`),
  ],
  'registrationDetails.methodsRegistered': reportedClauses,
  'registrationDetails.isSsprRegistered': ({ added }) => [
    added.includes('true')
      ? remark('high', 'is registered for self-service password reset now')
      : remark('info', 'is no longer registered for self-service password reset'),
  ],
  riskyUsers: riskClauses,
};
