import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { NORTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { REQUESTER } from '../../src/sandbox/seed/people.js';
import { ChatPage } from './chat-page.js';
import { IMAGES, startBot, type StartedBot } from './start-bot.js';

/** The bot speaks first: what an administrator of the simulated tenant does appears in the subscribed channel. */

const FIRST_APPROVER = '29:approver-1';
const POLICY = 'CA001: Require MFA for all users';
/** From the record in the audit log to the card in the channel. */
const NOTICED_WITHIN_MS = 60_000;

let bot: StartedBot;
let chat: ChatPage;

beforeAll(async () => {
  bot = await startBot();
});

afterAll(() => bot.stop());

beforeEach(async () => {
  chat = await ChatPage.open(bot.address);
  await chat.openConversation('Security - General');
});

afterEach(() => chat.close());

interface Policy {
  readonly id: string;
  readonly displayName: string;
  readonly conditions: { readonly users: { readonly excludeUsers: readonly string[] } };
}

async function findPolicy(): Promise<Policy> {
  const { value } = (await bot.graph('GET', '/v1.0/identity/conditionalAccess/policies')) as {
    value: readonly Policy[];
  };
  const found = value.find(({ displayName }) => displayName === POLICY);
  if (!found) throw new Error('The simulated tenant has no such policy.');
  return found;
}

/** As an administrator in the portal would. */
async function removeExclusion(): Promise<void> {
  const { id, conditions } = await findPolicy();
  const excludeUsers = conditions.users.excludeUsers.filter((excluded) => excluded !== NORTH_ID);
  await bot.graph('PATCH', `/v1.0/identity/conditionalAccess/policies/${id}`, {
    conditions: { users: { excludeUsers } },
  });
}

async function subscribe(): Promise<void> {
  await chat.postMentioning('Glasswatch', 'subscribe');
  await chat.card(/Subscribed|subscribed/).waitFor();
}

test('a removed exclusion appears within a minute with who did it, and the fix resolves the same card', async () => {
  await subscribe();
  await removeExclusion();
  const card = chat.card(new RegExp(`${POLICY}[^]*Riley Carter|${POLICY}[^]*${REQUESTER.userPrincipalName}`, 'i'));
  await card.waitFor({ timeout: NOTICED_WITHIN_MS });
  const text = await card.innerText();
  expect(text).toContain('excludeUsers');
  expect(text).toContain('emergency-north');
  await chat.photograph(join(IMAGES, 'drift.png'));

  await card.getByRole('button', { name: 'Fix…' }).click();
  await chat.card('Waiting for approval').waitFor();
  chat.actAs(FIRST_APPROVER);
  await chat.press('Review');
  await chat.page.getByLabel('Your reason').last().fill('It must be excluded');
  await chat.press('Approve');
  await chat.card('Done and verified').waitFor();
  expect((await findPolicy()).conditions.users.excludeUsers).toContain(NORTH_ID);
  await chat.card(new RegExp(`As accepted again[^]*${POLICY}`)).waitFor({ timeout: NOTICED_WITHIN_MS });
});

test('a sign-in of an emergency account is an alert that another person acknowledges', async () => {
  await bot.graph('POST', '/sandbox/signIns', { userId: NORTH_ID });
  const card = chat.card(/emergency-north[^]*Acknowledge/);
  await card.waitFor({ timeout: NOTICED_WITHIN_MS });
  await chat.photograph(join(IMAGES, 'alert.png'));
  await card.getByText('An emergency', { exact: true }).click();
  await card.getByRole('textbox').fill('The identity provider was down');
  await card.getByRole('button', { name: 'Acknowledge' }).click();
  const settled = chat.card(/Acknowledged as/);
  await settled.waitFor();
  expect(await settled.innerText()).toContain('Riley Carter');
});
