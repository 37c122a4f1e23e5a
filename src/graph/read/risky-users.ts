import { z } from 'zod';
import type { RiskyUser } from '../../domain/tenant/governance.js';
import { objectId, optionalText } from './graph-schema.js';
import { parseWith, type CollectionRead } from './observe.js';
import { RESOURCES } from './resources.js';

/**
 * Users whom Identity Protection holds for at risk. The filter is applied once more to the answer, for a filter that Graph
 * does not support may be ignored silently. Shares the narrow limit of Conditional Access.
 */

const AT_RISK = ['atRisk', 'confirmedCompromised'];

const riskyUser = z.object({
  id: objectId,
  riskState: z.string(),
  riskLevel: z.string(),
  riskLastUpdatedDateTime: optionalText,
});

const FILTER = AT_RISK.map((state) => `riskState eq '${state}'`).join(' or ');

export const readRiskyUsers: CollectionRead<readonly RiskyUser[]> = {
  shape: 'collection',
  resource: RESOURCES.riskyUsers,
  permission: 'IdentityRiskyUser.Read.All',
  version: 'v1.0',
  path: `/identityProtection/riskyUsers?$filter=${encodeURIComponent(FILTER)}`,
  parse: parseWith(
    z.array(riskyUser).transform((users) => users.filter(({ riskState }) => AT_RISK.includes(riskState))),
  ),
};
