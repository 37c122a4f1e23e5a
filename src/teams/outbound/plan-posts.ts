import type { ConversationReference } from 'botbuilder';
import type { RemediationRequest } from '../../domain/approval/request.js';
import type { BotOptions } from '../bot-options.js';
import type { CardSender } from './card-sender.js';
import { referenceIn, withoutThread } from './conversation.js';
import { createOneAtATime } from './one-at-a-time.js';
import { findSharedPlaces } from './shared-places.js';

/**
 * Posts the cards of requests and remembers where: at most one in each conversation, a channel with all its threads being
 * one. Everything about one request goes one after the other, so that two postings do not both find a place empty.
 */

export interface PlanPosts {
  /** Posts the card of `request` as a new message, unless the conversation has one. Rejects when the store is out of order. */
  post(reference: ConversationReference, request: RemediationRequest): Promise<void>;
  /** Takes over a card that was sent inside a turn, so that it is edited from now on. */
  adopt(reference: ConversationReference, request: RemediationRequest, messageId: string): Promise<void>;
  /** Posts the card wherever the bot speaks to everybody and it is not yet. Rejects when the store is out of order. */
  postShared(request: RemediationRequest): Promise<void>;
}

export interface PlanPostDependencies extends Pick<
  BotOptions,
  'remediation' | 'requestCards' | 'conversations' | 'allowedTenantId' | 'cards' | 'logger'
> {
  readonly sender: CardSender;
  /** Brings the posted cards up to date, behind the caller. */
  readonly refresh: (request: RemediationRequest) => void;
}

export function createPlanPosts(deps: PlanPostDependencies): PlanPosts {
  const { cards, logger, refresh, remediation, requestCards, sender } = deps;
  const oneAtATime = createOneAtATime();

  async function remember(conversationId: string, request: RemediationRequest, messageId: string): Promise<void> {
    await requestCards.rememberCard(request.id, conversationId, messageId);
    // Somebody may have answered, from the list of approvals, before the card was known.
    const now = await remediation?.findRequest(request.id);
    if (now && now.version !== request.version) refresh(now);
  }

  async function send(reference: ConversationReference, request: RemediationRequest): Promise<void> {
    const delivery = await sender.send(reference, cards.request(request));
    if (!delivery.ok) return logger.error('plan card not posted', { code: delivery.code, ...delivery.cause });
    if (delivery.activityId !== undefined) await remember(reference.conversation.id, request, delivery.activityId);
  }

  async function sendWhereMissing(references: readonly ConversationReference[], request: RemediationRequest) {
    const posted = await requestCards.findCards(request.id);
    const taken = new Set(posted.map(({ conversationId }) => withoutThread(conversationId)));
    const missing = references.filter(({ conversation }) => !taken.has(withoutThread(conversation.id)));
    await Promise.all(missing.map((reference) => send(reference, request)));
  }

  async function sendShared(request: RemediationRequest): Promise<void> {
    const places = await findSharedPlaces(deps, 'approvals');
    if (places.length === 0) return logger.warn('plan card has no place', { requestId: request.id });
    const now = await remediation?.findRequest(request.id);
    const references = places.map((place) => referenceIn(place, place.id));
    await sendWhereMissing(references, now ?? request);
  }

  return {
    post: (reference, request) => oneAtATime(request.id, () => sendWhereMissing([reference], request)),
    adopt: ({ conversation }, request, messageId) => remember(conversation.id, request, messageId),
    postShared: (request) => oneAtATime(request.id, () => sendShared(request)),
  };
}
