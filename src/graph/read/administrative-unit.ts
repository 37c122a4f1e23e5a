import { z } from 'zod';
import type { AdministrativeUnitReading } from '../../domain/tenant/snapshot.js';
import type { Known } from '../../domain/tenant/observed.js';
import { objectId } from './graph-schema.js';
import { parseWith, type CollectionRead, type ObjectRead } from './observe.js';
import { RESOURCES, resourceOf } from './resources.js';

/** An administrative unit: whether it keeps tenant-wide administrators away from its members, and who administers it instead. */

type Unit = Extract<AdministrativeUnitReading['unit'], Known<unknown>>['value'];

const unit = z.object({
  id: objectId,
  displayName: z.string().nullable(),
  isMemberManagementRestricted: z.boolean().nullable(),
});

/** The unit with this object ID; known and null when the directory has none. */
export function readAdministrativeUnit(id: string): ObjectRead<Unit> {
  return {
    shape: 'object',
    resource: resourceOf(RESOURCES.administrativeUnit, id),
    permission: 'AdministrativeUnit.Read.All',
    version: 'v1.0',
    path: `/directory/administrativeUnits/${encodeURIComponent(id)}?$select=${Object.keys(unit.shape).join(',')}`,
    parse: parseWith(unit.refine((answer) => answer.id === id.toLowerCase(), { message: 'it is another unit' })),
    whenNotFound: null,
  };
}

const memberships = z
  .array(z.object({ roleMemberInfo: z.object({ id: objectId }) }))
  .transform((list) => [...new Set(list.map(({ roleMemberInfo }) => roleMemberInfo.id))]);

/** Object IDs of those who hold a role for just this unit, each once however many roles that are. */
export function readScopedRoleMembers(id: string): CollectionRead<readonly string[]> {
  return {
    shape: 'collection',
    resource: resourceOf(RESOURCES.scopedRoleMembers, id),
    permission: 'RoleManagement.Read.Directory',
    version: 'v1.0',
    path: `/directory/administrativeUnits/${encodeURIComponent(id)}/scopedRoleMembers`,
    parse: parseWith(memberships),
  };
}
