import type { BetaPolicy, PolicyList } from './conditional-access-policy.js';
import type { Observed } from './observed.js';

/**
 * One scan's whole view of the tenant: immutable, complete with its gaps, and enough to judge again later without the
 * tenant. Readers fill it, controls read it, nobody else looks at Graph.
 */

/** Role template ID of Global Administrator. Source: Microsoft Entra built-in roles. */
export const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';

/** An account that people declared to be for emergencies. Never inferred: a guess would be a `Candidate`. */
export interface EmergencyAccount {
  /** Object ID, lower case. The only identity an account has here; names change. */
  readonly objectId: string;
}

export interface Organization {
  readonly id: string;
  readonly displayName: string;
}

export interface Domain {
  readonly id: string;
  readonly authenticationType: 'Managed' | 'Federated';
  readonly isInitial: boolean;
  readonly isRoot: boolean;
  readonly isVerified: boolean;
}

export interface SecurityDefaults {
  readonly isEnabled: boolean;
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

/** Everything read of one designated account. */
export interface AccountReading {
  readonly id: string;
  /** Known and null: the directory has no user with this object ID. */
  readonly user: Observed<DirectoryUser | null>;
  readonly memberships: Observed<Memberships>;
  readonly authenticationMethods: Observed<readonly AuthenticationMethod[]>;
}

/** The transitive user members of a group that a possibly dedicated policy includes. */
export interface GroupReading {
  readonly id: string;
  readonly transitiveMemberIds: Observed<readonly string[]>;
}

export interface TenantSnapshot {
  readonly schema: 'glasswatch.snapshot/1';
  /** Tenant ID as configured, or as `organization` names it; empty when neither is known. */
  readonly tenantId: string;
  /** When the readings began, ISO 8601 UTC. */
  readonly takenAt: string;
  /** As designated, duplicates included. */
  readonly emergencyAccounts: readonly EmergencyAccount[];
  readonly organization: Observed<Organization>;
  readonly domains: Observed<readonly Domain[]>;
  readonly securityDefaults: Observed<SecurityDefaults>;
  readonly policies: Observed<PolicyList>;
  readonly betaPolicies: Observed<readonly BetaPolicy[]>;
  readonly roleAssignments: Observed<readonly RoleAssignment[]>;
  readonly roleAssignmentScheduleInstances: Observed<readonly RoleAssignmentScheduleInstance[]>;
  readonly roleEligibilityScheduleInstances: Observed<readonly RoleEligibilityScheduleInstance[]>;
  /** One entry per distinct designated object ID. */
  readonly accounts: readonly AccountReading[];
  readonly groups: readonly GroupReading[];
}
