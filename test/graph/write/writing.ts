import type { TenantChange } from '../../../src/domain/remediation/plan.js';
import type { TokenSource } from '../../../src/graph/client/token-source.js';
import type { ActingAs } from '../../../src/graph/write/group-membership.js';
import type { GraphLimits } from '../../../src/graph/limits.js';
import { createTenantWriter } from '../../../src/graph/tenant-writer.js';
import type { ChangeReading, TenantWriter } from '../../../src/workflows/ports.js';
import { CLOCK, FAST, tokens } from '../open-client.js';

/** The writer against a fake: pauses are counted and not waited for. */

export interface TestWriter extends TenantWriter {
  /** Pauses between readings, in milliseconds. */
  readonly pauses: number[];
  readonly warnings: { readonly message: string; readonly fields: object }[];
  /** The reading, which must be known. */
  readKnown(change: TenantChange): Promise<ChangeReading>;
}

interface Options {
  readonly limits?: Partial<GraphLimits>;
  readonly tokens?: TokenSource;
  readonly actingAs?: ActingAs;
}

export function openWriter({ origin }: { readonly origin: string }, options: Options = {}): TestWriter {
  const pauses: number[] = [];
  const warnings: TestWriter['warnings'] = [];
  const writer = createTenantWriter({
    endpoint: origin,
    tokens: options.tokens ?? tokens,
    ...(options.actingAs && { actingAs: options.actingAs }),
    clock: CLOCK,
    limits: { ...FAST, ...options.limits },
    patience: {
      pausesMs: [10, 20, 30],
      wait: (ms) => {
        pauses.push(ms);
        return Promise.resolve();
      },
    },
    log: { warn: (message, fields) => warnings.push({ message, fields }) },
  });
  return {
    ...writer,
    pauses,
    warnings,
    readKnown: async (change) => {
      const reading = await writer.read(change);
      if (!reading.known) throw new Error(reading.detail);
      return reading.value;
    },
  };
}
