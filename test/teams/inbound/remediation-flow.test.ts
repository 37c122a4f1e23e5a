import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ReportFinding } from '../../../src/domain/report/scan-report.js';
import type { RollbackResult } from '../../../src/workflows/remediation.js';
import { MEGAN, PLAIN_CARDS, press, startBot, TENANT_ID, type BotHarness } from './bot-harness.js';
import { createRemediationDriver, REQUEST, type RemediationDriver } from './remediation-driver.js';
import { emptyReport } from './scan-driver.js';

const PROPOSE = press('remediation.propose', { scanId: 'scan-0', fingerprint: 'f1' });
const ABOUT = { requestId: 'request-1', planDigest: 'digest-1' };
const ALEX_PERSON = {
  principal: { tenantId: TENANT_ID, objectId: 'aaaaaaaa-0000-4000-8000-000000000001' },
  name: 'Alex',
};

let driver: RemediationDriver;
let bot: BotHarness;

const running: BotHarness[] = [];
async function start(options: Parameters<typeof startBot>[0]): Promise<BotHarness> {
  const started = await startBot(options);
  running.push(started);
  return started;
}

beforeEach(async () => {
  driver = createRemediationDriver();
  bot = await start({ remediation: driver.remediation });
});
afterEach(async () => {
  for (const one of running.splice(0)) await one.close();
});

const answerTo = async (fields: object, asked = bot) => {
  const response = await asked.send(fields);
  return ((await response.json()) as { readonly value: object }).value;
};

describe('a command', () => {
  test('lists what can be planned', async () => {
    await bot.send({ id: 'a1', text: 'show fixes' });
    expect(bot.connector.cards[0]?.card).toEqual({ view: 'fixes', fingerprints: ['f1'] });
  });

  test('lists the plans that are open', async () => {
    await bot.send({ id: 'a1', text: 'approvals' });
    expect(bot.connector.cards[0]?.card).toEqual({ view: 'approvals', ids: ['request-1'] });
  });
});

describe('proposing', () => {
  test('answers the one who pressed with a notice, and posts the plan for everyone', async () => {
    expect(await answerTo(PROPOSE)).toMatchObject({ view: 'notice', requestId: 'request-1' });
    const [card] = await bot.connector.untilCards(1);
    expect(card).toMatchObject({ kind: 'send', conversationId: 'chat-1', card: { view: 'request', id: 'request-1' } });
  });

  test('in a channel posts the plan into the thread of the report', async () => {
    const conversation = { id: '19:channel;messageid=7', conversationType: 'channel', tenantId: TENANT_ID };
    await bot.send({ ...PROPOSE, conversation });
    const [card] = await bot.connector.untilCards(1);
    expect(card).toMatchObject({ kind: 'send', conversationId: '19:channel;messageid=7' });
  });

  test('what is already open shows that plan to the one who pressed, and posts nothing', async () => {
    const open = createRemediationDriver({ propose: () => Promise.resolve({ kind: 'alreadyOpen', request: REQUEST }) });
    const other = await start({ remediation: open.remediation });
    expect(await answerTo(PROPOSE, other)).toEqual({ view: 'request', id: 'request-1', state: 'proposed' });
    await other.close();
    expect(other.connector.requests).toEqual([]);
  });

  test('what cannot be planned is answered with the reason, and posts nothing', async () => {
    const refusal = { code: 'PLAN_WOULD_REDUCE_ACCESS', message: 'This would lock an account out.' };
    const refusing = createRemediationDriver({ propose: () => Promise.resolve({ kind: 'refused', refusal }) });
    const other = await start({ remediation: refusing.remediation });
    const answer = await answerTo(PROPOSE, other);
    expect(answer).toMatchObject({ view: 'problem', code: refusal.code, what: refusal.message });
    await other.close();
    expect(other.connector.requests).toEqual([]);
  });

  test('a finding that is gone is answered with a problem', async () => {
    const gone = createRemediationDriver({ propose: () => Promise.resolve({ kind: 'unknownFinding' }) });
    const other = await start({ remediation: gone.remediation });
    expect(await answerTo(PROPOSE, other)).toMatchObject({ view: 'problem', code: 'REMEDIATION_FINDING_UNKNOWN' });
  });

  test('twice by the same delivery makes one plan and one card', async () => {
    const [first, second] = await Promise.all([bot.send({ ...PROPOSE, id: 'i1' }), bot.send({ ...PROPOSE, id: 'i1' })]);
    expect(await first.text()).toBe(await second.text());
    await bot.connector.untilCards(1);
    expect(driver.calls).toHaveLength(1);
    expect(bot.connector.cards).toHaveLength(1);
  });

  test('is answered in time while the store hangs, and the plan is still posted', async () => {
    let made = () => {};
    const slow = createRemediationDriver({
      propose: () =>
        new Promise((resolve) => {
          made = () => resolve({ kind: 'proposed', request: REQUEST });
        }),
    });
    const other = await start({ remediation: slow.remediation });
    const answer = answerTo(PROPOSE, other);
    await other.time.untilWait(1_400);
    other.time.advance(1_400);
    expect(await answer).toMatchObject({ view: 'problem', code: 'BOT_ANSWER_LATE' });
    made();
    const [card] = await other.connector.untilCards(1);
    expect(card?.card).toMatchObject({ view: 'request' });
  });
});

