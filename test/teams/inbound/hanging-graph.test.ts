import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AVERY, BLAKE, RILEY } from '../../workflows/remediation-harness.js';
import type { Person } from '../../../src/workflows/remediation.js';
import { press } from './bot-harness.js';
import { startWatchedBot, type WatchedBot } from './watched-bot.js';

/** What people get while Graph takes requests and answers none. */

const CARD = 'application/vnd.microsoft.card.adaptive';
const CLICKS = 500;

interface Click {
  readonly person: Person;
  readonly fields: object;
}

let watched: WatchedBot;
let last = 0;

beforeEach(async () => {
  watched = await startWatchedBot();
  watched.hangGraph();
});
afterEach(() => watched.close());

interface Answer {
  readonly statusCode: number;
  readonly type: string;
  readonly value: Readonly<Record<string, unknown>>;
}

async function answerTo({ person, fields }: Click): Promise<Answer> {
  const response = await watched.send(person, { id: `click-${(last += 1)}`, ...fields });
  return (await response.json()) as Answer;
}

const click = (verb: string, data: object, person = RILEY): Click => ({ person, fields: press(verb, data) });

/** What is decided by who may approve, which only Graph knows. */
function clicksThatAskGraph(): readonly Click[] {
  const { plan, caseId } = watched;
  const answered = { ...plan, reason: 'Agreed', token: 'token', typedName: '' };
  return [
    click('remediation.review', plan, AVERY),
    click('remediation.confirm', answered, AVERY),
    click('remediation.deny', answered, BLAKE),
    click('drift.accept', { id: caseId, reason: 'Agreed', days: '7' }, AVERY),
  ];
}

function clicksThatAskNobody(): readonly Click[] {
  const { scanId, fingerprint, plan, caseId, alertId } = watched;
  return [
    click('scan.rerun', {}),
    click('scan.page', { scanId, page: 1 }),
    click('scan.finding', { scanId, fingerprint, page: 0 }),
    click('remediation.propose', { scanId, fingerprint }),
    click('remediation.show', { requestId: plan.requestId }),
    click('remediation.replan', { requestId: plan.requestId }),
    click('automation.show', {}),
    click('automation.propose', { optionId: 'none' }),
    click('watch.show', {}),
    click('subscription.show', {}),
    click('subscription.start', {}),
    click('schedule.show', {}),
    click('drift.show', { id: caseId }),
    click('drift.fix', { id: caseId }),
    click('drift.snooze', { id: caseId, hours: '4' }),
    click('alert.show', { id: alertId }),
    click('alert.acknowledge', { id: alertId, classification: 'emergency', text: 'A test' }),
    click('drill.list', {}),
    click('attestation.list', {}),
  ];
}

const times = <T>(count: number, of: readonly T[]): readonly T[] =>
  Array.from({ length: count }, (_, index) => of[index % of.length] as T);

describe('while Graph hangs', () => {
  test('each of five hundred presses is answered with a card before Graph has answered anything', async () => {
    const asking = times(CLICKS / 5, clicksThatAskGraph());
    const late = Promise.all(asking.map(answerTo));
    await watched.untilAskedForApprovers(asking.length);
    const others = times(CLICKS - asking.length, clicksThatAskNobody());
    // No time passes for the bot here: what these show cannot be a word about lateness.
    const prompt = await Promise.all(others.map(answerTo));
    watched.bot.time.advance(1_400);
    const answers = [...prompt, ...(await late)];
    expect(answers).toHaveLength(CLICKS);
    const isCard = ({ statusCode, type, value }: Answer) => statusCode === 200 && type === CARD && 'view' in value;
    expect(answers.filter((answer) => !isCard(answer))).toEqual([]);
    expect(prompt.filter(({ value }) => value['code'] === 'BOT_UNEXPECTED')).toEqual([]);
    expect(new Set((await late).map(({ value }) => value['code']))).toEqual(new Set(['BOT_ANSWER_LATE']));
  });

  test('the command for the status is answered from what is stored', async () => {
    await watched.send(RILEY, { id: 'm1', text: 'status' });
    expect(watched.bot.connector.cards[0]?.card).toMatchObject({ view: 'watchStatus', cases: [watched.caseId] });
  });

  test('the command for a scan is answered with its progress', async () => {
    await watched.send(RILEY, { id: 'm1', text: 'scan' });
    expect(watched.bot.connector.cards[0]?.card).toMatchObject({ view: 'progress', byName: RILEY.name });
  });
});

describe('a review that did not open in time', () => {
  const review = (person: Person) => answerTo(click('remediation.review', watched.plan, person));

  async function openLate(): Promise<void> {
    const late = review(AVERY);
    await watched.untilAskedForApprovers(1);
    watched.bot.time.advance(1_400);
    expect((await late).value).toMatchObject({
      code: 'BOT_ANSWER_LATE',
      leadsTo: { requestId: watched.plan.requestId },
    });
  }

  test('is what the next press shows, without asking Graph once more', async () => {
    await openLate();
    const again = review(AVERY);
    watched.release();
    expect((await again).value).toMatchObject({ view: 'confirmation', id: watched.plan.requestId });
    expect(watched.timesAskedForApprovers()).toBe(1);
  });

  test('is shown to nobody else', async () => {
    await openLate();
    const other = review(RILEY);
    await watched.untilAskedForApprovers(2);
    watched.release();
    expect((await other).value).toMatchObject({ view: 'problem', code: 'REVIEW_IS_REQUESTER' });
  });

  test('is shown once: a press after that asks anew', async () => {
    await openLate();
    const again = review(AVERY);
    watched.release();
    const first = (await again).value['token'];
    expect((await review(AVERY)).value['token']).not.toBe(first);
  });

  test('is forgotten after a minute', async () => {
    await openLate();
    watched.bot.time.advance(60_000);
    const again = review(AVERY);
    await watched.untilAskedForApprovers(2);
    watched.release();
    expect((await again).value).toMatchObject({ view: 'confirmation' });
  });
});
