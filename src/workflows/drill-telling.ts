import type { Severity } from '../domain/controls/control.js';
import type { Drill, DrillState } from '../domain/drills/drill.js';
import type { Telling } from './watch-ports.js';

/** Who hears of a drill: everybody who wants reminders, and the more so when it proved nothing. */

const SEVERITIES: Readonly<Record<DrillState, Severity>> = {
  planned: 'medium',
  observed: 'medium',
  passed: 'medium',
  cancelled: 'medium',
  claimed: 'high',
  missed: 'high',
};

export function drillTelling({ id, state }: Pick<Drill, 'id' | 'state'>): Telling {
  return { topic: { kind: 'drill', id }, kind: 'reminders', severity: SEVERITIES[state] };
}
