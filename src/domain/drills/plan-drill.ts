import { isSameId } from '../approval/principal.js';
import type { Drill, DrillPerson } from './drill.js';

/** The rules for announcing a drill: an account of ours, a short window that has not begun yet, and two people. */

const MINUTE_MS = 60_000;
const MAX_MINUTES = 240;

export interface DrillInput {
  readonly id: string;
  readonly tenantId: string;
  readonly accountId: string;
  readonly accountName: string;
  /** ISO 8601 UTC. */
  readonly from: string;
  readonly minutes: number;
  readonly plannedBy: DrillPerson;
  readonly second: DrillPerson;
  /** ISO 8601 UTC. */
  readonly now: string;
  readonly accountIds: readonly string[];
}

export type DrillRefusal = 'DRILL_ACCOUNT_UNKNOWN' | 'DRILL_WINDOW_INVALID' | 'DRILL_PEOPLE_INVALID';

export type DrillResult =
  { readonly ok: true; readonly drill: Drill } | { readonly ok: false; readonly code: DrillRefusal };

/**
 * At most four hours, and not begun: announced afterwards it would excuse what already happened. People choose the minute,
 * so the one that runs now is not over yet.
 */
function isWindowRight({ from, minutes, now }: DrillInput): boolean {
  const thisMinute = Math.floor(Date.parse(now) / MINUTE_MS) * MINUTE_MS;
  return Date.parse(from) >= thisMinute && Number.isInteger(minutes) && minutes >= 1 && minutes <= MAX_MINUTES;
}

/** Two different people, neither of them an emergency account: those are what is rehearsed. */
function arePeopleRight({ plannedBy, second, accountIds }: DrillInput): boolean {
  if (isSameId(plannedBy.objectId, second.objectId)) return false;
  return ![plannedBy, second].some(({ objectId }) => accountIds.some((id) => isSameId(id, objectId)));
}

/** The announced drill, or the first rule that the input breaks, in the order of the refusal type. */
export function planDrill(input: DrillInput): DrillResult {
  const { id, tenantId, accountId, accountName, from, minutes, plannedBy, second, accountIds } = input;
  if (!accountIds.some((known) => isSameId(known, accountId))) return { ok: false, code: 'DRILL_ACCOUNT_UNKNOWN' };
  if (!isWindowRight(input)) return { ok: false, code: 'DRILL_WINDOW_INVALID' };
  if (!arePeopleRight(input)) return { ok: false, code: 'DRILL_PEOPLE_INVALID' };
  const drill: Drill = {
    id,
    tenantId,
    version: 1,
    state: 'planned',
    accountId: accountId.toLowerCase(),
    accountName,
    from: new Date(from).toISOString(),
    to: new Date(Date.parse(from) + minutes * MINUTE_MS).toISOString(),
    people: [plannedBy, second],
    plannedBy,
    signIn: null,
    alertLatencyMs: null,
    followUp: null,
  };
  return { ok: true, drill };
}
