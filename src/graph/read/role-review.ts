import { z } from 'zod';
import type {
  OfAnyRole,
  RoleAssignment,
  RoleAssignmentScheduleInstance,
  RoleDefinition,
  RoleEligibilityScheduleInstance,
} from '../../domain/tenant/snapshot.js';
import { objectId, optionalText } from './graph-schema.js';
import { parseWith, type CollectionRead, type Parsed } from './observe.js';
import { RESOURCES, type Resource } from './resources.js';

/**
 * Who holds which directory role, for looking at the current state before a plan. Read apart from the lists of Global
 * Administrators, which a verdict rests on: what goes wrong here leaves those as they are.
 */

/** A role for an application carries its scope in `appScopeId`, and then none for the directory. */
const scope = { directoryScopeId: optionalText, appScopeId: optionalText };
const assignment = { principalId: objectId, roleDefinitionId: objectId, ...scope };
/** Null is "never ends" and must be said; a missing end is not understood. */
const instance = { ...assignment, memberType: z.string(), endDateTime: z.string().nullable() };

interface Scoped {
  readonly directoryScopeId: string | null;
  readonly appScopeId: string | null;
}

/** Puts the one scope into `directoryScopeId`; an entry without any is not understood. */
function inOneScope<R extends Scoped>(
  { appScopeId, ...rest }: R,
  context: z.RefinementCtx,
): Omit<R, 'appScopeId'> & { readonly directoryScopeId: string } {
  const directoryScopeId = rest.directoryScopeId ?? appScopeId;
  if (directoryScopeId !== null) return { ...rest, directoryScopeId };
  context.addIssue({ code: 'custom', message: 'an assignment has no scope' });
  return z.NEVER;
}

function readAll<T>(
  collection: string,
  resource: Resource,
  permission: string,
  parse: (raw: unknown) => Parsed<readonly T[]>,
): CollectionRead<readonly T[]> {
  const path = `/roleManagement/directory/${collection}`;
  return { shape: 'collection', resource, permission, version: 'v1.0', path, parse };
}

const definition = z.object({
  id: objectId,
  templateId: optionalText.transform((id) => id?.toLowerCase() ?? null),
  displayName: z.string(),
  isBuiltIn: z.boolean(),
});

export const readRoleDefinitions: CollectionRead<readonly RoleDefinition[]> = readAll(
  `roleDefinitions?$select=${Object.keys(definition.shape).join(',')}`,
  RESOURCES.roleDefinitions,
  'RoleManagement.Read.Directory',
  parseWith(z.array(definition)),
);

export const readEveryRoleAssignment: CollectionRead<readonly OfAnyRole<RoleAssignment>[]> = readAll(
  'roleAssignments',
  RESOURCES.everyRoleAssignment,
  'RoleManagement.Read.Directory',
  parseWith(z.array(z.object(assignment).transform(inOneScope))),
);

export const readEveryRoleAssignmentScheduleInstance: CollectionRead<
  readonly OfAnyRole<RoleAssignmentScheduleInstance>[]
> = readAll(
  'roleAssignmentScheduleInstances',
  RESOURCES.everyRoleAssignmentScheduleInstance,
  'RoleManagement.Read.Directory',
  parseWith(z.array(z.object({ ...instance, assignmentType: z.string() }).transform(inOneScope))),
);

export const readEveryRoleEligibilityScheduleInstance: CollectionRead<
  readonly OfAnyRole<RoleEligibilityScheduleInstance>[]
> = readAll(
  'roleEligibilityScheduleInstances',
  RESOURCES.everyRoleEligibilityScheduleInstance,
  'RoleManagement.Read.Directory',
  parseWith(z.array(z.object(instance).transform(inOneScope))),
);
