import { matchesUrl, type Fault, type WireFault } from '../behaviour.js';
import type { Occasion } from '../changes/audit-trail.js';
import { userIn } from '../changes/objects.js';
import { visibleState } from '../changes/visible-state.js';
import type { Caller } from '../identities.js';
import type { SandboxState } from '../state.js';
import type { Answer, Exchange, RequestIds, Route, Surroundings } from './exchange.js';
import { answerStatusFault, isStatusFault, isWireFault, spoil, type TakeFault } from './faults.js';
import type { CountRequest } from './limits.js';
import { holdsAnyOf, isWrite, permits, withLimitedObjects } from './permissions.js';
import { render } from './render.js';
import { accessDenied, badRequest, type ProblemReply, type Reply } from './reply.js';
import { findRoute, type Match } from './router.js';

/**
 * Answers one Graph request, on its own or inside a `$batch`: withheld permissions, faults, throttling, then the route and
 * what the caller may do there. The token has been checked.
 */

export interface Answering {
  readonly routes: readonly Route[];
  readonly takeFault: TakeFault;
  readonly countRequest: CountRequest;
}

export interface Answered {
  readonly answer: Answer;
  /** What happens to the connection that carries the answer. */
  readonly wire: WireFault | null;
  /** Whether a write took effect; null for a request that is no write. */
  readonly applied: boolean | null;
}

function withoutPageToken(exchange: Exchange): Exchange {
  const query = new URLSearchParams(exchange.query);
  query.delete('$skiptoken');
  return { ...exchange, query };
}

function throttledAnswer(
  answering: Answering,
  exchange: Exchange,
  around: Surroundings,
  ids: RequestIds,
): Answer | null {
  if (around.behaviour.limits === 'none') return null;
  const now = around.now();
  const throttled = answering.countRequest(exchange, now);
  if (!throttled.throttled) return null;
  const wait = throttled.retryAfterSeconds;
  return answerStatusFault('throttledForEver', wait === null ? undefined : String(wait), ids, now);
}

/** A request together with what the table has for it. */
interface Asked {
  readonly exchange: Exchange;
  readonly match: Match | ProblemReply;
  readonly fault: Fault | undefined;
}

/** Why the request is not carried out at all. */
function refusalOf(answering: Answering, { exchange, fault }: Asked, around: Surroundings, ids: RequestIds) {
  if (around.behaviour.forbidden.some((pattern) => matchesUrl(pattern, exchange.url))) {
    return answerStatusFault('forbidden', undefined, ids, around.now());
  }
  if (fault && isStatusFault(fault.fault)) {
    return answerStatusFault(fault.fault, fault.retryAfter, ids, around.now());
  }
  return throttledAnswer(answering, exchange, around, ids);
}

/** How the audit log names whoever writes. */
function actorOf(caller: Caller, state: SandboxState): Occasion['by'] {
  if (caller === 'reader' || caller === 'remediator') return 'remediator';
  const { id, displayName, userPrincipalName } = userIn(state, caller.objectId);
  return { objectId: id, displayName: displayName ?? null, userPrincipalName };
}

/** Carries the request out: reads what reads see now, or writes. */
function carryOut({ exchange, match }: Asked, around: Surroundings, ids: RequestIds): Reply {
  if (match.kind === 'problem') return match;
  const { state, behaviour, now } = around;
  const { route, param } = match;
  if (!permits(exchange.caller, route, around)) return accessDenied();
  const asking = { exchange, param, now: now(), holds: holdsAnyOf(exchange.caller, behaviour) };
  if (!isWrite(route)) {
    const reply = route.reply({ ...asking, state: visibleState(state, behaviour, asking.now) });
    return withLimitedObjects(reply, asking.holds);
  }
  if (exchange.query.size > 0) return badRequest('A write takes no query options.');
  const occasion = { by: actorOf(exchange.caller, state), at: asking.now, correlationId: ids.clientRequestId };
  return route.write({ ...asking, state, occasion });
}

/** The answer to `exchange`, and what else goes wrong while it is sent. */
export function answerExchange(
  answering: Answering,
  exchange: Exchange,
  around: Surroundings,
  ids: RequestIds,
): Answered {
  const fault = answering.takeFault(around.behaviour.faults, exchange);
  const match = findRoute(answering.routes, exchange);
  const asked = { exchange: fault?.fault === 'nextLinkLoops' ? withoutPageToken(exchange) : exchange, match, fault };
  const isWriting = match.kind === 'match' && isWrite(match.route);
  const refusal = refusalOf(answering, asked, around, ids);
  if (refusal) return { answer: refusal, wire: null, applied: isWriting ? false : null };
  const reply = carryOut(asked, around, ids);
  const applied = isWriting ? reply.kind !== 'problem' : null;
  const answer = render(reply, asked.exchange, around, ids);
  if (fault === undefined || isStatusFault(fault.fault)) return { answer, wire: null, applied };
  if (isWireFault(fault.fault)) return { answer, wire: fault.fault, applied };
  return { answer: spoil(fault.fault, answer, exchange, around, ids), wire: null, applied };
}