describe('approving', () => {
  test('opens with a confirmation for the one who pressed alone', async () => {
    const answer = await answerTo(press('remediation.review', ABOUT, { from: MEGAN }));
    expect(answer).toEqual({ view: 'confirmation', id: 'request-1', token: 'token-1' });
    expect(driver.calls).toMatchObject([{ what: 'openReview', input: ABOUT }]);
    expect(bot.connector.requests).toEqual([]);
  });

  test('hands over what was shown and typed, and says to the one who pressed that it is recorded', async () => {
    const data = { ...ABOUT, token: 'token-1', reason: 'Agreed.', typedName: 'CA-07' };
    expect(await answerTo(press('remediation.confirm', data))).toMatchObject({
      view: 'notice',
      requestId: 'request-1',
    });
    expect(driver.calls).toEqual([{ what: 'confirm', input: { ...data, person: ALEX_PERSON } }]);
    expect(bot.connector.requests).toEqual([]);
  });

  test('with nothing typed hands over empty texts, and leaves the judgement to the workflow', async () => {
    await answerTo(press('remediation.confirm', { ...ABOUT, token: 'token-1' }));
    expect(driver.calls[0]?.input).toMatchObject({ reason: '', typedName: '' });
  });

  test.each([
    ['the first of two approvals', 'proposed', 'one more approval'],
    ['the last approval', 'approved', 'is approved'],
  ] as const)('says after %s how many are left', async (_, state, words) => {
    const counting = createRemediationDriver({
      confirm: () => Promise.resolve({ kind: 'recorded', request: { ...REQUEST, state } }),
    });
    const other = await start({ remediation: counting.remediation });
    const answer = await answerTo(press('remediation.confirm', { ...ABOUT, token: 't' }), other);
    expect(answer).toMatchObject({ text: expect.stringContaining(words) as unknown });
  });
});

describe('denying, withdrawing and undoing', () => {
  test('a denial is handed over with its reason', async () => {
    expect(await answerTo(press('remediation.deny', { ...ABOUT, reason: 'No.' }))).toMatchObject({ view: 'notice' });
    expect(driver.calls).toEqual([{ what: 'deny', input: { ...ABOUT, reason: 'No.', person: ALEX_PERSON } }]);
  });

  test('a withdrawal is handed over', async () => {
    const answer = await answerTo(press('remediation.withdraw', { requestId: 'request-1' }));
    expect(answer).toMatchObject({ view: 'notice' });
    expect(driver.calls).toEqual([{ what: 'withdraw', input: { requestId: 'request-1', person: ALEX_PERSON } }]);
  });

  test('an undo is a plan of its own, posted for everyone', async () => {
    const answer = await answerTo(press('remediation.rollback', { requestId: 'request-1' }));
    expect(answer).toMatchObject({ view: 'notice', requestId: 'request-2' });
    const [card] = await bot.connector.untilCards(1);
    expect(card?.card).toMatchObject({ view: 'request', id: 'request-2' });
  });

  test.each<[Extract<RollbackResult, { kind: 'refused' }>['reason'], object]>([
    ['nothingWritten', { view: 'problem', code: 'UNDO_NOTHING_WRITTEN' }],
    ['notFinished', { view: 'problem', code: 'UNDO_NOT_FINISHED' }],
    ['alreadyOpen', { view: 'request', id: 'request-1' }],
  ])('an undo that is refused (%s) is answered to the one who pressed alone', async (reason, expected) => {
    const refusing = createRemediationDriver({
      proposeRollback: () => Promise.resolve({ kind: 'refused', reason, request: REQUEST }),
    });
    const other = await start({ remediation: refusing.remediation });
    expect(await answerTo(press('remediation.rollback', { requestId: 'request-1' }), other)).toMatchObject(expected);
    await other.close();
    expect(other.connector.requests).toEqual([]);
  });
});

