import type { RemediationRequest } from '../domain/approval/request.js';
import type { Finding } from '../domain/controls/control.js';
import type { Scan } from '../domain/scan.js';
import type { RemediationDependencies } from './remediation-dependencies.js';
import type { ScanStart } from './scan-tenant.js';

/** The scan after a fix: the finding that the plan answers, judged again and posted with the request. */

export type ScanAnswer =
  /** `isPartly`: what the scan before the plan could not judge, this one cannot either. */
  | { readonly kind: 'confirmed'; readonly isPartly: boolean }
  | { readonly kind: 'stillFails'; readonly finding: Finding }
  /** Something that was judged before could not be judged now: no evidence. */
  | { readonly kind: 'unknown' };

/** The scan that the plan was made from, as far as it is still there. */
function scanBefore(deps: RemediationDependencies, { createdAt }: RemediationRequest): Promise<Scan | undefined> {
  return deps.scans.findLatestScan(deps.tenantId, createdAt);
}

/** What `scan` says of the finding that the request is for. */
export async function answerOf(
  deps: RemediationDependencies,
  request: RemediationRequest,
  scan: Scan,
): Promise<ScanAnswer> {
  const { controlId, subject } = request.plan;
  const about = scan.findings.filter((finding) => finding.controlId === controlId && finding.subject.id === subject.id);
  const failing = about.find(({ outcome }) => outcome === 'fail');
  if (failing !== undefined) return { kind: 'stillFails', finding: failing };
  const unknown = about.filter(({ outcome }) => outcome === 'error');
  if (about.length === 0) return { kind: 'unknown' };
  if (unknown.length === 0) return { kind: 'confirmed', isPartly: false };
  const before = await scanBefore(deps, request);
  const isOld = ({ fingerprint }: Finding) => before?.findings.some((finding) => finding.fingerprint === fingerprint);
  return unknown.every(isOld) ? { kind: 'confirmed', isPartly: true } : { kind: 'unknown' };
}

/** A change leads to a scan of its own; the one that looks at the result comes after it, since it may have read before. */
const MOST_WAITS = 3;

async function startWhenFree(deps: RemediationDependencies, requestId: string): Promise<ScanStart> {
  for (let waits = 0; ; waits += 1) {
    const started = await deps.startScan({ trigger: { kind: 'remediation', requestId } });
    if (started.kind !== 'alreadyRunning' || started.ended === null || waits === MOST_WAITS) return started;
    await started.ended;
  }
}

/** What the control says of the subject now, as one sentence. */
export async function verifyByScan(deps: RemediationDependencies, request: RemediationRequest): Promise<string> {
  const { id, plan } = request;
  const started = await startWhenFree(deps, id);
  if (started.kind === 'alreadyRunning') return 'Scan again to see the new verdict: another scan was running.';
  const { scan } = await started.report;
  if (plan.purpose === 'rollback') return 'A scan has recorded the state before the remediation.';
  const answer = await answerOf(deps, request, scan);
  switch (answer.kind) {
    case 'stillFails':
      return `A scan still finds: ${answer.finding.summary}`;
    case 'unknown':
      return `The scan afterwards could not judge ${plan.controlId}: scan again.`;
    case 'confirmed': {
      const confirmed = `A scan confirms it: ${plan.controlId} no longer fails.`;
      return answer.isPartly ? `${confirmed} What it could not judge before, it still cannot.` : confirmed;
    }
  }
}
