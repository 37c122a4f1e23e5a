import type { ConditionalAccessConditionSet, ConditionalAccessGrantControls } from '@microsoft/microsoft-graph-types';
import { sameId } from '../directory.js';
import type { Exchange, Route } from '../http/exchange.js';
import { collection, entity, problem, resourceNotFound, type Item } from '../http/reply.js';
import { CONDITIONAL_ACCESS_POLICY } from '../resource-types.js';
import type { SandboxPolicy } from '../state.js';

/**
 * Reading Conditional Access policies. v1.0 hides policies that use preview features; beta shows every policy, with members v1.0
 * does not have. Enum members that Graph added later come back as `unknownFutureValue` unless the request prefers them.
 */

export const POLICY_CONTEXT = 'conditionalAccess/policies';
/** Graph answers every policy of a tenant on one page. */
const LISTED = { pageSize: 999, filterable: ['id', 'displayName', 'state'] };
/** `Policy.Read.ConditionalAccess` is not enough here. Source: Microsoft Graph permissions reference. */
const POLICY_READERS = ['Policy.Read.All'];
const LATER_ENUM_MEMBERS = new Set(['riskRemediation', 'linux']);

function prefersUnknownEnumMembers({ headers }: Exchange): boolean {
  return headers['prefer']?.includes('include-unknown-enum-members') === true;
}

function withoutLaterMembers<T extends string>(values: readonly T[] | undefined): (T | 'unknownFutureValue')[] {
  const known = values === undefined ? [] : values;
  return known.map((value) => (LATER_ENUM_MEMBERS.has(value) ? 'unknownFutureValue' : value));
}

function conditionsFor(exchange: Exchange, conditions: ConditionalAccessConditionSet): object {
  const { platforms } = conditions;
  if (!platforms || prefersUnknownEnumMembers(exchange)) return conditions;
  return {
    ...conditions,
    platforms: {
      includePlatforms: withoutLaterMembers(platforms.includePlatforms),
      excludePlatforms: withoutLaterMembers(platforms.excludePlatforms),
    },
  };
}

function grantControlsFor(exchange: Exchange, policyId: string, controls: ConditionalAccessGrantControls): object {
  const builtInControls = prefersUnknownEnumMembers(exchange)
    ? controls.builtInControls
    : withoutLaterMembers(controls.builtInControls);
  const context = `policies('${policyId}')/grantControls/authenticationStrength/$entity`;
  return {
    ...controls,
    builtInControls,
    'authenticationStrength@odata.context': `/${exchange.version}/$metadata#identity/conditionalAccess/${context}`,
  };
}

/** The policy as `exchange` sees it. */
export function policyItem(exchange: Exchange, { policy, betaConditions }: SandboxPolicy): Item {
  const { grantControls, conditions } = policy;
  const onBeta = exchange.version === 'beta';
  const value = {
    ...policy,
    ...(onBeta && { partialEnablementStrategy: null }),
    ...(conditions && { conditions: { ...conditionsFor(exchange, conditions), ...(onBeta && betaConditions) } }),
    ...(grantControls && { grantControls: grantControlsFor(exchange, policy.id, grantControls) }),
  };
  return { type: CONDITIONAL_ACCESS_POLICY, value };
}

/** Whether the version of the request shows the policy. */
export function isVisible(exchange: Exchange, policy: SandboxPolicy): boolean {
  return exchange.version === 'beta' || !policy.usesPreviewFeatures;
}

export const conditionalAccessRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/identity/conditionalAccess/policies',
    permissions: POLICY_READERS,
    reply: ({ state, exchange }) => {
      const visible = state.policies.filter((policy) => isVisible(exchange, policy));
      const items = visible.map((policy) => policyItem(exchange, policy));
      return collection(POLICY_CONTEXT, CONDITIONAL_ACCESS_POLICY, items, LISTED);
    },
  },
  {
    method: 'GET',
    path: '/identity/conditionalAccess/deletedItems/policies',
    permissions: POLICY_READERS,
    reply: ({ state, exchange }) => {
      const visible = state.deletedPolicies.filter((policy) => isVisible(exchange, policy));
      const items = visible.map((policy) => policyItem(exchange, policy));
      return collection('conditionalAccess/deletedItems/policies', CONDITIONAL_ACCESS_POLICY, items, LISTED);
    },
  },
  {
    method: 'GET',
    path: '/identity/conditionalAccess/policies/{id}',
    permissions: POLICY_READERS,
    reply: ({ state, exchange, param }) => {
      const found = state.policies.find(({ policy }) => sameId(policy.id, param('id')));
      if (found === undefined) return resourceNotFound(param('id'));
      if (isVisible(exchange, found)) return entity(POLICY_CONTEXT, policyItem(exchange, found));
      return problem(
        400,
        'BadRequest',
        '1037: The policy you requested contains preview features. Use the Beta endpoint to retrieve this policy.',
      );
    },
  },
];
