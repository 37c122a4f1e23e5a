/**
 * The resource types the simulated tenant serves: which properties each has, and which come without being asked for. A
 * property that is not listed cannot be selected, as in Graph.
 */

export interface ResourceType {
  /** Qualified name, for example `microsoft.graph.user`. */
  readonly name: string;
  readonly properties: readonly string[];
  /** Returned when the request has no `$select`. */
  readonly defaults: readonly string[];
}

function resourceType(name: string, defaults: string, onlySelected = ''): ResourceType {
  const listed = defaults.split(' ');
  const extra = onlySelected === '' ? [] : onlySelected.split(' ');
  return { name: `microsoft.graph.${name}`, properties: [...listed, ...extra], defaults: listed };
}

export const USER = resourceType(
  'user',
  'id businessPhones displayName givenName jobTitle mail mobilePhone officeLocation preferredLanguage surname userPrincipalName',
  'accountEnabled assignedLicenses assignedPlans createdDateTime deletedDateTime department employeeId externalUserState identities ' +
    'isManagementRestricted isResourceAccount lastPasswordChangeDateTime mailNickname onPremisesImmutableId ' +
    'onPremisesLastSyncDateTime onPremisesSyncEnabled otherMails passwordPolicies proxyAddresses signInActivity ' +
    'signInSessionsValidFromDateTime usageLocation userType',
);

export const GROUP = resourceType(
  'group',
  'id deletedDateTime classification createdDateTime description displayName expirationDateTime groupTypes ' +
    'isAssignableToRole mail mailEnabled mailNickname membershipRule membershipRuleProcessingState ' +
    'onPremisesLastSyncDateTime onPremisesSyncEnabled proxyAddresses renewedDateTime securityEnabled securityIdentifier ' +
    'visibility',
  'isManagementRestricted',
);

export const DIRECTORY_ROLE = resourceType(
  'directoryRole',
  'id deletedDateTime description displayName roleTemplateId',
);

export const ADMINISTRATIVE_UNIT = resourceType(
  'administrativeUnit',
  'id deletedDateTime description displayName isMemberManagementRestricted membershipRule ' +
    'membershipRuleProcessingState membershipType visibility',
);

export const SCOPED_ROLE_MEMBERSHIP = resourceType(
  'scopedRoleMembership',
  'id administrativeUnitId roleId roleMemberInfo',
);

export const ORGANIZATION = resourceType(
  'organization',
  'id deletedDateTime assignedPlans businessPhones city country countryLetterCode createdDateTime displayName ' +
    'marketingNotificationEmails onPremisesLastSyncDateTime onPremisesSyncEnabled postalCode preferredLanguage ' +
    'securityComplianceNotificationMails securityComplianceNotificationPhones state street technicalNotificationMails ' +
    'tenantType verifiedDomains',
);

export const DOMAIN = resourceType(
  'domain',
  'id authenticationType availabilityStatus isAdminManaged isDefault isInitial isRoot isVerified ' +
    'passwordNotificationWindowInDays passwordValidityPeriodInDays supportedServices',
);

export const SECURITY_DEFAULTS = resourceType(
  'identitySecurityDefaultsEnforcementPolicy',
  'id description displayName isEnabled',
);

export const AUTHORIZATION_POLICY = resourceType(
  'authorizationPolicy',
  'id description displayName allowEmailVerifiedUsersToJoinOrganization allowInvitesFrom ' +
    'allowUserConsentForRiskyApps allowedToSignUpEmailBasedSubscriptions allowedToUseSSPR blockMsolPowerShell ' +
    'defaultUserRolePermissions guestUserRoleId',
);

export const AUTHENTICATION_METHODS_POLICY = resourceType(
  'authenticationMethodsPolicy',
  'id description displayName lastModifiedDateTime policyMigrationState policyVersion reconfirmationInDays ' +
    'registrationEnforcement authenticationMethodConfigurations',
);

export const CONDITIONAL_ACCESS_POLICY = resourceType(
  'conditionalAccessPolicy',
  'id templateId displayName description createdDateTime modifiedDateTime deletedDateTime state ' +
    'partialEnablementStrategy conditions grantControls sessionControls',
);

/** A policy together with what What If says of it. */
export const WHAT_IF_RESULT: ResourceType = {
  name: 'microsoft.graph.whatIfAnalysisResult',
  properties: [...CONDITIONAL_ACCESS_POLICY.properties, 'policyApplies', 'analysisReasons'],
  defaults: [...CONDITIONAL_ACCESS_POLICY.defaults, 'policyApplies', 'analysisReasons'],
};

export const ROLE_DEFINITION = resourceType(
  'unifiedRoleDefinition',
  'id description displayName isBuiltIn isEnabled resourceScopes rolePermissions templateId version',
);

export const ROLE_ASSIGNMENT = resourceType(
  'unifiedRoleAssignment',
  'id principalId roleDefinitionId directoryScopeId appScopeId principal',
);

const SCHEDULE_INSTANCE =
  'id principalId roleDefinitionId directoryScopeId appScopeId startDateTime endDateTime memberType';

export const ROLE_ASSIGNMENT_SCHEDULE_INSTANCE = resourceType(
  'unifiedRoleAssignmentScheduleInstance',
  `${SCHEDULE_INSTANCE} assignmentType roleAssignmentOriginId roleAssignmentScheduleId`,
);

