import type { ConfigProblem, LogConfig } from '../config.js';
import { remediationRecordOf } from '../domain/report/remediation-record.js';
import { openStore } from './open-store.js';
import { problemOf } from './problem.js';
import { writeDocument } from './write-document.js';

/** The record command: one remediation request, as a document that a person can hand on. */

export type RecordCommandResult =
  { readonly kind: 'done'; readonly exitCode: 0 } | { readonly kind: 'failed'; readonly problem: ConfigProblem };

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
      await writeDocument(remediationRecordOf(request), output);
      return { kind: 'done', exitCode: 0 };
    } finally {
      await store.close();
    }
  } catch (error) {
    // Expected: a store in use, a request that is not there, a file that cannot be written.
    return { kind: 'failed', problem: problemOf(error) };
  }
}
