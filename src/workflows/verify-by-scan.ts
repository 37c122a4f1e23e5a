import type { RemediationRequest } from '../domain/approval/request.js';
import type { RemediationDependencies } from './remediation-dependencies.js';

/** The scan after a fix: the finding that the plan answers, judged again and posted with the request. */

/** What the control says of the subject now, as one sentence. */
export async function verifyByScan(deps: RemediationDependencies, { id, plan }: RemediationRequest): Promise<string> {
  const started = await deps.startScan({ trigger: { kind: 'remediation', requestId: id } });
  if (started.kind === 'alreadyRunning') return 'Scan again to see the new verdict: another scan was running.';
  const { scan } = await started.report;
  const about = scan.findings.filter(
    ({ controlId, subject }) => controlId === plan.controlId && subject.id === plan.subject.id,
  );
  if (plan.purpose === 'rollback') return 'A scan has recorded the state before the remediation.';
  const failing = about.find(({ outcome }) => outcome === 'fail');
  if (failing !== undefined) return `A scan still finds: ${failing.summary}`;
  const unknown = about.find(({ outcome }) => outcome === 'error');
  const confirmed = `A scan confirms it: ${plan.controlId} no longer fails.`;
  return unknown === undefined ? confirmed : `${confirmed} What it could not judge before, it still cannot.`;
}
