import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { AdaptiveCard, SerializationContext, Version } from 'adaptivecards';
import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, test } from '@jest/globals';
import { everyAccountCard } from './account-samples.js';
import {
  AUTOMATIC,
  bytesOf,
  cards,
  everyCard,
  everyReadingCard,
  everyRequestCard,
  findingCard,
  nodesOf,
  OVERVIEW,
  guidedCard,
  PROPOSED_BY_BOT,
  READING,
  REQUESTS,
  SAMPLES,
  STOP,
  WATCHED,
} from './cards-under-test.js';

const { alert, attestations, blind, drift, drill, due, now, observed, passed, schedule, status, subscription } =
  WATCHED;
const [statement, unsigned] = attestations;
const reads = ['organization', 'users'].map((resource) => ({ resource, status: 'known' as const, detail: '' }));
const compliant = { ...SAMPLES.compliant, scan: { ...SAMPLES.compliant.scan, coverage: { reads } } };
const view = { status, report: compliant, alerts: [], cases: [], trend: READING.daily, now };

const ALL = Object.entries({
  ...everyCard(SAMPLES.nonCompliant, 'Alex Wilber'),
  'overview of a compliant tenant': everyCard(SAMPLES.compliant, 'Alex Wilber')['overview'],
  'overview of an incomplete scan': everyCard(SAMPLES.incomplete, 'Alex Wilber')['overview'],
  ...everyReadingCard(SAMPLES.nonCompliant, 'Alex Wilber', 2),
  'matrix of a compliant tenant': cards.matrix(SAMPLES.compliant, 0),
  'matrix without a policy': cards.matrix(SAMPLES.incomplete, 0),
  'finding with a guide that is accepted': guidedCard(SAMPLES.nonCompliant, 'fail'),
  'page of the history after the last': cards.history({ scans: [], page: 3, hasMore: false, all: true }),
  'comparison of different scans': cards.comparison(READING.comparison),
  'comparison without a difference': cards.comparison({ ...READING.comparison, changes: [] }),
  'export without files': cards.exported({ report: SAMPLES.nonCompliant, summary: '## Summary', files: [] }),
  'finding that was not judged': findingCard(SAMPLES.nonCompliant, 'error'),
  'finding that passed': findingCard(SAMPLES.nonCompliant, 'pass'),
  ...everyRequestCard(REQUESTS.low),
  ...everyAccountCard(),
  'plan of high risk': cards.request(REQUESTS.high),
  'confirmation of high risk': cards.confirmation(REQUESTS.high, 'token'),
  'plan that is uncertain': cards.request({
    ...REQUESTS.low,
    state: 'uncertain',
    outcome: 'Written, not yet confirmed. A person must look at it.',
    steps: REQUESTS.low.steps.map((step) => ({ ...step, state: 'uncertain' as const, detail: 'Not visible yet.' })),
  }),
  'plan that waits for people': cards.request({ ...REQUESTS.people, state: 'awaitingPeople' }),
  'no fixes': cards.fixes([]),
  'no approvals': cards.approvals([]),
  'problem with a plan': cards.problem({ code: 'X', what: 'x', next: 'x', leadsTo: { requestId: 'request' } }),
  'problem with a mode': cards.problem({ code: 'X', what: 'x', next: 'x', leadsTo: 'automation' }),
  automation: cards.automation(OVERVIEW),
  'automation that is off': cards.automation({ ...OVERVIEW, controls: OVERVIEW.controls.slice(0, 1) }),
  'automation that is held back': cards.automation({ ...OVERVIEW, heldBack: 'Three fixes in a row have failed.' }),
  'automation that is stopped': cards.automation({ ...OVERVIEW, stopped: STOP }),
  'automation without a control': cards.automation({ ...OVERVIEW, controls: [] }),
  stopped: cards.stopped({ kind: 'stopped', stop: STOP }),
  'stopped already': cards.stopped({ kind: 'alreadyStopped', stop: STOP }),
  'plan of a mode': cards.request(REQUESTS.mode),
  'confirmation of a mode': cards.confirmation(REQUESTS.mode, 'token'),
  'plan to resume': cards.request(REQUESTS.resume),
  'plan that nobody reviews': cards.request(AUTOMATIC),
  'plan that was fixed by itself': cards.request({
    ...AUTOMATIC,
    state: 'succeeded',
    steps: AUTOMATIC.steps.map((step) => ({ ...step, state: 'verified' as const })),
  }),
  'plan that the bot proposed': cards.request(PROPOSED_BY_BOT),
  'plan that is stale by a long difference': cards.request({
    ...REQUESTS.low,
    state: 'stale',
    outcome: `"CA-11 Block legacy clients" has changed: ${'users.excludeUsers: +1 (svc-scanner@contoso.com); '.repeat(6)}`,
  }),
  'head of the audit log': cards.auditHead({ seq: 1284, hash: '9f3c2ab17de04c58'.repeat(4) }),
  'drift that a person made': cards.driftCase(drift),
  'drift that cannot be read': cards.driftCase(blind),
  'drift that is snoozed': cards.driftCase({ ...drift, state: 'snoozed', snoozedUntil: '2026-11-26T18:00:00Z' }),
  'drift that is accepted': cards.driftCase({
    ...drift,
    state: 'accepted',
    waiver: {
      ...{ owner: 'o', ownerName: 'Megan Bowen', reason: 'Agreed until the migration is over.' },
      ...{ at: '2026-11-26T15:00:00Z', expiresAt: '2026-12-26T15:00:00Z', digest: drift.digest },
    },
  }),
  'drift that is resolved': cards.driftCase({ ...drift, state: 'resolved' }),
  'drift digest': cards.driftDigest([blind, drift, ...Array.from({ length: 11 }, () => blind)]),
  'drift digest with nothing left': cards.driftDigest([]),
  alert: cards.alert(alert),
  'alert inside a drill': cards.alert({ ...alert, severity: 'high', drillId: 'drill-1' }),
  'alert that was escalated': cards.alert({ ...alert, state: 'escalated', escalatedAt: '2026-11-26T14:28:04Z' }),
  'alert that is acknowledged': cards.alert({
    ...alert,
    state: 'acknowledged',
    acknowledgement: WATCHED.acknowledgement,
  }),
  'alert that was misuse': cards.alert({
    ...alert,
    state: 'acknowledged',
    acknowledgement: { ...WATCHED.acknowledgement, classification: 'misuse' },
  }),
  'drill that is planned': cards.drill(drill),
  'drill that was seen': cards.drill(observed),
  'drill that is passed': cards.drill(passed),
  'drill that is claimed': cards.drill({ ...drill, state: 'claimed' }),
  'drill that was missed': cards.drill({ ...drill, state: 'missed' }),
  'drill that was called off': cards.drill({ ...drill, state: 'cancelled' }),
  'drill form': cards.drillForm({ due, drills: [drill, passed], now }),
  'drill form without an account': cards.drillForm({ due: [], drills: [], now }),
  'reminder of a drill': cards.reminder({ what: 'drill', id: 'a', name: 'bg-north', dueAt: now, isOverdue: false }),
  'reminder of a statement': cards.reminder({
    ...{ what: 'attestation', id: 'BG-GOV-03', name: 'Keys are kept apart', dueAt: null, isOverdue: true },
  }),
  statements: cards.attestations({ attestations, now }),
  'statement form': statement && cards.attestationForm(statement),
  'statement form of one that nobody signed': unsigned && cards.attestationForm(unsigned),
  subscription: cards.subscription(subscription),
  'no subscription': cards.subscription(undefined),
  schedule: cards.schedule(schedule),
  'schedule of their own': cards.schedule({ ...schedule, cron: '*/20 * * * *' }),
  'no schedule': cards.schedule({ ...schedule, cron: null, nextRuns: [] }),
  'watch status': cards.watchStatus(view),
  'watch status with warnings': cards.watchStatus({
    ...view,
    report: SAMPLES.nonCompliant,
    status: {
      ...status,
      openAlerts: 1,
      openDrift: 2,
      warnings: ['signIns has never been read: nothing is noticed there. AuditLog.Read.All is not granted.'],
    },
    alerts: [alert],
    cases: [drift, blind],
  }),
  'watch status before the first scan': cards.watchStatus({ ...view, report: undefined }),
  'problem with an alert': cards.problem({
    ...{ code: 'X', what: 'x', next: 'x', leadsTo: { verb: 'alert.show', id: 'alert-1' } },
  }),
  notice: cards.notice({ heading: '✓ Done', text: 'x', next: 'x', requestId: 'request' }),
}).flatMap(([kind, message]) => (message === undefined ? [] : [[kind, message] as const]));

