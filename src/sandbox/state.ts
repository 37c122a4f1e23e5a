import type {
  AccessReviewScheduleDefinition,
  AdministrativeUnit,
  AppRoleAssignment,
  AuthenticationMethod,
  AuthenticationMethodConfiguration,
  AuthenticationMethodsPolicy,
  AuthenticationStrengthPolicy,
  AuthorizationPolicy,
  ConditionalAccessPolicy,
  DirectoryAudit,
  DirectoryRole,
  Domain,
  Entity,
  Group,
  IdentityGovernanceNamespace,
  IdentitySecurityDefaultsEnforcementPolicy,
  InternalDomainFederation,
  Organization,
  RiskyUser,
  ServicePrincipal,
  SignIn,
  UnifiedRoleAssignmentScheduleInstance,
  UnifiedRoleDefinition,
  UnifiedRoleEligibilityScheduleInstance,
  User,
} from '@microsoft/microsoft-graph-types';

/**
 * What the simulated tenant contains: plain, mutable objects in Graph's own types. Routes read it, changes/ writes it; a
 * test or a seed fills it. Nothing here answers requests, and nothing is derived twice: memberships and roles that Graph
 * computes are computed in directory.ts.
 */

export type Identified<T extends Entity> = T & { id: string };

export type SandboxUser = Identified<User> & { userPrincipalName: string };

/** An authentication method together with the annotation that tells its type. */
export type SandboxAuthenticationMethod = Identified<AuthenticationMethod> & { '@odata.type': string };

/** What one method is allowed to whom, together with the annotation that tells its type. */
export type SandboxMethodConfiguration = Identified<AuthenticationMethodConfiguration> & { '@odata.type': string };

export interface SandboxMethodsPolicy extends Omit<
  Identified<AuthenticationMethodsPolicy>,
  'authenticationMethodConfigurations'
> {
  authenticationMethodConfigurations: SandboxMethodConfiguration[];
}

/** The published types lack the date that Graph gives to a deleted policy. */
export type GraphPolicy = Identified<ConditionalAccessPolicy> & { deletedDateTime?: string | null };

export interface SandboxPolicy {
  policy: GraphPolicy;
  /** True: v1.0 leaves the policy out of its list and refuses it by ID. */
  usesPreviewFeatures: boolean;
  /** Members of `conditions` that only beta knows. They are merged into the policy's own there. */
  betaConditions: object;
}

/** One eligible or active membership in a group that Privileged Identity Management governs. */
export interface SandboxGroupScheduleInstance {
  id: string;
  groupId: string;
  principalId: string;
  accessId: 'member' | 'owner';
  assignmentType: 'assigned' | 'activated';
  memberType: 'direct' | 'group';
  startDateTime: string | null;
  endDateTime: string | null;
}

/** A membership that can be activated. Nothing says how it came about before it is. */
export type SandboxGroupEligibility = Omit<SandboxGroupScheduleInstance, 'assignmentType'>;

/** Who must agree when a role is activated. */
export interface SandboxRoleApproval {
  isApprovalRequired: boolean;
  /** `subjectSet` objects: users and groups. */
  primaryApprovers: object[];
}

/** A named location, as far as What If looks at it. */
export type SandboxNamedLocation =
  | { id: string; kind: 'countries'; countriesAndRegions: string[] }
  /** What lies behind IP ranges cannot be told from a country. */
  | { id: string; kind: 'ipRanges'; isTrusted: boolean };

export interface SandboxAudit {
  entry: Identified<DirectoryAudit>;
  /** Milliseconds since the epoch; readers see the entry from here on, or later. */
  loggedAt: number;
}

/** A sign-in as beta shows it; v1.0 knows no event types. */
export interface SandboxSignIn {
  entry: Identified<SignIn> & { signInEventTypes: ('interactiveUser' | 'nonInteractiveUser')[] };
  /** Milliseconds since the epoch; readers see the entry from here on, or later. */
  loggedAt: number;
}

