import { isoNow, watchEvent, type WatchDependencies } from './watch-dependencies.js';
import type { Outbox, OutboxItem } from './watch-ports.js';

/** Notes on an alert when its first card arrived: the proof that alerting works from end to end. */

type Noting = Pick<WatchDependencies, 'alerts' | 'clock'>;

/** Another change of the alert at the same moment is tried against once more. */
const ATTEMPTS = 3;

async function noteDelivery(deps: Noting, alertId: string, at: string): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const alert = await deps.alerts.findAlert(alertId);
    if (!alert || alert.deliveredAt !== null) return;
    const latencyMs = Date.parse(at) - Date.parse(alert.at);
    const next = { ...alert, version: alert.version + 1, deliveredAt: at };
    const event = watchEvent(deps, 'alert.delivered', alertId, { latencyMs });
    if (await deps.alerts.save(next, alert.version, event, [], isoNow(deps))) return;
  }
}

/** `outbox`, where each delivered alert is noted. */
export function noteDeliveries(outbox: Outbox, deps: Noting): Outbox {
  const claimed = new Map<string, OutboxItem>();
  return {
    ...outbox,
    claim: async (...input) => {
      const item = await outbox.claim(...input);
      if (item) claimed.set(item.id, item);
      return item;
    },
    settle: async (itemId, outcome) => {
      await outbox.settle(itemId, outcome);
      const item = claimed.get(itemId);
      claimed.delete(itemId);
      if (outcome.kind === 'delivered' && item?.topic.kind === 'alert') {
        await noteDelivery(deps, item.topic.id, outcome.at);
      }
    },
  };
}
