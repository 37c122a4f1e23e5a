/** What an application permission of Microsoft Graph lets its holder do, by its name. */

/**
 * - `reads`: nothing but reading.
 * - `writes`: more than reading, or nobody can tell that it is not.
 * - `unnamed`: Graph gave an ID for a name.
 */
export type PermissionKind = 'reads' | 'writes' | 'unnamed';

/** `<resource>.Read…`: whatever else a name says may change something. */
const READS = /^[A-Za-z][A-Za-z0-9-]*\.Read(?:Basic)?(?:\.[A-Za-z0-9]+)*$/;
const UNNAMED = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;

export function kindOfPermission(permission: string): PermissionKind {
  if (UNNAMED.test(permission)) return 'unnamed';
  return READS.test(permission) ? 'reads' : 'writes';
}

/** Without these the second identity cannot carry out a plan and look at what came of it. Source: docs/permissions.md. */
export const REMEDIATOR_NEEDS: readonly string[] = [
  'Policy.Read.All',
  'Policy.ReadWrite.ConditionalAccess',
  'GroupMember.ReadWrite.All',
  'AuditLog.Read.All',
];
