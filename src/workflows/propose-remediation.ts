import type { RemediationRequest, RequestState } from '../domain/approval/request.js';
import type { Finding } from '../domain/controls/control.js';
import { planFor, type PlanResult } from '../domain/remediation/plan-for.js';
import { rollbackPlanFor } from '../domain/remediation/rollback-plan.js';
import { planDigestOf, type RemediationPlan } from '../domain/remediation/plan.js';
import { reportOf } from '../domain/report/scan-report.js';
import type { Scan } from '../domain/scan.js';
import type { TenantSnapshot } from '../domain/tenant/snapshot.js';
import type { FixOption, Person, ProposeResult, Remediation, RollbackResult } from './remediation.js';
import { personActor, requestEvent, type RemediationDependencies } from './remediation-dependencies.js';

/** From a stored finding, or a finished request, to a stored plan. Reads nothing but the store and changes nothing but it. */

/** While a request is in one of these, the same plan is not made twice. */
const OPEN: readonly RequestState[] = ['proposed', 'approved', 'executing'];
const FINISHED: readonly RequestState[] = ['succeeded', 'failed', 'uncertain', 'awaitingPeople'];

function context({ ids, clock, planLifetimeMs }: RemediationDependencies) {
  return { id: ids.next(), now: clock.now(), lifetimeMs: planLifetimeMs };
}

function plan(deps: RemediationDependencies, finding: Finding, snapshot: TenantSnapshot): PlanResult {
  return planFor(finding, snapshot, context(deps));
}

function toOption(scan: Scan, finding: Finding, planned: PlanResult): readonly FixOption[] {
  if (planned.kind === 'refused') return [];
  const { controlId, fingerprint, subject, summary } = finding;
  return [{ scanId: scan.id, fingerprint, controlId, subjectName: subject.name, summary, plan: planned.plan }];
}

async function listFixes(deps: RemediationDependencies): Promise<readonly FixOption[]> {
  const scan = await deps.scans.findLatestScan(deps.tenantId);
  const snapshot = scan && (await deps.scans.findSnapshot(scan.id));
  if (!scan || !snapshot) return [];
  return reportOf(scan).findings.flatMap((finding) => toOption(scan, finding, plan(deps, finding, snapshot)));
}

async function findOpen(
  deps: RemediationDependencies,
  isSame: (open: RemediationRequest) => boolean,
): Promise<RemediationRequest | undefined> {
  return (await deps.requests.listRequests(deps.tenantId, OPEN)).find(isSame);
}

async function store(
  deps: RemediationDependencies,
  made: RemediationPlan,
  { principal, name }: Person,
  rollbackOf: string | null,
): Promise<RemediationRequest> {
  const request: RemediationRequest = {
    id: made.id,
    plan: made,
    planDigest: planDigestOf(made),
    requester: principal,
    requesterName: name,
    state: 'proposed',
    version: 1,
    reviews: [],
    steps: made.steps.map((_, index) => ({ index, state: 'pending', detail: '' })),
    outcome: '',
    rollbackOf,
    createdAt: made.createdAt,
    updatedAt: made.createdAt,
  };
  const details = { controlId: made.controlId, subject: made.subject.id, purpose: made.purpose, risk: made.risk };
  await deps.requests.propose(
    request,
    requestEvent(deps, 'remediation.proposed', personActor(principal), request, 'succeeded', details),
  );
  return request;
}

async function auditRefusal(
  deps: RemediationDependencies,
  person: Person,
  subject: string,
  code: string,
): Promise<void> {
  await deps.audit.append({
    at: new Date(deps.clock.now()).toISOString(),
    actor: personActor(person.principal),
    action: 'remediation.refused',
    subject,
    result: 'refused',
    details: { code },
  });
}

async function propose(
  deps: RemediationDependencies,
  { scanId, fingerprint, person }: Parameters<Remediation['propose']>[0],
): Promise<ProposeResult> {
  const scan = await deps.scans.findScan(scanId);
  const finding = scan?.findings.find((candidate) => candidate.fingerprint === fingerprint);
  const snapshot = finding && (await deps.scans.findSnapshot(scanId));
  if (!finding || !snapshot) return { kind: 'unknownFinding' };
  const open = await findOpen(
    deps,
    ({ plan: { purpose, controlId, subject } }) =>
      purpose === 'fix' && controlId === finding.controlId && subject.id === finding.subject.id,
  );
  if (open) return { kind: 'alreadyOpen', request: open };
  const planned = plan(deps, finding, snapshot);
  if (planned.kind === 'refused') {
    await auditRefusal(deps, person, `${finding.controlId} ${finding.subject.id}`, planned.refusal.code);
    return { kind: 'refused', refusal: planned.refusal };
  }
  return { kind: 'proposed', request: await store(deps, planned.plan, person, null) };
}

async function proposeRollback(
  deps: RemediationDependencies,
  { requestId, person }: Parameters<Remediation['proposeRollback']>[0],
): Promise<RollbackResult> {
  const request = await deps.requests.findRequest(requestId);
  if (!request) return { kind: 'unknownRequest' };
  if (!FINISHED.includes(request.state)) return { kind: 'refused', reason: 'notFinished', request };
  const open = await findOpen(deps, ({ rollbackOf }) => rollbackOf === requestId);
  if (open) return { kind: 'refused', reason: 'alreadyOpen', request: open };
  const planned = rollbackPlanFor(request, context(deps));
  if (planned.kind === 'refused') {
    await auditRefusal(deps, person, requestId, planned.refusal.code);
    return { kind: 'refused', reason: 'nothingWritten', request };
  }
  return { kind: 'proposed', request: await store(deps, planned.plan, person, requestId) };
}

/** The parts of `Remediation` that make plans. */
export function proposals(
  deps: RemediationDependencies,
): Pick<Remediation, 'listFixes' | 'propose' | 'proposeRollback' | 'listOpen' | 'findRequest'> {
  return {
    listFixes: () => listFixes(deps),
    propose: (input) => propose(deps, input),
    proposeRollback: (input) => proposeRollback(deps, input),
    listOpen: () => deps.requests.listRequests(deps.tenantId, OPEN),
    findRequest: (id) => deps.requests.findRequest(id),
  };
}
