import { actionEvent, isoNow, type WatchDependencies } from './watch-dependencies.js';
import type { Subscription } from './watch-ports.js';
import type { SubscriptionActions } from './watching.js';

/** Which conversations the bot speaks to first, and about what. */

export function subscriptionActions(deps: WatchDependencies): SubscriptionActions {
  const { subscriptions, tenantId } = deps;
  return {
    findSubscription: async (conversationId) =>
      (await subscriptions.listSubscriptions(tenantId)).find((one) => one.conversationId === conversationId),
    subscribe: async ({ person, ...wanted }) => {
      const subscription: Subscription = { ...wanted, by: person.name, at: isoNow(deps) };
      const { conversationId, minSeverity, role, kinds } = wanted;
      const details = { minSeverity, role, kinds: kinds.join(' ') };
      const event = actionEvent(deps, person, 'subscription.set', conversationId, 'succeeded', details);
      await subscriptions.subscribe(subscription, event);
      return subscription;
    },
    unsubscribe: ({ conversationId, person }) =>
      subscriptions.unsubscribe(
        conversationId,
        actionEvent(deps, person, 'subscription.ended', conversationId, 'succeeded'),
      ),
  };
}
