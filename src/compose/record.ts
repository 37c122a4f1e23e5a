import type { ConfigProblem, LogConfig } from '../config.js';
import type { RecordTimes } from '../domain/report/record-plan.js';
import { remediationRecordOf } from '../domain/report/remediation-record.js';
import type { AuditStore } from '../workflows/ports.js';
import { readAuditLog } from '../workflows/read-audit-log.js';
import { openStore } from './open-store.js';
import { problemOf } from './problem.js';
import { writeDocument } from './write-document.js';

/** The record command: one remediation request, as a document that a person can hand on. */

export type RecordCommandResult =
  { readonly kind: 'done'; readonly exitCode: 0 } | { readonly kind: 'failed'; readonly problem: ConfigProblem };

/** When the request began to be carried out, and when it ended, as the audit log says. */
async function timesOf(audit: Pick<AuditStore, 'readAudit'>, requestId: string): Promise<RecordTimes> {
  let times: RecordTimes = { began: null, ended: null };
  for (const { subject, action, at } of await readAuditLog(audit)) {
    if (subject !== requestId || !action.startsWith('remediation.')) continue;
    if (action === 'remediation.executing') times = { ...times, began: times.began ?? at };
    else if (times.began !== null) times = { ...times, ended: at };
  }
  return times;
}

export async function composeRecord(
  config: LogConfig,
  { requestId, output }: { readonly requestId: string; readonly output: string | undefined },
): Promise<RecordCommandResult> {
  try {
    const store = await openStore(config.store);
    try {
      const request = await store.requests.findRequest(requestId);
      if (!request)
        throw new Error(`REQUEST_UNKNOWN: there is no request ${requestId}; its card and the audit log name it.`);
      await writeDocument(remediationRecordOf(request, await timesOf(store.audit, requestId)), output);
      return { kind: 'done', exitCode: 0 };
    } finally {
      await store.close();
    }
  } catch (error) {
    // Expected: a store in use, a request that is not there, a file that cannot be written.
    return { kind: 'failed', problem: problemOf(error) };
  }
}
