import type { Control, Outcome, ScanSettings } from '../../src/domain/controls/control.js';
import { DEFAULT_SETTINGS } from '../../src/domain/controls/control.js';
import { applicabilityAccountOf } from '../../src/domain/tenant/applicability-account.js';
import { sealSnapshot } from '../../src/domain/tenant/canonical.js';
import type { MethodConfiguration, RegistrationDetails } from '../../src/domain/tenant/authentication-policy.js';
import type {
  ConditionalAccessPolicy,
  PolicyGrantControls,
  PolicyUsers,
} from '../../src/domain/tenant/conditional-access-policy.js';
import { known, unknown, type Known, type Unknown } from '../../src/domain/tenant/observed.js';
import { applicabilityOf } from '../../src/domain/tenant/policy-applicability.js';
import { GLOBAL_ADMINISTRATOR } from '../../src/domain/tenant/snapshot.js';
import type {
  AccountReading,
  AuthenticationMethod,
  DirectoryGroup,
  DirectoryUser,
  ExclusionGroupReading,
  Memberships,
  TenantSnapshot,
} from '../../src/domain/tenant/snapshot.js';
import type { WhatIfScenario } from '../../src/domain/tenant/what-if.js';

/** A tenant in which every control passes, and small builders for what a test changes in it. */

export const READ_AT = '2026-03-01T08:00:00.000Z';
export const TENANT = '10000000-0000-4000-8000-000000000000';
export const FIRST = '11111111-1111-4111-8111-111111111111';
export const SECOND = '22222222-2222-4222-8222-222222222222';
export const STRANGER = '99999999-9999-4999-8999-999999999999';
export const EXCLUSION_GROUP = 'aaaaaaaa-0000-4000-8000-000000000001';
export const OTHER_GROUP = 'aaaaaaaa-0000-4000-8000-000000000002';
/** A restricted management administrative unit. */
export const UNIT = 'bbbbbbbb-0000-4000-8000-000000000001';
/** Administers the members of the unit. */
export const CUSTODIAN = '77777777-7777-4777-8777-777777777777';
export { GLOBAL_ADMINISTRATOR };

/** `servicePlanId` of Microsoft Entra ID P1 and P2. */
export const ENTRA_ID_P1 = '41781fb2-bc02-4b7c-bd55-b576c07bb09d';
export const ENTRA_ID_P2 = 'eec0eb4f-6444-4f95-aba0-50c24d67f998';
export const PRIVILEGED_ROLE_ADMINISTRATOR = 'e8611ab8-c189-46e8-94e1-60213ab1f814';
const TWO_APPROVERS = [
  { kind: 'user', id: '66666666-6666-4666-8666-666666666661', name: 'Ana' },
  { kind: 'user', id: '66666666-6666-4666-8666-666666666662', name: 'Bo' },
];

export function read<T>(value: T): Known<T> {
  return known(value, READ_AT);
}

export const UNREAD: Unknown = unknown('forbidden', 'GRAPH_FORBIDDEN: a permission is not granted.');
export const UNLICENSED: Unknown = unknown('notLicensed', 'The tenant has no Microsoft Entra ID P2.');

export function aMethod(kind: string, overrides: Partial<AuthenticationMethod> = {}): AuthenticationMethod {
  return {
    kind,
    id: `${kind}-1`,
    displayName: null,
    passkeyType: kind === 'fido2' ? 'deviceBound' : null,
    aaGuid: null,
    phoneNumber: null,
    createdDateTime: '2026-01-01T00:00:00Z',
    ...overrides,
  };
}

/** Models of security keys. */
export const MODEL = '2fc0579f-8113-47ea-b116-555a8db9202a';
export const OTHER_MODEL = 'd8522d9f-575b-4866-88a9-ba99fa02f35b';

/** What a tenant's report says of an administrator. */
export function aRegistration(id: string, overrides: Partial<RegistrationDetails> = {}): RegistrationDetails {
  return {
    id,
    userPrincipalName: `account-${id.slice(0, 4)}@contoso.onmicrosoft.com`,
    methodsRegistered: ['fido2SecurityKey'],
    isSsprRegistered: false,
    isMfaCapable: true,
    lastUpdatedDateTime: '2026-02-28T00:00:00Z',
    ...overrides,
  };
}

