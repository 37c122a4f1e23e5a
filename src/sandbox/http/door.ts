import { z } from 'zod';
import { recordSignIn } from '../changes/sign-ins.js';
import { findUser } from '../directory.js';
import type { Caller } from '../identities.js';
import type { SandboxState } from '../state.js';
import type { Answer, Exchange, RequestIds } from './exchange.js';
import { answerProblem, JSON_TYPE } from './graph-error.js';
import { accessDenied, badRequest, problem, resourceNotFound, type ProblemReply } from './reply.js';

/**
 * A way for another process to make something happen in the simulated tenant that no request of Graph can: a sign-in. It
 * lies outside Graph's paths, and opens for the token of a person only, never for one of the bot's.
 */

const SIGN_INS = '/sandbox/signIns';

const body = z
  .object({
    userId: z.string().min(1),
    errorCode: z.number().int().min(0).optional(),
    isInteractive: z.boolean().optional(),
  })
  .strict();

/** Whether the request knocks here instead of at Graph. */
export function isAtDoor(url: string): boolean {
  return url.split('?', 1)[0] === SIGN_INS;
}

type Asked = Pick<Exchange, 'method' | 'body'>;

function signIn(
  { method, body: sent }: Asked,
  caller: Caller,
  state: SandboxState,
  now: number,
): ProblemReply | string {
  if (typeof caller !== 'object') return accessDenied();
  if (method !== 'POST') return problem(405, 'Request_BadRequest', `${SIGN_INS} takes POST only.`);
  const read = body.safeParse(sent);
  if (!read.success) {
    return badRequest('The body must hold a userId, and may hold an errorCode (0: successful) and isInteractive.');
  }
  const { userId, errorCode = 0, isInteractive = true } = read.data;
  const user = findUser(state, userId);
  return user ? recordSignIn(state, user, { errorCode, isInteractive }, now) : resourceNotFound(userId);
}

/** Answers 201 and the ID of the record in the sign-in log, or why there is none. */
export function answerAtDoor(
  asked: Asked,
  caller: Caller,
  { state, now, ids }: { readonly state: SandboxState; readonly now: number; readonly ids: RequestIds },
): Answer {
  const outcome = signIn(asked, caller, state, now);
  return typeof outcome === 'string'
    ? { status: 201, headers: { 'content-type': JSON_TYPE }, body: { id: outcome } }
    : answerProblem(outcome, ids, now);
}
