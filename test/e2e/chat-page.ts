import { chromium, type Browser, type Locator, type Page } from 'playwright-core';

/** The chat client as a person uses it: open a conversation, write, read cards, press buttons. */

/** Without these, Chromium calls hosts of its own in the background. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export class ChatPage {
  private actor: string | null = null;

  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
  ) {}

  static async open(url: string): Promise<ChatPage> {
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: QUIET });
    const page = await browser.newPage({ viewport: { width: 1280, height: 1100 } });
    await page.goto(url, { waitUntil: 'load' });
    const chat = new ChatPage(browser, page);
    await chat.letOthersAct();
    return chat;
  }

  /** The chat client has one user at its screen; on the wire, a click can be another member's. */
  private async letOthersAct(): Promise<void> {
    await this.page.route('**/_conversation/v1/{invoke,submit}', async (route) => {
      const request = route.request();
      if (this.actor === null || request.method() !== 'POST') return route.continue();
      const body = JSON.parse(request.postData() ?? '{}') as { from: { id: string } };
      body.from.id = this.actor;
      return route.continue({ postData: JSON.stringify(body) });
    });
  }

  /** From now on clicks are this member's; null is the person at the screen again. */
  actAs(userId: string | null): void {
    this.actor = userId;
  }

  /** Presses the newest button of that name and waits for the bot's answer. */
  async press(name: string): Promise<void> {
    const answered = this.page.waitForResponse(/_conversation\/v1\/invoke/);
    await this.page.getByRole('button', { name, exact: true }).last().click();
    await answered;
  }

  async openConversation(name: string): Promise<void> {
    await this.page.locator(`button[role=treeitem][aria-label="${name}"]`).click();
  }

  private composer(): Locator {
    return this.page.locator('div[role=textbox]').first();
  }

  /** Writes in a personal chat, where the bot hears everything. */
  async write(text: string): Promise<void> {
    await this.composer().click();
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
  }

  /** Starts a post in a channel that mentions the bot, as one must there. */
  async postMentioning(bot: string, text: string): Promise<void> {
    await this.composer().click();
    await this.page.keyboard.type('@');
    await this.page.getByRole('menuitem', { name: bot }).click();
    await this.page.keyboard.type(` ${text}`);
    await this.page.getByRole('button', { name: 'Post', exact: true }).click();
  }

  /** The newest card that shows `text`. */
  card(text: string | RegExp): Locator {
    return this.page.locator('.ac-adaptiveCard').filter({ hasText: text }).last();
  }

  cards(): Locator {
    return this.page.locator('.ac-adaptiveCard');
  }

  async photograph(file: string): Promise<void> {
    await this.page.screenshot({ path: file });
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}
