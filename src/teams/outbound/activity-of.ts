import { CardFactory, type Activity } from 'botbuilder';
import type { CardMessage } from '../card-renderer.js';

/** A card as the message that carries it. */

export interface OutgoingCard extends CardMessage {
  /** Plain text above the card. */
  readonly text?: string;
}

export function activityOf(message: OutgoingCard): Partial<Activity> {
  return {
    type: 'message',
    summary: message.summary,
    attachments: [CardFactory.adaptiveCard(message.card)],
    ...(message.text !== undefined && { text: message.text, textFormat: 'plain' }),
  };
}
