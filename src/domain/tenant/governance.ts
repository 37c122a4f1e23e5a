import type { Observed } from './observed.js';

/**
 * What governs the tenant's privileged access beside the role assignments themselves: groups that hold a role, approval of
 * activations, access reviews, lifecycle workflows, and the applications that hold dangerous permissions.
 */

/** A `privilegedAccessGroupAssignmentScheduleInstance` or the eligible counterpart, of members. */
export interface GroupScheduleInstance {
  readonly principalId: string;
  /** `assigned` or `activated`; for an eligible membership `eligible`. */
  readonly assignmentType: string;
  readonly memberType: string;
  /** ISO 8601 UTC; null: never ends. */
  readonly endDateTime: string | null;
}

/** A group that holds Global Administrator, active or eligible. */
export interface RoleGroupReading {
  readonly id: string;
  /** Known and null: there is no such group. */
  readonly group: Observed<{
    readonly id: string;
    readonly displayName: string | null;
    readonly isAssignableToRole: boolean | null;
  } | null>;
  /** Everybody and everything in it, nested groups resolved. */
  readonly transitiveMembers: Observed<
    readonly { readonly id: string; readonly kind: string; readonly name: string | null }[]
  >;
  /** Active memberships that Privileged Identity Management for Groups knows of. Empty: the group is not under it. */
  readonly assignmentScheduleInstances: Observed<readonly GroupScheduleInstance[]>;
  readonly eligibilityScheduleInstances: Observed<readonly GroupScheduleInstance[]>;
}

/** Who approves the activation of a role: `unifiedRoleManagementPolicy`, rule `Approval_EndUser_Assignment`. */
export interface RoleActivationPolicy {
  readonly roleDefinitionId: string;
  readonly isApprovalRequired: boolean;
  /** `primaryApprovers` of the first stage; a group stands for its members. */
  readonly approvers: readonly {
    /** `user`, `group`, or Graph's type for others, without prefix. */
    readonly kind: string;
    readonly id: string | null;
    readonly name: string | null;
  }[];
}

/** `accessReviewScheduleDefinition`, as far as it can take something away. */
export interface AccessReview {
  readonly id: string;
  readonly displayName: string;
  /** For example `InProgress`, `Completed`. */
  readonly status: string;
  /** Every query of its scope, for example `/groups/{id}/transitiveMembers`, lower case. Empty: a scope of another kind. */
  readonly scopeQueries: readonly string[];
  readonly autoApplyDecisionsEnabled: boolean;
  readonly defaultDecisionEnabled: boolean;
  /** `None`, `Approve`, `Deny`, `Recommendation`. */
  readonly defaultDecision: string;
}

/** A lifecycle workflow: what it does, and to whom. */
export interface LifecycleWorkflow {
  readonly id: string;
  readonly displayName: string;
  /** `joiner`, `mover`, `leaver`. */
  readonly category: string;
  readonly isEnabled: boolean;
  readonly isSchedulingEnabled: boolean;
  /** The rule that chooses the users, as written; null where Graph shows none. */
  readonly scopeRule: string | null;
}

/** `internalDomainFederation` of a federated domain. */
export interface FederationReading {
  readonly domainId: string;
  /** Known and null: the domain has no federation settings. */
  readonly configuration: Observed<{
    readonly displayName: string | null;
    readonly federatedIdpMfaBehavior: string | null;
  } | null>;
}

/** `riskyUser` that is at risk or confirmed compromised. */
export interface RiskyUser {
  /** Object ID of the user. */
  readonly id: string;
  readonly riskState: string;
  readonly riskLevel: string;
  readonly riskLastUpdatedDateTime: string | null;
}

/** One application permission of Microsoft Graph that an application holds. */
export interface PermissionGrant {
  /** Object ID of the service principal. */
  readonly principalId: string;
  readonly principalName: string | null;
  /** For example `Policy.Read.All`; the ID of the app role where Graph does not name it. */
  readonly permission: string;
}

/** Who holds which application permissions of Microsoft Graph. */
export interface ApplicationPermissions {
  /** The identities of this bot that exist in the tenant. Null: not configured, or signed in as a person. */
  readonly readerPrincipalId: string | null;
  readonly remediatorPrincipalId: string | null;
  /** Of the bot's own identities: all. Of other applications: those that can break the emergency accounts. */
  readonly grants: readonly PermissionGrant[];
}
