import { unknown } from '../../domain/tenant/observed.js';
import type { GraphVersion } from '../client/graph-client.js';
import { readAuthenticationMethods } from './authentication-methods.js';
import { openBatch, type BatchOfReads, type ReadSession } from './observe.js';
import { readPerUserMfaState } from './per-user-mfa-state.js';
import { readRegistrationDetails } from './registration-details.js';

/** The reads that Graph counts as reports: few in a window, so that more of them take their time. */

/** In batches as large as the class allows in one window; the client holds the others back. */
function openWindows(session: ReadSession, version: GraphVersion): BatchOfReads {
  const batches: BatchOfReads[] = [];
  let count = 0;
  const current = (): BatchOfReads => {
    const last = batches.at(-1);
    if (last !== undefined && count % session.client.limits.reportsPer10s !== 0) return last;
    const next = openBatch(session, version);
    batches.push(next);
    return next;
  };
  return {
    observe: (read) => {
      const batch = current();
      count += 1;
      return batch.observe(read);
    },
    send: () => {
      for (const batch of batches) batch.send();
    },
  };
}

/** Stands for what the lockout guard does without. */
export const NOT_FOR_GUARD = unknown(
  'incomplete',
  'NOT_ASKED: the lockout guard does without it; scan to have it read',
);

/** Methods and legacy MFA state of each account, in the order of `ids`, and what the tenant's administrators have registered. */
export function readReports(session: ReadSession, ids: readonly string[], isForGuard: boolean) {
  const [batch, beta] = [openWindows(session, 'v1.0'), openWindows(session, 'beta')];
  const reads = {
    methods: Promise.all(ids.map((id) => batch.observe(readAuthenticationMethods(id)))),
    registrationDetails: batch.observe(readRegistrationDetails),
    mfaStates: isForGuard
      ? Promise.resolve(ids.map(() => NOT_FOR_GUARD))
      : Promise.all(ids.map((id) => beta.observe(readPerUserMfaState(id)))),
  };
  batch.send();
  beta.send();
  return reads;
}
