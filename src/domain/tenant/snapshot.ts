import type {
  AuthenticationMethodsPolicy,
  AuthenticationStrength,
  RegistrationDetails,
} from './authentication-policy.js';
import type { BetaPolicy, PolicyList } from './conditional-access-policy.js';
import type {
  AccessReview,
  ApplicationPermissions,
  FederationReading,
  LifecycleWorkflow,
  RiskyUser,
  RoleActivationPolicy,
  RoleGroupReading,
} from './governance.js';
import type { Observed } from './observed.js';
import type { WhatIfAnswer } from './what-if.js';

export type { AuthenticationMethodsPolicy, RegistrationCampaign } from './authentication-policy.js';
export { DANGEROUS_PERMISSIONS } from './dangerous-permissions.js';

/**
 * One scan's whole view of the tenant: immutable, complete with its gaps, and enough to judge again later without the
 * tenant. Readers fill it, controls read it, nobody else looks at Graph.
 */

/** Role template ID of Global Administrator. Source: Microsoft Entra built-in roles. */
export const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';
/** Role template ID of Privileged Role Administrator, who can make anybody a Global Administrator. */
export const PRIVILEGED_ROLE_ADMINISTRATOR = 'e8611ab8-c189-46e8-94e1-60213ab1f814';

/** An account that people declared to be for emergencies. Never inferred: a guess would be a `Candidate`. */
export interface EmergencyAccount {
  /** Object ID, lower case. The only identity an account has here; names change. */
  readonly objectId: string;
}

export interface Organization {
  readonly id: string;
  readonly displayName: string;
  /** `servicePlanId` of every plan in `assignedPlans` that is enabled. */
  readonly servicePlanIds: readonly string[];
}

export interface Domain {
  readonly id: string;
  readonly authenticationType: 'Managed' | 'Federated';
  readonly isInitial: boolean;
  readonly isRoot: boolean;
  readonly isVerified: boolean;
  /** Days; null where the domain sets none. 2147483647 means never. Sub-domains follow their root domain. */
  readonly passwordValidityPeriodInDays: number | null;
}

export interface SecurityDefaults {
  readonly isEnabled: boolean;
}

export interface AuthorizationPolicy {
  /** Whether administrators may reset their own passwords. Null where Graph did not say. */
  readonly allowedToUseSSPR: boolean | null;
}

/** The same kind of object, of any directory role. */
export type OfAnyRole<T> = T & { readonly roleDefinitionId: string };

/**
 * Who holds which directory role, for reviewing the current state before a plan. Read apart from the lists of Global
 * Administrator, so that no verdict rests on it.
 */
export interface RoleReview {
  readonly roleDefinitions: Observed<readonly RoleDefinition[]>;
  readonly assignments: Observed<readonly OfAnyRole<RoleAssignment>[]>;
  readonly assignmentScheduleInstances: Observed<readonly OfAnyRole<RoleAssignmentScheduleInstance>[]>;
  readonly eligibilityScheduleInstances: Observed<readonly OfAnyRole<RoleEligibilityScheduleInstance>[]>;
}

/** A built-in or custom directory role. */
export interface RoleDefinition {
  /** For a built-in role the same as its template ID. */
  readonly id: string;
  readonly templateId: string | null;
  readonly displayName: string;
  readonly isBuiltIn: boolean;
}

/** One of a user's `assignedPlans`. */
export interface AssignedPlan {
  /** For example `exchange`, `TeamspaceAPI`. */
  readonly service: string;
  readonly servicePlanId: string;
  /** `Enabled`, `Deleted`, `Suspended`, `Warning`, `LockedOut`. */
  readonly capabilityStatus: string;
}

/** `user`, reduced to what controls need. A property Graph answered with null stays null. */
export interface DirectoryUser {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string | null;
  readonly userType: string | null;
  readonly accountEnabled: boolean | null;
  readonly onPremisesSyncEnabled: boolean | null;
  readonly onPremisesImmutableId: string | null;
  readonly mail: string | null;
  readonly otherMails: readonly string[];
  readonly proxyAddresses: readonly string[];
  readonly mobilePhone: string | null;
  readonly businessPhones: readonly string[];
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly jobTitle: string | null;
  readonly department: string | null;
  readonly employeeId: string | null;
  readonly isResourceAccount: boolean | null;
  readonly assignedPlans: readonly AssignedPlan[];
  /** Comma-joined flags, for example `DisablePasswordExpiration`. */
  readonly passwordPolicies: string | null;
  readonly lastPasswordChangeDateTime: string | null;
  /** True for a member of a restricted management administrative unit: application permissions do not reach it. */
  readonly isManagementRestricted: boolean | null;
  /** Properties that were asked for and that Graph left out: what stands for them above, null or empty, says nothing. */
  readonly missingProperties: readonly string[];
}