describe('looking at a plan', () => {
  test('shows it to the one who pressed, as it is in the store', async () => {
    driver.move({ state: 'executing' });
    const answer = await answerTo(press('remediation.show', { requestId: 'request-1' }));
    expect(answer).toEqual({ view: 'request', id: 'request-1', state: 'executing' });
    expect(bot.connector.requests).toEqual([]);
  });

  test('that is gone says so', async () => {
    const answer = await answerTo(press('remediation.show', { requestId: 'request-9' }));
    expect(answer).toMatchObject({ view: 'problem', code: 'REMEDIATION_REQUEST_UNKNOWN' });
  });
});

describe('planning again', () => {
  const REPLAN = press('remediation.replan', { requestId: 'request-1' });
  const { controlId, subject } = REQUEST.plan;
  const finding: ReportFinding = {
    controlId,
    subject,
    outcome: 'fail',
    severity: 'critical',
    summary: '',
    evidence: [],
    fingerprint: 'f-new',
    title: '',
    rationale: '',
    references: [],
    permissions: [],
  };

  async function startWith(found: ReportFinding) {
    const report = { ...emptyReport('scan-new'), findings: [found] };
    return start({ remediation: driver.remediation, findLatestReport: () => Promise.resolve(report) });
  }

  test('proposes for the same finding as the latest scan has it', async () => {
    const other = await startWith(finding);
    expect(await answerTo(REPLAN, other)).toMatchObject({ view: 'notice' });
    expect(driver.calls).toEqual([
      { what: 'propose', input: { scanId: 'scan-new', fingerprint: 'f-new', person: ALEX_PERSON } },
    ]);
  });

  test.each([
    ['has mended it', { ...finding, outcome: 'pass' as const }],
    ['is about another account', { ...finding, subject: { ...subject, id: 'other' } }],
    ['is about another control', { ...finding, controlId: 'BG-CA-02' }],
  ])('proposes nothing when the latest scan %s', async (_, found) => {
    const other = await startWith(found);
    expect(await answerTo(REPLAN, other)).toMatchObject({ view: 'problem', code: 'REMEDIATION_NOTHING_TO_FIX' });
    expect(driver.calls).toEqual([]);
  });

  test('an undo proposes the undo again', async () => {
    driver.move({ rollbackOf: 'request-0' });
    await answerTo(REPLAN);
    expect(driver.calls).toEqual([{ what: 'proposeRollback', input: { requestId: 'request-0', person: ALEX_PERSON } }]);
    await bot.connector.untilCards(1);
  });
});

describe('where remediation is not configured', () => {
  let bare: BotHarness;
  beforeEach(async () => {
    bare = await start({});
  });

  test.each(['fix', 'approvals'])('the command %s says so and how that is changed', async (text) => {
    await bare.send({ id: 'a1', text });
    expect(bare.connector.cards[0]?.card).toMatchObject({
      code: 'REMEDIATION_NOT_CONFIGURED',
      next: expect.stringContaining('docs/configuration.md') as unknown,
    });
  });

  test('so does a button', async () => {
    expect(await answerTo(PROPOSE, bare)).toMatchObject({ code: 'REMEDIATION_NOT_CONFIGURED' });
  });

  test('a report offers no fix, and does where it is configured', async () => {
    const cards = {
      ...PLAIN_CARDS,
      report: (_: unknown, page: number, offersFixes?: boolean) => ({ card: { page, offersFixes }, summary: '' }),
    };
    for (const [remediation, offersFixes] of [
      [null, false],
      [driver.remediation, true],
    ] as const) {
      const other = await start({
        cards,
        remediation,
        findLatestReport: () => Promise.resolve(emptyReport('scan-0')),
      });
      await other.send({ id: 'a1', text: 'status' });
      expect(other.connector.cards[0]?.card).toEqual({ page: 0, offersFixes });
      expect(await answerTo(press('scan.page', { scanId: 'scan-0', page: 1 }), other)).toEqual({
        page: 1,
        offersFixes,
      });
    }
  });
});

describe('on a client without Action.Execute', () => {
  const pressed = { text: '', value: { verb: 'remediation.review', ...ABOUT } };

  test('a button works in a personal chat', async () => {
    await bot.send({ id: 'a1', ...pressed });
    expect(bot.connector.cards[0]?.card).toMatchObject({ view: 'confirmation' });
  });

  test('a button is refused in a channel, where everybody would see the answer', async () => {
    const conversation = { id: '19:channel', conversationType: 'channel', tenantId: TENANT_ID };
    await bot.send({ id: 'a1', ...pressed, conversation });
    expect(bot.connector.cards[0]?.card).toMatchObject({ view: 'problem', code: 'BOT_CLIENT_TOO_OLD' });
    expect(driver.calls).toEqual([]);
  });
});
