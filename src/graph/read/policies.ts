import { z } from 'zod';
import type { BetaPolicy, PolicyList } from '../../domain/tenant/conditional-access-policy.js';
import { objectId, optionalText } from './graph-schema.js';
import { parseWith, type CollectionRead } from './observe.js';
import { parsePolicies, policyState } from './parse-policy.js';
import { RESOURCES } from './resources.js';

/**
 * Conditional Access policies: v1.0 in full, and beta for its IDs, because v1.0 silently leaves out policies that use
 * preview features. A single policy that is not understood stays in the list as such and does not spoil the others.
 */

export const POLICIES_PATH = '/identity/conditionalAccess/policies';
export const POLICY_PERMISSION = 'Policy.Read.All';

export const readPolicies: CollectionRead<PolicyList> = {
  shape: 'collection',
  resource: RESOURCES.policies,
  permission: POLICY_PERMISSION,
  version: 'v1.0',
  path: POLICIES_PATH,
  parse: parseWith(z.array(z.unknown()).transform(parsePolicies)),
};

const betaPolicy = z.object({ id: objectId, displayName: optionalText, state: policyState.nullable().catch(null) });

export const readBetaPolicies: CollectionRead<readonly BetaPolicy[]> = {
  shape: 'collection',
  resource: RESOURCES.betaPolicies,
  permission: POLICY_PERMISSION,
  version: 'beta',
  path: `${POLICIES_PATH}?$select=id,displayName,state`,
  parse: parseWith(z.array(betaPolicy)),
};
