import { z } from 'zod';
import type { Observed } from '../../domain/tenant/observed.js';
import type { Organization } from '../../domain/tenant/snapshot.js';
import { notGranted } from './failure.js';
import { objectId } from './graph-schema.js';
import { parseWith, type BatchOfReads, type CollectionRead } from './observe.js';
import { RESOURCES } from './resources.js';

/**
 * Who the tenant is, and what it is licensed for. Graph answers with a collection of exactly one, and an app that may only
 * read users gets the same answer with null for everything but the name.
 */

/** `servicePlanIds` null: not shown to this app. */
interface ShownOrganization extends Omit<Organization, 'servicePlanIds'> {
  readonly servicePlanIds: Organization['servicePlanIds'] | null;
}

const organization = z
  .object({
    id: objectId,
    displayName: z.string(),
    assignedPlans: z.array(z.object({ servicePlanId: objectId, capabilityStatus: z.string() })).nullable(),
  })
  .transform(({ assignedPlans, ...rest }): ShownOrganization => ({
    ...rest,
    servicePlanIds:
      assignedPlans
        ?.filter(({ capabilityStatus }) => capabilityStatus === 'Enabled')
        .map(({ servicePlanId }) => servicePlanId) ?? null,
  }));

const only = z.tuple([organization]).transform(([first]) => first);

export const readShownOrganization: CollectionRead<ShownOrganization> = {
  shape: 'collection',
  resource: RESOURCES.organization,
  permission: 'Organization.Read.All',
  version: 'v1.0',
  path: '/organization?$select=id,displayName,assignedPlans',
  parse: parseWith(only),
};

/** The organization, known only with its licences. The read travels with `batch`. */
export async function readOrganization(batch: BatchOfReads): Promise<Observed<Organization>> {
  const shown = await batch.observe(readShownOrganization);
  if (!shown.known) return shown;
  const { servicePlanIds, ...rest } = shown.value;
  if (servicePlanIds === null) return notGranted(readShownOrganization, 'assignedPlans is null');
  return { ...shown, value: { ...rest, servicePlanIds } };
}
