import type { TenantChange } from '../../../src/domain/remediation/plan.js';
import type { FakeAnswer, FakeRequest, Routes } from '../fake-graph.js';

/** One Conditional Access policy that can be read, patched and looked up in the audit log. */

export const POLICY_ID = 'dddddddd-0000-4000-8000-000000000001';
export const ACCOUNT = 'bbbbbbbb-0000-4000-8000-000000000001';
export const ADA = 'bbbbbbbb-0000-4000-8000-00000000000a';
export const BOB = 'bbbbbbbb-0000-4000-8000-00000000000b';
export const EVE = 'bbbbbbbb-0000-4000-8000-00000000000e';

export const POLICIES = '/v1.0/identity/conditionalAccess/policies';
export const GET = `GET ${POLICIES}/${POLICY_ID}`;
export const PATCH = `PATCH ${POLICIES}/${POLICY_ID}`;
export const AUDITS = 'GET /v1.0/auditLogs/directoryAudits';

export const ADD: TenantChange = { kind: 'addPolicyExclusion', policyId: POLICY_ID, accountId: ACCOUNT };
export const REMOVE: TenantChange = { kind: 'removePolicyExclusion', policyId: POLICY_ID, accountId: ACCOUNT };

export function aPolicy(
  excludeUsers: readonly string[] | null,
  over: object = {},
  excludeGroups: readonly string[] = [],
) {
  return {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#conditionalAccess/policies/$entity',
    id: POLICY_ID,
    displayName: 'CA001',
    state: 'enabled',
    templateId: null,
    createdDateTime: '2026-01-01T00:00:00Z',
    modifiedDateTime: '2026-04-01T08:00:00.1234567Z',
    conditions: {
      users: { includeUsers: ['All'], excludeUsers, includeGroups: [], excludeGroups },
      applications: { includeApplications: ['All'] },
      clientAppTypes: ['all'],
      platforms: null,
    },
    grantControls: { operator: 'OR', builtInControls: ['mfa'] },
    sessionControls: null,
    ...over,
  };
}
export type FakePolicy = ReturnType<typeof aPolicy>;

/** An audit record of an edit that left `policy` behind. */
export function auditOf(policy: object, at: string) {
  const newValue = JSON.stringify(policy);
  const modifiedProperties = [{ displayName: 'ConditionalAccessPolicy', oldValue: null, newValue }];
  return { activityDateTime: at, targetResources: [{ id: POLICY_ID, modifiedProperties }] };
}

export interface PolicyFake {
  policy: FakePolicy;
  /** Newest first. */
  audits: readonly object[];
  readonly routes: Routes;
  /** An edit by somebody else, with its audit record. */
  edit(excludeUsers: readonly string[], at: string): void;
}

/** `answer` replaces the answer to the write, which is carried out all the same. */
export function policyFake(excludeUsers: readonly string[] | null, answer: FakeAnswer = { status: 204 }): PolicyFake {
  const set = (list: readonly string[], at: string) => {
    fake.policy = aPolicy(list, { modifiedDateTime: at });
    fake.audits = [auditOf(fake.policy, at), ...fake.audits];
  };
  const patch = ({ body }: FakeRequest) => {
    const sent = JSON.parse(body) as { conditions: { users: { excludeUsers: string[] } } };
    set(sent.conditions.users.excludeUsers, '2026-05-01T12:00:02Z');
    return answer;
  };
  const fake: PolicyFake = {
    policy: aPolicy(excludeUsers),
    audits: [],
    edit: set,
    routes: {
      [GET]: () => ({ json: fake.policy }),
      [PATCH]: patch,
      [AUDITS]: () => ({ json: { value: fake.audits } }),
    },
  };
  return fake;
}
