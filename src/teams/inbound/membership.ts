import type { Activity, TurnContext } from 'botbuilder';
import { z } from 'zod';
import { conversationOf } from '../outbound/conversation.js';
import { actorOf, type TurnDependencies } from './turn.js';

/**
 * Where the bot was added and from where it was removed. Teams announces an installation more than once, and the local
 * chat client with every reload: the store says whether a conversation is new, and only a new one is welcomed.
 */

const members = z.array(z.object({ id: z.string() }));

/** A channel or team that was deleted is announced in another conversation of the team; the data names which one. */
const deleted = z.union([
  z.object({ eventType: z.literal('channelDeleted'), channel: z.object({ id: z.string() }) }),
  z.object({ eventType: z.enum(['teamDeleted', 'teamHardDeleted']), team: z.object({ id: z.string() }) }),
]);

function botWasRemoved(activity: Activity): boolean {
  if (activity.type === 'installationUpdate') return activity.action === 'remove';
  const removed = members.safeParse(activity.membersRemoved);
  return removed.success && removed.data.some(({ id }) => id === activity.recipient.id);
}

/** The conversation that is over with `activity`; undefined: none. */
function endedConversationId(activity: Activity, tenantId: string): string | undefined {
  const { data } = deleted.safeParse(activity.channelData);
  if (data && activity.type === 'conversationUpdate') return 'channel' in data ? data.channel.id : data.team.id;
  return botWasRemoved(activity) ? conversationOf(activity, tenantId).id : undefined;
}

function someoneWasAdded(activity: Activity): boolean {
  if (activity.type === 'installationUpdate') return true;
  const added = members.safeParse(activity.membersAdded);
  return added.success && added.data.length > 0;
}

function nowOf(deps: TurnDependencies): string {
  return new Date(deps.clock.now()).toISOString();
}

/** Keeps the newest way to reach the conversation of `activity`. */
export async function rememberConversation(
  deps: TurnDependencies,
  activity: Activity,
  tenantId: string,
): Promise<{ readonly isNew: boolean }> {
  return deps.conversations.remember(conversationOf(activity, tenantId), nowOf(deps));
}

/** Remembers or forgets the conversation, and welcomes it once. */
export async function noteMembership(context: TurnContext, deps: TurnDependencies): Promise<void> {
  const { activity } = context;
  const { tenantId } = actorOf(context);
  const endedId = endedConversationId(activity, tenantId);
  if (endedId !== undefined) {
    await deps.conversations.forget(endedId);
    return;
  }
  const { isNew } = await rememberConversation(deps, activity, tenantId);
  if (!isNew || !someoneWasAdded(activity)) return;
  const delivery = await deps.sender.reply(context, deps.cards.welcome());
  if (!delivery.ok) deps.logger.warn('welcome not delivered', { code: delivery.code, ...delivery.cause });
}
