import type { BotOptions } from '../bot-options.js';
import type { AuditHeadView } from '../card-renderer.js';
import type { CardSender } from './card-sender.js';
import { referenceIn } from './conversation.js';
import { findSharedPlaces } from './shared-places.js';

/** Puts the end of the audit log on record in the chat, where whoever can change the store cannot change it. */

export interface AuditHeadDependencies extends Pick<
  BotOptions,
  'conversations' | 'allowedTenantId' | 'watching' | 'cards' | 'logger'
> {
  readonly sender: CardSender;
}

/** Whether at least one conversation took it. Rejects when the store is out of order. */
export async function postAuditHead(deps: AuditHeadDependencies, head: AuditHeadView): Promise<boolean> {
  const places = await findSharedPlaces(deps, 'records');
  const message = deps.cards.auditHead(head);
  const deliveries = await Promise.all(places.map((place) => deps.sender.send(referenceIn(place, place.id), message)));
  for (const delivery of deliveries) {
    if (!delivery.ok) deps.logger.warn('audit head not posted', { code: delivery.code, ...delivery.cause });
  }
  return deliveries.some(({ ok }) => ok);
}