const SCHEMA = new URL('../../../../shared/data/adaptive-card.1.5.ajv8.schema.json', import.meta.url);
const whereSchemaIs = existsSync(SCHEMA) ? test : test.skip;

let compiled: ValidateFunction | undefined;

/** The schema, compiled when it is first asked for. Addresses are checked by our own tests, not by format. */
function cardSchema(): ValidateFunction {
  if (compiled !== undefined) return compiled;
  const ajv = new Ajv({ strict: false, formats: { uri: true, 'uri-reference': true } });
  ajv.addMetaSchema(createRequire(import.meta.url)('ajv/dist/refs/json-schema-draft-06.json') as object);
  compiled = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);
  return compiled;
}

/** Teams has its people picker in cards of this version, too; the schema and the library know it from 1.6 on. */
function withoutPicker(card: unknown): object {
  return JSON.parse(JSON.stringify(asSeenWithoutCharts(card)), (key, value: unknown) =>
    key === 'choices.data' ? undefined : value,
  ) as object;
}

/** Teams draws charts, which are in no version of the schema; every other client shows what the card gives it instead. */
function asSeenWithoutCharts(card: unknown): unknown {
  return JSON.parse(
    JSON.stringify(card, (_, value: unknown) => {
      const node = value as { readonly type?: unknown; readonly fallback?: unknown } | null;
      return typeof node?.type === 'string' && node.type.startsWith('Chart.') ? node.fallback : value;
    }),
  );
}

