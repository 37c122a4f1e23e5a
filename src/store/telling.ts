import type { Transaction } from 'kysely';
import type { AuditEvent } from '../domain/audit/audit-event.js';
import type { Severity } from '../domain/controls/control.js';
import type { Subscription, Telling } from '../workflows/ports.js';
import { appendAudit } from './audit-repository.js';
import type { StoreDialect } from './dialect.js';
import type { Schema } from './schema.js';

/**
 * How a change is told: in the transaction that makes the change, an item goes into the outbox for every conversation that
 * wants to hear of it. Nothing is sent here.
 */

/** What a repository needs to tell what it changes. */
export interface Teller {
  readonly dialect: StoreDialect;
  readonly onTold: (transaction: unknown) => Promise<void>;
}

/** What belongs to a change. `tenantId` keeps it inside a tenant; null where the change is of no tenant in particular. */
export interface Told {
  readonly tenantId: string | null;
  readonly tellings: readonly Telling[];
  readonly events: readonly AuditEvent[];
  readonly now: string;
}

const RANK: Readonly<Record<Severity, number>> = { critical: 4, high: 3, medium: 2, low: 1, info: 0 };

/** A conversation that messages reach; `subscription` null: it wants to hear of nothing by itself. */
interface Place {
  readonly id: string;
  readonly subscription: Pick<Subscription, 'minSeverity' | 'kinds' | 'role'> | null;
}

async function listPlaces(
  transaction: Transaction<Schema>,
  tenantId: string | null,
  also: readonly string[],
): Promise<readonly Place[]> {
  const living = transaction
    .selectFrom('conversations')
    .leftJoin('subscriptions', 'subscriptions.conversation_id', 'conversations.id')
    .select(['conversations.id', 'min_severity', 'kinds', 'role'])
    .where('conversations.dead_because', 'is', null)
    .where((expression) =>
      expression.or([
        expression('subscriptions.conversation_id', 'is not', null),
        ...(also.length > 0 ? [expression('conversations.id', 'in', also)] : []),
      ]),
    );
  const rows = await (tenantId === null ? living : living.where('conversations.tenant_id', '=', tenantId))
    .orderBy('conversations.id')
    .execute();
  return rows.map(({ id, min_severity, kinds, role }) => {
    if (min_severity === null || kinds === null || role === null) return { id, subscription: null };
    return { id, subscription: { minSeverity: min_severity, kinds: JSON.parse(kinds) as Subscription['kinds'], role } };
  });
}

function wants({ id, subscription }: Place, { kind, severity, escalate, also }: Telling): boolean {
  if (also?.includes(id) === true) return true;
  if (subscription === null) return false;
  if (subscription.role === 'escalation' && escalate !== true) return false;
  return subscription.kinds.includes(kind) && RANK[subscription.minSeverity] <= RANK[severity];
}

function topicKeyOf({ topic }: Telling): string {
  return `${topic.kind}:${topic.id}`;
}

/** Living conversations that show the topic, or are about to: an old card must not go on saying what is no longer so. */
async function listHolders(
  transaction: Transaction<Schema>,
  tenantId: string | null,
  telling: Telling,
): Promise<readonly string[]> {
  const living = transaction.selectFrom('conversations').select('id').where('dead_because', 'is', null);
  const rows = await (tenantId === null ? living : living.where('tenant_id', '=', tenantId))
    .where((expression) =>
      expression.or(
        (['posted_cards', 'outbox'] as const).map((table) =>
          expression.exists(
            expression
              .selectFrom(table)
              .select('topic_key')
              .whereRef('conversation_id', '=', 'conversations.id')
              .where('topic_key', '=', topicKeyOf(telling)),
          ),
        ),
      ),
    )
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * One waiting item per topic and conversation: it shows the topic as it is when it is delivered, so a second change of the
 * topic begins its attempts anew and leaves it its place in the line. An edit does not take a new message's place.
 */
async function insertItems(
  transaction: Transaction<Schema>,
  conversationIds: readonly string[],
  telling: Telling,
  { now, editsOnly }: { readonly now: string; readonly editsOnly: boolean },
): Promise<void> {
  if (conversationIds.length === 0) return;
  const { topic } = telling;
  const fresh = { attempts: 0, unknown_attempts: 0, last_error: null };
  const items = conversationIds.map((id) => ({
    conversation_id: id,
    topic_key: topicKeyOf(telling),
    topic_kind: topic.kind,
    topic_id: topic.id,
    created_at: now,
    next_attempt_at: now,
    lease_until: null,
    edits_only: editsOnly ? 1 : 0,
    ...fresh,
  }));
  await transaction
    .insertInto('outbox')
    .values(items)
    .onConflict((conflict) =>
      conflict
        .columns(['conversation_id', 'topic_key'])
        .where('lease_until', 'is', null)
        .doUpdateSet({
          ...fresh,
          ...(!editsOnly && { edits_only: 0 }),
        }),
    )
    .execute();
}

async function tell(transaction: Transaction<Schema>, { dialect, onTold }: Teller, told: Told): Promise<void> {
  const { tenantId, tellings, now } = told;
  if (tellings.length === 0) return;
  await dialect.lockOutbox(transaction);
  const places = await listPlaces(transaction, tenantId, [...new Set(tellings.flatMap(({ also }) => also ?? []))]);
  let isTold = false;
  for (const telling of tellings) {
    const wanting = places.filter((place) => wants(place, telling)).map(({ id }) => id);
    const holders = (await listHolders(transaction, tenantId, telling)).filter((id) => !wanting.includes(id));
    await insertItems(transaction, wanting, telling, { now, editsOnly: false });
    await insertItems(transaction, holders, telling, { now, editsOnly: true });
    isTold ||= wanting.length + holders.length > 0;
  }
  if (isTold) await onTold(transaction);
}

/** Tells and audits a change as a part of its transaction; the last thing in it, because of the locks that this takes. */
export async function tellAndAudit(transaction: Transaction<Schema>, teller: Teller, told: Told): Promise<void> {
  await tell(transaction, teller, told);
  for (const event of told.events) await appendAudit(transaction, teller.dialect, event);
}
