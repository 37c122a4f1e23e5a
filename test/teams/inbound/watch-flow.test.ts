import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Refused } from '../../../src/workflows/watching.js';
import type { BotOptions } from '../../../src/teams/bot-options.js';
import { ALEX, FOREIGN_TENANT_ID, MEGAN, press, startBot, TENANT_ID, type BotHarness } from './bot-harness.js';
import { createRemediationDriver } from './remediation-driver.js';
import { emptyReport } from './scan-driver.js';
import { createWatchDriver, SAMPLES, type WatchAnswers, type WatchDriver } from './watch-driver.js';

const CHANNEL = { id: '19:channel;messageid=7', conversationType: 'channel', tenantId: TENANT_ID };
const NOW = '2026-03-02T09:00:00.000Z';

const personOf = ({ aadObjectId, name }: typeof ALEX) => ({
  principal: { tenantId: TENANT_ID, objectId: aadObjectId },
  name,
});

let driver: WatchDriver;
let bot: BotHarness;
const running: BotHarness[] = [];

async function start(answers: WatchAnswers = {}, more: Partial<BotOptions> = {}) {
  driver = createWatchDriver(answers);
  bot = await startBot({ watching: driver.watching, ...more });
  running.push(bot);
}

beforeEach(() => start());
afterEach(async () => {
  for (const one of running.splice(0)) await one.close();
});

const answerTo = async (fields: object) => {
  const response = await bot.send(fields);
  return ((await response.json()) as { readonly value: object }).value;
};

const refusedWith =
  <C extends string>(code: C) =>
  (): Promise<Refused<C>> =>
    Promise.resolve({ kind: 'refused', code, message: `Refused: ${code}.` });

describe('status', () => {
  test('shows the watching with the latest scan, the open alerts and the open drift', async () => {
    await start({}, { findLatestReport: () => Promise.resolve(emptyReport('scan-9')) });
    await bot.send({ id: 'a1', text: 'status' });
    expect(bot.connector.cards[0]?.card).toEqual({
      view: 'watchStatus',
      scanId: 'scan-9',
      alerts: ['alert-1'],
      cases: ['case-1'],
      trend: [],
      now: NOW,
    });
  });

  test('shows the same by its button, to the one who pressed', async () => {
    expect(await answerTo(press('watch.show', {}))).toMatchObject({ view: 'watchStatus', scanId: null });
    expect(bot.connector.requests).toEqual([]);
  });
});

describe('subscribing', () => {
  test('by a message subscribes the channel, not the thread, to everything', async () => {
    await bot.send({ id: 'a1', text: 'subscribe', conversation: CHANNEL });
    expect(driver.calls).toEqual([
      {
        what: 'subscribe',
        input: {
          conversationId: '19:channel',
          minSeverity: 'info',
          kinds: ['drift', 'alerts', 'approvals', 'reminders', 'records'],
          role: 'channel',
          person: personOf(ALEX),
        },
      },
    ]);
    expect(bot.connector.cards[0]?.card).toEqual({ view: 'subscription', conversationId: '19:channel' });
  });

  test('a second time keeps what was chosen', async () => {
    const chosen = { minSeverity: 'high', kinds: 'alerts', role: 'escalation' };
    await answerTo(press('subscription.set', chosen));
    await bot.send({ id: 'a1', text: 'subscribe' });
    expect(driver.calls).toHaveLength(1);
    expect(driver.subscriptions.get('chat-1')).toMatchObject({ minSeverity: 'high', kinds: ['alerts'] });
  });

  test('by the button of the welcome does the same', async () => {
    expect(await answerTo(press('subscription.start', {}))).toMatchObject({ conversationId: 'chat-1' });
  });

  test('takes the kinds as a client joins them', async () => {
    await answerTo(press('subscription.set', { minSeverity: 'low', kinds: 'alerts,drift', role: 'channel' }));
    expect(driver.calls).toMatchObject([
      { what: 'subscribe', input: { minSeverity: 'low', kinds: ['alerts', 'drift'] } },
    ]);
  });

  test('to nothing is refused', async () => {
    const nothing = press('subscription.set', { minSeverity: 'low', kinds: '', role: 'channel' });
    expect(await answerTo(nothing)).toMatchObject({ code: 'SUBSCRIPTION_KINDS_MISSING' });
    expect(driver.calls).toEqual([]);
  });

  test.each([
    ['a conversation', { conversationId: '19:other' }],
    ['a person', { person: personOf(MEGAN) }],
  ])('cannot be made to name %s', async (_, more) => {
    await answerTo(press('subscription.set', { minSeverity: 'low', kinds: 'alerts', role: 'channel', ...more }));
    expect(driver.calls).toMatchObject([{ input: { conversationId: 'chat-1', person: personOf(ALEX) } }]);
  });

  test.each([
    ['a message', { id: 'a1', text: 'unsubscribe' }],
    ['the button', press('subscription.end', {})],
  ])('ends by %s', async (_, fields) => {
    await answerTo(press('subscription.start', {}));
    await bot.send(fields);
    expect(driver.subscriptions.size).toBe(0);
  });
});