/** What one write replaced. Reads show it until the write has replicated. */
export type Replaced =
  | { readonly kind: 'members'; readonly groupId: string; readonly before: readonly string[]; readonly at: number }
  /** `before` null: there was no such policy. */
  | { readonly kind: 'policy'; readonly policyId: string; readonly before: SandboxPolicy | null; readonly at: number }
  /** `before` among the users or, with a `deletedDateTime`, among the deleted ones. */
  | { readonly kind: 'user'; readonly userId: string; readonly before: SandboxUser; readonly at: number }
  | {
      readonly kind: 'methods';
      readonly userId: string;
      readonly before: readonly SandboxAuthenticationMethod[];
      readonly at: number;
    }
  | {
      readonly kind: 'authenticationMethodsPolicy';
      readonly before: SandboxState['authenticationMethodsPolicy'];
      readonly at: number;
    }
  | {
      readonly kind: 'authorizationPolicy';
      readonly before: SandboxState['authorizationPolicy'];
      readonly at: number;
    };

export interface SandboxState {
  tenantId: string;
  /** The accounts that are designated when nobody configured others. */
  emergencyAccountIds: string[];
  /** False: schedule endpoints answer as they do in a tenant without Microsoft Entra ID P2. The plan itself is shown by this. */
  hasPremiumP2: boolean;
  /** False: the sign-in log answers as it does in a tenant without Microsoft Entra ID P1. The plan itself is shown by this. */
  hasPremiumP1: boolean;
  /** False: lifecycle workflows answer as they do in a tenant without Microsoft Entra ID Governance. */
  hasGovernance: boolean;
  organization: Identified<Organization>;
  domains: Identified<Domain>[];
  securityDefaults: Identified<IdentitySecurityDefaultsEnforcementPolicy>;
  authorizationPolicy: Identified<AuthorizationPolicy>;
  authenticationMethodsPolicy: SandboxMethodsPolicy;
  /** Built in and custom. */
  authenticationStrengths: Identified<AuthenticationStrengthPolicy>[];
  policies: SandboxPolicy[];
  /** Soft-deleted, oldest first. */
  deletedPolicies: SandboxPolicy[];
  users: SandboxUser[];
  /** Soft-deleted, each with its `deletedDateTime`: out of `users`, until restored or gone for good. */
  deletedUsers: SandboxUser[];
  /** By user ID. A user without an entry has no method at all. */
  authenticationMethods: Record<string, SandboxAuthenticationMethod[]>;
  /** IDs of the users who have a certificate for multifactor sign-in. v1.0 lists none among the methods; the report knows. */
  certificateUserIds: string[];
  /** By user ID. A user without an entry has the state `disabled`. */
  perUserMfaStates: Record<string, 'enabled' | 'enforced'>;
  /** Manager's ID by user ID. */
  managers: Record<string, string>;
  groups: Identified<Group>[];
  /** Soft-deleted, as `deletedUsers`. */
  deletedGroups: Identified<Group>[];
  /** Direct members, users and groups, by group ID. */
  groupMembers: Record<string, string[]>;
  groupOwners: Record<string, string[]>;
  administrativeUnits: Identified<AdministrativeUnit>[];
  administrativeUnitMembers: Record<string, string[]>;
  roleDefinitions: Identified<UnifiedRoleDefinition>[];
  /** The directory roles that are activated in the tenant, as `transitiveMemberOf` shows them. */
  directoryRoles: Identified<DirectoryRole>[];
  /** Active assignments. `roleAssignments` is a view of these. */
  roleAssignmentScheduleInstances: Identified<UnifiedRoleAssignmentScheduleInstance>[];
  roleEligibilityScheduleInstances: Identified<UnifiedRoleEligibilityScheduleInstance>[];
  groupAssignmentScheduleInstances: SandboxGroupScheduleInstance[];
  groupEligibilityScheduleInstances: SandboxGroupEligibility[];
  /** By role definition ID. A role without an entry is activated without approval. */
  roleApprovals: Record<string, SandboxRoleApproval>;
  accessReviews: Identified<AccessReviewScheduleDefinition>[];
  lifecycleWorkflows: Identified<IdentityGovernanceNamespace.Workflow>[];
  /** Of every state; who is at risk is asked for with a filter. */
  riskyUsers: Identified<RiskyUser>[];
  /** By domain ID. A federated domain without an entry has no settings. */
  federationConfigurations: Record<string, Identified<InternalDomainFederation>>;
  namedLocations: SandboxNamedLocation[];
  servicePrincipals: (Identified<ServicePrincipal> & { appId: string })[];
  /** Application permissions that have been granted, of whatever resource. */
  appRoleAssignments: Identified<AppRoleAssignment>[];
  /** The audit log, oldest first. */
  directoryAudits: SandboxAudit[];
  /** The sign-in log, oldest first. */
  signIns: SandboxSignIn[];
  /** Oldest first. */
  replaced: Replaced[];
}
