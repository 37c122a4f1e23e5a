import type { Observed } from '../domain/tenant/observed.js';
import type { WatchDependencies } from './watch-dependencies.js';

/** Remembers whether a source of events could be read, and how far. */

function newestOf(times: readonly string[], former: string | null): string | null {
  return [...times, ...(former === null ? [] : [former])].sort().at(-1) ?? null;
}

function laterOf(moment: string, former: string | null): string {
  return former !== null && former > moment ? former : moment;
}

/**
 * `startedAt`: when the reading began. Nothing later counts as seen, however late the answer is looked at: a process may be
 * asleep between the two.
 */
export async function noteHealth(
  deps: Pick<WatchDependencies, 'tenantId' | 'alerts'>,
  source: string,
  startedAt: string,
  reading: Observed<readonly string[]>,
  /** What of it could not be read although the rest was. */
  partly: string | null = null,
): Promise<void> {
  // Looked up again: another process may have read since, and its success must not be taken back.
  const former = (await deps.alerts.findHealth(deps.tenantId)).find((health) => health.source === source);
  const before = former ?? {
    source,
    lastSuccessAt: null,
    lastFailureAt: null,
    lastFailure: null,
    newestRecordAt: null,
  };
  await deps.alerts.saveHealth(
    deps.tenantId,
    reading.known
      ? {
          ...before,
          lastSuccessAt: laterOf(startedAt, before.lastSuccessAt),
          lastFailure: partly,
          newestRecordAt: newestOf(reading.value, before.newestRecordAt),
        }
      : { ...before, lastFailureAt: laterOf(startedAt, before.lastFailureAt), lastFailure: reading.detail },
  );
}
