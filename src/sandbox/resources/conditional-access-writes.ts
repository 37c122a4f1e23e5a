import { randomUUID } from 'node:crypto';
import { addPolicy, deletePolicy, replacePolicy } from '../changes/policy-changes.js';
import { sameId } from '../directory.js';
import type { Route, WriteRequest, WriteRoute } from '../http/exchange.js';
import { remediatorAndPeopleWith } from '../http/permissions.js';
import { created, done, problem, resourceNotFound, type Reply } from '../http/reply.js';
import type { SandboxPolicy } from '../state.js';
import { POLICY_CONTEXT, policyItem } from './conditional-access.js';
import { isCompletePolicy, readPolicyBody } from './policy-body.js';
import { createPolicy, mergePolicy } from './policy-merge.js';
import { changeProblem, referenceProblem, retiredControlProblem, schemaMismatch } from './policy-rules.js';

/**
 * Writing Conditional Access policies, on v1.0 only: a policy written through beta can become unusable on v1.0, so nobody
 * should need the simulator for it.
 */

function onStable(write: WriteRoute['write']): WriteRoute['write'] {
  return (request) =>
    request.exchange.version === 'v1.0'
      ? write(request)
      : problem(400, 'BadRequest', 'The simulated tenant takes writes of Conditional Access policies on v1.0 only.');
}

function aboutPolicy(write: (entry: SandboxPolicy, request: WriteRequest) => Reply): WriteRoute['write'] {
  return onStable((request) => {
    const entry = request.state.policies.find(({ policy }) => sameId(policy.id, request.param('id')));
    return entry ? write(entry, request) : resourceNotFound(request.param('id'));
  });
}

function create({ state, exchange, occasion }: WriteRequest): Reply {
  const body = readPolicyBody(exchange.body);
  if (body === null || !isCompletePolicy(body)) return schemaMismatch();
  const unknown = referenceProblem(state, body);
  if (unknown) return unknown;
  const policy = createPolicy(state, body, randomUUID(), new Date(occasion.at).toISOString());
  const refused = retiredControlProblem(policy);
  if (refused) return refused;
  const entry = { policy, usesPreviewFeatures: false, betaConditions: {} };
  addPolicy(state, entry, occasion);
  return created(POLICY_CONTEXT, policyItem(exchange, entry));
}

function update(entry: SandboxPolicy, { state, exchange, occasion }: WriteRequest): Reply {
  const body = readPolicyBody(exchange.body);
  if (body === null) return schemaMismatch();
  const unknown = referenceProblem(state, body);
  if (unknown) return unknown;
  const policy = mergePolicy(state, entry.policy, body);
  const refused = changeProblem(entry, policy);
  if (refused) return refused;
  replacePolicy(state, entry, { ...entry, policy }, occasion);
  return done;
}

function remove(entry: SandboxPolicy, { state, occasion }: WriteRequest): Reply {
  const refused = changeProblem(entry, null);
  if (refused) return refused;
  deletePolicy(state, entry, occasion);
  return done;
}

const mayWrite = remediatorAndPeopleWith(
  'globalAdministrator',
  'securityAdministrator',
  'conditionalAccessAdministrator',
);

export const conditionalAccessWrites: readonly Route[] = [
  { method: 'POST', path: '/identity/conditionalAccess/policies', mayWrite, write: onStable(create) },
  { method: 'PATCH', path: '/identity/conditionalAccess/policies/{id}', mayWrite, write: aboutPolicy(update) },
  { method: 'DELETE', path: '/identity/conditionalAccess/policies/{id}', mayWrite, write: aboutPolicy(remove) },
];
