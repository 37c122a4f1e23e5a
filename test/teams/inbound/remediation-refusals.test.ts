import { afterEach, describe, expect, test } from '@jest/globals';
import type { RemediationRequest } from '../../../src/domain/approval/request.js';
import type { ConfirmRefusal, Remediation } from '../../../src/workflows/remediation.js';
import { ALEX, MEGAN, press, startBot, TENANT_ID, type BotHarness } from './bot-harness.js';
import { createRemediationDriver, REQUEST } from './remediation-driver.js';

const ABOUT = { requestId: 'request-1', planDigest: 'digest-1' };
const CONFIRM = press('remediation.confirm', { ...ABOUT, token: 'token-1', reason: 'Agreed.', typedName: '' });

const CODES: Readonly<Record<ConfirmRefusal, string>> = {
  notPending: 'REVIEW_NOT_PENDING',
  expired: 'REVIEW_EXPIRED',
  otherPlan: 'REVIEW_OTHER_PLAN',
  isRequester: 'REVIEW_IS_REQUESTER',
  isTarget: 'REVIEW_IS_TARGET',
  alreadyReviewed: 'REVIEW_ALREADY_GIVEN',
  notApprover: 'REVIEW_NOT_APPROVER',
  approversUnknown: 'REVIEW_APPROVERS_UNKNOWN',
  notConfirmed: 'REVIEW_NOT_CONFIRMED',
  reasonMissing: 'REVIEW_REASON_MISSING',
  nameMismatch: 'REVIEW_NAME_MISMATCH',
  overtaken: 'REVIEW_OVERTAKEN',
};
const REASONS = Object.entries(CODES) as readonly (readonly [ConfirmRefusal, string])[];

let bot: BotHarness;
afterEach(() => bot.close());

async function start(answers: Partial<Remediation> = {}) {
  const driver = createRemediationDriver(answers);
  bot = await startBot({ remediation: driver.remediation });
  return driver;
}

interface Problem {
  readonly view: string;
  readonly code: string;
  readonly what: string;
  readonly next: string;
  readonly leadsTo: unknown;
}

async function answerTo(fields: object): Promise<Problem> {
  return ((await (await bot.send(fields)).json()) as { readonly value: Problem }).value;
}

/** Posts the plan, as the shared card that no refusal may touch. */
async function postPlan(): Promise<void> {
  await bot.send(press('remediation.propose', { scanId: 'scan-0', fingerprint: 'f1' }));
  await bot.connector.untilCards(1);
}

describe('an approval that is refused', () => {
  test.each(REASONS)('(%s) is told to the one who pressed alone, and the shared card stays', async (reason, code) => {
    await start({ confirm: () => Promise.resolve({ kind: 'refused', reason, request: REQUEST }) });
    await postPlan();
    const answer = await answerTo({ ...CONFIRM, from: MEGAN });
    expect(answer).toMatchObject({ view: 'problem', code, leadsTo: { requestId: 'request-1' } });
    await bot.close();
    expect(bot.connector.requests).toHaveLength(1);
  });

  test('is twinned with one that is not', async () => {
    await start();
    expect(await answerTo({ ...CONFIRM, from: MEGAN })).toMatchObject({ view: 'notice' });
  });

  test('says something of its own for each reason', async () => {
    const said = new Set<string>();
    for (const [reason] of REASONS) {
      await start({ confirm: () => Promise.resolve({ kind: 'refused', reason, request: REQUEST }) });
      const { what, next } = await answerTo(CONFIRM);
      expect(what).toMatch(/^[A-Z].*\.$/);
      expect(next).toMatch(/^[A-Z].*\.$/);
      said.add(what);
      await bot.close();
    }
    expect(said.size).toBe(REASONS.length);
  });

  test('because somebody was faster says who, and what is going on', async () => {
    const review = { reviewerName: 'Megan' } as RemediationRequest['reviews'][number];
    const request: RemediationRequest = { ...REQUEST, state: 'executing', reviews: [review] };
    await start({ confirm: () => Promise.resolve({ kind: 'refused', reason: 'overtaken', request }) });
    expect((await answerTo(CONFIRM)).what).toMatch(/it is being carried out\. Answered by Megan\./);
  });
});