export interface GroupMembership {
  readonly id: string;
  readonly displayName: string | null;
  readonly isAssignableToRole: boolean | null;
}

/** `transitiveMemberOf`, by kind. */
export interface Memberships {
  readonly groups: readonly GroupMembership[];
  /** Template IDs of the directory roles that are active for the account, tenant-wide. */
  readonly roleTemplateIds: readonly string[];
  /** True when Graph listed a role without its template ID, so that the list above is not complete. */
  readonly hasUnresolvedRoles: boolean;
  readonly administrativeUnitIds: readonly string[];
}

export interface AuthenticationMethod {
  /** Graph's type without prefix and suffix: `fido2`, `password`, `phone`, `windowsHelloForBusiness`, … */
  readonly kind: string;
  readonly id: string;
  readonly displayName: string | null;
  /** `deviceBound` or `synced` on FIDO2 methods where Graph says it. */
  readonly passkeyType: string | null;
  readonly aaGuid: string | null;
  readonly phoneNumber: string | null;
  /** ISO 8601 UTC; null where Graph does not say. */
  readonly createdDateTime: string | null;
}

/** `user.signInActivity`, reduced to what proves that the account can be used: attempts do not. */
export interface SignInActivity {
  /** ISO 8601 UTC, up to a day late. Null: none since 1 December 2023, when Microsoft began to note it. */
  readonly lastSuccessfulSignInDateTime: string | null;
}

/** Who or what holds Global Administrator, active or eligible, in any scope, as `$expand=principal` shows it. */
export interface RoleHolder {
  readonly id: string;
  /** Graph's type without prefix: `user`, `group`, `servicePrincipal`. */
  readonly kind: string;
  readonly name: string | null;
}

/** An active Global Administrator assignment, permanent or activated. */
export interface RoleAssignment {
  readonly principalId: string;
  readonly directoryScopeId: string;
}

/** `unifiedRoleAssignmentScheduleInstance` of Global Administrator: says whether an active assignment is permanent. */
export interface RoleAssignmentScheduleInstance {
  readonly principalId: string;
  readonly directoryScopeId: string;
  readonly assignmentType: string;
  readonly memberType: string;
  readonly endDateTime: string | null;
}

/** `unifiedRoleEligibilityScheduleInstance` of Global Administrator. */
export interface RoleEligibilityScheduleInstance {
  readonly principalId: string;
  readonly directoryScopeId: string;
  readonly memberType: string;
  readonly endDateTime: string | null;
}

/** A soft-deleted object: it can be restored for 30 days. */
export interface DeletedItem {
  readonly id: string;
  readonly displayName: string | null;
  readonly deletedDateTime: string | null;
}

/** Everything read of one designated account. */
export interface AccountReading {
  readonly id: string;
  /** Known and null: the directory has no user with this object ID. */
  readonly user: Observed<DirectoryUser | null>;
  /** Known and null: it is not among the deleted items. */
  readonly deletedItem: Observed<DeletedItem | null>;
  readonly memberships: Observed<Memberships>;
  readonly authenticationMethods: Observed<readonly AuthenticationMethod[]>;
  /** Known and null: the directory has no user with this object ID. */
  readonly signInActivity: Observed<SignInActivity | null>;
  /** Known and null: the account has no manager. */
  readonly manager: Observed<{ readonly id: string; readonly displayName: string | null } | null>;
  /** Other users with the same `givenName` and `surname`. Known and empty as well where the account has no such names. */
  readonly namesakeIds: Observed<readonly string[]>;
  /** `perUserMfaState` (beta): `disabled`, `enabled`, `enforced`. Known and null: there is no such user. */
  readonly perUserMfaState: Observed<string | null>;
  /** Answers of the What If evaluation for this account. Known and empty: there was no user or no policy to ask about. */
  readonly whatIf: Observed<readonly WhatIfAnswer[]>;
}

/** The transitive user members of a group that a possibly dedicated policy includes. */
export interface GroupReading {
  readonly id: string;
  readonly transitiveMemberIds: Observed<readonly string[]>;
}

/** A member or an owner of a group. */
export interface GroupMember {
  readonly id: string;
  /** Graph's type without prefix: `user`, `group`, `servicePrincipal`, `device`, `orgContact`, … */
  readonly kind: string;
  /** User principal name or display name; null where Graph hides it. */
  readonly name: string | null;
}

export interface DirectoryGroup {
  readonly id: string;
  readonly displayName: string | null;
  readonly securityEnabled: boolean | null;
  readonly mailEnabled: boolean | null;
  readonly visibility: string | null;
  /** Holds `DynamicMembership` for a rule-based group and `Unified` for a Microsoft 365 group. */
  readonly groupTypes: readonly string[];
  readonly membershipRule: string | null;
  readonly isAssignableToRole: boolean | null;
  readonly onPremisesSyncEnabled: boolean | null;
  readonly isManagementRestricted: boolean | null;
}

