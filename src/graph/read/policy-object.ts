import { z } from 'zod';
import type { ConditionalAccessPolicy } from '../../domain/tenant/conditional-access-policy.js';
import type { CollectionRead, ObjectRead, Parsed } from './observe.js';
import { parsePolicy } from './parse-policy.js';
import { POLICIES_PATH, POLICY_PERMISSION } from './policies.js';
import { RESOURCES, resourceOf } from './resources.js';

/**
 * Conditional Access policies as objects of a change: parsed like those of a scan, so that their digests agree, and raw,
 * so that everything Graph said of them can be compared. Only v1.0: a policy that beta alone shows is never written.
 */

export interface PolicyObject {
  readonly policy: ConditionalAccessPolicy;
  /** As Graph returned it. */
  readonly raw: unknown;
}

function parseObject(raw: unknown): Parsed<PolicyObject> {
  const parsed = parsePolicy(raw);
  return parsed.kind === 'policy'
    ? { ok: true, value: { policy: parsed.policy, raw } }
    : { ok: false, problem: parsed.malformed.problem };
}

/** The policy with this ID; known and null when the tenant has none. */
export function readPolicy(id: string): ObjectRead<PolicyObject | null> {
  return {
    shape: 'object',
    resource: resourceOf(RESOURCES.policy, id),
    permission: POLICY_PERMISSION,
    version: 'v1.0',
    path: `${POLICIES_PATH}/${encodeURIComponent(id)}`,
    parse: (raw) => {
      const parsed = parseObject(raw);
      if (!parsed.ok || parsed.value.policy.id === id.toLowerCase()) return parsed;
      return { ok: false, problem: 'it is another policy' };
    },
    whenNotFound: null,
  };
}

function isNamed(displayName: string): (raw: unknown) => boolean {
  const named = z.object({ displayName: z.literal(displayName) });
  return (raw) => named.safeParse(raw).success;
}

/** All policies with exactly this display name. Not understood when one of them is not. */
export function readPoliciesNamed(displayName: string): CollectionRead<readonly PolicyObject[]> {
  return {
    shape: 'collection',
    resource: RESOURCES.policies,
    permission: POLICY_PERMISSION,
    version: 'v1.0',
    path: POLICIES_PATH,
    parse: (raw) => {
      const parsed = z.array(z.unknown()).parse(raw).filter(isNamed(displayName)).map(parseObject);
      const problem = parsed.find((entry) => !entry.ok);
      if (problem?.ok === false) return problem;
      return { ok: true, value: parsed.flatMap((entry) => (entry.ok ? [entry.value] : [])) };
    },
  };
}