export const ROLE_ELIGIBILITY_SCHEDULE_INSTANCE = resourceType(
  'unifiedRoleEligibilityScheduleInstance',
  `${SCHEDULE_INSTANCE} roleEligibilityScheduleId principal`,
);

export const GROUP_ASSIGNMENT_SCHEDULE_INSTANCE = resourceType(
  'privilegedAccessGroupAssignmentScheduleInstance',
  'id groupId principalId accessId assignmentType memberType startDateTime endDateTime',
);

export const GROUP_ELIGIBILITY_SCHEDULE_INSTANCE = resourceType(
  'privilegedAccessGroupEligibilityScheduleInstance',
  'id groupId principalId accessId memberType startDateTime endDateTime eligibilityScheduleId',
);

export const ROLE_MANAGEMENT_POLICY_ASSIGNMENT = resourceType(
  'unifiedRoleManagementPolicyAssignment',
  'id policyId scopeId scopeType roleDefinitionId policy',
);

export const ACCESS_REVIEW_DEFINITION = resourceType(
  'accessReviewScheduleDefinition',
  'id displayName createdDateTime lastModifiedDateTime status descriptionForAdmins descriptionForReviewers createdBy ' +
    'scope instanceEnumerationScope reviewers fallbackReviewers settings stageSettings additionalNotificationRecipients',
);

/** The list comes without the conditions unless they are asked for. */
export const LIFECYCLE_WORKFLOW = resourceType(
  'identityGovernance.workflow',
  'id category createdDateTime description displayName isEnabled isSchedulingEnabled lastModifiedDateTime version',
  'executionConditions nextScheduleRunDateTime deletedDateTime',
);

export const RISKY_USER = resourceType(
  'riskyUser',
  'id isDeleted isProcessing riskLastUpdatedDateTime riskLevel riskState riskDetail userDisplayName userPrincipalName',
);

export const INTERNAL_DOMAIN_FEDERATION = resourceType(
  'internalDomainFederation',
  'id displayName issuerUri metadataExchangeUri signingCertificate passiveSignInUri preferredAuthenticationProtocol ' +
    'activeSignInUri signOutUri promptLoginBehavior isSignedAuthenticationRequestRequired nextSigningCertificate ' +
    'federatedIdpMfaBehavior signingCertificateUpdateStatus',
);

export const SERVICE_PRINCIPAL = resourceType(
  'servicePrincipal',
  'id deletedDateTime accountEnabled appDisplayName appId appOwnerOrganizationId appRoleAssignmentRequired appRoles ' +
    'displayName servicePrincipalNames servicePrincipalType tags',
);

export const APP_ROLE_ASSIGNMENT = resourceType(
  'appRoleAssignment',
  'id deletedDateTime appRoleId createdDateTime principalDisplayName principalId principalType resourceDisplayName resourceId',
);

/** Authentication methods are read whole: Graph takes no query options there. */
export const AUTHENTICATION_METHOD = resourceType(
  'authenticationMethod',
  'id displayName createdDateTime aaGuid model attestationCertificates attestationLevel passkeyType phoneNumber ' +
    'phoneType smsSignInState deviceTag phoneAppVersion emailAddress keyStrength',
);

/** Of one user; not an entity. Beta only. */
export const AUTHENTICATION_REQUIREMENTS = resourceType('strongAuthenticationRequirements', 'perUserMfaState');

export const AUTHENTICATION_STRENGTH = resourceType(
  'authenticationStrengthPolicy',
  'id createdDateTime modifiedDateTime displayName description policyType requirementsSatisfied allowedCombinations ' +
    'combinationConfigurations',
);

export const USER_REGISTRATION_DETAILS = resourceType(
  'userRegistrationDetails',
  'id userPrincipalName userDisplayName isAdmin isSsprRegistered isSsprEnabled isSsprCapable isMfaRegistered ' +
    'isMfaCapable isPasswordlessCapable lastUpdatedDateTime methodsRegistered ' +
    'isSystemPreferredAuthenticationMethodEnabled systemPreferredAuthenticationMethods ' +
    'userPreferredMethodForSecondaryAuthentication userType',
);

export const DIRECTORY_AUDIT = resourceType(
  'directoryAudit',
  'id category correlationId result resultReason activityDisplayName activityDateTime loggedByService operationType ' +
    'initiatedBy targetResources additionalDetails',
);

const SIGN_IN_PROPERTIES =
  'id createdDateTime userDisplayName userPrincipalName userId appId appDisplayName ipAddress clientAppUsed ' +
  'correlationId conditionalAccessStatus isInteractive riskDetail riskLevelAggregated riskLevelDuringSignIn riskState ' +
  'riskEventTypes resourceDisplayName resourceId status deviceDetail location appliedConditionalAccessPolicies';

export const SIGN_IN = resourceType('signIn', SIGN_IN_PROPERTIES);

/** What beta adds, of what the simulated tenant knows. */
export const BETA_SIGN_IN = resourceType('signIn', `${SIGN_IN_PROPERTIES} signInEventTypes`);

const DIRECTORY_OBJECTS = [USER, GROUP, DIRECTORY_ROLE, ADMINISTRATIVE_UNIT, SERVICE_PRINCIPAL];

/** Any kind of directory object: what can be selected is what one of the kinds has. */
export const DIRECTORY_OBJECT: ResourceType = {
  name: 'microsoft.graph.directoryObject',
  properties: DIRECTORY_OBJECTS.flatMap((type) => type.properties),
  defaults: [],
};