describe('the schedule', () => {
  test('is shown by a message and set by nobody', async () => {
    await bot.send({ id: 'a1', text: 'schedule' });
    expect(bot.connector.cards[0]?.card).toMatchObject({ view: 'schedule' });
    expect(driver.calls).toEqual([]);
  });

  test.each([
    ['a preset', { preset: '0 8 * * *', cron: 'ignored' }, '0 8 * * *'],
    ['a line of their own', { preset: 'own', cron: ' 30 7 * * 1-5 ' }, '30 7 * * 1-5'],
    ['never', { preset: 'never', cron: '0 8 * * *' }, null],
  ])('is set to %s in the time zone that was entered', async (_, chosen, cron) => {
    const set = press('schedule.set', { ...chosen, timeZone: 'Europe/Berlin' }, { conversation: CHANNEL });
    expect(await answerTo(set)).toEqual({ view: 'schedule', cron });
    const input = { conversationId: '19:channel', cron, timeZone: 'Europe/Berlin', person: personOf(ALEX) };
    expect(driver.calls).toEqual([{ what: 'set', input }]);
  });

  test('that nobody can read says why and leads back to it', async () => {
    await start({ schedules: { set: refusedWith('SCHEDULE_INVALID') } });
    expect(await answerTo(press('schedule.set', { preset: 'own', cron: 'x', timeZone: 'UTC' }))).toMatchObject({
      code: 'SCHEDULE_INVALID',
      what: 'Refused: SCHEDULE_INVALID.',
      leadsTo: { verb: 'schedule.show', id: '' },
    });
  });
});

describe('drift', () => {
  test('is shown again from the store', async () => {
    expect(await answerTo(press('drift.show', { id: 'case-1' }))).toEqual({
      view: 'driftCase',
      id: 'case-1',
      state: 'open',
    });
  });

  test('is accepted with the reason and the days of the one who pressed, by nobody the card names', async () => {
    const data = { id: 'case-1', reason: 'Agreed', days: '30', person: personOf(ALEX) };
    expect(await answerTo(press('drift.accept', data, { from: MEGAN }))).toMatchObject({ state: 'accepted' });
    const input = { caseId: 'case-1', reason: 'Agreed', days: 30, person: personOf(MEGAN) };
    expect(driver.calls).toEqual([{ what: 'accept', input }]);
  });

  test.each(['', 'many', '-1', '1e3', '1.5'])(
    'with %j for days reaches the workflow as no number of days',
    async (days) => {
      await answerTo(press('drift.accept', { id: 'case-1', reason: 'Agreed', days }));
      expect(driver.calls).toMatchObject([{ input: { days: 0 } }]);
    },
  );

  test('is snoozed for hours', async () => {
    expect(await answerTo(press('drift.snooze', { id: 'case-1', hours: '24' }))).toMatchObject({ state: 'snoozed' });
    expect(driver.calls).toMatchObject([{ what: 'snooze', input: { caseId: 'case-1', hours: 24 } }]);
  });

  test('that a person may not accept says so to that person only, with the next step', async () => {
    await start({ drift: { accept: refusedWith('DRIFT_NOT_APPROVER') } });
    const answer = await answerTo(press('drift.accept', { id: 'case-1', reason: 'x', days: '7' }));
    expect(answer).toMatchObject({
      view: 'problem',
      code: 'DRIFT_NOT_APPROVER',
      next: expect.stringContaining('Ask an approver') as unknown,
      leadsTo: { verb: 'drift.show', id: 'case-1' },
    });
    expect(bot.connector.requests).toEqual([]);
  });
});

