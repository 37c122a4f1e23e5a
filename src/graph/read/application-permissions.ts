import { z } from 'zod';
import type { ApplicationPermissions, PermissionGrant } from '../../domain/tenant/governance.js';
import { known, type Observed } from '../../domain/tenant/observed.js';
import { DANGEROUS_PERMISSIONS } from '../../domain/tenant/snapshot.js';
import { objectId, optionalText } from './graph-schema.js';
import { parseWith, type BatchOfReads, type CollectionRead, type ObjectRead } from './observe.js';
import { RESOURCES, resourceOf } from './resources.js';
import { isUnknown, latestOf, whole } from './whole.js';

/**
 * Which application permissions of Microsoft Graph are granted, and to whom. Grants name a permission by the ID of an app
 * role, which only Graph's own service principal can translate.
 */

/** Application ID of Microsoft Graph, the same in every tenant. */
const MICROSOFT_GRAPH = '00000003-0000-0000-c000-000000000000';
const PERMISSION = 'Application.Read.All';

/** Application (client) IDs as configured. Null: not configured, or not known to whoever started the program. */
export interface OwnApplications {
  readonly reader: string | null;
  readonly remediator: string | null;
}

const servicePrincipal = z.object({ id: objectId });
const graphPrincipal = servicePrincipal.extend({
  appRoles: z.array(z.object({ id: objectId, value: optionalText })),
});
type GraphPrincipal = Readonly<z.infer<typeof graphPrincipal>>;

function pathTo(appId: string, select: string): string {
  return `/servicePrincipals(appId='${encodeURIComponent(appId)}')?$select=${select}`;
}

export const readGraphPrincipal: ObjectRead<GraphPrincipal> = {
  shape: 'object',
  resource: resourceOf(RESOURCES.servicePrincipal, MICROSOFT_GRAPH),
  permission: PERMISSION,
  version: 'v1.0',
  path: pathTo(MICROSOFT_GRAPH, 'id,appRoles'),
  parse: parseWith(graphPrincipal),
};

/** Object ID of the service principal of an application; known and null when the tenant has none. */
export function readServicePrincipalId(appId: string): ObjectRead<string | null> {
  return {
    shape: 'object',
    resource: resourceOf(RESOURCES.servicePrincipal, appId),
    permission: PERMISSION,
    version: 'v1.0',
    path: pathTo(appId, 'id'),
    parse: parseWith(servicePrincipal.transform(({ id }) => id)),
    whenNotFound: null,
  };
}

const assignment = z.object({
  principalId: objectId,
  principalDisplayName: optionalText,
  principalType: z.string(),
  appRoleId: objectId,
});

/** What applications have been granted of the resource with object ID `graph.id`. */
export function readGrants(graph: GraphPrincipal): CollectionRead<readonly PermissionGrant[]> {
  const names = new Map(graph.appRoles.map(({ id, value }) => [id, value]));
  return {
    shape: 'collection',
    resource: RESOURCES.applicationPermissions,
    permission: PERMISSION,
    version: 'v1.0',
    path: `/servicePrincipals/${encodeURIComponent(graph.id)}/appRoleAssignedTo?$top=999`,
    parse: parseWith(
      z.array(assignment).transform((assignments) =>
        assignments
          .filter(({ principalType }) => principalType === 'ServicePrincipal')
          .map(({ principalId, principalDisplayName, appRoleId }) => ({
            principalId,
            principalName: principalDisplayName,
            permission: names.get(appRoleId) ?? appRoleId,
          })),
      ),
    ),
  };
}

/** The service principals that the grants are about. */
export interface ServicePrincipals {
  readonly graph: Observed<GraphPrincipal>;
  readonly reader: Observed<string | null>;
  readonly remediator: Observed<string | null>;
}

/** The service principals of the applications. The reads travel with `batch`; `at` is now. */
export async function readServicePrincipals(
  batch: BatchOfReads,
  own: OwnApplications,
  at: string,
): Promise<ServicePrincipals> {
  const find = (appId: string | null) =>
    appId === null ? Promise.resolve(known(null, at)) : batch.observe(readServicePrincipalId(appId.toLowerCase()));
  const [graph, reader, remediator] = await Promise.all([
    batch.observe(readGraphPrincipal),
    find(own.reader),
    find(own.remediator),
  ]);
  return { graph, reader, remediator };
}

/** How many reads `readServicePrincipals` makes. */
export function servicePrincipalReads({ reader, remediator }: OwnApplications): number {
  return 1 + [reader, remediator].filter((appId) => appId !== null).length;
}

/** All grants of our own identities, and the dangerous ones of others. The read travels with `batch`. */
export async function readApplicationPermissions(
  batch: BatchOfReads,
  { graph, reader, remediator }: ServicePrincipals,
): Promise<Observed<ApplicationPermissions>> {
  if (!graph.known) return graph;
  const grants = await batch.observe(readGrants(graph.value));
  const own = whole([reader, remediator]);
  if (isUnknown(own)) return own;
  if (!grants.known) return grants;
  const [readerPrincipalId = null, remediatorPrincipalId = null] = own;
  const kept = grants.value.filter(
    ({ principalId, permission }) => own.includes(principalId) || DANGEROUS_PERMISSIONS.includes(permission),
  );
  return known({ readerPrincipalId, remediatorPrincipalId, grants: kept }, latestOf([grants]));
}
