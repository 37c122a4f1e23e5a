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
  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
  ) {}

  static async open(url: string): Promise<ChatPage> {
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: QUIET });
    const page = await browser.newPage({ viewport: { width: 1280, height: 1100 } });
    await page.goto(url, { waitUntil: 'load' });
    return new ChatPage(browser, page);
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
