import { z } from 'zod';
import type {
  ConditionalAccessPolicy,
  MalformedPolicy,
  PolicyList,
  PolicyState,
} from '../../domain/tenant/conditional-access-policy.js';
import { objectId, optionalText } from './graph-schema.js';
import { describeIssue } from './describe-issue.js';
import { grantControls, sessionControls } from './parse-policy-controls.js';
import { policyUsers } from './parse-policy-users.js';
import { enumerated, graphObject, isBlank, isObject, references, texts } from './policy-schema.js';

/**
 * One Conditional Access policy, from Graph's JSON to what the controls see. A policy that is not understood is handed on
 * as malformed under its name, never dropped and never guessed at: nobody could say whom it reaches.
 */

const STATES = new Map<string, PolicyState>(
  (['enabled', 'enabledForReportingButNotEnforced', 'disabled'] as const).map((state) => [state.toLowerCase(), state]),
);

/** `state` in Graph's spelling, whatever the source's case. */
export const policyState = z.string().transform((text, context) => {
  const state = STATES.get(text.toLowerCase());
  if (state !== undefined) return state;
  context.addIssue({ code: 'custom', message: 'it is none of the documented states' });
  return z.NEVER;
});

const CLIENT_APP_TYPES = [
  'all',
  'browser',
  'mobileAppsAndDesktopClients',
  'exchangeActiveSync',
  'easSupported',
  'other',
];

const applications = graphObject({
  includeApplications: references,
  excludeApplications: references,
  includeUserActions: texts,
  includeAuthenticationContextClassReferences: texts,
});
const NO_APPLICATIONS = applications.parse({});

/** A filter without a rule filters nothing; exports write it as an object of nulls. */
const filter = z.object({ rule: z.string().nullish() }).nullish();

const clientApplications = graphObject({
  includeServicePrincipals: references,
  includeAgentIdServicePrincipals: references,
  agentIdServicePrincipalFilter: filter,
});

const agents = graphObject({ includeAgentUsers: references, includeAgents: references });

/** `conditions.clientApplications` and `conditions.agents` name subjects that are no people. */
function namesWorkloadIdentities(
  clients: z.infer<typeof clientApplications> | null | undefined,
  agentConditions: z.infer<typeof agents> | null | undefined,
): boolean {
  const subjects = [
    clients?.includeServicePrincipals,
    clients?.includeAgentIdServicePrincipals,
    clients?.agentIdServicePrincipalFilter?.rule,
    agentConditions?.includeAgentUsers,
    agentConditions?.includeAgents,
  ];
  return subjects.some((subject) => !isBlank(subject));
}

const conditions = graphObject({
  users: policyUsers.nullish(),
  applications: applications.nullish(),
  clientApplications: clientApplications.nullish(),
  agents: agents.nullish(),
  clientAppTypes: enumerated(CLIENT_APP_TYPES),
}).transform((raw, context) => {
  const targetsWorkloadIdentities = namesWorkloadIdentities(raw.clientApplications, raw.agents);
  const users = raw.users ?? null;
  if (users === null && !targetsWorkloadIdentities) {
    context.addIssue({ code: 'custom', path: ['users'], message: 'it names neither users nor workload identities' });
  }
  return {
    users,
    targetsWorkloadIdentities,
    applications: raw.applications ?? NO_APPLICATIONS,
    clientAppTypes: raw.clientAppTypes,
  };
});

const policy = graphObject({
  id: objectId,
  displayName: optionalText,
  state: policyState,
  templateId: optionalText,
  createdDateTime: optionalText,
  modifiedDateTime: optionalText,
  conditions,
  grantControls: grantControls.nullish(),
  sessionControls,
}).transform(({ conditions: parsed, displayName, grantControls: grants, ...rest }): ConditionalAccessPolicy => ({
  ...rest,
  ...parsed,
  displayName: displayName === null || displayName === '' ? rest.id : displayName,
  grantControls: grants ?? null,
}));

function textOf(raw: unknown, keys: readonly string[]): string | null {
  if (!isObject(raw)) return null;
  const value = keys.map((key) => raw[key]).find((candidate) => typeof candidate === 'string' && candidate !== '');
  return typeof value === 'string' ? value : null;
}

export type ParsedPolicy =
  | { readonly kind: 'policy'; readonly policy: ConditionalAccessPolicy }
  | { readonly kind: 'malformed'; readonly malformed: MalformedPolicy };

/** Parses one entry of the policy list. Never throws, whatever `raw` is. */
export function parsePolicy(raw: unknown): ParsedPolicy {
  const result = policy.safeParse(raw);
  if (result.success) return { kind: 'policy', policy: result.data };
  const id = textOf(raw, ['id', 'Id']);
  const displayName = textOf(raw, ['displayName', 'DisplayName']);
  return { kind: 'malformed', malformed: { id, displayName, problem: describeIssue(result.error) } };
}

/** All entries of a policy list, those that are not understood apart. */
export function parsePolicies(items: readonly unknown[]): PolicyList {
  const parsed = items.map((item) => parsePolicy(item));
  return {
    policies: parsed.flatMap((entry) => (entry.kind === 'policy' ? [entry.policy] : [])),
    malformed: parsed.flatMap((entry) => (entry.kind === 'malformed' ? [entry.malformed] : [])),
  };
}