/** A group that a policy excludes and that a designated account is in: who else gets past Conditional Access with it. */
export interface ExclusionGroupReading {
  readonly id: string;
  /** Known and null: there is no such group. */
  readonly group: Observed<DirectoryGroup | null>;
  readonly members: Observed<readonly GroupMember[]>;
  readonly transitiveMembers: Observed<readonly GroupMember[]>;
  readonly owners: Observed<readonly GroupMember[]>;
}

/** A group whose users are designated: everybody in it, through any number of groups. */
export interface DesignatedGroupReading {
  readonly id: string;
  /** Known and null: there is no such group. */
  readonly group: Observed<DirectoryGroup | null>;
  /** With the nested groups themselves. Known and empty where there is no such group. */
  readonly members: Observed<readonly GroupMember[]>;
}

/** What became of an object that a policy names. */
export interface DirectoryReference {
  readonly id: string;
  /**
   * `notFound`: neither in the directory nor among its deleted items. `missing`: not in the directory, and the deleted items
   * may not be looked at.
   */
  readonly state: 'exists' | 'softDeleted' | 'notFound' | 'missing';
  /** Graph's type without prefix; null when it does not exist. */
  readonly kind: string | null;
  readonly displayName: string | null;
}

/** An administrative unit that a designated account is in. */
export interface AdministrativeUnitReading {
  readonly id: string;
  /** Known and null: there is no such unit. */
  readonly unit: Observed<{
    readonly id: string;
    readonly displayName: string | null;
    readonly isMemberManagementRestricted: boolean | null;
  } | null>;
  /** Object IDs of those who administer the members of the unit. */
  readonly scopedRoleMemberIds: Observed<readonly string[]>;
}

export interface TenantSnapshot {
  readonly schema: 'glasswatch.snapshot/1';
  /** Tenant ID as configured, or as `organization` names it; empty when neither is known. */
  readonly tenantId: string;
  /** When the readings began, ISO 8601 UTC. */
  readonly takenAt: string;
  /** As designated, duplicates included; the users of designated groups follow, each once. */
  readonly emergencyAccounts: readonly EmergencyAccount[];
  /** One entry per designated group; absent where none is. */
  readonly designatedGroups?: readonly DesignatedGroupReading[];
  readonly organization: Observed<Organization>;
  readonly domains: Observed<readonly Domain[]>;
  readonly securityDefaults: Observed<SecurityDefaults>;
  readonly authorizationPolicy: Observed<AuthorizationPolicy>;
  readonly authenticationMethodsPolicy: Observed<AuthenticationMethodsPolicy>;
  readonly policies: Observed<PolicyList>;
  readonly betaPolicies: Observed<readonly BetaPolicy[]>;
  readonly roleAssignments: Observed<readonly RoleAssignment[]>;
  readonly roleAssignmentScheduleInstances: Observed<readonly RoleAssignmentScheduleInstance[]>;
  readonly roleEligibilityScheduleInstances: Observed<readonly RoleEligibilityScheduleInstance[]>;
  /** One entry per distinct designated object ID. */
  /** The principals of the three lists above; unknown as well while one of the assignment lists or the eligible one is. */
  readonly roleHolders: Observed<readonly RoleHolder[]>;
  readonly accounts: readonly AccountReading[];
  readonly groups: readonly GroupReading[];
  readonly exclusionGroups: readonly ExclusionGroupReading[];
  /** Every user and group that a policy includes or excludes by ID. Unknown as well while the policies are. */
  readonly references: Observed<readonly DirectoryReference[]>;
  readonly administrativeUnits: readonly AdministrativeUnitReading[];
  readonly roleReview: RoleReview;
  readonly authenticationStrengths: Observed<readonly AuthenticationStrength[]>;
  /** Of the tenant's administrators, as the report counts them. */
  readonly registrationDetails: Observed<readonly RegistrationDetails[]>;
  /** Users that are at risk or confirmed compromised. */
  readonly riskyUsers: Observed<readonly RiskyUser[]>;
  /** One entry per group that holds Global Administrator, active or eligible. */
  readonly roleGroups: readonly RoleGroupReading[];
  /** Of Global Administrator and Privileged Role Administrator. */
  readonly roleActivationPolicies: Observed<readonly RoleActivationPolicy[]>;
  readonly accessReviews: Observed<readonly AccessReview[]>;
  readonly lifecycleWorkflows: Observed<readonly LifecycleWorkflow[]>;
  /** One entry per federated domain. */
  readonly federationConfigurations: readonly FederationReading[];
  readonly applicationPermissions: Observed<ApplicationPermissions>;
}
