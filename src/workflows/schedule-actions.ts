import type { JobSchedule } from './jobs.js';
import { actionEvent, isoNow, type WatchDependencies } from './watch-dependencies.js';
import type { ScheduleActions, ScheduleAnswer, ScheduleView } from './watching.js';

/** When the bot posts a report in a conversation. Looking at the tenant has a schedule of its own, for everybody. */

const SHOWN_RUNS = 3;
const SHORTEST_MS = 15 * 60_000;

/** Policies and accounts, whatever is posted anywhere. */
export const WATCH_SCAN = { key: 'scan:default', cron: '*/15 * * * *', timeZone: 'UTC' } as const;
const WATCH_DESCRIPTION = 'The bot looks at the tenant every 15 minutes, and at the logs every 30 seconds.';

function keyOf(conversationId: string): string {
  return `scan:${conversationId}`;
}

/** In words, with the zone that the times are of, and as cron for those who set it so. */
function describe(deps: WatchDependencies, { cron, timeZone }: JobSchedule, isNever: boolean): string {
  const words = `${deps.jobs.describeCron(cron)}, ${timeZone} (cron: ${cron})`;
  return isNever ? `${words}, which never comes.` : `${words}.`;
}

async function view(deps: WatchDependencies, conversationId: string): Promise<ScheduleView> {
  const schedules = await deps.jobs.listSchedules();
  const own = schedules.find(({ key }) => key === keyOf(conversationId));
  const nextRuns = own ? deps.jobs.nextRuns(own.cron, own.timeZone, isoNow(deps), SHOWN_RUNS) : [];
  return {
    cron: own?.cron ?? null,
    timeZone: own?.timeZone ?? 'UTC',
    description: own ? describe(deps, own, nextRuns.length === 0) : 'No reports are posted here by themselves.',
    nextRuns,
    watchDescription: WATCH_DESCRIPTION,
  };
}

/** Why this schedule cannot be set, or null. */
function problemWith(
  deps: WatchDependencies,
  cron: string,
  timeZone: string,
): Extract<ScheduleAnswer, { readonly kind: 'refused' }> | null {
  try {
    const runs = deps.jobs.nextRuns(cron, timeZone, isoNow(deps), SHOWN_RUNS).map((run) => Date.parse(run));
    const isTooOften = runs.some((run, index) => index > 0 && run - (runs[index - 1] ?? run) < SHORTEST_MS);
    if (!isTooOften) return null;
    const message = 'A report may be posted every 15 minutes at most. Choose a longer interval.';
    return { kind: 'refused', code: 'SCHEDULE_TOO_OFTEN', message };
  } catch (error) {
    // Expected: SCHEDULE_INVALID, which says what cannot be read.
    const message = error instanceof Error ? error.message.replace(/^SCHEDULE_INVALID: /, '') : String(error);
    return { kind: 'refused', code: 'SCHEDULE_INVALID', message };
  }
}

async function set(
  deps: WatchDependencies,
  { conversationId, cron, timeZone, person }: Parameters<ScheduleActions['set']>[0],
): Promise<ScheduleAnswer> {
  const refusal = cron === null ? null : problemWith(deps, cron, timeZone);
  if (refusal !== null) {
    const details = { code: refusal.code };
    await deps.audit.append(actionEvent(deps, person, 'schedule.refused', conversationId, 'refused', details));
    return refusal;
  }
  const key = keyOf(conversationId);
  if (cron === null) await deps.jobs.unschedule(key);
  else await deps.jobs.schedule({ key, name: 'scan', data: { conversationId }, cron, timeZone });
  const details = { cron: cron ?? 'none', timeZone };
  await deps.audit.append(actionEvent(deps, person, 'schedule.set', conversationId, 'succeeded', details));
  return { kind: 'done', schedule: await view(deps, conversationId) };
}

export function scheduleActions(deps: WatchDependencies): ScheduleActions {
  return {
    describe: (conversationId) => view(deps, conversationId),
    set: (input) => set(deps, input),
  };
}
