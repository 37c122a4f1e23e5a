import { z } from 'zod';
import {
  GLOBAL_ADMINISTRATOR,
  type RoleAssignment,
  type RoleAssignmentScheduleInstance,
  type RoleEligibilityScheduleInstance,
} from '../../domain/tenant/snapshot.js';
import { objectId } from './graph-schema.js';
import { parseWith, type CollectionRead, type Parsed } from './observe.js';
import { RESOURCES, type Resource } from './resources.js';

/**
 * Who is Global Administrator, permanently, activated or eligible. The filter is applied once more to the answer:
 * parameters that Graph does not support may be ignored silently, and then everyone would be one.
 */

const FILTER = `$filter=roleDefinitionId%20eq%20'${GLOBAL_ADMINISTRATOR}'`;

const assignment = { principalId: objectId, directoryScopeId: z.string().min(1), roleDefinitionId: z.string() };
/** Null is "never ends" and must be said; a missing end is not understood. */
const instance = { ...assignment, memberType: z.string(), endDateTime: z.string().nullable() };

const roleAssignment = z.object(assignment);
const assignmentInstance = z.object({ ...instance, assignmentType: z.string() });
const eligibilityInstance = z.object(instance);

interface OfRole {
  readonly roleDefinitionId: string;
}

function parseGlobalAdministrators<R extends OfRole>(
  schema: z.ZodType<R, z.ZodTypeDef, unknown>,
): (raw: unknown) => Parsed<readonly Omit<R, 'roleDefinitionId'>[]> {
  return parseWith(
    z
      .array(schema)
      .transform((rows) =>
        rows
          .filter((row) => row.roleDefinitionId.toLowerCase() === GLOBAL_ADMINISTRATOR)
          .map(({ roleDefinitionId: _role, ...rest }) => rest),
      ),
  );
}

function pathTo(collection: Resource): string {
  return `/roleManagement/directory/${collection}?${FILTER}`;
}

export const readRoleAssignments: CollectionRead<readonly RoleAssignment[]> = {
  shape: 'collection',
  resource: RESOURCES.roleAssignments,
  permission: 'RoleManagement.Read.Directory',
  version: 'v1.0',
  path: `${pathTo(RESOURCES.roleAssignments)}&$expand=principal`,
  parse: parseGlobalAdministrators(roleAssignment),
};

export const readRoleAssignmentScheduleInstances: CollectionRead<readonly RoleAssignmentScheduleInstance[]> = {
  shape: 'collection',
  resource: RESOURCES.roleAssignmentScheduleInstances,
  permission: 'RoleAssignmentSchedule.Read.Directory',
  version: 'v1.0',
  path: pathTo(RESOURCES.roleAssignmentScheduleInstances),
  parse: parseGlobalAdministrators(assignmentInstance),
};

export const readRoleEligibilityScheduleInstances: CollectionRead<readonly RoleEligibilityScheduleInstance[]> = {
  shape: 'collection',
  resource: RESOURCES.roleEligibilityScheduleInstances,
  permission: 'RoleEligibilitySchedule.Read.Directory',
  version: 'v1.0',
  path: pathTo(RESOURCES.roleEligibilityScheduleInstances),
  parse: parseGlobalAdministrators(eligibilityInstance),
};
