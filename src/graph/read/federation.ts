import { z } from 'zod';
import type { FederationReading } from '../../domain/tenant/governance.js';
import type { Observed } from '../../domain/tenant/observed.js';
import type { Domain } from '../../domain/tenant/snapshot.js';
import { optionalText } from './graph-schema.js';
import { parseWith, type BatchOfReads, type ObjectRead } from './observe.js';
import { RESOURCES, resourceOf } from './resources.js';

/**
 * How a federated domain signs people in, and whether its word about multifactor authentication is taken. Graph answers
 * with a list of one, and with 404 where there is none. Source: domain: list federationConfiguration.
 */

type Configuration = FederationReading['configuration'] extends Observed<infer T> ? T : never;

const configuration = z.object({ displayName: optionalText, federatedIdpMfaBehavior: optionalText });

/** A list that goes on elsewhere is none of one, so it is not understood. */
const listOfOne = z
  .object({ value: z.array(configuration).max(1), '@odata.nextLink': z.undefined() })
  .transform(({ value }): Configuration => value[0] ?? null);

/** The settings of the domain `id`; known and null when it has none. */
export function readFederationConfiguration(id: string): ObjectRead<Configuration> {
  return {
    shape: 'object',
    resource: resourceOf(RESOURCES.federationConfiguration, id),
    permission: 'Domain.Read.All',
    version: 'v1.0',
    path: `/domains/${encodeURIComponent(id)}/federationConfiguration`,
    parse: parseWith(listOfOne),
    whenNotFound: null,
  };
}

/** One reading for each federated domain; none while the domains are not known. The reads travel with `batch`. */
export function readFederationConfigurations(
  batch: BatchOfReads,
  domains: Observed<readonly Domain[]>,
): Promise<readonly FederationReading[]> {
  const federated = domains.known
    ? domains.value.filter(({ authenticationType }) => authenticationType === 'Federated')
    : [];
  return Promise.all(
    federated.map(async ({ id: domainId }) => ({
      domainId,
      configuration: await batch.observe(readFederationConfiguration(domainId)),
    })),
  );
}