describe('a fix for drift', () => {
  const FIX = press('drift.fix', { id: 'case-1' });

  test('is proposed for the failing finding of the scan that the case holds', async () => {
    const { remediation, calls } = createRemediationDriver();
    await start({}, { remediation });
    expect(await answerTo(FIX)).toMatchObject({ view: 'notice', requestId: 'request-1' });
    const fingerprint = SAMPLES.drift.drifts[0]?.findings[0]?.fingerprint;
    expect(calls).toEqual([{ what: 'propose', input: { scanId: 'scan-0', fingerprint, person: personOf(ALEX) } }]);
    const [posted] = await bot.connector.untilCards(1);
    expect(posted?.card).toMatchObject({ view: 'request' });
  });

  test('that is refused says why and leads back to the drift', async () => {
    const refusal = { code: 'PLAN_NOT_AVAILABLE', message: 'No plan can be made.' } as const;
    const { remediation } = createRemediationDriver({ propose: () => Promise.resolve({ kind: 'refused', refusal }) });
    await start({}, { remediation });
    expect(await answerTo(FIX)).toMatchObject({
      code: 'PLAN_NOT_AVAILABLE',
      leadsTo: { verb: 'drift.show', id: 'case-1' },
    });
  });

  test('where nothing fails is not proposed', async () => {
    const { remediation, calls } = createRemediationDriver();
    const drifts = SAMPLES.drift.drifts.map((drift) => ({ ...drift, findings: [] }));
    await start({ drift: { findCase: () => Promise.resolve({ ...SAMPLES.drift, drifts }) } }, { remediation });
    expect(await answerTo(FIX)).toMatchObject({ code: 'DRIFT_NOTHING_TO_FIX' });
    expect(calls).toEqual([]);
  });

  test('where remediation is off says how that is changed', async () => {
    expect(await answerTo(FIX)).toMatchObject({
      code: 'REMEDIATION_NOT_CONFIGURED',
      leadsTo: { verb: 'drift.show', id: 'case-1' },
    });
  });
});

describe('an alert', () => {
  const given = { id: 'alert-1', classification: 'emergency', text: 'The provider was down.' };

  test('is acknowledged by the one who pressed', async () => {
    expect(await answerTo(press('alert.acknowledge', given, { from: MEGAN }))).toMatchObject({ state: 'acknowledged' });
    const { id: alertId, classification, text } = given;
    expect(driver.calls).toEqual([
      { what: 'acknowledge', input: { alertId, classification, text, person: personOf(MEGAN) } },
    ]);
  });

  test('without a classification is not acknowledged', async () => {
    const answer = await answerTo(press('alert.acknowledge', { ...given, classification: '' }));
    expect(answer).toMatchObject({ code: 'ALERT_CLASS_INVALID', leadsTo: { verb: 'alert.show', id: 'alert-1' } });
    expect(driver.calls).toEqual([]);
  });

  test('with a classification that does not exist is not acknowledged', async () => {
    expect(await answerTo(press('alert.acknowledge', { ...given, classification: 'harmless' }))).toMatchObject({
      code: 'BOT_BUTTON_OUTDATED',
    });
    expect(driver.calls).toEqual([]);
  });

  test.each(['ALERT_OWN_ACCOUNT', 'ALERT_ACKNOWLEDGED', 'ALERT_TEXT_MISSING', 'OVERTAKEN'] as const)(
    'that is refused with %s says so and leads back to it',
    async (code) => {
      await start({ alerts: { acknowledge: refusedWith(code) } });
      const back = { verb: 'alert.show', id: 'alert-1' };
      expect(await answerTo(press('alert.acknowledge', given))).toMatchObject({ code, leadsTo: back });
    },
  );

  test('that is not stored says so', async () => {
    expect(await answerTo(press('alert.show', { id: 'other' }))).toMatchObject({ code: 'ALERT_UNKNOWN' });
    expect(await answerTo(press('alert.show', { id: 'alert-1' }))).toMatchObject({ view: 'alert', state: 'open' });
  });
});