describe.each(ALL)('the card: %s', (_, message) => {
  test('is as it was when someone last looked at it', () => {
    expect(message).toMatchSnapshot();
  });

  test('is read by the client library without a complaint', () => {
    const context = new SerializationContext(new Version(1, 5));
    new AdaptiveCard().parse(withoutPicker(message.card), context);
    const complaints = Array.from({ length: context.eventCount }, (__, index) => context.getEventAt(index).message);
    expect(complaints).toEqual([]);
  });

  test('gives every button a fallback for older clients that says the same', () => {
    const executes = nodesOf(message.card).filter((node) => node['type'] === 'Action.Execute');
    const fallbacks = executes.map(({ fallback }) => (fallback as { data: unknown }).data);
    expect(fallbacks).toEqual(executes.map(({ verb, data }) => ({ verb, ...(data as object) })));
  });

  test('leaves room in the message', () => {
    expect(bytesOf(message)).toBeLessThan(16_000);
  });

  whereSchemaIs('is valid by the Adaptive Cards 1.5 schema (skipped where ../shared/data is absent)', () => {
    const validate = cardSchema();
    validate(withoutPicker(message.card));
    expect(validate.errors).toBeNull();
  });
});

test('the same input gives the same card', () => {
  expect(everyCard(SAMPLES.nonCompliant, 'Alex')).toEqual(everyCard(structuredClone(SAMPLES.nonCompliant), 'Alex'));
});
