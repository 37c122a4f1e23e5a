import { randomUUID } from 'node:crypto';
import type { AppCredentials, ApproversConfig, GraphConfig } from '../config.js';
import { createApproverDirectory, fixedApprovers } from '../graph/approver-directory.js';
import { azureTokenSource, staticTokenSource, type TokenSource } from '../graph/credentials.js';
import { createEventReader } from '../graph/event-reader.js';
import { createSubjectReader } from '../graph/subject-reader.js';
import { createTenantReader } from '../graph/tenant-reader.js';
import { createTenantWriter } from '../graph/tenant-writer.js';
import { READER_APP, REMEDIATOR_APP } from '../sandbox/identities.js';
import { REQUESTER } from '../sandbox/seed/people.js';
import { startSandboxTenant } from '../sandbox/tenant-server.js';
import type {
  ApproverDirectory,
  Clock,
  EventReader,
  Ids,
  SubjectReader,
  TenantReader,
  TenantWriter,
} from '../workflows/ports.js';
import type { Logger } from './logger.js';

/** The tenant that a process watches: real or simulated, ready to be read and, where somebody may approve, to be mended. */

export const clock: Clock = { now: () => Date.now() };
export const ids: Ids = { next: () => randomUUID() };

export interface WatchedTenant {
  readonly tenantId: string;
  readonly reader: TenantReader;
  readonly events: EventReader;
  readonly subjects: SubjectReader;
  /** Used when no account is configured. */
  readonly designatedIds: readonly string[];
  /** Null: nobody may approve. */
  readonly approvers: ApproverDirectory | null;
  /** Null: plans end as instructions for people. */
  readonly writer: TenantWriter | null;
  /** Only in the sandbox: where the simulated Graph listens, and the token of its Conditional Access Administrator. */
  readonly simulated: SimulatedGraph | null;
  close(): Promise<void>;
}

export interface SimulatedGraph {
  /** Without a version. */
  readonly url: string;
  readonly administratorToken: string;
}

function tokensFor({ credentials, endpoint }: GraphConfig): TokenSource {
  return credentials.kind === 'accessToken'
    ? staticTokenSource(credentials.token)
    : azureTokenSource({ credentials, endpoint });
}

function openApprovers(endpoint: string, tokens: TokenSource, config: ApproversConfig): ApproverDirectory {
  return config.kind === 'list'
    ? fixedApprovers(config.objectIds)
    : createApproverDirectory({ endpoint, tokens, clock, groupId: config.groupId });
}

/** What the bot has and a scan does without: who may approve, who writes, and where to say what was noticed. */
export interface RemediationAccess {
  readonly remediator: AppCredentials | null;
  readonly approvers: ApproversConfig | null;
  readonly log: Logger;
}

/** A token that was given ready-made does not say here whose it is. */
function ownApplications({ credentials }: GraphConfig, access: RemediationAccess | null) {
  const reader = credentials.kind === 'accessToken' ? null : credentials.clientId;
  return { reader, remediator: access?.remediator?.clientId ?? null };
}

export function openRealTenant(graph: GraphConfig, access: RemediationAccess | null): WatchedTenant {
  const { endpoint, tenantId } = graph;
  const tokens = tokensFor(graph);
  const named = tenantId === undefined ? {} : { tenantId };
  return {
    tenantId: tenantId ?? '',
    reader: createTenantReader({ endpoint, tokens, clock, ...named, applications: ownApplications(graph, access) }),
    events: createEventReader({ endpoint, tokens, clock }),
    subjects: createSubjectReader({ endpoint, tokens, clock }),
    designatedIds: [],
    approvers: access?.approvers ? openApprovers(endpoint, tokens, access.approvers) : null,
    writer: access?.remediator
      ? createTenantWriter({
          endpoint,
          tokens: azureTokenSource({ credentials: access.remediator, endpoint }),
          clock,
          log: access.log,
        })
      : null,
    simulated: null,
    close: () => Promise.resolve(),
  };
}

/** The simulated tenant, started for this process, with both of its identities. */
export async function openSandbox(): Promise<WatchedTenant> {
  const sandbox = await startSandboxTenant();
  const { url: endpoint, tenantId } = sandbox;
  const tokens = staticTokenSource(sandbox.token);
  return {
    tenantId,
    reader: createTenantReader({
      endpoint,
      tokens,
      clock,
      tenantId,
      applications: { reader: READER_APP.appId, remediator: REMEDIATOR_APP.appId },
    }),
    events: createEventReader({ endpoint, tokens, clock }),
    subjects: createSubjectReader({ endpoint, tokens, clock }),
    designatedIds: sandbox.emergencyAccountIds,
    approvers: openApprovers(endpoint, tokens, { kind: 'group', groupId: sandbox.approversGroupId }),
    writer: createTenantWriter({ endpoint, tokens: staticTokenSource(sandbox.remediatorToken), clock }),
    simulated: { url: endpoint, administratorToken: sandbox.delegatedToken(REQUESTER.objectId) },
    close: () => sandbox.close(),
  };
}

/** What counts as long as people have designated nothing in the chat: what is configured, or the sandbox's own accounts. */
export function configuredIds(configured: readonly string[] | undefined, tenant: WatchedTenant): readonly string[] {
  return configured ?? tenant.designatedIds;
}
