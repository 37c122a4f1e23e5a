import { z } from 'zod';
import type { AccessReview } from '../../domain/tenant/governance.js';
import { optionalText } from './graph-schema.js';
import { parseWith, type CollectionRead } from './observe.js';
import { RESOURCES } from './resources.js';

/**
 * Access reviews: what each reaches, and what happens to whom nobody answered for. Scopes come in several shapes, some with
 * scopes inside; whatever the shape, the queries in it say what is reviewed.
 */

/** Source: accessReviewScope and its derived types; a scope in a scope is as deep as they go. */
const MAX_DEPTH = 6;

function queriesIn(scope: unknown, depth = 0): readonly string[] {
  if (scope === null || typeof scope !== 'object' || depth > MAX_DEPTH) return [];
  return Object.entries(scope).flatMap(([name, member]: [string, unknown]) =>
    name === 'query' && typeof member === 'string' ? [member.toLowerCase()] : queriesIn(member, depth + 1),
  );
}

const settings = z.object({
  autoApplyDecisionsEnabled: z.boolean(),
  defaultDecisionEnabled: z.boolean(),
  defaultDecision: z.string(),
});

/** `instanceEnumerationScope` names the groups where the scope itself is relative to each of them. */
const definition = z
  .object({
    id: z.string().min(1),
    displayName: optionalText,
    status: optionalText,
    scope: z.object({}).passthrough().nullable(),
    instanceEnumerationScope: z.unknown(),
    settings,
  })
  .transform(({ id, displayName, status, scope, instanceEnumerationScope, settings: decisions }): AccessReview => ({
    id,
    displayName: displayName ?? '',
    status: status ?? '',
    scopeQueries: [...new Set([...queriesIn(scope), ...queriesIn(instanceEnumerationScope)])],
    ...decisions,
  }));

export const readAccessReviews: CollectionRead<readonly AccessReview[]> = {
  shape: 'collection',
  resource: RESOURCES.accessReviews,
  permission: 'AccessReview.Read.All',
  version: 'v1.0',
  path: '/identityGovernance/accessReviews/definitions',
  parse: parseWith(z.array(definition)),
};
