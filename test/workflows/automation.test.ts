import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RemediationRequest } from '../../src/domain/approval/request.js';
import type { ControlMode } from '../../src/domain/remediation/plan.js';
import { NORTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { COLLEAGUES } from '../../src/sandbox/seed/people.js';
import { startSandboxTenant, type SandboxTenant } from '../../src/sandbox/tenant-server.js';
import { openSqliteStore } from '../../src/store/sqlite.js';
import { automate } from '../../src/workflows/automate.js';
import type { Automation } from '../../src/workflows/automation.js';
import { followUpScan } from '../../src/workflows/follow-up-scan.js';
import type { Store } from '../../src/workflows/ports.js';
import { recoverRemediations } from '../../src/workflows/recover-remediations.js';
import { remediate } from '../../src/workflows/remediate.js';
import type { Person, Remediation } from '../../src/workflows/remediation.js';
import {
  AVERY,
  BLAKE,
  findingOf,
  proposed,
  remediationParts,
  RILEY,
  scanOnce,
  type Parts,
} from './remediation-harness.js';

/** What the bot does by itself, and what it does not, over the simulated tenant's HTTP and a real store. */

const [AN_ADMINISTRATOR] = COLLEAGUES;
const HOURS = 60 * 60_000;

let tenant: SandboxTenant;
let store: Store;
let parts: Parts;
let remediation: Remediation;
let automation: Automation;
let offsetMs = 0;
let posted: RemediationRequest[] = [];

beforeEach(async () => {
  offsetMs = 0;
  posted = [];
  tenant = await startSandboxTenant();
  store = await openSqliteStore({ file: ':memory:' });
  parts = remediationParts(
    tenant,
    store,
    { now: () => Date.now() + offsetMs },
    {
      postRequest: (request) => Promise.resolve(void posted.push(request)),
    },
  );
  remediation = remediate(parts.deps);
  automation = automate(parts.deps);
  leaveOneFinding();
});

afterEach(async () => {
  await parts.settled();
  await tenant.close();
  await store.close();
});

/** Of BG-CA-01 only the exclusion of North from one policy is left to fix. */
function leaveOneFinding(): void {
  const dedicated = tenant.state.policies.find(({ policy }) => policy.displayName?.startsWith('CA100'));
  tenant.administrator.deletePolicy(dedicated?.policy.id ?? '', AN_ADMINISTRATOR);
}

async function approve(request: RemediationRequest, person: Person, typedName = ''): Promise<void> {
  const { id: requestId, planDigest } = request;
  const opened = await remediation.openReview({ requestId, planDigest, person });
  if (opened.kind !== 'opened') throw new Error(`Not opened: ${JSON.stringify(opened)}`);
  const { token } = opened;
  const result = await remediation.confirm({ requestId, planDigest, token, reason: 'agreed', typedName, person });
  if (result.kind !== 'recorded') throw new Error(`Not recorded: ${JSON.stringify(result)}`);
  await parts.settled();
}

async function proposeMode(controlId: string, mode: ControlMode): Promise<RemediationRequest> {
  const { controls } = await automation.overview();
  const options = controls.find((control) => control.controlId === controlId)?.options ?? [];
  const optionId = options.find((option) => option.mode === mode)?.id ?? '';
  return proposed(await automation.proposeMode({ optionId, person: RILEY }));
}

/** The mode as people set it: proposed by one, approved by as many as it takes. */
async function setMode(controlId: string, mode: ControlMode): Promise<void> {
  const request = await proposeMode(controlId, mode);
  await approve(request, AVERY, controlId);
  if (mode === 'automatic') await approve(request, BLAKE, controlId);
}

async function modeOf(controlId: string): Promise<ControlMode | undefined> {
  return (await automation.overview()).controls.find((control) => control.controlId === controlId)?.mode;
}

async function scanAndFollowUp(): Promise<void> {
  const { scan } = await scanOnce(parts.deps);
  await followUpScan(parts.deps, scan);
  await parts.settled();
}

async function now({ id }: RemediationRequest): Promise<RemediationRequest> {
  const found = await store.requests.findRequest(id);
  if (!found) throw new Error('The request is gone.');
  return found;
}

function requestsIn(...states: RemediationRequest['state'][]): Promise<readonly RemediationRequest[]> {
  return store.requests.listRequests(parts.deps.tenantId, states);
}

/** North excluded from the policy of the request by an administrator, and out of it again: the same finding returns. */
function removeExclusion(policyId: string): void {
  tenant.administrator.updatePolicy(
    policyId,
    (policy) => {
      const users = policy.conditions?.users;
      if (users?.excludeUsers) users.excludeUsers = users.excludeUsers.filter((id) => id !== NORTH_ID);
    },
    AN_ADMINISTRATOR,
  );
}

describe('the mode of a control', () => {
  test('is advisory at first: a scan proposes nothing by itself', async () => {
    await scanAndFollowUp();
    expect(await modeOf('BG-CA-01')).toBe('advisory');
    expect(posted).toEqual([]);
    expect(tenant.writes).toEqual([]);
  });

  test('becomes automatic only with the approval of two others, and not with that of one', async () => {
    const request = await proposeMode('BG-CA-01', 'automatic');
    await approve(request, AVERY, 'BG-CA-01');
    expect(await modeOf('BG-CA-01')).toBe('advisory');
    await approve(request, BLAKE, 'BG-CA-01');
    expect(await modeOf('BG-CA-01')).toBe('automatic');
    expect(await now(request)).toMatchObject({ state: 'succeeded' });
    expect(tenant.writes).toEqual([]);
  });

  test('cannot be made automatic where a fix takes rights that must not stand', async () => {
    const { controls } = await automation.overview();
    const modesOf = (controlId: string) =>
      controls.find((control) => control.controlId === controlId)?.options.map(({ mode }) => mode);
    expect(modesOf('BG-CA-01')).toContain('automatic');
    expect(modesOf('BG-ROLE-01')).not.toContain('automatic');
  });

  test('is not changed by an option that nobody was offered', async () => {
    const person = RILEY;
    expect(await automation.proposeMode({ optionId: 'BG-ROLE-01 automatic', person })).toEqual({
      kind: 'unknownOption',
    });
  });

  test('is not set when another request has changed it since the plan was made', async () => {
    const first = await proposeMode('BG-CA-01', 'approval');
    await store.automation.setMode(
      parts.deps.tenantId,
      { controlId: 'BG-CA-01', mode: 'automatic', requestId: first.id, at: first.createdAt },
      {
        at: first.createdAt,
        actor: { kind: 'unknown' },
        action: 'test',
        subject: '',
        result: 'succeeded',
        details: {},
      },
    );
    await approve(first, AVERY, 'BG-CA-01');
    expect(await now(first)).toMatchObject({ state: 'stale' });
    expect((await now(first)).outcome).toContain('mode: advisory -> automatic');
  });
});

describe('approval mode', () => {
  test('has the bot propose what fails, once, and carry it out after the approval of another person', async () => {
    await setMode('BG-CA-01', 'approval');
    await scanAndFollowUp();
    await scanAndFollowUp();
    expect(posted).toHaveLength(1);
    const [request] = await requestsIn('proposed');
    expect(request).toMatchObject({ requesterName: 'Glasswatch', authorizedBy: 'review' });
    if (request) await approve(request, AVERY);
    expect(request && (await now(request))).toMatchObject({ state: 'succeeded' });
  });

  test('leaves people a day after they denied a plan, and then proposes it again', async () => {
    await setMode('BG-CA-01', 'approval');
    await scanAndFollowUp();
    const [request] = posted;
    if (!request) throw new Error('Nothing was proposed.');
    const { id: requestId, planDigest } = request;
    await remediation.deny({ requestId, planDigest, reason: 'not now', person: AVERY });
    offsetMs = 23 * HOURS;
    await scanAndFollowUp();
    expect(posted).toHaveLength(1);
    offsetMs = 25 * HOURS;
    await scanAndFollowUp();
    expect(posted).toHaveLength(2);
  });
});

describe('automatic mode', () => {
  test('fixes a missing exclusion without anybody, posts it, and offers to take it back', async () => {
    await setMode('BG-CA-01', 'automatic');
    await scanAndFollowUp();
    const [fixed] = await requestsIn('succeeded').then((all) => all.filter(({ plan }) => plan.purpose === 'fix'));
    expect(fixed).toMatchObject({ authorizedBy: 'automaticMode', reviews: [], steps: [{ state: 'verified' }] });
    expect(posted.map(({ id }) => id)).toEqual([fixed?.id]);
    expect(tenant.writes).toHaveLength(1);
    const undo = await remediation.proposeRollback({ requestId: fixed?.id ?? '', person: RILEY });
    expect(undo).toMatchObject({ kind: 'proposed' });
  });

  test('does nothing while somebody has stopped the bot, and goes on once others have agreed to resume', async () => {
    await setMode('BG-CA-01', 'automatic');
    expect(await automation.stop({ person: RILEY })).toMatchObject({ kind: 'stopped' });
    await scanAndFollowUp();
    expect(tenant.writes).toEqual([]);
    const resume = proposed(await automation.proposeResume({ person: RILEY }));
    await approve(resume, AVERY);
    // What was proposed instead expires first.
    offsetMs = 5 * HOURS;
    await recoverRemediations(parts.deps);
    await scanAndFollowUp();
    expect(tenant.writes).toHaveLength(1);
  });

  test('pauses after five fixes in an hour, and goes on in the next', async () => {
    await setMode('BG-CA-01', 'automatic');
    for (let round = 0; round < 6; round += 1) {
      await scanAndFollowUp();
      const last = posted.at(-1)?.plan.steps[0]?.object.id;
      if (last !== undefined && round < 5) removeExclusion(last);
    }
    expect(tenant.writes).toHaveLength(5);
    expect((await automation.overview()).heldBack).toContain('hour');
    offsetMs = 61 * 60_000;
    expect((await automation.overview()).heldBack).toBeNull();
  });

  test('pauses after three failures in a row until people resume it', async () => {
    await setMode('BG-CA-01', 'automatic');
    const match = /^\/v1\.0\/identity\/conditionalAccess\/policies\/[^/]+$/;
    tenant.behaviour = { ...tenant.behaviour, faults: [{ match, method: 'PATCH', fault: 'forbidden' }] };
    for (let day = 0; day < 4; day += 1) {
      offsetMs = day * 25 * HOURS;
      await scanAndFollowUp();
    }
    const failed = await requestsIn('failed');
    expect(failed).toHaveLength(3);
    expect((await automation.overview()).heldBack).toContain('3');
  });
});

describe('stopping', () => {
  test('holds back an approved plan, which is carried out after resuming', async () => {
    const finding = findingOf(await scanOnce(parts.deps), 'BG-CA-01', 'emergency-north');
    const request = proposed(await remediation.propose({ ...finding, person: RILEY }));
    await automation.stop({ person: BLAKE });
    await approve(request, AVERY);
    expect(await now(request)).toMatchObject({ state: 'approved' });
    expect(tenant.writes).toEqual([]);
    await approve(proposed(await automation.proposeResume({ person: RILEY })), AVERY);
    await recoverRemediations(parts.deps);
    expect(await now(request)).toMatchObject({ state: 'succeeded' });
  });

  test('reaches a plan that is being carried out: what is not written yet is not written', async () => {
    const finding = findingOf(await scanOnce(parts.deps), 'BG-CA-01', 'emergency-north');
    const request = proposed(await remediation.propose({ ...finding, person: RILEY }));
    // The last reading before the write: the policy by its ID, for the second time.
    let readings = 0;
    tenant.behaviour = {
      ...tenant.behaviour,
      onRequest: async ({ method, path }) => {
        if (method !== 'GET' || !/\/conditionalAccess\/policies\/[^/]+$/.test(path)) return;
        readings += 1;
        if (readings === 2) await automation.stop({ person: BLAKE });
      },
    };
    await approve(request, AVERY);
    expect(await now(request)).toMatchObject({ state: 'failed' });
    expect((await now(request)).outcome).toContain('stopped all writing');
    expect(tenant.writes).toEqual([]);
  });

  test('is in the audit log with the person, and a second stop says who was first', async () => {
    await automation.stop({ person: RILEY });
    expect(await automation.stop({ person: AVERY })).toMatchObject({
      kind: 'alreadyStopped',
      stop: { byName: RILEY.name },
    });
    const records = await store.audit.readAudit({ limit: 1_000 });
    const stop = records.find(({ action }) => action === 'automation.stopped');
    expect(stop?.actor).toContain(RILEY.principal.objectId);
  });

  test('cannot be resumed by the one who asks for it alone', async () => {
    await automation.stop({ person: AVERY });
    const resume = proposed(await automation.proposeResume({ person: AVERY }));
    const { id: requestId, planDigest } = resume;
    expect(await remediation.openReview({ requestId, planDigest, person: AVERY })).toMatchObject({
      kind: 'refused',
      reason: 'isRequester',
    });
    await approve(resume, BLAKE);
    expect((await automation.overview()).stopped).toBeNull();
  });
});

describe('a plan that waited for people', () => {
  async function awaiting(): Promise<RemediationRequest> {
    const finding = findingOf(await scanOnce(parts.deps), 'BG-CA-01', 'emergency-north');
    const withoutWriter = remediationParts(tenant, store, undefined, { writer: null });
    remediation = remediate(withoutWriter.deps);
    const request = proposed(await remediation.propose({ ...finding, person: RILEY }));
    await approve(request, AVERY);
    await withoutWriter.settled();
    return now(request);
  }

  test('is closed by the next scan that no longer finds it, and not before', async () => {
    const request = await awaiting();
    expect(request).toMatchObject({ state: 'awaitingPeople' });
    await scanAndFollowUp();
    expect(await now(request)).toMatchObject({ state: 'awaitingPeople' });
    for (const { object } of request.plan.steps) {
      tenant.administrator.updatePolicy(
        object.id,
        (policy) => void policy.conditions?.users?.excludeUsers?.push(NORTH_ID),
        AN_ADMINISTRATOR,
      );
    }
    await scanAndFollowUp();
    expect(await now(request)).toMatchObject({ state: 'succeeded' });
    expect((await now(request)).outcome).toContain('no longer fails');
  });

  test('is not closed by a scan that could not look', async () => {
    const request = await awaiting();
    tenant.behaviour = { ...tenant.behaviour, forbidden: [/conditionalAccess/] };
    await scanAndFollowUp();
    expect(await now(request)).toMatchObject({ state: 'awaitingPeople' });
  });
});
