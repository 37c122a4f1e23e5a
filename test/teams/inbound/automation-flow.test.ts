import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Automation } from '../../../src/workflows/automation.js';
import {
  createAutomationDriver,
  MODE_REQUEST,
  RESUME_REQUEST,
  STOP,
  type AutomationDriver,
} from './automation-driver.js';
import { ALEX, MEGAN, press, startBot, TENANT_ID, type BotHarness } from './bot-harness.js';
import type { RemediationRequest } from '../../../src/domain/approval/request.js';
import { createRemediationDriver } from './remediation-driver.js';

const PROPOSE = press('automation.propose', { optionId: 'option-2' });
const CHANNEL = { id: '19:channel;messageid=7', conversationType: 'channel', tenantId: TENANT_ID };

const personOf = ({ aadObjectId, name }: typeof ALEX) => ({
  principal: { tenantId: TENANT_ID, objectId: aadObjectId },
  name,
});

let driver: AutomationDriver;
let bot: BotHarness;
const running: BotHarness[] = [];

async function start(answers: Partial<Automation> = {}) {
  driver = createAutomationDriver(answers);
  bot = await startBot({ remediation: createRemediationDriver().remediation, automation: driver.automation });
  running.push(bot);
}

beforeEach(() => start());
afterEach(async () => {
  for (const one of running.splice(0)) await one.close();
});

const answerTo = async (fields: object, asked = bot) => {
  const response = await asked.send(fields);
  return ((await response.json()) as { readonly value: object }).value;
};

describe('automation', () => {
  test.each(['automation', 'show modes'])('%j shows what the bot does by itself', async (text) => {
    await bot.send({ id: 'a1', text });
    expect(bot.connector.cards[0]?.card).toEqual({ view: 'automation', isStopped: false });
  });

  test('by its button is shown to the one who pressed', async () => {
    expect(await answerTo(press('automation.show', {}))).toEqual({ view: 'automation', isStopped: false });
    expect(bot.connector.requests).toEqual([]);
  });
});

describe('stopping', () => {
  test.each(['stop', 'stop please', 'Emergency stop!'])('%j stops at once and says who has', async (text) => {
    await bot.send({ id: 'a1', text, from: MEGAN });
    expect(driver.calls).toEqual([{ what: 'stop', input: { person: personOf(MEGAN) } }]);
    expect(bot.connector.cards[0]?.card).toEqual({ view: 'stopped', kind: 'stopped', byName: 'Alex' });
  });

  test('"do not stop" stops nothing', async () => {
    await bot.send({ id: 'a1', text: 'do not stop' });
    expect(driver.calls).toEqual([]);
    expect(bot.connector.cards[0]?.card).toEqual({ view: 'help' });
  });

  test('by the button needs no second click', async () => {
    expect(await answerTo(press('automation.stop', {}, { from: MEGAN }))).toMatchObject({ view: 'stopped' });
    expect(driver.calls).toEqual([{ what: 'stop', input: { person: personOf(MEGAN) } }]);
  });

  test('a second time says that it was stopped already', async () => {
    await start({ stop: () => Promise.resolve({ kind: 'alreadyStopped', stop: STOP }) });
    expect(await answerTo(press('automation.stop', {}))).toMatchObject({ view: 'stopped', kind: 'alreadyStopped' });
  });

  test('that could not be stored never looks like a stop, in a message or by the button', async () => {
    await start({ stop: () => Promise.reject(new Error('secret-path')) });
    const failed = { view: 'problem', code: 'AUTOMATION_STOP_FAILED', leadsTo: 'automation' };
    expect(await answerTo(press('automation.stop', {}))).toMatchObject(failed);
    await bot.send({ id: 'a1', text: 'stop' });
    expect(bot.connector.cards[0]?.card).toMatchObject(failed);
    expect(JSON.stringify(bot.connector.cards)).not.toContain('secret-path');
    expect(JSON.stringify(bot.logLines)).toContain('secret-path');
  });

  test('that takes too long says that nobody can tell yet', async () => {
    let stored = () => {};
    await start({
      stop: () =>
        new Promise((resolve) => {
          stored = () => resolve({ kind: 'stopped', stop: STOP });
        }),
    });
    const answer = answerTo(press('automation.stop', {}));
    await bot.time.untilWait(1_400);
    bot.time.advance(1_400);
    expect(await answer).toMatchObject({ view: 'problem', code: 'BOT_ANSWER_LATE', leadsTo: 'automation' });
    stored();
  });

  test('works on a client without Action.Execute, in a channel too', async () => {
    await bot.send({ id: 'a1', value: { verb: 'automation.stop' }, conversation: CHANNEL });
    expect(bot.connector.cards[0]?.card).toMatchObject({ view: 'stopped' });
    expect(driver.calls).toHaveLength(1);
  });
});