/** Security keys, for everybody. */
export function aMethodConfiguration(overrides: Partial<MethodConfiguration> = {}): MethodConfiguration {
  return {
    id: 'Fido2',
    state: 'enabled',
    includeTargets: [{ id: 'all_users', allowedPasskeyProfiles: [] }],
    excludeTargetIds: [],
    keyRestrictions: { isEnforced: false, enforcementType: 'block', aaGuids: [] },
    isAttestationEnforced: true,
    passkeyProfiles: [],
    defaultPasskeyProfile: null,
    ...overrides,
  };
}

export function aUser(id: string, overrides: Partial<DirectoryUser> = {}): DirectoryUser {
  return {
    id,
    userPrincipalName: `account-${id.slice(0, 4)}@contoso.onmicrosoft.com`,
    displayName: null,
    userType: 'Member',
    accountEnabled: true,
    onPremisesSyncEnabled: null,
    onPremisesImmutableId: null,
    mail: null,
    otherMails: [],
    proxyAddresses: [],
    mobilePhone: null,
    businessPhones: [],
    givenName: null,
    surname: null,
    jobTitle: null,
    department: null,
    employeeId: null,
    isResourceAccount: null,
    assignedPlans: [],
    passwordPolicies: 'DisablePasswordExpiration',
    lastPasswordChangeDateTime: '2026-02-10T12:00:00Z',
    isManagementRestricted: true,
    missingProperties: [],
    ...overrides,
  };
}

export function someMemberships(overrides: Partial<Memberships> = {}): Memberships {
  return {
    groups: [{ id: EXCLUSION_GROUP, displayName: 'Emergency access exclusions', isAssignableToRole: true }],
    roleTemplateIds: [GLOBAL_ADMINISTRATOR],
    hasUnresolvedRoles: false,
    administrativeUnitIds: [UNIT],
    ...overrides,
  };
}

/** Two security keys of two models, and the password that is always there. */
const METHODS: readonly AuthenticationMethod[] = [
  aMethod('password'),
  aMethod('fido2', { aaGuid: MODEL }),
  aMethod('fido2', { id: 'fido2-2', aaGuid: OTHER_MODEL }),
];

/** An enabled, cloud-only, member account with two security keys, in the exclusion group. */
export function anAccount(id: string, overrides: Partial<AccountReading> = {}): AccountReading {
  return {
    id,
    user: read(aUser(id)),
    deletedItem: read(null),
    memberships: read(someMemberships()),
    authenticationMethods: read(METHODS),
    signInActivity: read({ lastSuccessfulSignInDateTime: '2026-02-10T09:00:00Z' }),
    manager: read(null),
    namesakeIds: read([]),
    perUserMfaState: read('disabled'),
    whatIf: read([]),
    ...overrides,
  };
}

export function grant(overrides: Partial<PolicyGrantControls> = {}): PolicyGrantControls {
  return {
    operator: 'OR',
    builtInControls: ['mfa'],
    customAuthenticationFactors: [],
    termsOfUse: [],
    authenticationStrength: null,
    ...overrides,
  };
}

export function someUsers(overrides: Partial<PolicyUsers> = {}): PolicyUsers {
  return {
    includeUsers: [],
    excludeUsers: [],
    includeGroups: [],
    excludeGroups: [],
    includeRoles: [],
    excludeRoles: [],
    includeGuestsOrExternalUsers: null,
    excludeGuestsOrExternalUsers: null,
    ...overrides,
  };
}

/** An enabled policy that demands multifactor authentication of everybody outside the exclusion group. */
export function aPolicy(overrides: Partial<ConditionalAccessPolicy> = {}): ConditionalAccessPolicy {
  return {
    id: 'cccccccc-0000-4000-8000-000000000001',
    displayName: 'MFA for everybody',
    state: 'enabled',
    templateId: null,
    createdDateTime: null,
    modifiedDateTime: null,
    users: someUsers({ includeUsers: ['All'], excludeGroups: [EXCLUSION_GROUP] }),
    targetsWorkloadIdentities: false,
    applications: {
      includeApplications: ['All'],
      excludeApplications: [],
      includeUserActions: [],
      includeAuthenticationContextClassReferences: [],
    },
    clientAppTypes: ['all'],
    grantControls: grant(),
    sessionControls: [],
    ...overrides,
  };
}

