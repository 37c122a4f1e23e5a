import { readFileSync } from 'node:fs';
import type { RemediationRequest } from '../../../src/domain/approval/request.js';
import type { Remediation } from '../../../src/workflows/remediation.js';

/** A `Remediation` in the test's hands: it keeps what it was asked, and answers what the test says. */

export interface Call {
  readonly what: keyof Remediation;
  readonly input: unknown;
}

export interface RemediationDriver {
  readonly remediation: Remediation;
  readonly calls: readonly Call[];
  /** The state of the one request there is. */
  move(change: Partial<RemediationRequest>): RemediationRequest;
}

const { low } = JSON.parse(readFileSync(new URL('../cards/sample-requests.json', import.meta.url), 'utf8')) as {
  readonly low: RemediationRequest;
};

export const REQUEST: RemediationRequest = { ...low, id: 'request-1', planDigest: 'digest-1' };

/** A remediation where everything is allowed, except what `answers` says otherwise. */
export function createRemediationDriver(answers: Partial<Remediation> = {}): RemediationDriver {
  const calls: Call[] = [];
  let request = REQUEST;
  const { plan } = REQUEST;
  const option = { scanId: 'scan-0', fingerprint: 'f1', controlId: plan.controlId, subjectName: '', summary: '', plan };
  const allowed: Remediation = {
    listFixes: () => Promise.resolve([option]),
    propose: () => Promise.resolve({ kind: 'proposed', request }),
    openReview: () => Promise.resolve({ kind: 'opened', request, token: 'token-1' }),
    confirm: () => Promise.resolve({ kind: 'recorded', request: { ...request, state: 'approved' } }),
    deny: () => Promise.resolve({ kind: 'recorded', request: { ...request, state: 'denied' } }),
    withdraw: () => Promise.resolve({ kind: 'withdrawn', request: { ...request, state: 'withdrawn' } }),
    proposeRollback: () => Promise.resolve({ kind: 'proposed', request: { ...request, id: 'request-2' } }),
    listOpen: () => Promise.resolve([request]),
    findRequest: (id) => Promise.resolve(id === request.id ? request : undefined),
  };
  const chosen: Remediation = { ...allowed, ...answers };
  const noted =
    <I, O>(what: keyof Remediation, act: (input: I) => O) =>
    (input: I): O => {
      calls.push({ what, input });
      return act(input);
    };
  return {
    calls,
    remediation: {
      ...chosen,
      propose: noted('propose', (input) => chosen.propose(input)),
      openReview: noted('openReview', (input) => chosen.openReview(input)),
      confirm: noted('confirm', (input) => chosen.confirm(input)),
      deny: noted('deny', (input) => chosen.deny(input)),
      withdraw: noted('withdraw', (input) => chosen.withdraw(input)),
      proposeRollback: noted('proposeRollback', (input) => chosen.proposeRollback(input)),
    },
    move(change) {
      request = { ...request, ...change, version: request.version + 1 };
      return request;
    },
  };
}
