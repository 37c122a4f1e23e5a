import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ChatPage } from './chat-page.js';
import { IMAGES, startBot, type StartedBot } from './start-bot.js';

/** What a newcomer does: the README's first command, the printed address, one sentence, and a card to read. */

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

const verdict = /Not compliant/i;

/** The line at the foot of a card that names its scan. */
function scanOf(text: string): string {
  return /Scan [0-9a-f]{8}/.exec(text)?.[0] ?? 'no scan named';
}

describe('scan emergency access in the chat client', () => {
  test('answers in a personal chat with a card that names the accounts and what fails first', async () => {
    await chat.openConversation('Personal Chat');
    await chat.write('scan emergency access');
    const card = chat.card(verdict);
    await card.waitFor();
    const text = await card.innerText();
    expect(text).toContain('emergency-north@');
    expect(text).toContain('emergency-south@');
    expect(text).toContain('Not judged');
    await chat.photograph(join(IMAGES, 'personal-chat.png'));
  });

  test('answers in a channel after a mention', async () => {
    await chat.openConversation('Security - General');
    await chat.postMentioning('Glasswatch', 'scan emergency access');
    const card = chat.card(verdict);
    await card.waitFor();
    expect(await card.innerText()).toContain('emergency-north@');
    await chat.photograph(join(IMAGES, 'channel.png'));
  });

  test('shows one finding with its evidence and leads back to the overview', async () => {
    await chat.openConversation('Personal Chat');
    await chat.write('scan emergency access');
    await chat.card(verdict).waitFor();
    await chat.card(verdict).getByText('Phishing-resistant method registered').first().click();
    const detail = chat.card(/Evidence/i);
    await detail.waitFor();
    expect(await detail.innerText()).toContain('BG-AUTH-01');
    await chat.photograph(join(IMAGES, 'finding.png'));
    await detail.getByRole('button', { name: /back/i }).click();
    await chat.card(verdict).waitFor();
  });

  test('scanning again edits the same card', async () => {
    await chat.openConversation('Personal Chat');
    await chat.write('scan emergency access');
    await chat.card(verdict).waitFor();
    const before = await chat.cards().count();
    const first = await chat.card(verdict).innerText();
    await chat
      .card(verdict)
      .getByRole('button', { name: /scan again/i })
      .click();
    await chat.page
      .locator('.ac-adaptiveCard')
      .filter({ hasText: scanOf(first) })
      .waitFor({ state: 'detached' });
    await chat.card(verdict).waitFor();
    expect(await chat.cards().count()).toBe(before);
  });
});