describe('a drill', () => {
  const given = { accountId: 'account-1', date: '2026-03-03', time: '10:30', minutes: '60' };
  const plan = (more: object) => answerTo(press('drill.start', { ...given, ...more }));

  test.each(['drill', 'show drills'])('%j shows what is due and changes nothing', async (text) => {
    await bot.send({ id: 'a1', text });
    expect(bot.connector.cards[0]?.card).toEqual({ view: 'drillForm', due: 3, drills: ['drill-1'], now: NOW });
    expect(driver.calls).toEqual([]);
  });

  test('is planned with the person from the list, whose name the connector knows', async () => {
    bot.connector.refuseNext({ status: 200, body: { id: MEGAN.id, name: 'Megan', aadObjectId: MEGAN.aadObjectId } });
    expect(await plan({ picked: MEGAN.id })).toMatchObject({ view: 'drill', state: 'planned' });
    expect(driver.calls).toEqual([
      {
        what: 'plan',
        input: {
          accountId: 'account-1',
          from: '2026-03-03T10:30:00.000Z',
          minutes: 60,
          second: { tenantId: TENANT_ID, objectId: MEGAN.aadObjectId, name: 'Megan' },
          person: personOf(ALEX),
        },
      },
    ]);
  });

  test('is planned with an object ID where the connector knows nobody', async () => {
    bot.connector.refuseNext({ status: 404 });
    await plan({ typedPerson: MEGAN.aadObjectId.toUpperCase() });
    const second = { tenantId: TENANT_ID, objectId: MEGAN.aadObjectId, name: MEGAN.aadObjectId };
    expect(driver.calls).toMatchObject([{ input: { second } }]);
  });

  test('is not planned with somebody of another tenant', async () => {
    const member = { id: MEGAN.id, name: 'Megan', aadObjectId: MEGAN.aadObjectId, tenantId: FOREIGN_TENANT_ID };
    bot.connector.refuseNext({ status: 200, body: member });
    expect(await plan({ picked: MEGAN.id })).toMatchObject({ code: 'DRILL_SECOND_PERSON_UNKNOWN' });
    expect(driver.calls).toEqual([]);
  });

  test.each([
    ['nobody', {}],
    ['a name', { typedPerson: 'Megan Bowen' }],
    ['two people', { picked: `${MEGAN.aadObjectId},${ALEX.aadObjectId}` }],
  ])('is not planned with %s as the second person', async (_, more) => {
    expect(await plan(more)).toMatchObject({ code: 'DRILL_SECOND_PERSON_UNKNOWN' });
    expect(driver.calls).toEqual([]);
  });

  test.each([{ date: '' }, { time: '' }, { date: '2026-02-30' }, { date: 'tomorrow' }, { time: '25:00' }])(
    'is not planned for %j',
    async (more) => {
      const second = { picked: ALEX.aadObjectId };
      expect(await plan({ ...second, ...more })).toMatchObject({ code: 'DRILL_START_MISSING' });
      expect(driver.calls).toEqual([]);
    },
  );

  test('that is refused leads back to the drills', async () => {
    await start({ drills: { plan: refusedWith('DRILL_PEOPLE_INVALID') } });
    expect(await plan({ picked: ALEX.aadObjectId })).toMatchObject({
      code: 'DRILL_PEOPLE_INVALID',
      leadsTo: { verb: 'drill.list', id: '' },
    });
  });

  test.each([
    ['drill.cancel', 'cancel', 'cancelled'],
    ['drill.claim', 'claim', 'claimed'],
  ])('%s does what it says', async (verb, what, state) => {
    expect(await answerTo(press(verb, { id: 'drill-1' }))).toMatchObject({ view: 'drill', state });
    expect(driver.calls).toEqual([{ what, input: { drillId: 'drill-1', person: personOf(ALEX) } }]);
  });

  test('is followed up with what was answered', async () => {
    const data = { id: 'drill-1', keySealed: 'true', password: 'changed', notes: 'Fine' };
    expect(await answerTo(press('drill.followUp', data))).toMatchObject({ state: 'passed' });
    const followUp = { keySealed: true, password: 'changed', notes: 'Fine' };
    expect(driver.calls).toMatchObject([{ what: 'followUp', input: { drillId: 'drill-1', followUp } }]);
  });

  test('is not followed up without an answer about the password', async () => {
    const data = { id: 'drill-1', keySealed: 'true', notes: 'Fine' };
    expect(await answerTo(press('drill.followUp', data))).toMatchObject({ code: 'DRILL_FOLLOW_UP_INCOMPLETE' });
    expect(driver.calls).toEqual([]);
  });

  test('says nothing of the key unless it was said', async () => {
    await answerTo(press('drill.followUp', { id: 'drill-1', password: 'changed' }));
    expect(driver.calls).toMatchObject([{ input: { followUp: { keySealed: false } } }]);
  });
});