describe('proposing a mode', () => {
  test('hands over the option that was chosen and the verified sender, whatever the card says', async () => {
    const claims = { controlId: 'BG-CA-05', mode: 'automatic', person: personOf(MEGAN), from: MEGAN };
    await answerTo(press('automation.propose', { optionId: 'option-2', ...claims }));
    expect(driver.calls).toEqual([{ what: 'proposeMode', input: { optionId: 'option-2', person: personOf(ALEX) } }]);
  });

  test('answers the one who pressed with a notice, and posts the plan for everyone', async () => {
    expect(await answerTo({ ...PROPOSE, conversation: CHANNEL })).toMatchObject({
      view: 'notice',
      requestId: 'request-1',
    });
    const [card] = await bot.connector.untilCards(1);
    expect(card).toMatchObject({
      kind: 'send',
      conversationId: CHANNEL.id,
      card: { view: 'request', id: 'request-1' },
    });
  });

  test('works on a client without Action.Execute', async () => {
    await bot.send({ id: 'a1', value: { verb: 'automation.propose', optionId: 'option-2' } });
    expect(driver.calls).toHaveLength(1);
    await bot.connector.untilCards(2);
  });

  test.each([
    ['nothing', {}],
    ['an empty text', { optionId: '' }],
  ])('with %s chosen says so, and proposes nothing', async (_, data) => {
    const answer = await answerTo(press('automation.propose', data));
    expect(answer).toMatchObject({ code: 'AUTOMATION_NOTHING_CHOSEN', leadsTo: 'automation' });
    expect(driver.calls).toEqual([]);
  });

  test.each([
    ['no data', 'automation.propose', undefined],
    ['a list', 'automation.propose', { optionId: ['option-2'] }],
    ['a number', 'automation.propose', { optionId: 2 }],
    ['an option longer than any', 'automation.propose', { optionId: 'o'.repeat(129) }],
    ['a verb that does not exist', 'automation.set', { optionId: 'option-2' }],
  ])('with %s does nothing', async (_, verb, data) => {
    const answer = await answerTo(press(verb, data));
    expect(answer).toMatchObject({ code: 'BOT_BUTTON_OUTDATED', leadsTo: 'nowhere' });
    expect(driver.calls).toEqual([]);
    await bot.close();
    expect(bot.connector.requests).toEqual([]);
  });

  test('that is not offered any more leads to the modes as they are', async () => {
    await start({ proposeMode: () => Promise.resolve({ kind: 'unknownOption' }) });
    expect(await answerTo(PROPOSE)).toMatchObject({ code: 'AUTOMATION_OPTION_UNKNOWN', leadsTo: 'automation' });
  });

  test('that is refused says why, leads to the modes, and posts nothing', async () => {
    const refusal = { code: 'PLAN_NOT_AVAILABLE', message: 'BG-CA-05 cannot be fixed by itself.' };
    await start({ proposeMode: () => Promise.resolve({ kind: 'refused', refusal }) });
    const answer = await answerTo(PROPOSE);
    expect(answer).toMatchObject({ code: refusal.code, what: refusal.message, leadsTo: 'automation' });
    await bot.close();
    expect(bot.connector.requests).toEqual([]);
  });

  test('while another change of the control is open shows that one', async () => {
    await start({ proposeMode: () => Promise.resolve({ kind: 'alreadyOpen', request: MODE_REQUEST }) });
    expect(await answerTo(PROPOSE)).toMatchObject({ view: 'request', id: 'request-1' });
  });

  test('while the store fails leads back to the modes, because a scan from there would replace the card', async () => {
    await start({ proposeMode: () => Promise.reject(new Error('secret-path')) });
    const answer = await answerTo(PROPOSE);
    expect(answer).toMatchObject({ code: 'BOT_UNEXPECTED', leadsTo: 'automation' });
    expect(JSON.stringify(answer)).not.toContain('secret-path');
  });
});

