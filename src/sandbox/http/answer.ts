import { matchesUrl, type Fault, type WireFault } from '../behaviour.js';
import type { Answer, Exchange, RequestIds, Route, Surroundings } from './exchange.js';
import { answerStatusFault, isStatusFault, isWireFault, spoil, type TakeFault } from './faults.js';
import type { CountRequest } from './limits.js';
import { render } from './render.js';
import { replyTo } from './router.js';

/**
 * Answers one Graph request, on its own or inside a `$batch`: withheld permissions, faults, throttling, then the route. The
 * caller has checked the token.
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
  const throttled = answering.countRequest(`/${exchange.segments.join('/')}`, now);
  if (!throttled.throttled) return null;
  const wait = throttled.retryAfterSeconds;
  return answerStatusFault('throttledForEver', wait === null ? undefined : String(wait), ids, now);
}

/** The answer without any fault of the connection or the body. */
function plainAnswer(
  answering: Answering,
  exchange: Exchange,
  around: Surroundings,
  ids: RequestIds,
  fault: Fault | undefined,
): Answer {
  const { behaviour, state } = around;
  if (behaviour.forbidden.some((pattern) => matchesUrl(pattern, exchange.url))) {
    return answerStatusFault('forbidden', undefined, ids, around.now());
  }
  if (fault && isStatusFault(fault.fault)) {
    return answerStatusFault(fault.fault, fault.retryAfter, ids, around.now());
  }
  return (
    throttledAnswer(answering, exchange, around, ids) ??
    render(replyTo(answering.routes, exchange, state), exchange, around, ids)
  );
}

/** The answer to `exchange`, and what else goes wrong while it is sent. */
export function answerExchange(
  answering: Answering,
  exchange: Exchange,
  around: Surroundings,
  ids: RequestIds,
): Answered {
  const fault = answering.takeFault(around.behaviour.faults, exchange.url);
  const asked = fault?.fault === 'nextLinkLoops' ? withoutPageToken(exchange) : exchange;
  const answer = plainAnswer(answering, asked, around, ids, fault);
  if (fault === undefined || isStatusFault(fault.fault)) return { answer, wire: null };
  if (isWireFault(fault.fault)) return { answer, wire: fault.fault };
  return { answer: spoil(fault.fault, answer, exchange, around, ids), wire: null };
}
