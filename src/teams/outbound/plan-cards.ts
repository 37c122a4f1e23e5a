import type { RemediationRequest } from '../../domain/approval/request.js';
import type { Background } from '../background.js';
import type { BotOptions } from '../bot-options.js';
import type { CardMessage } from '../card-renderer.js';
import { describeError } from '../describe-error.js';
import type { CardSender } from './card-sender.js';
import { referenceIn, withoutThread } from './conversation.js';
import { createPlanPosts, type PlanPosts } from './plan-posts.js';

/**
 * The posted cards of requests: every one is remembered, and edited for everybody when its request has changed. A card
 * shows what the store says at the moment of the edit, so it does not matter in which order changes are announced.
 */

export interface PlanCards extends PlanPosts {
  /** Brings every posted card of `request` up to date, behind the caller. */
  refresh(request: RemediationRequest): void;
}

export interface PlanCardDependencies extends Pick<
  BotOptions,
  'remediation' | 'requestCards' | 'conversations' | 'allowedTenantId' | 'cards' | 'logger'
> {
  readonly background: Background;
  readonly sender: CardSender;
}

type Place = Awaited<ReturnType<BotOptions['requestCards']['findCards']>>[number];

/** Edits one card. One that cannot be reached does not keep the others from being edited. */
async function editCard(deps: PlanCardDependencies, place: Place, message: CardMessage): Promise<void> {
  const stored = await deps.conversations.findConversation(withoutThread(place.conversationId));
  // The bot was removed from there.
  if (stored === undefined) return;
  const delivery = await deps.sender.update(referenceIn(stored, place.conversationId), place.messageId, message);
  if (!delivery.ok) deps.logger.warn('plan card not edited', { code: delivery.code, ...delivery.cause });
}

async function editAll(deps: PlanCardDependencies, announced: RemediationRequest): Promise<void> {
  const [request, places] = await Promise.all([
    deps.remediation?.findRequest(announced.id),
    deps.requestCards.findCards(announced.id),
  ]);
  const message = deps.cards.request(request ?? announced);
  await Promise.all(places.map((place) => editCard(deps, place, message)));
}

export function createPlanCards(deps: PlanCardDependencies): PlanCards {
  const { background, logger } = deps;
  /** By request: the announcement that no edit has taken up yet; undefined while the edit of the newest goes on. */
  const waiting = new Map<string, RemediationRequest | undefined>();

  /** The newest announcement, or undefined when there is none; then the next one starts anew. */
  function takeNewest(id: string): RemediationRequest | undefined {
    const request = waiting.get(id);
    if (request) waiting.set(id, undefined);
    else waiting.delete(id);
    return request;
  }

  async function editUntilCurrent(id: string): Promise<void> {
    for (let request = takeNewest(id); request; request = takeNewest(id)) {
      try {
        await editAll(deps, request);
      } catch (error) {
        // Expected: the store failed. The next change of the request edits the cards again.
        logger.error('plan cards not edited', { requestId: id, ...describeError(error) });
      }
    }
  }

  function refresh(request: RemediationRequest): void {
    const isUnderWay = waiting.has(request.id);
    waiting.set(request.id, request);
    if (!isUnderWay) void background.run('plan cards edited', () => editUntilCurrent(request.id));
  }

  return { refresh, ...createPlanPosts({ ...deps, refresh }) };
}
