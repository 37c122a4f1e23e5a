import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { NORTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { ChatPage } from './chat-page.js';
import { IMAGES, startBot, type StartedBot } from './start-bot.js';

/** From a failing finding to a verified fix and back, by people who click in the chat client. */

const [FIRST_APPROVER, SECOND_APPROVER] = ['29:approver-1', '29:approver-2'];
const POLICY = 'CA018: Require MFA for Azure management';

let bot: StartedBot;
let chat: ChatPage;

beforeAll(async () => {
  bot = await startBot();
});

afterAll(() => bot.stop());

beforeEach(async () => {
  chat = await ChatPage.open(bot.address);
});

afterEach(() => chat.close());

/** The policy as Graph returns it, without the time of its last change, as text. */
async function policyImage(): Promise<string> {
  const { value } = (await bot.graph('GET', '/v1.0/identity/conditionalAccess/policies')) as {
    value: { displayName: string; modifiedDateTime?: string }[];
  };
  const found = value.find(({ displayName }) => displayName === POLICY);
  return JSON.stringify({ ...found, modifiedDateTime: undefined });
}

async function excludedUsers(): Promise<readonly string[]> {
  const policy = JSON.parse(await policyImage()) as { conditions: { users: { excludeUsers: readonly string[] } } };
  return policy.conditions.users.excludeUsers;
}

/** Opens the confirmation of the newest plan and approves it, typing the name where the plan asks for it. */
async function approve(reason: string, typedName?: string): Promise<void> {
  await chat.press('Review');
  await chat.page.getByLabel('Your reason').last().fill(reason);
  if (typedName !== undefined) await chat.page.getByLabel('Name of what changes').last().fill(typedName);
  await chat.press('Approve');
}

/** Scans, asks what can be fixed, and plans the exclusion of the account North. */
async function proposeFix(): Promise<void> {
  await chat.openConversation('Security - General');
  await chat.postMentioning('Glasswatch', 'scan emergency access');
  await chat.card(/Not compliant/).waitFor();
  await chat.postMentioning('Glasswatch', 'fix');
  const list = chat.card('What can be fixed');
  await list.waitFor();
  const rows = list.locator('.ac-container').filter({ hasText: 'BG-CA-01' }).filter({ hasText: 'emergency-north' });
  await rows.last().getByRole('button', { name: 'Fix…' }).click();
  await chat.card('Waiting for approval').waitFor();
}

/** The way of an approver who comes later: the list of open plans, and the only one in it. */
async function openFromTheList(): Promise<void> {
  await chat.postMentioning('Glasswatch', 'approvals');
  await chat.page.getByRole('button', { name: 'Open', exact: true }).waitFor();
  await chat.press('Open');
  await chat.page.getByRole('button', { name: 'Review', exact: true }).last().waitFor();
}

test('a fix is proposed, refused to its requester, approved by another person, verified, and taken back by two', async () => {
  const first = await policyImage();
  expect(await excludedUsers()).not.toContain(NORTH_ID);
  await proposeFix();
  expect(await chat.card('Waiting for approval').innerText()).toContain(POLICY);

  await chat.press('Review');
  await chat.card('You asked for this plan').waitFor();
  await chat.photograph(join(IMAGES, 'own-approval-refused.png'));
  await chat.press('Back to the plan');

  chat.actAs(FIRST_APPROVER);
  await approve('The pilot needs it');
  await chat.card('Done and verified').waitFor();
  await chat.photograph(join(IMAGES, 'remediation.png'));
  expect(await excludedUsers()).toContain(NORTH_ID);

  chat.actAs(null);
  await chat.press('Undo…');
  await chat.card('Waiting for approval').waitFor();
  chat.actAs(FIRST_APPROVER);
  await approve('Taking it back', POLICY);
  await openFromTheList();
  chat.actAs(SECOND_APPROVER);
  await approve('Agreed', POLICY);
  await chat.card('Done and verified').waitFor();
  expect(await policyImage()).toBe(first);
});
