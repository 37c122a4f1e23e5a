import type { SandboxRoleApproval, SandboxState } from '../state.js';
import { guidFor } from './ids.js';
import type { Person } from './people.js';
import { ROLE, type RoleKey } from './roles.js';

/** Makes what governs privileged access in the full shape of Graph's answers. What a tenant has of it is the seed's business. */

/** A role that is activated only when one of `approvers` agrees. */
export function approvedBy(...approvers: readonly Person[]): SandboxRoleApproval {
  return {
    isApprovalRequired: true,
    primaryApprovers: approvers.map(({ objectId, displayName }) => ({
      '@odata.type': '#microsoft.graph.singleUser',
      userId: objectId,
      description: displayName,
    })),
  };
}

type Federation = SandboxState['federationConfigurations'][string];

/** AD FS of a company. Its word about multifactor authentication is not taken, unless `changes` says so. */
export function federationOf(domain: string, displayName: string, changes: Partial<Federation> = {}): Federation {
  const service = `https://sts.${domain}/adfs`;
  return {
    id: guidFor(`federation:${domain}`),
    displayName,
    issuerUri: `http://${domain}/adfs/services/trust`,
    metadataExchangeUri: `${service}/services/trust/mex`,
    signingCertificate: 'MIIC3jCCAcagAwIBAgIQFsO0R8deG4h',
    passiveSignInUri: `${service}/ls`,
    preferredAuthenticationProtocol: 'wsFed',
    activeSignInUri: `${service}/services/trust/2005/usernamemixed`,
    signOutUri: `${service}/ls`,
    promptLoginBehavior: 'nativeSupport',
    isSignedAuthenticationRequestRequired: true,
    nextSigningCertificate: null,
    federatedIdpMfaBehavior: 'rejectMfaByFederatedIdp',
    signingCertificateUpdateStatus: { certificateUpdateResult: 'Success', lastRunDateTime: '2026-11-18T07:44:46Z' },
    ...changes,
  };
}

type AccessReview = SandboxState['accessReviews'][number];
type ReviewSettings = NonNullable<AccessReview['settings']>;

/** A running review of everybody who holds `role`. */
export function reviewOfRole(displayName: string, role: RoleKey, settings: ReviewSettings): AccessReview {
  const id = guidFor(`accessReview:${displayName}`);
  const query = (text: string) => ({
    '@odata.type': '#microsoft.graph.accessReviewQueryScope',
    query: text,
    queryType: 'MicrosoftGraph',
    queryRoot: null,
  });
  const scope = {
    '@odata.type': '#microsoft.graph.principalResourceMembershipsScope',
    principalScopes: [query('/users')],
    resourceScopes: [query(`/roleManagement/directory/roleDefinitions/${ROLE[role]}`)],
  };
  return {
    id,
    displayName,
    createdDateTime: '2026-01-12T08:00:00Z',
    lastModifiedDateTime: '2026-10-01T00:05:11Z',
    status: 'InProgress',
    descriptionForAdmins: displayName,
    descriptionForReviewers: '',
    scope,
    instanceEnumerationScope: null,
    reviewers: [],
    fallbackReviewers: [],
    settings,
    stageSettings: [],
    additionalNotificationRecipients: [],
  };
}

/** What happens by itself to those about whom nobody answers. */
export function decidesByItself(defaultDecision: 'None' | 'Approve' | 'Deny' | 'Recommendation'): ReviewSettings {
  return {
    mailNotificationsEnabled: true,
    reminderNotificationsEnabled: true,
    justificationRequiredOnApproval: true,
    defaultDecisionEnabled: true,
    defaultDecision,
    instanceDurationInDays: 14,
    autoApplyDecisionsEnabled: true,
    recommendationsEnabled: true,
    applyActions: [],
  };
}

type Workflow = SandboxState['lifecycleWorkflows'][number];

/** Disables those who leave, on their last day. `rule` chooses them. */
export function leaverWorkflow(displayName: string, rule: string): Workflow {
  const executionConditions = {
    '@odata.type': '#microsoft.graph.identityGovernance.triggerAndScopeBasedConditions',
    scope: { '@odata.type': '#microsoft.graph.identityGovernance.ruleBasedSubjectSet', rule },
    trigger: {
      '@odata.type': '#microsoft.graph.identityGovernance.timeBasedAttributeTrigger',
      timeBasedAttribute: 'employeeLeaveDateTime',
      offsetInDays: 0,
    },
  };
  return {
    id: guidFor(`workflow:${displayName}`),
    category: 'leaver',
    createdDateTime: '2026-02-11T12:30:00Z',
    deletedDateTime: null,
    description: 'Takes access away on the last day of work.',
    displayName,
    executionConditions,
    isEnabled: true,
    isSchedulingEnabled: true,
    lastModifiedDateTime: '2026-09-02T09:14:55Z',
    nextScheduleRunDateTime: null,
    version: 3,
  };
}

type RiskyUser = SandboxState['riskyUsers'][number];

export function riskyUser(
  user: Pick<SandboxState['users'][number], 'id' | 'displayName' | 'userPrincipalName'>,
  changes: Partial<RiskyUser> = {},
): RiskyUser {
  return {
    id: user.id,
    isDeleted: false,
    isProcessing: false,
    riskLastUpdatedDateTime: '2026-11-19T22:41:03Z',
    riskLevel: 'medium',
    riskState: 'atRisk',
    riskDetail: 'none',
    userDisplayName: user.displayName ?? null,
    userPrincipalName: user.userPrincipalName,
    ...changes,
  };
}
