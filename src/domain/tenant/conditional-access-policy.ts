/**
 * A Conditional Access policy as the controls see it: Graph's own property names, lists always present, and only the
 * parts that decide whom a policy reaches and what it asks of them. Parsing from Graph's answer lives in graph/read.
 */

export type PolicyState = 'enabled' | 'enabledForReportingButNotEnforced' | 'disabled';

/** `conditionalAccessGuestsOrExternalUsers`. An object that Graph filled with nulls only is read as absent. */
export interface GuestsOrExternalUsers {
  /** Members of the comma-joined `guestOrExternalUserTypes`, for example `internalGuest`. */
  readonly guestOrExternalUserTypes: readonly string[];
  /** `all`, or the tenant IDs of an enumerated scope. */
  readonly externalTenants: 'all' | readonly string[];
}

/** `conditions.users`. The keywords `All`, `None` and `GuestsOrExternalUsers` are in Graph's spelling whatever the source's case. */
export interface PolicyUsers {
  readonly includeUsers: readonly string[];
  readonly excludeUsers: readonly string[];
  readonly includeGroups: readonly string[];
  readonly excludeGroups: readonly string[];
  /** Role template IDs. */
  readonly includeRoles: readonly string[];
  readonly excludeRoles: readonly string[];
  readonly includeGuestsOrExternalUsers: GuestsOrExternalUsers | null;
  readonly excludeGuestsOrExternalUsers: GuestsOrExternalUsers | null;
}

/** `conditions.applications`: what the policy protects. */
export interface PolicyApplications {
  readonly includeApplications: readonly string[];
  readonly excludeApplications: readonly string[];
  readonly includeUserActions: readonly string[];
  readonly includeAuthenticationContextClassReferences: readonly string[];
}

export interface PolicyAuthenticationStrength {
  readonly id: string;
  readonly displayName: string | null;
  /** Each entry is one combination of methods joined by ", ". Null when Graph named the strength without expanding it. */
  readonly allowedCombinations: readonly string[] | null;
}

export interface PolicyGrantControls {
  readonly operator: string | null;
  readonly builtInControls: readonly string[];
  readonly customAuthenticationFactors: readonly string[];
  readonly termsOfUse: readonly string[];
  readonly authenticationStrength: PolicyAuthenticationStrength | null;
}

export interface ConditionalAccessPolicy {
  readonly id: string;
  readonly displayName: string;
  readonly state: PolicyState;
  /** Set on Microsoft-managed policies and on policies made from a template. */
  readonly templateId: string | null;
  readonly createdDateTime: string | null;
  readonly modifiedDateTime: string | null;
  /** Null when the policy is about workload identities or agents only. */
  readonly users: PolicyUsers | null;
  /** The policy names service principals or agent identities as its subjects. */
  readonly targetsWorkloadIdentities: boolean;
  readonly applications: PolicyApplications;
  readonly clientAppTypes: readonly string[];
  readonly grantControls: PolicyGrantControls | null;
  /** Names of the session controls that are set, for example `signInFrequency`. */
  readonly sessionControls: readonly string[];
}

/** A policy that Graph returned and that could not be understood. It is never dropped: nobody can say whom it reaches. */
export interface MalformedPolicy {
  readonly id: string | null;
  readonly displayName: string | null;
  readonly problem: string;
}

/** The answer of `GET /identity/conditionalAccess/policies` on v1.0. */
export interface PolicyList {
  readonly policies: readonly ConditionalAccessPolicy[];
  readonly malformed: readonly MalformedPolicy[];
}

/** One entry of the beta list, which also shows policies that use preview features and are missing from v1.0. */
export interface BetaPolicy {
  readonly id: string;
  readonly displayName: string | null;
  readonly state: PolicyState | null;
}
