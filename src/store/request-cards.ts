import type { Kysely } from 'kysely';
import type { RequestStore } from '../workflows/ports.js';
import type { Schema } from './schema.js';

/** Where the cards of a request were posted, so that all of them can be edited when it moves on. */

type PostedCard = Awaited<ReturnType<RequestStore['findCards']>>[number];

/** Keeps the place of a card. A second delivery of the same changes nothing. */
export async function rememberCard(
  db: Kysely<Schema>,
  card: PostedCard & { readonly requestId: string },
): Promise<void> {
  await db
    .insertInto('remediation_cards')
    .values({ request_id: card.requestId, conversation_id: card.conversationId, message_id: card.messageId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function findCards(db: Kysely<Schema>, requestId: string): Promise<readonly PostedCard[]> {
  return await db
    .selectFrom('remediation_cards')
    .select(['conversation_id as conversationId', 'message_id as messageId'])
    .where('request_id', '=', requestId)
    .orderBy('conversation_id')
    .orderBy('message_id')
    .execute();
}
