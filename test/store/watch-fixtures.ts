import type { Alert } from '../../src/domain/alerts/alert.js';
import type { DriftCase } from '../../src/domain/drift/drift.js';
import type { Attestation, Drill, DrillPerson } from '../../src/domain/drills/drill.js';
import type { Conversation, OutboxItem, Store, Subscription, Telling, Topic } from '../../src/workflows/ports.js';
import { at, eventOf, TENANT } from './fixtures.js';

/** Believable things that watching keeps. Each takes what a test is about and fills in the rest. */

const ADA: DrillPerson = { tenantId: TENANT, objectId: 'aaaaaaaa-0000-4000-8000-000000000001', name: 'Ada Lindqvist' };
const BO: DrillPerson = { tenantId: TENANT, objectId: 'aaaaaaaa-0000-4000-8000-000000000002', name: 'Bo Ek' };

export function conversationOf(id: string, change: Partial<Conversation> = {}): Conversation {
  return { id, tenantId: TENANT, kind: 'personal', reference: '{"bot":{"id":"28:b"}}', ...change };
}

export function subscriptionOf(conversationId: string, change: Partial<Subscription> = {}): Subscription {
  return {
    conversationId,
    minSeverity: 'info',
    kinds: ['drift', 'alerts', 'approvals', 'reminders', 'records'],
    role: 'channel',
    by: 'Ada Lindqvist',
    at: at(0),
    ...change,
  };
}

/** Makes the conversation known and subscribed. */
export async function subscribe(
  { conversations, subscriptions }: Store,
  id: string,
  change: Partial<Subscription> = {},
): Promise<void> {
  await conversations.remember(conversationOf(id, { kind: 'channel' }), at(0));
  await subscriptions.subscribe(subscriptionOf(id, change), eventOf(id, { action: 'subscription.set' }));
}

export function tellingOf(id: string, change: Partial<Telling> = {}): Telling {
  return { topic: { kind: 'drift', id }, kind: 'drift', severity: 'high', ...change };
}

/** What the outbox holds, in the order of delivery: claims everything that is due at `now`. */
async function claimAll({ outbox }: Store, now = at(30)): Promise<readonly OutboxItem[]> {
  const items: OutboxItem[] = [];
  for (;;) {
    const item = await outbox.claim(now, at(50), []);
    if (!item) return items;
    items.push(item);
    await outbox.settle(item.id, { kind: 'delivered', messageId: null, at: now });
  }
}

/** Which conversation is told of which topic. */
export async function whoIsTold(store: Store): Promise<readonly (readonly [string, Topic['id']])[]> {
  return (await claimAll(store)).map(({ conversationId, topic }) => [conversationId, topic.id] as const);
}

export function caseOf(id: string, change: Partial<DriftCase> = {}): DriftCase {
  const subject = { type: 'policy', id: `policy-${id}`, name: 'Require MFA' } as const;
  return {
    id,
    tenantId: TENANT,
    subject,
    state: 'open',
    version: 1,
    severity: 'high',
    drifts: [
      { kind: 'regressed', severity: 'high', subject, summary: 'No longer excluded.', changes: [], findings: [] },
    ],
    digest: `digest-${id}`,
    actors: [],
    scanId: 'scan',
    openedAt: at(0),
    updatedAt: at(0),
    snoozedUntil: null,
    waiver: null,
    ...change,
  };
}

export function alertOf(id: string, change: Partial<Alert> = {}): Alert {
  return {
    id,
    tenantId: TENANT,
    version: 1,
    state: 'open',
    kind: 'E1',
    severity: 'critical',
    subject: { type: 'account', id: 'account', name: 'emergency-1@contoso.example' },
    at: at(0),
    sourceId: `sign-in-${id}`,
    summary: 'emergency-1 signed in.',
    facts: [{ label: 'Application', value: 'Azure Portal' }],
    actor: null,
    drillId: null,
    noticedAt: at(1),
    deliveredAt: null,
    escalatedAt: null,
    acknowledgement: null,
    ...change,
  };
}

export function drillOf(id: string, change: Partial<Drill> = {}): Drill {
  return {
    id,
    tenantId: TENANT,
    version: 1,
    state: 'planned',
    accountId: 'account',
    accountName: 'emergency-1@contoso.example',
    from: at(10),
    to: at(70),
    people: [ADA, BO],
    plannedBy: ADA,
    signIn: null,
    alertLatencyMs: null,
    followUp: null,
    ...change,
  };
}

export function attestationOf(id: string, change: Partial<Attestation> = {}): Attestation {
  return {
    id,
    tenantId: TENANT,
    controlId: 'BG-GOV-03',
    statement: 'Two people hold the keys.',
    owner: ADA,
    custodians: [ADA, BO],
    evidenceLink: 'https://contoso.example/keys',
    signedAt: at(0),
    expiresAt: at(90),
    invalidBecause: null,
    ...change,
  };
}