describe('other presses that are refused', () => {
  test.each([
    {
      verb: 'remediation.review',
      answers: { openReview: () => Promise.resolve({ kind: 'refused', reason: 'notApprover', request: REQUEST }) },
      code: 'REVIEW_NOT_APPROVER',
    },
    {
      verb: 'remediation.deny',
      answers: { deny: () => Promise.resolve({ kind: 'refused', reason: 'isTarget', request: REQUEST }) },
      code: 'REVIEW_IS_TARGET',
    },
    {
      verb: 'remediation.withdraw',
      answers: { withdraw: () => Promise.resolve({ kind: 'refused', reason: 'notRequester', request: REQUEST }) },
      code: 'WITHDRAW_NOT_REQUESTER',
    },
    {
      verb: 'remediation.withdraw',
      answers: { withdraw: () => Promise.resolve({ kind: 'refused', reason: 'notPending', request: REQUEST }) },
      code: 'WITHDRAW_NOT_PENDING',
    },
  ] satisfies readonly { verb: string; answers: Partial<Remediation>; code: string }[])(
    '$verb with $code is told to the one who pressed alone',
    async ({ verb, answers, code }) => {
      await start(answers);
      const answer = await answerTo(press(verb, ABOUT));
      expect(answer).toMatchObject({ view: 'problem', code, leadsTo: { requestId: 'request-1' } });
      await bot.close();
      expect(bot.connector.requests).toEqual([]);
    },
  );

  test.each(['openReview', 'confirm', 'deny', 'withdraw', 'proposeRollback'] as const)(
    '%s of a plan that is gone says so, and leads nowhere',
    async (what) => {
      await start({ [what]: () => Promise.resolve({ kind: 'unknownRequest' }) });
      const verb = {
        openReview: 'review',
        proposeRollback: 'rollback',
        confirm: 'confirm',
        deny: 'deny',
        withdraw: 'withdraw',
      }[what];
      const answer = await answerTo(press(`remediation.${verb}`, { ...ABOUT, token: 't' }));
      expect(answer).toMatchObject({ code: 'REMEDIATION_REQUEST_UNKNOWN', leadsTo: 'nowhere' });
    },
  );

  test('a store that fails leads back to the plan, because a scan from there would replace its card', async () => {
    await start({ openReview: () => Promise.reject(new Error('secret-path')) });
    const answer = await answerTo(press('remediation.review', ABOUT));
    expect(answer).toMatchObject({ code: 'BOT_UNEXPECTED', leadsTo: { requestId: 'request-1' } });
    expect(JSON.stringify(answer)).not.toContain('secret-path');
  });
});

describe('who presses', () => {
  const claims = {
    person: { principal: { tenantId: 'x', objectId: MEGAN.aadObjectId }, name: 'Megan' },
    actor: MEGAN,
    from: MEGAN,
    aadObjectId: MEGAN.aadObjectId,
    reviewer: MEGAN,
    userId: MEGAN.id,
  };

  test.each([
    ['propose', { scanId: 'scan-0', fingerprint: 'f1' }],
    ['review', ABOUT],
    ['confirm', { ...ABOUT, token: 't', reason: 'r', typedName: 'n' }],
    ['deny', { ...ABOUT, reason: 'r' }],
    ['withdraw', { requestId: 'request-1' }],
    ['rollback', { requestId: 'request-1' }],
  ])('remediation.%s is the verified sender, whatever the card says', async (verb, data) => {
    const driver = await start();
    for (const from of [ALEX, MEGAN]) {
      await bot.send(press(`remediation.${verb}`, { ...data, ...claims }, { from }));
    }
    const person = ({ aadObjectId, name }: typeof ALEX) => ({
      principal: { tenantId: TENANT_ID, objectId: aadObjectId },
      name,
    });
    expect(driver.calls.map(({ input }) => input)).toEqual([
      { ...data, person: person(ALEX) },
      { ...data, person: person(MEGAN) },
    ]);
  });
});

describe('a press that is not understood does nothing', () => {
  test.each([
    ['a verb that does not exist', 'remediation.execute', ABOUT],
    ['no finding', 'remediation.propose', { scanId: 'scan-0' }],
    ['no digest', 'remediation.review', { requestId: 'request-1' }],
    ['no token', 'remediation.confirm', { ...ABOUT, reason: 'r' }],
    ['a token that is an object', 'remediation.confirm', { ...ABOUT, token: { id: 't' }, reason: 'r' }],
    ['a reason that is a list', 'remediation.confirm', { ...ABOUT, token: 't', reason: ['r'] }],
    ['a reason longer than the card takes', 'remediation.deny', { ...ABOUT, reason: 'r'.repeat(501) }],
    ['an empty request', 'remediation.withdraw', { requestId: '' }],
    ['no data', 'remediation.rollback', undefined],
  ])('%s', async (_, verb, data) => {
    const driver = await start();
    expect(await answerTo(press(verb, data))).toMatchObject({ code: 'BOT_BUTTON_OUTDATED', leadsTo: 'nowhere' });
    expect(driver.calls).toEqual([]);
    await bot.close();
    expect(bot.connector.requests).toEqual([]);
  });

  test('a client that refreshes a card by itself starts nothing, and may look', async () => {
    await start();
    const byItself = (verb: string) => ({
      ...press(verb, {}),
      value: {
        action: { type: 'Action.Execute', verb, data: { ...ABOUT, token: 't', reason: 'r' } },
        trigger: 'automatic',
      },
    });
    expect(await answerTo(byItself('remediation.confirm'))).toMatchObject({ code: 'BOT_BUTTON_OUTDATED' });
    expect(await answerTo(byItself('remediation.show'))).toMatchObject({ view: 'request' });
  });
});
