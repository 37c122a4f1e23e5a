import { z } from 'zod';
import {
  GLOBAL_ADMINISTRATOR,
  type RoleAssignment,
  type RoleAssignmentScheduleInstance,
  type RoleEligibilityScheduleInstance,
  type RoleHolder,
} from '../../domain/tenant/snapshot.js';
import { directoryKind, objectId, optionalText } from './graph-schema.js';
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

/**
 * Null for a principal that the directory does not have any more. One that was asked for and is not there at all is not
 * understood: it could be a group, and nobody would look into it.
 */
const principal = z
  .object({ '@odata.type': directoryKind, displayName: optionalText, userPrincipalName: optionalText })
  .nullable();

const roleAssignment = z.object({ ...assignment, principal });
const assignmentInstance = z.object({ ...instance, assignmentType: z.string() });
const eligibilityInstance = z.object({ ...instance, principal });

interface OfRole {
  readonly roleDefinitionId: string;
}

type WithPrincipal = OfRole & { readonly principalId: string; readonly principal: z.infer<typeof principal> };

/** A list together with those it names, as `$expand=principal` shows them. */
export interface WithHolders<T> {
  readonly list: readonly T[];
  readonly holders: readonly RoleHolder[];
}

function ofGlobalAdministrator<R extends OfRole>(rows: readonly R[]): readonly R[] {
  return rows.filter((row) => row.roleDefinitionId.toLowerCase() === GLOBAL_ADMINISTRATOR);
}

function toHolder({ principalId, principal: shown }: WithPrincipal): RoleHolder {
  return {
    id: principalId,
    kind: shown?.['@odata.type'] ?? 'directoryObject',
    name: shown?.userPrincipalName ?? shown?.displayName ?? null,
  };
}

function parseWithHolders<R extends WithPrincipal>(
  schema: z.ZodType<R, z.ZodTypeDef, unknown>,
): (raw: unknown) => Parsed<WithHolders<Omit<R, 'roleDefinitionId' | 'principal'>>> {
  return parseWith(
    z
      .array(schema)
      .transform(ofGlobalAdministrator)
      .transform((rows) => ({
        list: rows.map(({ roleDefinitionId: _role, principal: _principal, ...rest }) => rest),
        holders: rows.map(toHolder),
      })),
  );
}

function pathTo(collection: Resource): string {
  return `/roleManagement/directory/${collection}?${FILTER}`;
}

export const readRoleAssignments: CollectionRead<WithHolders<RoleAssignment>> = {
  shape: 'collection',
  resource: RESOURCES.roleAssignments,
  permission: 'RoleManagement.Read.Directory',
  version: 'v1.0',
  path: `${pathTo(RESOURCES.roleAssignments)}&$expand=principal`,
  parse: parseWithHolders(roleAssignment),
};

export const readRoleAssignmentScheduleInstances: CollectionRead<readonly RoleAssignmentScheduleInstance[]> = {
  shape: 'collection',
  resource: RESOURCES.roleAssignmentScheduleInstances,
  permission: 'RoleManagement.Read.Directory',
  version: 'v1.0',
  path: pathTo(RESOURCES.roleAssignmentScheduleInstances),
  parse: parseWith(
    z
      .array(assignmentInstance)
      .transform((rows) => ofGlobalAdministrator(rows).map(({ roleDefinitionId: _role, ...rest }) => rest)),
  ),
};

export const readRoleEligibilityScheduleInstances: CollectionRead<WithHolders<RoleEligibilityScheduleInstance>> = {
  shape: 'collection',
  resource: RESOURCES.roleEligibilityScheduleInstances,
  permission: 'RoleManagement.Read.Directory',
  version: 'v1.0',
  path: `${pathTo(RESOURCES.roleEligibilityScheduleInstances)}&$expand=principal`,
  parse: parseWithHolders(eligibilityInstance),
};
