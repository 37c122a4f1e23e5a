import { randomUUID } from 'node:crypto';
import type { DirectoryAudit, TargetResource } from '@microsoft/microsoft-graph-types';
import { REMEDIATOR_APP } from '../identities.js';
import type { SandboxState } from '../state.js';

/**
 * The audit log: every change of the tenant leaves one entry here, whoever made it. Source of names and shape: Microsoft
 * Entra audit activities.
 */

/** A person as the audit log names them. */
interface Actor {
  readonly objectId: string;
  readonly displayName: string | null;
  readonly userPrincipalName: string;
}

/** Who changes something, when, and under which correlation ID. */
export interface Occasion {
  readonly by: Actor | 'remediator';
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly correlationId: string;
}

export interface Activity {
  /** As Entra spells it: `Add member to group`. */
  readonly name: string;
  readonly category:
    | 'Policy'
    | 'GroupManagement'
    | 'UserManagement'
    | 'RoleManagement'
    | 'AdministrativeUnit'
    | 'ApplicationManagement'
    | 'AuthorizationPolicy';
  readonly service: 'Conditional Access' | 'Core Directory' | 'Authentication Methods';
  readonly operation: 'Add' | 'Update' | 'Delete' | 'Assign' | 'Unassign';
  readonly targets: readonly TargetResource[];
  /** ISO 8601, where the changed object carries a date of its own that the entry must not contradict. */
  readonly dateTime?: string;
}

function initiatorOf(by: Occasion['by']): NonNullable<DirectoryAudit['initiatedBy']> {
  if (by === 'remediator') return { app: REMEDIATOR_APP, user: null };
  const { objectId, displayName, userPrincipalName } = by;
  return { app: null, user: { id: objectId, displayName, userPrincipalName, ipAddress: '192.0.2.10' } };
}

export function recordAudit(state: SandboxState, { by, at, correlationId }: Occasion, activity: Activity): void {
  const entry = {
    id: `Directory_${randomUUID()}`,
    category: activity.category,
    correlationId,
    result: 'success' as const,
    resultReason: '',
    activityDisplayName: activity.name,
    activityDateTime: activity.dateTime ?? new Date(at).toISOString(),
    loggedByService: activity.service,
    operationType: activity.operation,
    initiatedBy: initiatorOf(by),
    targetResources: [...activity.targets],
    additionalDetails: [],
  };
  state.directoryAudits = [...state.directoryAudits, { entry, loggedAt: at }];
}

/** A changed object as the audit log shows it. */
export function target(
  type: 'Policy' | 'Group' | 'User' | 'Role' | 'AdministrativeUnit',
  object: Pick<TargetResource, 'id' | 'displayName' | 'modifiedProperties'> & Partial<TargetResource>,
): TargetResource {
  return { type, userPrincipalName: null, groupType: null, ...object };
}
