import type { SandboxState } from '../state.js';
import { READER_APP, READER_PERMISSIONS, REMEDIATOR_APP, REMEDIATOR_PERMISSIONS } from '../identities.js';
import { guidFor } from './ids.js';
import { SANDBOX_TENANT_ID } from './people.js';

/**
 * Applications and what they have been granted of Microsoft Graph. IDs of app roles are Graph's own where the permissions
 * reference was at hand, and made up otherwise: nobody should rely on them, for Graph's service principal translates them.
 */

const MICROSOFT_GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';
const MICROSOFT_GRAPH_ID = guidFor('servicePrincipal:microsoft-graph');
const MICROSOFT_TENANT_ID = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a';

/** Source: Microsoft Graph permissions reference. */
const APP_ROLE_IDS: Readonly<Record<string, string>> = {
  'Policy.Read.All': '246dd0d5-5bd0-4def-940b-0421030a5b68',
  'User.Read.All': 'df021288-bdef-4463-88db-98f22de89214',
  'GroupMember.Read.All': '98830695-27a2-44f7-8c18-0c3ebc9698f6',
  'RoleManagement.Read.Directory': '483bed4a-2ad3-4361-a73b-c83ccdbdc53c',
  'AuditLog.Read.All': 'b0afded3-3588-46d8-8b3d-9842eff778da',
  'UserAuthenticationMethod.Read.All': '38d9df27-64da-44fd-b7c5-a6fbac20248f',
  'AdministrativeUnit.Read.All': '134fd756-38ce-4afd-ba33-e9623dbe66c2',
  'Domain.Read.All': 'dbb9058a-0e50-45d7-ae91-66909b5d4664',
  'Organization.Read.All': '498476ce-e0fe-48b0-b801-37ba7e2685c6',
  'IdentityRiskyUser.Read.All': 'dc5007c0-2d7d-4c42-879c-2dab87571379',
  'AccessReview.Read.All': 'd07a8cc0-3d51-4b77-b3b0-32704d1f69fa',
  'Policy.ReadWrite.ConditionalAccess': '01c0a623-fc9b-48e9-b794-0756f8e8f067',
  'GroupMember.ReadWrite.All': 'dbaae8cf-10b5-4b86-a4a1-f871c94c6695',
};

/** Held by nobody at first; other applications of a seed may. */
const OTHER_PERMISSIONS = ['Mail.Send', 'User.ReadWrite.All', 'RoleManagement.ReadWrite.Directory'];

type ServicePrincipal = SandboxState['servicePrincipals'][number];
type AppRoleAssignment = SandboxState['appRoleAssignments'][number];

function appRoleId(permission: string): string {
  return APP_ROLE_IDS[permission] ?? guidFor(`appRole:${permission}`);
}

function makeServicePrincipal(
  properties: Pick<ServicePrincipal, 'id' | 'appId' | 'displayName'> & Partial<ServicePrincipal>,
): ServicePrincipal {
  return {
    deletedDateTime: null,
    accountEnabled: true,
    appDisplayName: properties.displayName ?? null,
    appOwnerOrganizationId: SANDBOX_TENANT_ID,
    appRoleAssignmentRequired: false,
    appRoles: [],
    servicePrincipalNames: [properties.appId],
    servicePrincipalType: 'Application',
    tags: ['WindowsAzureActiveDirectoryIntegratedApp'],
    ...properties,
  };
}

function microsoftGraph(): ServicePrincipal {
  const permissions = new Set([...READER_PERMISSIONS, ...REMEDIATOR_PERMISSIONS, ...OTHER_PERMISSIONS]);
  return makeServicePrincipal({
    id: MICROSOFT_GRAPH_ID,
    appId: MICROSOFT_GRAPH_APP_ID,
    displayName: 'Microsoft Graph',
    appOwnerOrganizationId: MICROSOFT_TENANT_ID,
    tags: [],
    appRoles: [...permissions].map((value) => ({
      id: appRoleId(value),
      allowedMemberTypes: ['Application'],
      description: `Allows the app to use ${value} without a signed-in user.`,
      displayName: value,
      isEnabled: true,
      origin: 'Application',
      value,
    })),
  });
}

function grantsOf({ id, displayName }: ServicePrincipal, permissions: readonly string[]): AppRoleAssignment[] {
  return permissions.map((permission) => ({
    id: Buffer.from(guidFor(`grant:${id}:${permission}`)).toString('base64url'),
    deletedDateTime: null,
    appRoleId: appRoleId(permission),
    createdDateTime: '2026-01-19T09:40:12Z',
    principalDisplayName: displayName ?? null,
    principalId: id,
    principalType: 'ServicePrincipal',
    resourceDisplayName: 'Microsoft Graph',
    resourceId: MICROSOFT_GRAPH_ID,
  }));
}

/** Adds an application of the tenant's own that holds `permissions`. */
export function addApplication(
  state: Pick<SandboxState, 'servicePrincipals' | 'appRoleAssignments'>,
  key: string,
  displayName: string,
  permissions: readonly string[],
): void {
  const application = makeServicePrincipal({
    id: guidFor(`servicePrincipal:${key}`),
    appId: guidFor(`application:${key}`),
    displayName,
  });
  state.servicePrincipals.push(application);
  state.appRoleAssignments.push(...grantsOf(application, permissions));
}

/** Microsoft Graph, and both identities of the bot with exactly what they need. */
export function ownApplications(): Pick<SandboxState, 'servicePrincipals' | 'appRoleAssignments'> {
  const [reader, remediator] = [READER_APP, REMEDIATOR_APP].map(({ appId, displayName, servicePrincipalId }) =>
    makeServicePrincipal({ id: servicePrincipalId, appId, displayName }),
  );
  if (reader === undefined || remediator === undefined) throw new Error('There are two identities.');
  return {
    servicePrincipals: [microsoftGraph(), reader, remediator],
    appRoleAssignments: [...grantsOf(reader, READER_PERMISSIONS), ...grantsOf(remediator, REMEDIATOR_PERMISSIONS)],
  };
}
