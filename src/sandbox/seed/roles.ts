import type {
  DirectoryRole,
  UnifiedRoleAssignmentScheduleInstance,
  UnifiedRoleDefinition,
  UnifiedRoleEligibilityScheduleInstance,
} from '@microsoft/microsoft-graph-types';
import type { Identified } from '../state.js';
import { guidFor } from './ids.js';

/** Built-in directory roles by template ID, and how they are held. Source of the IDs: Microsoft Entra built-in roles. */

export const ROLE = {
  globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
  privilegedRoleAdministrator: 'e8611ab8-c189-46e8-94e1-60213ab1f814',
  authenticationPolicyAdministrator: '0526716b-113d-4c15-b2c8-68e3c22b9f80',
  privilegedAuthenticationAdministrator: '7be44c8a-adaf-4e2a-84d6-ab2649e08a13',
  conditionalAccessAdministrator: 'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9',
  securityAdministrator: '194ae4cb-b126-40b2-bd5b-6091b380977d',
  securityReader: '5d6b6bb7-de71-4623-b4af-96380a352509',
  globalReader: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  userAdministrator: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
  helpdeskAdministrator: '729827e3-9c14-49f7-bb1b-9608f156bbb8',
  exchangeAdministrator: '29232cdf-9323-42fd-ade2-1d097af3e4de',
  directorySynchronizationAccounts: 'd29b2b05-8046-44ba-8758-1e26182fcf32',
} as const;

export type RoleKey = keyof typeof ROLE;

/** `globalAdministrator` → `Global Administrator`. */
function nameOf(key: string): string {
  return key.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

const KEYS = Object.keys(ROLE) as RoleKey[];

export function roleDefinitions(): Identified<UnifiedRoleDefinition>[] {
  return KEYS.map((key) => ({
    id: ROLE[key],
    templateId: ROLE[key],
    displayName: nameOf(key),
    description: `Built-in role ${nameOf(key)}.`,
    isBuiltIn: true,
    isEnabled: true,
    resourceScopes: ['/'],
    rolePermissions: [],
    version: '1',
  }));
}

/** A directory role object has an ID of its own in each tenant; only its template ID is the same everywhere. */
export function directoryRoles(): Identified<DirectoryRole>[] {
  return KEYS.map((key) => ({
    id: guidFor(`directoryRole:${key}`),
    deletedDateTime: null,
    displayName: nameOf(key),
    description: `Built-in role ${nameOf(key)}.`,
    roleTemplateId: ROLE[key],
  }));
}

type ActiveRole = Identified<UnifiedRoleAssignmentScheduleInstance>;

/** A role held now: permanently and directly, unless `changes` says otherwise. */
export function activeRole(principalId: string, role: RoleKey, changes: Partial<ActiveRole> = {}): ActiveRole {
  const id = guidFor(`assignment:${principalId}:${role}`);
  return {
    id,
    principalId,
    roleDefinitionId: ROLE[role],
    directoryScopeId: '/',
    appScopeId: null,
    startDateTime: null,
    endDateTime: null,
    assignmentType: 'Assigned',
    memberType: 'Direct',
    roleAssignmentOriginId: id,
    roleAssignmentScheduleId: id,
    ...changes,
  };
}

/** A role that can be activated, without an end. */
export function eligibleRole(principalId: string, role: RoleKey): Identified<UnifiedRoleEligibilityScheduleInstance> {
  const id = guidFor(`eligibility:${principalId}:${role}`);
  return {
    id,
    principalId,
    roleDefinitionId: ROLE[role],
    directoryScopeId: '/',
    appScopeId: null,
    startDateTime: '2025-06-02T07:00:00Z',
    endDateTime: null,
    memberType: 'Direct',
    roleEligibilityScheduleId: id,
  };
}
