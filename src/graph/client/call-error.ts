import type { UnknownReason } from '../../domain/tenant/observed.js';

/**
 * The ways in which a call ends without an answer from Graph. The Graph client library turns everything thrown in a
 * middleware into its own error and keeps only name and message; so the code is the name, and the sentence the message.
 */

const REASONS = {
  GRAPH_TIMEOUT: 'timeout',
  GRAPH_SCAN_BUDGET: 'timeout',
  GRAPH_UNREACHABLE: 'unavailable',
  GRAPH_FOREIGN_ORIGIN: 'unavailable',
  GRAPH_TOKEN_REFUSED: 'forbidden',
  GRAPH_TOKEN_UNAVAILABLE: 'unavailable',
} as const satisfies Record<string, UnknownReason>;

export type CallErrorCode = keyof typeof REASONS;

export class CallError extends Error {
  override readonly name: CallErrorCode;

  /** `sentence`: what happened; what to do next. */
  constructor(code: CallErrorCode, sentence: string) {
    super(sentence);
    this.name = code;
  }
}

/** Why there is no answer, in the words of `Unknown`. */
export interface CallFailure {
  readonly reason: UnknownReason;
  readonly detail: string;
}

function isCallErrorCode(code: unknown): code is CallErrorCode {
  return typeof code === 'string' && code in REASONS;
}

/** The failure behind `code` and `message` of a library error, or undefined when it is none of ours. */
export function callFailure(code: unknown, message: string): CallFailure | undefined {
  return isCallErrorCode(code) ? { reason: REASONS[code], detail: `${code}: ${message}` } : undefined;
}

const BEFORE_SENDING = /^GRAPH_(FOREIGN_ORIGIN|TOKEN_REFUSED|TOKEN_UNAVAILABLE):/;

/** Whether the call ended before Graph could act on it. False wherever nobody can tell. */
export function endedBeforeSending({ detail }: CallFailure): boolean {
  return BEFORE_SENDING.test(detail);
}
