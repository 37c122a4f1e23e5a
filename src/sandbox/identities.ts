import { guidFor } from './seed/ids.js';

/**
 * Who can speak to the simulated tenant: two app registrations, one that only reads and one that reads what it needs and
 * makes the few writes that remediation needs, and any person of the tenant with a token of their own.
 */

/** A person through an app that may do whatever the person may: what counts are the person's own rights. */
export interface Delegate {
  readonly kind: 'person';
  readonly objectId: string;
}

export type Caller = 'reader' | 'remediator' | Delegate;

/** The application permissions of the reader, as docs/permissions.md asks for them. A test holds the two lists together. */
export const READER_PERMISSIONS: readonly string[] = [
  'AccessReview.Read.All',
  'AdministrativeUnit.Read.All',
  'Application.Read.All',
  'AuditLog.Read.All',
  'Domain.Read.All',
  'GroupMember.Read.All',
  'IdentityRiskyUser.Read.All',
  'LifecycleWorkflows.Read.All',
  'Organization.Read.All',
  'Policy.Read.All',
  'PrivilegedAssignmentSchedule.Read.AzureADGroup',
  'PrivilegedEligibilitySchedule.Read.AzureADGroup',
  'RoleManagement.Read.Directory',
  'User.Read.All',
  'UserAuthenticationMethod.Read.All',
];

/** The application permissions of the remediator, those it reads with included. */
export const REMEDIATOR_PERMISSIONS: readonly string[] = [
  'AuditLog.Read.All',
  'GroupMember.ReadWrite.All',
  'Policy.Read.All',
  'Policy.ReadWrite.ConditionalAccess',
  'User.ReadBasic.All',
];
/** The app that only reads, as the directory knows it. */
export const READER_APP = {
  appId: guidFor('application:glasswatch-reader'),
  displayName: 'Glasswatch reader',
  servicePrincipalId: guidFor('servicePrincipal:glasswatch-reader'),
} as const;

/** How the audit log names the remediator. */
export const REMEDIATOR_APP = {
  appId: guidFor('application:glasswatch-remediator'),
  displayName: 'Glasswatch remediator',
  servicePrincipalId: guidFor('servicePrincipal:glasswatch-remediator'),
  servicePrincipalName: null,
} as const;
