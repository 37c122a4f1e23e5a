import type { CardMessage, CardRenderer } from '../teams/card-renderer.js';
import type { Store } from '../workflows/ports.js';
import { findReminder } from '../workflows/remind.js';
import type { ScanReports } from '../workflows/scan-reports.js';
import type { WatchDependencies } from '../workflows/watch-dependencies.js';
import type { Topic } from '../workflows/watch-ports.js';

/** From a topic to its card, as the store has it at the moment of delivery. */

type Cards = Pick<
  CardRenderer,
  'driftCase' | 'driftDigest' | 'alert' | 'drill' | 'reminder' | 'report' | 'designation'
>;

async function renderFrom<T>(
  found: Promise<T | undefined>,
  render: (value: T) => CardMessage,
): Promise<CardMessage | undefined> {
  const value = await found;
  return value === undefined ? undefined : render(value);
}

export function topicRenderer(
  store: Pick<Store, 'drift' | 'alerts' | 'drills' | 'designations'>,
  reports: Pick<ScanReports, 'findReport'>,
  deps: WatchDependencies,
  cards: Cards,
): (topic: Topic) => Promise<CardMessage | undefined> {
  return async ({ kind, id }) => {
    switch (kind) {
      case 'drift':
        return renderFrom(store.drift.findCase(id), (found) => cards.driftCase(found));
      case 'driftDigest': {
        const cases = await store.drift.listOpenCases(deps.tenantId);
        return cards.driftDigest(cases.filter(({ scanId, state }) => scanId === id && state === 'open'));
      }
      case 'alert':
        return renderFrom(store.alerts.findAlert(id), (found) => cards.alert(found));
      case 'drill':
        return renderFrom(store.drills.findDrill(id), (found) => cards.drill(found));
      case 'reminder':
        return renderFrom(findReminder(deps, id), (found) => cards.reminder(found));
      case 'designation':
        return renderFrom(store.designations.findDesignation(id), (found) => cards.designation(found));
      case 'report':
        return renderFrom(reports.findReport(id), (found) => cards.report(found, 0, true));
    }
  };
}
