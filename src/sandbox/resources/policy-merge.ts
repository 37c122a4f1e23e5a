import { makePolicy, requireAnyOf } from '../seed/policies.js';
import type { GraphPolicy, SandboxState } from '../state.js';
import { strengthOf } from './authentication-strengths.js';
import type { PolicyBody } from './policy-body.js';

/**
 * What a policy becomes by a body. Nested objects are merged key by key; an array or a null takes the place of what was
 * there; what is not sent stays. Source: conditionalaccesspolicy-update.
 */

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function merged(current: unknown, patch: unknown): unknown {
  if (!isObject(patch) || !isObject(current)) return patch;
  const keys = Object.keys(patch);
  return { ...current, ...Object.fromEntries(keys.map((key) => [key, merged(current[key], patch[key])])) };
}

/** The body with the whole authentication strength where it names one. */
function withStrength(state: SandboxState, body: PolicyBody): object {
  const id = body.grantControls?.authenticationStrength?.id;
  return id === undefined
    ? body
    : { ...body, grantControls: { ...body.grantControls, authenticationStrength: strengthOf(state, id) } };
}

/** The policy after `body`. The body's authentication strength must exist. */
export function mergePolicy(state: SandboxState, policy: GraphPolicy, body: PolicyBody): GraphPolicy {
  const base = body.grantControls && !policy.grantControls ? { ...policy, grantControls: requireAnyOf() } : policy;
  // The body has passed the schema of a policy, and merging keeps the shape.
  return merged(base, withStrength(state, body)) as GraphPolicy;
}

/** The policy that a complete body creates. */
export function createPolicy(state: SandboxState, body: PolicyBody, id: string, createdDateTime: string): GraphPolicy {
  const { policy } = makePolicy({
    displayName: body.displayName ?? '',
    users: {},
    applications: {},
    grantControls: null,
    createdDateTime,
    modifiedDateTime: null,
  });
  return mergePolicy(state, { ...policy, id }, body);
}
