import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RemediationRequest } from '../../src/domain/approval/request.js';
import { NORTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { COLLEAGUES } from '../../src/sandbox/seed/people.js';
import { startSandboxTenant, type SandboxTenant } from '../../src/sandbox/tenant-server.js';
import { openSqliteStore } from '../../src/store/sqlite.js';
import type { Store } from '../../src/workflows/ports.js';
import { recoverRemediations } from '../../src/workflows/recover-remediations.js';
import { remediate } from '../../src/workflows/remediate.js';
import type { Person, Remediation, ReviewResult } from '../../src/workflows/remediation.js';
import {
  AVERY,
  BLAKE,
  findingOf,
  fixedAccounts,
  PRIYA,
  proposed,
  remediationParts,
  RILEY,
  scanOnce,
  type Parts,
} from './remediation-harness.js';

const [AN_ADMINISTRATOR] = COLLEAGUES;
const HOURS = 60 * 60_000;

let tenant: SandboxTenant;
let store: Store;
let parts: Parts;
let remediation: Remediation;
let offsetMs = 0;

beforeEach(async () => {
  offsetMs = 0;
  tenant = await startSandboxTenant();
  store = await openSqliteStore({ file: ':memory:' });
  parts = remediationParts(tenant, store, { now: () => Date.now() + offsetMs });
  remediation = remediate(parts.deps);
});

afterEach(async () => {
  await parts.settled();
  await tenant.close();
  await store.close();
});

/** A plan that excludes the account North from the one enabled policy that reaches it. */
async function proposeExclusion(): Promise<RemediationRequest> {
  const finding = findingOf(await scanOnce(parts.deps), 'BG-CA-01', 'emergency-north');
  return proposed(await remediation.propose({ ...finding, person: RILEY }));
}

async function approve(request: RemediationRequest, person: Person, typedName = ''): Promise<ReviewResult> {
  const { id: requestId, planDigest } = request;
  const opened = await remediation.openReview({ requestId, planDigest, person });
  if (opened.kind !== 'opened') return opened;
  const { token } = opened;
  return remediation.confirm({ requestId, planDigest, token, reason: 'agreed', typedName, person });
}

async function approveAndFinish(request: RemediationRequest): Promise<RemediationRequest> {
  await approve(request, AVERY);
  await parts.settled();
  return now(request);
}

async function now({ id }: RemediationRequest): Promise<RemediationRequest> {
  const found = await store.requests.findRequest(id);
  if (!found) throw new Error('The request is gone.');
  return found;
}

function policyOf(request: RemediationRequest): string {
  return request.plan.steps[0]?.object.id ?? '';
}

async function auditActions(): Promise<readonly string[]> {
  return (await store.audit.readAudit({ limit: 1_000 })).map(({ action }) => action);
}

function excludedFrom(policyId: string): readonly string[] {
  const { policy } = tenant.state.policies.find((candidate) => candidate.policy.id === policyId) ?? {};
  return policy?.conditions?.users?.excludeUsers ?? [];
}

describe('an approved plan', () => {
  test('is written once, read back, confirmed by a scan, and audited with its intent before its result', async () => {
    const request = await proposeExclusion();
    const finished = await approveAndFinish(request);
    expect(finished).toMatchObject({ state: 'succeeded', steps: [{ state: 'verified' }] });
    expect(excludedFrom(policyOf(request))).toContain(NORTH_ID);
    expect(tenant.writes).toHaveLength(1);
    const actions = await auditActions();
    expect(actions.indexOf('remediation.executing')).toBeGreaterThan(actions.indexOf('review.approved'));
    expect(actions.indexOf('remediation.succeeded')).toBeGreaterThan(actions.indexOf('remediation.executing'));
  });

  test('is carried out without waiting for What If, which the guard does not look at, and the scan after it asks', async () => {
    const request = await proposeExclusion();
    const before = tenant.requests.length;
    await approveAndFinish(request);
    const asked = tenant.requests.slice(before).map(({ method, path }) => `${method} ${path}`);
    const write = asked.findIndex((it) => it.startsWith('PATCH '));
    const isWhatIf = (it: string) => it.endsWith('/conditionalAccess/evaluate');

    expect(write).toBeGreaterThan(0);
    expect(asked.slice(0, write).filter(isWhatIf)).toEqual([]);
    expect(asked.slice(write).filter(isWhatIf)).not.toEqual([]);
  });

  test('changes nothing of the policy but the exclusion', async () => {
    const request = await proposeExclusion();
    const before = JSON.parse(tenant.policyImage(policyOf(request))) as {
      conditions: { users: { excludeUsers: string[] } };
    };
    await approveAndFinish(request);
    before.conditions.users.excludeUsers.push(NORTH_ID);
    const after = JSON.parse(tenant.policyImage(policyOf(request))) as typeof before;
    before.conditions.users.excludeUsers.sort();
    after.conditions.users.excludeUsers.sort();
    expect(after).toEqual(before);
  });

  test('can be taken back through approval by two, and the policy is what it was, byte for byte', async () => {
    const request = await proposeExclusion();
    const before = tenant.policyImage(policyOf(request));
    await approveAndFinish(request);
    expect(tenant.policyImage(policyOf(request))).not.toBe(before);
    const rollback = proposed(await remediation.proposeRollback({ requestId: request.id, person: RILEY }));
    const name = rollback.plan.steps[0]?.object.name ?? '';
    await approve(rollback, AVERY, name);
    expect(await now(rollback)).toMatchObject({ state: 'proposed' });
    await approve(rollback, BLAKE, name);
    await parts.settled();
    expect(await now(rollback)).toMatchObject({ state: 'succeeded' });
    expect(tenant.policyImage(policyOf(request))).toBe(before);
  });
});

describe('who may approve', () => {
  test('not the requester; another approver may', async () => {
    const request = await proposeExclusion();
    const own = { ...request.plan, person: RILEY };
    expect(await approve(request, own.person)).toMatchObject({ kind: 'refused', reason: 'isRequester' });
    expect(await auditActions()).toContain('review.refused');
    expect(await approve(request, AVERY)).toMatchObject({ kind: 'recorded' });
  });

  test('not somebody outside the group of approvers, until they are in it', async () => {
    const request = await proposeExclusion();
    expect(await approve(request, PRIYA)).toMatchObject({ kind: 'refused', reason: 'notApprover' });
    tenant.administrator.addMember(tenant.approversGroupId, PRIYA.principal.objectId, AN_ADMINISTRATOR);
    expect(await approve(request, PRIYA)).toMatchObject({ kind: 'recorded' });
  });

  test('not somebody who has left the group between the click and the write', async () => {
    const request = await proposeExclusion();
    const held: (() => Promise<void>)[] = [];
    const holding = remediationParts(tenant, store, undefined, { inBackground: (work) => void held.push(work) });
    remediation = remediate(holding.deps);
    await approve(request, AVERY);
    tenant.administrator.removeMember(tenant.approversGroupId, AVERY.principal.objectId, AN_ADMINISTRATOR);
    for (const work of held) await work();
    expect(held).toHaveLength(1);
    expect(await now(request)).toMatchObject({ state: 'stale' });
    expect(tenant.writes).toEqual([]);
  });

  test('nobody while the group cannot be read', async () => {
    const request = await proposeExclusion();
    tenant.behaviour = { ...tenant.behaviour, forbidden: [new RegExp(tenant.approversGroupId)] };
    expect(await approve(request, AVERY)).toMatchObject({ kind: 'refused', reason: 'approversUnknown' });
    tenant.behaviour = { ...tenant.behaviour, forbidden: [] };
    expect(await approve(request, AVERY)).toMatchObject({ kind: 'recorded' });
  });
});

describe('the two steps of an approval', () => {
  const confirmation = ({ id: requestId, planDigest }: RemediationRequest, token: string, person: Person) => ({
    requestId,
    planDigest,
    token,
    reason: 'agreed',
    typedName: '',
    person,
  });

  async function open({ id: requestId, planDigest }: RemediationRequest, person: Person): Promise<string> {
    const opened = await remediation.openReview({ requestId, planDigest, person });
    return opened.kind === 'opened' ? opened.token : '';
  }

  test('a confirmation that nobody opened writes nothing; the opened one does', async () => {
    const request = await proposeExclusion();
    expect(await remediation.confirm(confirmation(request, 'made-up', AVERY))).toMatchObject({
      reason: 'notConfirmed',
    });
    await parts.settled();
    expect(tenant.writes).toEqual([]);
    expect(await remediation.confirm(confirmation(request, await open(request, AVERY), AVERY))).toMatchObject({
      kind: 'recorded',
    });
  });

  test('a confirmation belongs to the person who opened it', async () => {
    const request = await proposeExclusion();
    const token = await open(request, AVERY);
    expect(await remediation.confirm(confirmation(request, token, BLAKE))).toMatchObject({ reason: 'notConfirmed' });
    expect(tenant.writes).toEqual([]);
  });

  test('a missing reason is asked for and does not cost the confirmation', async () => {
    const request = await proposeExclusion();
    const input = confirmation(request, await open(request, AVERY), AVERY);
    expect(await remediation.confirm({ ...input, reason: '  ' })).toMatchObject({ reason: 'reasonMissing' });
    expect(await remediation.confirm(input)).toMatchObject({ kind: 'recorded' });
  });

  test('another plan than the stored one is refused', async () => {
    const request = await proposeExclusion();
    const input = { requestId: request.id, planDigest: '0'.repeat(64), person: AVERY };
    expect(await remediation.openReview(input)).toMatchObject({ kind: 'refused', reason: 'otherPlan' });
  });

  test('the same confirmation delivered ten times at once writes once', async () => {
    const request = await proposeExclusion();
    const input = confirmation(request, await open(request, AVERY), AVERY);
    const results = await Promise.all(Array.from({ length: 10 }, () => remediation.confirm(input)));
    await parts.settled();
    expect(results.filter(({ kind }) => kind === 'recorded')).toHaveLength(1);
    expect(tenant.writes).toHaveLength(1);
  });
});

describe('a plan whose ground has moved', () => {
  test('is not written after somebody has edited the policy, and is after nobody has', async () => {
    const request = await proposeExclusion();
    tenant.administrator.updatePolicy(
      policyOf(request),
      (policy) => void (policy.displayName = 'Renamed'),
      AN_ADMINISTRATOR,
    );
    expect(await approveAndFinish(request)).toMatchObject({ state: 'stale' });
    expect(tenant.writes).toEqual([]);
    const again = await proposeExclusion();
    expect(await approveAndFinish(again)).toMatchObject({ state: 'succeeded' });
  });

  test('is not written after the policy was deleted', async () => {
    const request = await proposeExclusion();
    tenant.administrator.deletePolicy(policyOf(request), AN_ADMINISTRATOR);
    expect(await approveAndFinish(request)).toMatchObject({ state: 'stale' });
    expect(tenant.writes).toEqual([]);
  });

  test('is not written after the policy has begun to use preview features', async () => {
    const request = await proposeExclusion();
    const own = tenant.state.policies.find(({ policy }) => policy.id === policyOf(request));
    if (own) own.usesPreviewFeatures = true;
    expect(await approveAndFinish(request)).toMatchObject({ state: 'stale' });
    expect(tenant.writes).toEqual([]);
  });

  test('is not written for an account that is no longer designated', async () => {
    const request = await proposeExclusion();
    const others = tenant.emergencyAccountIds.filter((id) => id !== NORTH_ID);
    const changed = remediationParts(tenant, store, undefined, { accounts: fixedAccounts(others) });
    remediation = remediate(changed.deps);
    await approve(request, AVERY);
    await changed.settled();
    expect(await now(request)).toMatchObject({ state: 'stale' });
    expect(tenant.writes).toEqual([]);
  });

  test('is done without a write when somebody else was faster, and then there is nothing to take back', async () => {
    const request = await proposeExclusion();
    tenant.administrator.updatePolicy(
      policyOf(request),
      (policy) => void policy.conditions?.users?.excludeUsers?.push(NORTH_ID),
      AN_ADMINISTRATOR,
    );
    expect(await approveAndFinish(request)).toMatchObject({ state: 'succeeded', steps: [{ state: 'inPlace' }] });
    expect(tenant.writes).toEqual([]);
    const undo = await remediation.proposeRollback({ requestId: request.id, person: RILEY });
    expect(undo).toMatchObject({ kind: 'refused', reason: 'nothingWritten' });
  });

  test('expires after four hours, and not before', async () => {
    const request = await proposeExclusion();
    offsetMs = 4 * HOURS - 60_000;
    await recoverRemediations(parts.deps);
    expect(await now(request)).toMatchObject({ state: 'proposed' });
    offsetMs = 4 * HOURS + 60_000;
    expect(await approve(request, AVERY)).toMatchObject({ kind: 'refused', reason: 'expired' });
    await recoverRemediations(parts.deps);
    expect(await now(request)).toMatchObject({ state: 'expired' });
  });
});

describe('a write that meets the world', () => {
  const patch = /^\/v1\.0\/identity\/conditionalAccess\/policies\/[^/]+$/;

  function onPatch(act: () => void): void {
    tenant.behaviour = { ...tenant.behaviour, onRequest: ({ method }) => (method === 'PATCH' ? act() : undefined) };
  }

  test('says so when another administrator edits between the last look and the write, and names what was lost', async () => {
    const request = await proposeExclusion();
    const stranger = tenant.state.users.find(({ id }) => !tenant.emergencyAccountIds.includes(id))?.id ?? '';
    onPatch(() =>
      tenant.administrator.updatePolicy(
        policyOf(request),
        (policy) => void policy.conditions?.users?.excludeUsers?.push(stranger),
        AN_ADMINISTRATOR,
      ),
    );
    const finished = await approveAndFinish(request);
    expect(finished.state).toBe('uncertain');
    expect(finished.outcome).toContain(stranger);
  });

  test('ends as failed with nothing written when Graph throttles it', async () => {
    const request = await proposeExclusion();
    const before = tenant.policyImage(policyOf(request));
    onPatch(() => (tenant.behaviour = { ...tenant.behaviour, faults: [{ match: patch, fault: 'throttledForEver' }] }));
    expect(await approveAndFinish(request)).toMatchObject({ state: 'failed' });
    expect(tenant.policyImage(policyOf(request))).toBe(before);
  });

  test('is settled by reading back when its answer was lost after it took effect', async () => {
    const request = await proposeExclusion();
    onPatch(
      () => (tenant.behaviour = { ...tenant.behaviour, faults: [{ match: patch, fault: 'appliedThen504', times: 1 }] }),
    );
    expect(await approveAndFinish(request)).toMatchObject({ state: 'succeeded' });
    expect(tenant.writes.filter(({ applied }) => applied)).toHaveLength(1);
  });

  test('ends as uncertain when its answer was lost and it cannot be seen', async () => {
    const request = await proposeExclusion();
    onPatch(
      () => (tenant.behaviour = { ...tenant.behaviour, faults: [{ match: patch, fault: 'gatewayTimeout', times: 1 }] }),
    );
    expect(await approveAndFinish(request)).toMatchObject({ state: 'uncertain' });
    expect(tenant.writes.filter(({ applied }) => applied)).toEqual([]);
  });
});

describe('a policy with ways of its own', () => {
  test('that still replicates ends as not confirmed yet, and is not written a second time', async () => {
    const request = await proposeExclusion();
    tenant.behaviour = { ...tenant.behaviour, policyLagMs: HOURS };
    const finished = await approveAndFinish(request);
    expect(finished).toMatchObject({ state: 'uncertain' });
    expect(finished.outcome).toContain('not yet confirmed');
    await recoverRemediations(parts.deps);
    expect(tenant.writes.filter(({ applied }) => applied)).toHaveLength(1);
  });

  test('that Microsoft manages gets the exclusion, which may be edited there, and the plan says whose it is', async () => {
    const managed = tenant.state.policies.find(({ policy }) => policy.displayName?.startsWith('CA018'));
    tenant.administrator.updatePolicy(
      managed?.policy.id ?? '',
      (policy) => void (policy.displayName = 'Microsoft-managed: Multifactor authentication for Azure'),
      AN_ADMINISTRATOR,
    );
    const request = await proposeExclusion();
    expect(request.plan.blastRadius).toContain('Managed by Microsoft');
    expect(await approveAndFinish(request)).toMatchObject({ state: 'succeeded' });
    expect(excludedFrom(managed?.policy.id ?? '')).toContain(NORTH_ID);
  });
});

describe('without a remediator identity', () => {
  test('an approved plan ends as instructions, and nothing is written', async () => {
    const request = await proposeExclusion();
    const withoutWriter = remediationParts(tenant, store, undefined, { writer: null });
    remediation = remediate(withoutWriter.deps);
    await approve(request, AVERY);
    await withoutWriter.settled();
    expect(await now(request)).toMatchObject({ state: 'awaitingPeople' });
    expect(tenant.writes).toEqual([]);
  });
});
