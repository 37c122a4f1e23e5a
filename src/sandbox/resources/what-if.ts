import { findUser } from '../directory.js';
import type { Route, RouteRequest } from '../http/exchange.js';
import { collection, problem, type Reply } from '../http/reply.js';
import { WHAT_IF_RESULT } from '../resource-types.js';
import { analyse } from '../what-if/analyse.js';
import { readQuestion } from '../what-if/sign-in.js';
import { identityOf } from '../what-if/targeting.js';
import { isVisible, policyItem } from './conditional-access.js';
import { needsConditionalAccess } from './licences.js';

/**
 * What If: which policies would apply to a sign-in. It judges the policies that the version shows; whether the real one
 * judges policies with preview features on v1.0 as well is not documented, so here they are left out there.
 */

function evaluate({ state, exchange }: RouteRequest): Reply {
  const question = readQuestion(exchange.body);
  if (question === null) {
    return problem(400, 'BadRequest', '1007: The sign-in does not match the schema of the evaluate action.');
  }
  const user = findUser(state, question.signInIdentity.userId);
  if (user === undefined) return problem(400, 'BadRequest', 'The user of the sign-in does not exist in the directory.');
  const identity = identityOf(state, user);
  const visible = state.policies.filter((policy) => isVisible(exchange, policy));
  const items = visible.map((policy) => ({
    type: WHAT_IF_RESULT,
    value: {
      ...policyItem(exchange, policy).value,
      ...analyse(policy.policy, question, identity, state.namedLocations),
    },
  }));
  const shown = question.appliedPoliciesOnly === true ? items.filter(({ value }) => value.policyApplies) : items;
  return collection('Collection(microsoft.graph.whatIfAnalysisResult)', WHAT_IF_RESULT, shown, { pageSize: 999 });
}

export const whatIfRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/identity/conditionalAccess/evaluate',
    permissions: ['Policy.Read.ConditionalAccess', 'Policy.Read.All', 'Policy.ReadWrite.ConditionalAccess'],
    reply: needsConditionalAccess(evaluate),
  },
];