/** `policies` on v1.0 and the same ones on beta. */
export function policiesOf(
  ...policies: readonly ConditionalAccessPolicy[]
): Pick<TenantSnapshot, 'policies' | 'betaPolicies'> {
  return {
    policies: read({ policies, malformed: [] }),
    betaPolicies: read(policies.map(({ id, displayName, state }) => ({ id, displayName, state }))),
  };
}

/** One policy of each state, all excluding the accounts. */
export const BASE_POLICIES: readonly ConditionalAccessPolicy[] = [
  aPolicy(),
  aPolicy({
    id: 'cccccccc-0000-4000-8000-000000000002',
    displayName: 'Compliant device',
    state: 'enabledForReportingButNotEnforced',
  }),
  aPolicy({ id: 'cccccccc-0000-4000-8000-000000000003', displayName: 'Block countries', state: 'disabled' }),
];

function permanently(principalId: string) {
  return { principalId, directoryScopeId: '/', assignmentType: 'Assigned', memberType: 'Direct', endDateTime: null };
}

/** The protected group that the policies exclude, with `memberIds` as its members. */
export function anExclusionGroup(
  memberIds: readonly string[],
  overrides: Partial<ExclusionGroupReading> = {},
): ExclusionGroupReading {
  const members = memberIds.map((id) => ({
    id,
    kind: 'user',
    name: `account-${id.slice(0, 4)}@contoso.onmicrosoft.com`,
  }));
  return {
    id: EXCLUSION_GROUP,
    group: read(aGroup()),
    members: read(members),
    transitiveMembers: read(members),
    owners: read([]),
    ...overrides,
  };
}

/** A role-assignable security group in the cloud with assigned members. */
export function aGroup(overrides: Partial<DirectoryGroup> = {}): DirectoryGroup {
  return {
    id: EXCLUSION_GROUP,
    displayName: 'Emergency access exclusions',
    securityEnabled: true,
    mailEnabled: false,
    visibility: 'Private',
    groupTypes: [],
    membershipRule: null,
    isAssignableToRole: true,
    onPremisesSyncEnabled: null,
    isManagementRestricted: false,
    ...overrides,
  };
}

/** The sign-in of `agreeingWhatIf`, from a country that no test writes down itself. */
const AGREED: WhatIfScenario = {
  application: 'All',
  clientAppType: 'browser',
  devicePlatform: 'windows',
  signInRiskLevel: 'none',
  userRiskLevel: 'none',
  country: 'ZZ',
};

function isAgreed({ whatIf }: AccountReading): boolean {
  return whatIf.known && whatIf.value.every(({ scenario }) => scenario.country === AGREED.country);
}

/** What If for `account`, in agreement with what is computed of each enabled policy of `snapshot`. */
function agreeingWhatIf(snapshot: TenantSnapshot, account: AccountReading): AccountReading['whatIf'] {
  const user = account.user.known ? account.user.value : null;
  if (user === null || !snapshot.policies.known) return read([]);
  const target = applicabilityAccountOf(snapshot, account, user);
  const enabled = snapshot.policies.value.policies.filter(({ state }) => state === 'enabled');
  const results = enabled.map((policy) => {
    const { result } = applicabilityOf(policy, target);
    const reason = result === 'unknown' ? 'notEnoughInformation' : 'users';
    return {
      policyId: policy.id,
      policyName: policy.displayName,
      policyApplies: result === 'applies',
      analysisReasons: result === 'applies' ? [] : [reason],
    };
  });
  return read([{ scenario: AGREED, results }]);
}

/**
 * A tenant with two accounts about which every control says `pass`, except those for which nothing applies. What If agrees
 * with whatever policies the tenant has, unless the account says otherwise.
 */
export function aSnapshot(overrides: Partial<TenantSnapshot> = {}): TenantSnapshot {
  const snapshot = withoutWhatIf(overrides);
  const accounts = snapshot.accounts.map((account) =>
    isAgreed(account) ? { ...account, whatIf: agreeingWhatIf(snapshot, account) } : account,
  );
  return sealSnapshot({ ...snapshot, accounts });
}

