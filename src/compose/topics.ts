import { reportOf } from '../domain/report/scan-report.js';
import type { CardMessage, CardRenderer } from '../teams/card-renderer.js';
import type { Store } from '../workflows/ports.js';
import type { Topic } from '../workflows/watch-ports.js';

/** From a topic to its card, as the store has it at the moment of delivery. */

type Cards = Pick<
  CardRenderer,
  'driftCase' | 'driftDigest' | 'alert' | 'request' | 'drill' | 'reminder' | 'report' | 'auditHead'
>;

async function renderFrom<T>(
  found: Promise<T | undefined>,
  render: (value: T) => CardMessage,
): Promise<CardMessage | undefined> {
  const value = await found;
  return value === undefined ? undefined : render(value);
}

/** `seq:hash`, as the topic of an audit head names it. */
function headIn(id: string): { readonly seq: number; readonly hash: string } {
  const [seq = '0', hash = ''] = id.split(':');
  return { seq: Number(seq), hash };
}

export function topicRenderer(
  store: Pick<Store, 'drift' | 'alerts' | 'drills' | 'requests' | 'scans'>,
  tenantId: string,
  cards: Cards,
): (topic: Topic) => Promise<CardMessage | undefined> {
  return async ({ kind, id }) => {
    switch (kind) {
      case 'drift':
        return renderFrom(store.drift.findCase(id), (found) => cards.driftCase(found));
      case 'driftDigest': {
        const cases = await store.drift.listOpenCases(tenantId);
        return cards.driftDigest(cases.filter(({ scanId, state }) => scanId === id && state === 'open'));
      }
      case 'alert':
        return renderFrom(store.alerts.findAlert(id), (found) => cards.alert(found));
      case 'request':
        return renderFrom(store.requests.findRequest(id), (found) => cards.request(found));
      case 'drill':
        return renderFrom(store.drills.findDrill(id), (found) => cards.drill(found));
      case 'reminder':
        return undefined;
      case 'report':
        return renderFrom(store.scans.findScan(id), (found) => cards.report(reportOf(found), 0, true));
      case 'auditHead':
        return cards.auditHead(headIn(id));
    }
  };
}
