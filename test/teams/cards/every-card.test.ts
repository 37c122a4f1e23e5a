import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { AdaptiveCard, SerializationContext, Version } from 'adaptivecards';
import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, test } from '@jest/globals';
import {
  AUTOMATIC,
  bytesOf,
  cards,
  everyCard,
  everyRequestCard,
  findingCard,
  nodesOf,
  OVERVIEW,
  PROPOSED_BY_BOT,
  REQUESTS,
  SAMPLES,
  STOP,
} from './cards-under-test.js';

const ALL = Object.entries({
  ...everyCard(SAMPLES.nonCompliant, 'Alex Wilber'),
  'overview of a compliant tenant': everyCard(SAMPLES.compliant, 'Alex Wilber')['overview'],
  'overview of an incomplete scan': everyCard(SAMPLES.incomplete, 'Alex Wilber')['overview'],
  'finding that was not judged': findingCard(SAMPLES.nonCompliant, 'error'),
  'finding that passed': findingCard(SAMPLES.nonCompliant, 'pass'),
  ...everyRequestCard(REQUESTS.low),
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

describe.each(ALL)('the card: %s', (_, message) => {
  test('is as it was when someone last looked at it', () => {
    expect(message).toMatchSnapshot();
  });

  test('is read by the client library without a complaint', () => {
    const context = new SerializationContext(new Version(1, 5));
    new AdaptiveCard().parse(message.card, context);
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
    validate(message.card);
    expect(validate.errors).toBeNull();
  });
});

test('the same input gives the same card', () => {
  expect(everyCard(SAMPLES.nonCompliant, 'Alex')).toEqual(everyCard(structuredClone(SAMPLES.nonCompliant), 'Alex'));
});
