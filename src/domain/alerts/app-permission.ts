import type { DirectoryAudit } from './alert.js';

/** Whether a grant to an application reaches what emergency access rests on. */

/** `AppRole.Value` of an app role assignment, `ConsentAction.Permissions` of a consent. Source: Entra's audit records. */
const NAMES_PERMISSIONS = /^(AppRole\.Value|ConsentAction\.Permissions)$/i;

/** Areas whose write permissions can lock an account out, take its role, or make somebody an administrator. */
const REACHES_EMERGENCY_ACCESS = new RegExp(
  '\\b(RoleManagement|RoleAssignmentSchedule|RoleEligibilitySchedule|AppRoleAssignment|Application|Directory|Policy|User' +
    '|UserAuthenticationMethod|User-PasswordProfile|User-Phone|Group|GroupMember|AdministrativeUnit|Domain|PrivilegedAccess)' +
    '\\.(ReadWrite|Create|EnableDisableAccount|DeleteRestore|RevokeSessions)\\b',
  'i',
);

/** False only when the record names the permissions and none of them reaches that far: what it does not say may. */
export function mayReachEmergencyAccess({ targets }: DirectoryAudit): boolean {
  const named = targets
    .flatMap(({ modifiedProperties }) => modifiedProperties)
    .filter(({ displayName, newValue }) => NAMES_PERMISSIONS.test(displayName.trim()) && newValue !== null);
  return named.length === 0 || named.some(({ newValue }) => REACHES_EMERGENCY_ACCESS.test(newValue ?? ''));
}