describe('a statement', () => {
  const given = { id: 'BG-GOV-03', statement: 'Checked', link: ' https://contoso.example/keys ', days: '90' };

  test('"attest" lists what can be signed', async () => {
    await bot.send({ id: 'a1', text: 'attest' });
    expect(bot.connector.cards[0]?.card).toMatchObject({ view: 'attestations', now: NOW });
  });

  test('opens its form, and says when there is none', async () => {
    expect(await answerTo(press('attestation.form', { id: 'BG-GOV-03' }))).toMatchObject({ view: 'attestationForm' });
    expect(await answerTo(press('attestation.form', { id: 'BG-XX-01' }))).toMatchObject({
      code: 'ATTESTATION_CONTROL_UNKNOWN',
    });
  });

  test('is signed with both custodians, whichever way they were named', async () => {
    bot.connector.refuseNext({ status: 404 });
    const people = { picked: ALEX.aadObjectId, typedPeople: MEGAN.aadObjectId };
    expect(await answerTo(press('attestation.sign', { ...given, ...people }))).toMatchObject({ view: 'attestations' });
    expect(driver.calls).toEqual([
      {
        what: 'sign',
        input: {
          controlId: 'BG-GOV-03',
          statement: 'Checked',
          custodians: [
            { tenantId: TENANT_ID, objectId: ALEX.aadObjectId, name: 'Alex' },
            { tenantId: TENANT_ID, objectId: MEGAN.aadObjectId, name: MEGAN.aadObjectId },
          ],
          evidenceLink: 'https://contoso.example/keys',
          days: 90,
          person: personOf(ALEX),
        },
      },
    ]);
  });

  test('without a link or custodians is signed without them', async () => {
    await answerTo(press('attestation.sign', { ...given, link: '' }));
    expect(driver.calls).toMatchObject([{ input: { evidenceLink: null, custodians: [] } }]);
  });

  test('is not signed when one custodian is not known', async () => {
    const people = { picked: ALEX.aadObjectId, typedPeople: 'Megan Bowen' };
    expect(await answerTo(press('attestation.sign', { ...given, ...people }))).toMatchObject({
      code: 'ATTESTATION_CUSTODIAN_UNKNOWN',
    });
    expect(driver.calls).toEqual([]);
  });

  test('is renewed as it stands', async () => {
    await answerTo(press('attestation.renew', { id: 'BG-GOV-03' }));
    expect(driver.calls).toEqual([{ what: 'renew', input: { controlId: 'BG-GOV-03', person: personOf(ALEX) } }]);
  });

  test('that is refused leads back to its form', async () => {
    await start({ attestations: { sign: refusedWith('ATTESTATION_LINK_INVALID') } });
    const back = { verb: 'attestation.form', id: 'BG-GOV-03' };
    expect(await answerTo(press('attestation.sign', given))).toMatchObject({
      code: 'ATTESTATION_LINK_INVALID',
      leadsTo: back,
    });
  });
});

