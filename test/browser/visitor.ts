// Visitors of the page, each with a browser profile of their own; and what they see, found as a screen reader finds it.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { ROOT } from '../support/packages/templates';

/** Where the pictures of a run are. */
export const SCREENSHOTS = path.join(ROOT, '.build/screenshots');

/** Milliseconds: only what hangs takes as long, and the test then says for what it waited. */
const PATIENCE = 240_000;

/** Milliseconds between two looks at what the line has said. */
const GLANCE = 100;

/** Two columns. */
const DESKTOP = { width: 1180, height: 960 };

/** Adds up in the page what moves without being asked to. https://web.dev/articles/cls */
const WATCH_SHIFTS = `
  globalThis.shift = 0;
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) shift += value;
  }).observe({ type: 'layout-shift', buffered: true });
`;

/** Keeps what the status line has said, for as long as the page is open. */
const WATCH_STATUS = `
  globalThis.said = new Set();
  new MutationObserver(() => {
    for (const line of document.querySelectorAll('[role=status]')) said.add(line.textContent);
  }).observe(document, { subtree: true, childList: true, characterData: true });
`;

/** More than the page has places for the focus. */
const MOST_PRESSES = 60;

/** Somebody who looks at the page. */
export class Visitor {
  readonly page: Page;
  /** The errors in the browser's console, and those that were not caught. */
  readonly errors: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(`${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => this.errors.push(String(error)));
  }

  /** A visitor who has not gone anywhere yet. */
  static async arrive(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: DESKTOP, ...options });
    context.setDefaultTimeout(PATIENCE);
    await context.addInitScript({ content: WATCH_SHIFTS + WATCH_STATUS });
    return new Visitor(await context.newPage());
  }

  /** The line that says how it stands with the connection, or what became of the last message. */
  status(text: string): Locator {
    return this.page.getByRole('status').filter({ hasText: text });
  }

  /** Waits until the line says so. @throws Error with what it has said instead */
  async reads(text: string): Promise<void> {
    try {
      await this.status(text).waitFor();
    } catch (cause) {
      const said = await this.page.evaluate<string[]>('[...said]');
      throw new Error(`The line never said “${text}”. It said: ${said.join(' | ')}. ${this.errors.join('\n')}`, {
        cause,
      });
    }
  }

  /** Waits until the line has said so, even if only for a moment. */
  async hasRead(text: string): Promise<void> {
    const read = `[...said].some((line) => line.includes(${JSON.stringify(text)}))`;
    // The page's policy forbids what Playwright's own waiting would evaluate in it.
    while (!(await this.page.evaluate<boolean>(read))) await this.page.waitForTimeout(GLANCE);
  }

  get board(): Locator {
    return this.page.getByRole('region', { name: 'Message board, newest first' });
  }

  /** How many messages and gaps there were. */
  get counts(): Locator {
    return this.page.getByTestId('counts');
  }

  get latencies(): Locator {
    return this.page.getByRole('region', { name: 'Delivery latency' });
  }

  /** Waits until the board shows a message, and returns its row's text. */
  async receives(message: string): Promise<string> {
    return this.board.getByRole('listitem').filter({ hasText: message }).first().innerText();
  }

  async sends(
    message: string,
    { channel, data }: { readonly channel?: string; readonly data?: string } = {},
  ): Promise<void> {
    if (channel !== undefined) await this.page.getByRole('combobox', { name: 'Channel to send to' }).fill(channel);
    await this.page.getByRole('textbox', { name: 'Message' }).fill(message);
    await this.page.getByRole('checkbox', { name: 'with structured data' }).setChecked(data !== undefined);
    if (data !== undefined) {
      await this.page.getByRole('textbox', { name: 'Structured data, as JSON' }).fill(data);
    }
    await this.presses('Send');
  }

  /** The chip of a channel that is listened to, and of which all is well. */
  chip(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true, pressed: true });
  }

  /** Waits for a note that says so, and returns all of it. */
  async isTold(text: string): Promise<string> {
    return this.page.getByRole('alert').filter({ hasText: text }).innerText();
  }

  async listensTo(channel: string): Promise<void> {
    await this.page.getByRole('searchbox', { name: 'Channel to listen to' }).fill(channel);
    await this.presses('Listen');
  }

  async presses(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  /** Waits until the page offers to move back to a region, or has been led there by the front door. */
  async mayMoveBackTo(place: string): Promise<void> {
    const offer = this.page.getByRole('button', { name: `Move back to ${place}` });
    await offer.or(this.status(`Live. ${place} answers.`)).waitFor();
  }

  /** What comes out by the Events door. */
  get events(): Locator {
    return this.page.getByRole('region', { name: 'Messages from the Events door, newest first' });
  }

  /** Shows both doors side by side, and sends by the Events door from now on. */
  async opensBothDoors(): Promise<void> {
    await this.page.getByRole('checkbox', { name: 'Show the Events door beside it' }).check();
    await this.page.getByRole('combobox', { name: 'Door to send by' }).selectOption('Events');
  }

  /** Chooses a tab. */
  async opens(name: string): Promise<void> {
    await this.page.getByRole('tab', { name, exact: true }).click();
  }

  async signsIn(credential: string): Promise<void> {
    await this.page.getByLabel('Token or API key').fill(credential);
    await this.presses('Sign in');
  }

  /** Presses the key until something has the focus. @throws Error if it never has */
  async tabsTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    for (let presses = 0; presses < MOST_PRESSES; presses += 1) {
      await this.page.keyboard.press(key);
      if ((await target.and(this.page.locator(':focus')).count()) > 0) return;
    }
    throw new Error(`${key} does not lead to ${String(target)}.`);
  }

  /** Messages a second that this page sends. */
  async setsLoad(rate: number): Promise<void> {
    await this.page.getByRole('slider', { name: 'Messages per second' }).fill(String(rate));
  }

  /** Waits until the load has come to a number of so many digits. */
  async hasSent(digits: number): Promise<void> {
    await this.#sentText(digits).waitFor();
  }

  /** How many messages of the load a region has taken. */
  async sent(): Promise<number> {
    return Number.parseInt(await this.#sentText(1).innerText(), 10);
  }

  #sentText(digits: number): Locator {
    return this.page.getByRole('region', { name: 'Load' }).getByText(new RegExp(`^\\d{${digits},} sent$`));
  }

  /** The layout shift score: 0 if nothing has moved since the page was opened. */
  async shift(): Promise<number> {
    return this.page.evaluate<number>('shift');
  }

  /** Leaves a picture in {@link SCREENSHOTS}. */
  async photographs(name: string, options: { readonly fullPage?: boolean } = {}): Promise<Buffer> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    // Animated colours are shown as they will be.
    return this.page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`), animations: 'disabled', ...options });
  }

  async leaves(): Promise<void> {
    await this.page.context().close();
  }
}
