import type { ChangeReading, VerifyResult } from '../../workflows/ports.js';
import type { GraphClient } from '../client/graph-client.js';
import { pause } from '../client/waiting.js';
import type { ChangeSteps, WriterLog } from './change-steps.js';

/**
 * Reads back after a write, with patience: the directory replicates, and the first answers may be older than the write.
 * Only reads. Ends with the first answer that says something, or with the last one when patience is over.
 */

export interface Patience {
  /** Pauses between the readings, in milliseconds. The first reading comes at once. */
  readonly pausesMs: readonly number[];
  /** Waits; resolves early when `signal` aborts. */
  wait(ms: number, signal: AbortSignal): Promise<unknown>;
}

/** Two minutes in all, with growing pauses. */
export const DEFAULT_PATIENCE: Patience = {
  pausesMs: [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000],
  wait: pause,
};

async function lookOnce(
  client: GraphClient,
  steps: ChangeSteps,
  before: ChangeReading,
  log: WriterLog,
): Promise<VerifyResult> {
  const reading = await steps.read(client);
  if (!reading.known) return { kind: 'unreadable', detail: reading.detail };
  return steps.compare(before, reading.value, client, log);
}

export async function readBack(
  client: GraphClient,
  steps: ChangeSteps,
  before: ChangeReading,
  patience: Patience,
  log: WriterLog,
): Promise<VerifyResult> {
  let result = await lookOnce(client, steps, before, log);
  for (const ms of patience.pausesMs) {
    if (result.kind === 'verified' || result.kind === 'foreignChange' || client.budget.signal.aborted) break;
    await patience.wait(ms, client.budget.signal);
    result = await lookOnce(client, steps, before, log);
  }
  return result;
}
