import { z } from 'zod';
import type { LifecycleWorkflow } from '../../domain/tenant/governance.js';
import { optionalText } from './graph-schema.js';
import { parseWith, type CollectionRead } from './observe.js';
import { RESOURCES } from './resources.js';

/**
 * Lifecycle workflows: which ones run, and for whom. Source: identityGovernance/lifecycleWorkflows/workflows. A workflow
 * that only runs on demand has conditions without a scope.
 */

const executionConditions = z.object({ scope: z.object({ rule: optionalText }).nullish() }).nullish();

const workflow = z
  .object({
    id: z.string().min(1),
    displayName: z.string(),
    category: z.string(),
    isEnabled: z.boolean(),
    isSchedulingEnabled: z.boolean(),
    executionConditions,
  })
  .transform(({ executionConditions: conditions, ...rest }): LifecycleWorkflow => ({
    ...rest,
    scopeRule: conditions?.scope?.rule ?? null,
  }));

export const readLifecycleWorkflows: CollectionRead<readonly LifecycleWorkflow[]> = {
  shape: 'collection',
  resource: RESOURCES.lifecycleWorkflows,
  permission: 'LifecycleWorkflows.Read.All',
  version: 'v1.0',
  path: '/identityGovernance/lifecycleWorkflows/workflows?$select=id,displayName,category,isEnabled,isSchedulingEnabled,executionConditions',
  parse: parseWith(z.array(workflow)),
};
