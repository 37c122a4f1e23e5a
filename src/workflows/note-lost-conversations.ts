import { lostConversationEvent } from '../domain/alerts/lost-conversation.js';
import type { ConversationStore } from './ports.js';
import { isoNow, type WatchDependencies } from './watch-dependencies.js';
import { raiseAlerts } from './watch-events.js';
import type { Outbox, OutboxItem, Subscription } from './watch-ports.js';

/**
 * A subscribed conversation that nothing reaches any more is told to the escalation channel, or to the other subscribed
 * ones where there is none. While no conversation is left it waits as an alert that nobody acknowledges, and goes outside.
 */

type Noting = Pick<WatchDependencies, 'tenantId' | 'alerts' | 'subscriptions' | 'clock' | 'ids'> & {
  readonly conversations: Pick<ConversationStore, 'findConversation'>;
};

/** Who is told of the loss whatever they subscribed to. */
function placesFor(others: readonly Subscription[]): readonly string[] {
  const escalation = others.filter(({ role }) => role === 'escalation');
  return (escalation.length > 0 ? escalation : others).map(({ conversationId }) => conversationId);
}

/** Raises the alert while the conversation still counts as living; nothing for one that was told nothing. */
async function noteLoss(
  deps: Noting,
  conversationId: string,
  { reason, key }: { readonly reason: string; readonly key: string },
): Promise<void> {
  const all = await deps.subscriptions.listSubscriptions(deps.tenantId);
  const own = all.find((subscription) => subscription.conversationId === conversationId);
  if (own === undefined) return;
  const conversation = await deps.conversations.findConversation(conversationId);
  const event = lostConversationEvent({
    conversationId,
    kind: conversation?.kind ?? null,
    subscribedBy: own.by,
    subscribedAt: own.at,
    reason,
    at: isoNow(deps),
    key,
  });
  await raiseAlerts(deps, [event], placesFor(all.filter((subscription) => subscription !== own)));
}

/**
 * `outbox`, where a conversation that turns out dead is told to others. Before it is marked: a process that dies between
 * the two asks the conversation once more and tells the others once.
 */
export function noteDeadConversations(outbox: Outbox, deps: Noting): Outbox {
  const claimed = new Map<string, OutboxItem>();
  return {
    ...outbox,
    claim: async (...input) => {
      const item = await outbox.claim(...input);
      if (item) claimed.set(item.id, item);
      return item;
    },
    settle: async (itemId, outcome) => {
      const item = claimed.get(itemId);
      claimed.delete(itemId);
      if (outcome.kind === 'dead' && item) {
        await noteLoss(deps, item.conversationId, { reason: outcome.error, key: item.id });
      }
      await outbox.settle(itemId, outcome);
    },
  };
}

/** `conversations`, where one that the bot was removed from is told to others before it is forgotten. */
export function noteRemovals(conversations: ConversationStore, deps: Noting): ConversationStore {
  return {
    ...conversations,
    forget: async (id) => {
      await noteLoss(deps, id, { reason: 'REMOVED', key: isoNow(deps) });
      await conversations.forget(id);
    },
  };
}
