import type { RequestState } from '../domain/approval/request.js';
import type { Finding } from '../domain/controls/control.js';
import { planFor, type PlanResult } from '../domain/remediation/plan-for.js';
import { rollbackPlanFor } from '../domain/remediation/rollback-plan.js';
import { reportOf } from '../domain/report/scan-report.js';
import type { Scan } from '../domain/scan.js';
import type { FixOption, Person, ProposeResult, Remediation, RollbackResult } from './remediation.js';
import { findEarlierFindings, planContext, planFinding } from './plan-context.js';
import { personActor, type RemediationDependencies } from './remediation-dependencies.js';
import { findOpen, fixKeyOf, OPEN_STATES, rollbackKeyOf, storeRequest } from './store-request.js';

/** From a stored finding, or a finished request, to a stored plan. Reads nothing but the store and changes nothing but it. */

const FINISHED: readonly RequestState[] = ['succeeded', 'failed', 'uncertain', 'awaitingPeople'];

function toOption(scan: Scan, finding: Finding, planned: PlanResult): readonly FixOption[] {
  if (planned.kind === 'refused') return [];
  const { controlId, fingerprint, subject, summary } = finding;
  return [{ scanId: scan.id, fingerprint, controlId, subjectName: subject.name, summary, plan: planned.plan }];
}

async function listFixes(deps: RemediationDependencies): Promise<readonly FixOption[]> {
  const scan = await deps.scans.findLatestScan(deps.tenantId);
  const snapshot = scan && (await deps.scans.findSnapshot(scan.id));
  if (!scan || !snapshot) return [];
  const earlierFindings = await findEarlierFindings(deps, scan);
  return reportOf(scan).findings.flatMap((finding) =>
    toOption(scan, finding, planFor(finding, snapshot, planContext(deps, earlierFindings))),
  );
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
  if (!scan || !finding || !snapshot) return { kind: 'unknownFinding' };
  const open = await findOpen(deps, fixKeyOf(finding));
  if (open) return { kind: 'alreadyOpen', request: open };
  const planned = await planFinding(deps, scan, finding, snapshot);
  if (planned.kind === 'refused') {
    await auditRefusal(deps, person, `${finding.controlId} ${finding.subject.id}`, planned.refusal.code);
    return { kind: 'refused', refusal: planned.refusal };
  }
  return storeRequest(deps, { plan: planned.plan, by: person });
}

async function proposeRollback(
  deps: RemediationDependencies,
  { requestId, person }: Parameters<Remediation['proposeRollback']>[0],
): Promise<RollbackResult> {
  const request = await deps.requests.findRequest(requestId);
  if (!request) return { kind: 'unknownRequest' };
  if (!FINISHED.includes(request.state)) return { kind: 'refused', reason: 'notFinished', request };
  const open = await findOpen(deps, rollbackKeyOf(requestId));
  if (open) return { kind: 'refused', reason: 'alreadyOpen', request: open };
  const planned = rollbackPlanFor(request, planContext(deps, []));
  if (planned.kind === 'refused') {
    await auditRefusal(deps, person, requestId, planned.refusal.code);
    return { kind: 'refused', reason: 'nothingWritten', request };
  }
  const stored = await storeRequest(deps, { plan: planned.plan, by: person, rollbackOf: requestId });
  return stored.kind === 'proposed' ? stored : { kind: 'refused', reason: 'alreadyOpen', request: stored.request };
}

/** The parts of `Remediation` that make plans. */
export function proposals(
  deps: RemediationDependencies,
): Pick<Remediation, 'listFixes' | 'propose' | 'proposeRollback' | 'listOpen' | 'findRequest'> {
  return {
    listFixes: () => listFixes(deps),
    propose: (input) => propose(deps, input),
    proposeRollback: (input) => proposeRollback(deps, input),
    listOpen: () => deps.requests.listRequests(deps.tenantId, OPEN_STATES),
    findRequest: (id) => deps.requests.findRequest(id),
  };
}
