import { z } from 'zod';
import type { CallFailure } from './call-error.js';
import { chunksOf } from './chunks.js';
import type { Answered, GraphAnswer, GraphClient, GraphVersion } from './graph-client.js';
import { throttleClassOf } from './pacing.js';
import { isWorthWaiting } from './retry.js';
import { asksToComeBack, backoffMs, retryAfterMs } from './retry-after.js';
import { pause } from './waiting.js';

/**
 * JSON batching, for reads only. A batch holds requests of its own version. Answers are matched by ID, whatever their
 * order; a batch that was answered in part answers in part. Source: Microsoft Graph, "Combine multiple HTTP requests using JSON batching".
 */

const MAX_REQUESTS = 20;
/** Answers of an endpoint that does not know `$batch`. */
const NOT_OFFERED = new Set([404, 405, 501]);

const batchAnswer = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.number().int(),
      headers: z.record(z.unknown()).nullish(),
      body: z.unknown(),
    }),
  ),
});
type InnerResponse = z.infer<typeof batchAnswer>['responses'][number];

const MALFORMED: CallFailure = {
  reason: 'malformed',
  detail: 'GRAPH_BATCH_MALFORMED: the answer to $batch is not a list of responses; scan again, and check any proxy',
};
const UNANSWERED: CallFailure = {
  reason: 'unavailable',
  detail: 'GRAPH_BATCH_UNANSWERED: $batch did not answer this request exactly once; scan again',
};

function toAnswer({ status, headers, body }: InnerResponse): Answered {
  const entries = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  const byName = new Map(entries);
  // Anything but an object is base64 text of a body that is no JSON.
  const isJson = typeof body === 'object' && body !== null;
  return { kind: 'answered', status, header: (name) => byName.get(name) ?? null, body: isJson ? body : undefined };
}

function matchById(paths: readonly string[], responses: readonly InnerResponse[]): readonly GraphAnswer[] {
  return paths.map((_, index): GraphAnswer => {
    const [own, ...more] = responses.filter(({ id }) => id === String(index + 1));
    return own === undefined || more.length > 0 ? { kind: 'failed', failure: UNANSWERED } : toAnswer(own);
  });
}

async function sendBatch(
  client: GraphClient,
  version: GraphVersion,
  paths: readonly string[],
): Promise<readonly GraphAnswer[]> {
  const requests = paths.map((url, index) => ({
    id: String(index + 1),
    method: 'GET',
    url,
    headers: { Prefer: 'include-unknown-enum-members' },
  }));
  const answer = await client.send({ method: 'POST', version, path: '/$batch', body: { requests } });
  if (answer.kind === 'failed') return paths.map(() => answer);
  if (NOT_OFFERED.has(answer.status)) {
    return Promise.all(paths.map((path) => client.send({ method: 'GET', version, path })));
  }
  if (answer.status !== 200) return paths.map(() => answer);
  const parsed = batchAnswer.safeParse(answer.body);
  if (!parsed.success) return paths.map(() => ({ kind: 'failed', failure: MALFORMED }));
  return matchById(paths, parsed.data.responses);
}

function isRefusedForNow(answer: GraphAnswer | undefined): answer is Answered {
  return answer?.kind === 'answered' && asksToComeBack(answer.status);
}

/** The longest wait that one of the refused answers asks for. */
function waitFor(refused: readonly Answered[], paths: readonly string[], attempt: number, client: GraphClient): number {
  const isConditionalAccess = paths.some((path) => throttleClassOf({ method: 'GET', path }) === 'conditionalAccess');
  const backoff = backoffMs(attempt, client.limits, isConditionalAccess);
  return Math.max(...refused.map(({ header }) => retryAfterMs(header, client.clock.now()) ?? backoff));
}

async function readChunk(
  client: GraphClient,
  version: GraphVersion,
  paths: readonly string[],
  attempt: number,
): Promise<readonly GraphAnswer[]> {
  const answers = await sendBatch(client, version, paths);
  const again = paths.filter((_, index) => isRefusedForNow(answers[index]));
  if (again.length === 0 || attempt >= client.limits.maxRetries) return answers;
  const wait = waitFor(answers.filter(isRefusedForNow), again, attempt, client);
  if (!isWorthWaiting(wait, client) || !(await pause(wait, client.budget.signal))) return answers;
  client.budget.countRetry();
  const later = await readChunk(client, version, again, attempt + 1);
  return answers.map((answer, index) => {
    const position = isRefusedForNow(answer) ? again.indexOf(paths[index] ?? '') : -1;
    return later[position] ?? answer;
  });
}

/**
 * Reads `paths` (distinct, relative to the version) with as few round trips as `$batch` allows. One answer per path, in the
 * order of `paths`. Requests that Graph throttles inside a batch are asked again in a new one; an endpoint without
 * `$batch` is asked one by one.
 */
export async function readBatch(
  client: GraphClient,
  paths: readonly string[],
  version: GraphVersion = 'v1.0',
): Promise<readonly GraphAnswer[]> {
  const chunks = chunksOf(paths, MAX_REQUESTS);
  const answers = await Promise.all(chunks.map((chunk) => readChunk(client, version, chunk, 0)));
  return answers.flat();
}