describe('when the store fails', () => {
  test('the answer leads back to what the card was about, with the cause in the log only', async () => {
    await start({ alerts: { acknowledge: () => Promise.reject(new Error('secret-path')) } });
    const answer = await answerTo(press('alert.acknowledge', { id: 'alert-1', classification: 'drill', text: 'x' }));
    expect(answer).toMatchObject({ code: 'BOT_UNEXPECTED', leadsTo: { verb: 'alert.show', id: 'alert-1' } });
    expect(JSON.stringify(answer)).not.toContain('secret-path');
  });

  test('an answer that does not come in time never looks like done', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await start({ drift: { accept: () => held.then(refusedWith('OVERTAKEN')) } });
    const answering = answerTo(press('drift.accept', { id: 'case-1', reason: 'x', days: '7' }));
    await bot.time.untilWait(1_400);
    bot.time.advance(1_400);
    expect(await answering).toMatchObject({ code: 'BOT_ANSWER_LATE', leadsTo: { verb: 'drift.show', id: 'case-1' } });
    release();
  });
});

describe('where nothing is watched', () => {
  beforeEach(async () => {
    bot = await startBot();
    running.push(bot);
  });

  test.each(['subscribe', 'unsubscribe', 'schedule', 'drill', 'attest'])('the command %j says so', async (text) => {
    await bot.send({ id: 'a1', text });
    expect(bot.connector.cards[0]?.card).toMatchObject({ code: 'WATCHING_NOT_CONFIGURED', leadsTo: 'nowhere' });
  });

  test.each(['watch.show', 'drift.show', 'alert.show', 'drill.cancel', 'attestation.renew'])(
    'so does the button %s',
    async (verb) => {
      expect(await answerTo(press(verb, { id: 'one' }))).toMatchObject({ code: 'WATCHING_NOT_CONFIGURED' });
    },
  );
});

test('a client that refreshes a card by itself changes nothing, and may look', async () => {
  const data = { id: 'case-1', reason: 'x', days: '7', hours: '4' };
  const byItself = (verb: string) => ({
    ...press(verb, data),
    value: { action: { type: 'Action.Execute', verb, data }, trigger: 'automatic' },
  });
  for (const verb of ['drift.accept', 'drift.snooze', 'drift.fix', 'subscription.start', 'drill.cancel']) {
    expect(await answerTo(byItself(verb))).toMatchObject({ code: 'BOT_BUTTON_OUTDATED' });
  }
  expect(driver.calls).toEqual([]);
  expect(await answerTo(byItself('drift.show'))).toMatchObject({ view: 'driftCase' });
});

describe('a button of a client without Action.Execute', () => {
  const accept = { value: { verb: 'drift.accept', id: 'case-1', reason: 'x', days: '7' } };

  test('works in a personal chat', async () => {
    await bot.send({ id: 'a1', ...accept });
    expect(driver.calls).toMatchObject([{ what: 'accept' }]);
  });

  test('changes nothing where others read the answer', async () => {
    await bot.send({ id: 'a1', ...accept, conversation: CHANNEL });
    expect(bot.connector.cards[0]?.card).toMatchObject({ code: 'BOT_CLIENT_TOO_OLD' });
    expect(driver.calls).toEqual([]);
  });

  test('may look there', async () => {
    await bot.send({ id: 'a1', value: { verb: 'alert.show', id: 'alert-1' }, conversation: CHANNEL });
    expect(bot.connector.cards[0]?.card).toMatchObject({ view: 'alert' });
  });
});
