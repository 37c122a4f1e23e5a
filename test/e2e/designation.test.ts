import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { ChatPage } from './chat-page.js';
import { IMAGES, startBot, type StartedBot } from './start-bot.js';

/** From a candidate to a designated account and back, by people who click in the chat client. */

const APPROVER = '29:approver-1';
const CANDIDATE = 'admin-legacy';

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

async function openAccounts(): Promise<void> {
  await chat.openConversation('Security - General');
  await chat.postMentioning('Glasswatch', 'scan emergency access');
  await chat.card(/Not compliant/).waitFor();
  await chat.postMentioning('Glasswatch', 'accounts');
  await chat.card('Candidates').waitFor();
}

/** The row of the candidate, in the newest card that has one. */
function candidateRow() {
  return chat.card('Candidates').locator('.ac-container').filter({ hasText: CANDIDATE }).last();
}

test('a candidate is designated by one person, refused to the same one, and confirmed by another', async () => {
  await openAccounts();
  expect(await candidateRow().innerText()).toContain('Holds Global Administrator permanently.');
  await chat.photograph(join(IMAGES, 'accounts.png'));

  await candidateRow().getByRole('button', { name: 'Designate…', exact: true }).click();
  const form = chat.card('The directory, just now');
  await form.waitFor();
  expect(await form.innerText()).toContain('enforced policies');
  await chat.page.getByLabel('Note (optional)').last().fill('The account of the migration');
  await chat.press('Propose');
  await chat.card('Waits for a second person').waitFor();

  await chat.press('Confirm…');
  await chat.card('You proposed it yourself').waitFor();
  await chat.photograph(join(IMAGES, 'own-designation-refused.png'));
  await chat.press('Back to the designation');

  chat.actAs(APPROVER);
  await chat.press('Confirm…');
  await chat.card('Confirm the designation').waitFor();
  await chat.press('Confirm');
  await chat.card('It counts as an emergency account').waitFor();

  chat.actAs(null);
  await chat.postMentioning('Glasswatch', 'accounts');
  await chat.card('3 designations in force').waitFor();
  expect(await chat.card('3 designations in force').innerText()).toContain('Confirmed by: Avery Lindqvist');
});