describe('resuming', () => {
  test('by a message is answered with the plan itself, which is edited from then on', async () => {
    await bot.send({ id: 'a1', text: 'resume', conversation: CHANNEL });
    await bot.untilCardsRemembered(1);
    expect(bot.connector.cards).toMatchObject([
      { kind: 'send', conversationId: CHANNEL.id, card: { view: 'request', id: 'request-1' } },
    ]);
    await bot.requestChanged({ ...RESUME_REQUEST, state: 'approved' });
    const [, edited] = await bot.connector.untilCards(2);
    expect(edited).toMatchObject({ kind: 'update', activityId: 'message-1' });
  });

  test('by the button posts the plan and answers with a notice', async () => {
    expect(await answerTo(press('automation.resume', {}))).toMatchObject({ view: 'notice' });
    expect(driver.calls).toEqual([{ what: 'proposeResume', input: { person: personOf(ALEX) } }]);
    const [card] = await bot.connector.untilCards(1);
    expect(card?.card).toMatchObject({ view: 'request' });
  });

  test.each([
    ['a message', { id: 'a1', text: 'resume' }],
    ['the button', press('automation.resume', {})],
  ])('by %s when nothing is stopped says so', async (_, fields) => {
    const refusal = { code: 'PLAN_NOTHING_TO_FIX', message: 'Nothing is stopped.' };
    await start({ proposeResume: () => Promise.resolve({ kind: 'refused', refusal }) });
    const response = await bot.send(fields);
    const said = bot.connector.cards[0]?.card ?? ((await response.json()) as { readonly value: object }).value;
    expect(said).toMatchObject({ code: 'PLAN_NOTHING_TO_FIX', what: 'Nothing is stopped.', leadsTo: 'automation' });
  });
});

describe('planning a setting again', () => {
  const REPLAN = press('remediation.replan', { requestId: 'request-1' });

  async function startWith(request: RemediationRequest, answers: Partial<Automation> = {}) {
    driver = createAutomationDriver(answers);
    const { remediation } = createRemediationDriver({ findRequest: () => Promise.resolve(request) });
    bot = await startBot({ remediation, automation: driver.automation });
    running.push(bot);
  }

  test('proposes the same mode by the option that stands for it now', async () => {
    await startWith({ ...MODE_REQUEST, state: 'stale' });
    expect(await answerTo(REPLAN)).toMatchObject({ view: 'notice' });
    expect(driver.calls).toEqual([{ what: 'proposeMode', input: { optionId: 'option-2', person: personOf(ALEX) } }]);
  });

  test('proposes nothing where the control has that mode by now', async () => {
    const overview = () =>
      Promise.resolve({
        controls: [{ controlId: 'BG-CA-01', mode: 'automatic' as const, options: [] }],
        ...{ stopped: null, heldBack: null, fixesInLastHour: 0, maxFixesPerHour: 5 },
      });
    await startWith({ ...MODE_REQUEST, state: 'stale' }, { overview });
    expect(await answerTo(REPLAN)).toMatchObject({ code: 'AUTOMATION_OPTION_UNKNOWN' });
    expect(driver.calls).toEqual([]);
  });

  test('proposes to resume again', async () => {
    await startWith({ ...RESUME_REQUEST, state: 'expired' });
    expect(await answerTo(REPLAN)).toMatchObject({ view: 'notice' });
    expect(driver.calls).toMatchObject([{ what: 'proposeResume' }]);
  });
});

describe('where remediation is off', () => {
  beforeEach(async () => {
    bot = await startBot();
    running.push(bot);
  });

  test.each(['automation', 'resume'])('the command %j says so and how that is changed', async (text) => {
    await bot.send({ id: 'a1', text });
    expect(bot.connector.cards[0]?.card).toMatchObject({
      code: 'REMEDIATION_NOT_CONFIGURED',
      next: expect.stringContaining('docs/configuration.md') as unknown,
    });
  });

  test('the command "stop" says that nothing is written', async () => {
    await bot.send({ id: 'a1', text: 'stop' });
    expect(bot.connector.cards[0]?.card).toMatchObject({
      code: 'REMEDIATION_NOT_CONFIGURED',
      what: expect.stringContaining('nothing to stop') as unknown,
    });
  });

  test.each([
    ['automation.show', {}],
    ['automation.propose', { optionId: 'option-2' }],
    ['automation.stop', {}],
    ['automation.resume', {}],
  ])('so does the button %s', async (verb, data) => {
    expect(await answerTo(press(verb, data))).toMatchObject({ code: 'REMEDIATION_NOT_CONFIGURED' });
  });
});

test('a client that refreshes a card by itself stops and proposes nothing, and may look', async () => {
  const byItself = (verb: string) => ({
    ...press(verb, {}),
    value: { action: { type: 'Action.Execute', verb, data: { optionId: 'option-2' } }, trigger: 'automatic' },
  });
  for (const verb of ['automation.propose', 'automation.stop', 'automation.resume']) {
    expect(await answerTo(byItself(verb))).toMatchObject({ code: 'BOT_BUTTON_OUTDATED' });
  }
  expect(driver.calls).toEqual([]);
  expect(await answerTo(byItself('automation.show'))).toMatchObject({ view: 'automation' });
});
