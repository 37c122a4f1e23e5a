import type { WriteResult } from '../../workflows/ports.js';
import { endedBeforeSending } from '../client/call-error.js';
import type { Answered, GraphClient } from '../client/graph-client.js';
import { errorFacts, isError, printableCode, tellingCode } from '../read/failure.js';
import { refused, type WriteCall } from './change-steps.js';

/**
 * Sends one write, once, and says what its answer proves. Only an answer that means "no" is a refusal; whatever leaves
 * room for doubt is unknown, and reading back has to tell.
 */

function unknown(code: string): WriteResult {
  return {
    kind: 'unknown',
    detail: `GRAPH_WRITE_UNKNOWN: no answer says whether the write took effect (${code}); look at the object before changing anything else`,
  };
}

function describeRefusal(status: number, needs: string): string {
  switch (status) {
    case 401:
      return 'Graph refused the access token; check the credentials of the remediator, or sign in again';
    case 403:
      return `this takes ${needs}; check that it is granted and that the object is in no restricted unit`;
    case 404:
      return 'the object does not exist any more; scan again and plan again';
    case 429:
      return 'Graph had too many requests and did not carry the write out; plan again later';
    default:
      return 'Graph does not accept the change; make it in the Entra admin center, or scan again and plan again';
  }
}

function judge({ status, body }: Answered, { meansDone, needs }: WriteCall): WriteResult {
  const facts = errorFacts(body);
  const code = printableCode(facts, status);
  if (status >= 200 && status < 300) return isError(body) ? unknown(code) : { kind: 'written' };
  // 408 comes from something on the way, which may have passed the request on.
  if (status < 400 || status >= 500 || status === 408) return unknown(code);
  if (meansDone?.(status, facts.message) === true) return { kind: 'written' };
  const detail = `${describeRefusal(status, needs)} (${code})`;
  return refused(status === 429 ? 'throttled' : tellingCode(facts, status), detail);
}

export async function sendWrite(client: GraphClient, planned: WriteCall): Promise<WriteResult> {
  const answer = await client.send(planned.call);
  if (answer.kind === 'answered') return judge(answer, planned);
  const [code = ''] = answer.failure.detail.split(':', 1);
  return endedBeforeSending(answer.failure) ? refused(code, answer.failure.detail) : unknown(code);
}