function withoutWhatIf(overrides: Partial<TenantSnapshot>): TenantSnapshot {
  const accounts = overrides.accounts ?? [anAccount(FIRST), anAccount(SECOND)];
  return {
    schema: 'glasswatch.snapshot/1',
    tenantId: TENANT,
    takenAt: READ_AT,
    emergencyAccounts: accounts.map(({ id }) => ({ objectId: id })),
    organization: read({ id: TENANT, displayName: 'Contoso', servicePlanIds: [ENTRA_ID_P1, ENTRA_ID_P2] }),
    domains: read([
      {
        id: 'contoso.onmicrosoft.com',
        authenticationType: 'Managed',
        isInitial: true,
        isRoot: true,
        isVerified: true,
        passwordValidityPeriodInDays: null,
      },
    ]),
    securityDefaults: read({ isEnabled: false }),
    authorizationPolicy: read({ allowedToUseSSPR: false }),
    authenticationMethodsPolicy: read({
      registrationCampaign: { state: 'disabled', includeTargetIds: ['all_users'], excludeTargetIds: [] },
      configurations: [aMethodConfiguration(), aMethodConfiguration({ id: 'X509Certificate', keyRestrictions: null })],
    }),
    authenticationStrengths: read([
      {
        id: '00000000-0000-0000-0000-000000000004',
        displayName: 'Phishing-resistant MFA',
        allowedCombinations: ['windowsHelloForBusiness', 'fido2', 'x509CertificateMultiFactor'],
        fido2Restrictions: [],
      },
    ]),
    registrationDetails: read([
      ...accounts.map(({ id }) => aRegistration(id)),
      aRegistration(CUSTODIAN, { methodsRegistered: ['fido2SecurityKey', 'microsoftAuthenticatorPush'] }),
    ]),
    riskyUsers: read([]),
    roleHolders: read(accounts.map(({ id }) => ({ id, kind: 'user', name: `account-${id.slice(0, 4)}` }))),
    roleGroups: [],
    roleActivationPolicies: read([
      { roleDefinitionId: GLOBAL_ADMINISTRATOR, isApprovalRequired: true, approvers: TWO_APPROVERS },
      { roleDefinitionId: PRIVILEGED_ROLE_ADMINISTRATOR, isApprovalRequired: true, approvers: TWO_APPROVERS },
    ]),
    accessReviews: read([]),
    lifecycleWorkflows: read([]),
    federationConfigurations: [],
    applicationPermissions: read({ readerPrincipalId: null, remediatorPrincipalId: null, grants: [] }),
    ...policiesOf(...BASE_POLICIES),
    roleAssignments: read(accounts.map(({ id }) => ({ principalId: id, directoryScopeId: '/' }))),
    roleAssignmentScheduleInstances: read(accounts.map(({ id }) => permanently(id))),
    roleEligibilityScheduleInstances: read([]),
    accounts,
    groups: [],
    exclusionGroups: [anExclusionGroup(accounts.map(({ id }) => id))],
    references: read([
      { id: EXCLUSION_GROUP, state: 'exists', kind: 'group', displayName: 'Emergency access exclusions' },
    ]),
    administrativeUnits: [
      {
        id: UNIT,
        unit: read({ id: UNIT, displayName: 'Emergency access', isMemberManagementRestricted: true }),
        scopedRoleMemberIds: read([CUSTODIAN]),
      },
    ],
    roleReview: {
      roleDefinitions: read([
        {
          id: GLOBAL_ADMINISTRATOR,
          templateId: GLOBAL_ADMINISTRATOR,
          displayName: 'Global Administrator',
          isBuiltIn: true,
        },
      ]),
      assignments: read([]),
      assignmentScheduleInstances: read([]),
      eligibilityScheduleInstances: read([]),
    },
    ...overrides,
  };
}

/** The outcomes `control` gives `subjectId`, in the order given. */
export function outcomesFor(
  control: Control,
  subjectId: string,
  snapshot: TenantSnapshot,
  settings: Partial<ScanSettings> = {},
): readonly Outcome[] {
  return control
    .evaluate(snapshot, { ...DEFAULT_SETTINGS, ...settings })
    .filter(({ subject }) => subject.id === subjectId)
    .map(({ outcome }) => outcome);
}

/** The summary of the first judgement of `subjectId` with `outcome`; fails the test when there is none. */
export function summaryOf(control: Control, subjectId: string, outcome: Outcome, snapshot: TenantSnapshot): string {
  const judgement = control
    .evaluate(snapshot, DEFAULT_SETTINGS)
    .find(({ subject, outcome: given }) => subject.id === subjectId && given === outcome);
  if (judgement === undefined) throw new Error(`${control.id} gives ${subjectId} no ${outcome}`);
  return judgement.summary;
}
