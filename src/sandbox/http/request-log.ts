import type { Answered } from './answer.js';
import type { Exchange } from './exchange.js';

/** What the tenant was asked, and what it was made to change. Tests count here. */

/** One request it received. Requests inside a `$batch` precede the request that carried them. */
export interface SandboxRequest {
  readonly method: string;
  /** Version, path and query as sent. */
  readonly path: string;
  /** Null: the connection failed before an answer. */
  readonly status: number | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly inBatch: boolean;
  /** Whether an `Authorization` header came with it, valid or not. A request inside a batch has its batch's. */
  readonly authorization: boolean;
}

/** One request that asked for a change, on its own or inside a `$batch`. */
export interface SandboxWrite {
  readonly method: string;
  /** Version, path and query as sent. */
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Whether it took effect, whatever was answered. */
  readonly applied: boolean;
}

export interface RequestLog {
  readonly requests: SandboxRequest[];
  readonly writes: SandboxWrite[];
}

export function logRequest(
  { requests, writes }: RequestLog,
  at: number,
  { method, url }: Pick<Exchange, 'method' | 'url'>,
  { answer, wire, applied }: Answered,
  how: Pick<SandboxRequest, 'inBatch' | 'authorization'>,
): void {
  const status = wire === 'silence' || wire === 'appliedThenReset' ? null : answer.status;
  requests.push({ method, path: url, status, at, ...how });
  if (applied !== null) writes.push({ method, path: url, at, applied });
}
