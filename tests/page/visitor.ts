// What the page's tests share: a browser, a page that keeps account of what it asks for and complains about, and hands.
import { readFile } from 'node:fs/promises';
import { type Browser, type BrowserContext, chromium, type Download, type Page } from 'playwright-core';
import { chromiumPath } from '../../scripts/find-chromium.mjs';
import { chromiumArguments, servePage } from '../../scripts/serve-page.mjs';

const examples = new URL('../../examples/data/', import.meta.url);
const axeSource = await readFile(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

export const example = (name: string) => readFile(new URL(name, examples));

export interface Look {
  theme: 'light' | 'dark';
  width: number;
}
/** Both themes, a desktop and a phone. */
export const looks: Look[] = [
  { theme: 'light', width: 1280 },
  { theme: 'dark', width: 1280 },
  { theme: 'light', width: 360 },
  { theme: 'dark', width: 360 },
];

/** A visit to the page: everything it asks for after load and everything it says on the console is kept. */
export class Visitor {
  readonly requests: string[] = [];
  readonly complaints: string[] = [];
  readonly page: Page;
  readonly context: BrowserContext;

  constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    page.on('console', (message) => this.complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => this.complaints.push(error.message));
  }

  /** No network from here on. */
  async goOffline(): Promise<void> {
    await this.page.locator('html[data-ready]').waitFor();
    this.context.on('request', (request) => {
      if (!request.url().startsWith('blob:')) this.requests.push(request.url());
    });
    await this.context.setOffline(true);
  }

  async choose(...names: string[]): Promise<void> {
    const files = names.map(async (name) => ({ name, mimeType: 'text/csv', buffer: await example(name) }));
    await this.page.setInputFiles('input[type=file]', await Promise.all(files));
  }

  async audit(name: string): Promise<void> {
    await this.choose(name);
    await this.page.getByRole('button', { name: /Start the audit/ }).click();
    await this.page.locator('nav.views').waitFor();
  }

  view(name: string) {
    return this.page.locator(`#view-${name}`);
  }

  /** What axe finds wrong on the screen. */
  async violations(screen: string): Promise<string[]> {
    // page.addScriptTag would be stopped by the policy; evaluate() is not
    if (await this.page.evaluate(() => !('axe' in globalThis))) await this.page.evaluate(axeSource);
    const found = await this.page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
      const { violations } = await axe.run();
      return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);
    });
    return found.map((text) => `${screen}: ${text}`);
  }

  /** By how many pixels the page can be scrolled sideways. */
  sidewaysScroll(): Promise<number> {
    return this.page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth));
  }

  async download(start: () => Promise<unknown>): Promise<{ name: string; bytes: Buffer }> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), start()]);
    return { name: download.suggestedFilename(), bytes: await bytesOf(download) };
  }

  /** What the page left in the browser's storage, but for its own files. */
  stored(): Promise<string[]> {
    return this.page.evaluate(async () => [
      ...Object.keys(localStorage),
      ...Object.keys(sessionStorage),
      ...(document.cookie ? [document.cookie] : []),
      ...(await indexedDB.databases()).map(({ name }) => String(name)),
    ]);
  }

  /** Press Tab until an element with this name has the focus, as somebody without a mouse does. */
  async tabTo(name: RegExp, most = 120): Promise<void> {
    const names: string[] = [];
    for (let pressed = 0; pressed < most; pressed++) {
      await this.page.keyboard.press('Tab');
      const focused = await this.page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const label = (element as HTMLSelectElement).labels?.[0]?.textContent;
        const by = document.getElementById(element.getAttribute('aria-labelledby') ?? '')?.textContent;
        return (element.getAttribute('aria-label') ?? by ?? label ?? element.textContent ?? '').trim();
      });
      if (name.test(focused)) return;
      names.push(focused.slice(0, 30));
    }
    throw new Error(`the focus never came to ${name}; it was on ${[...new Set(names)].join(' | ')}`);
  }
}

async function bytesOf(download: Download): Promise<Buffer> {
  return readFile((await download.path())!);
}

/** The served page and a browser, for one test file. */
export class House {
  #browser: Browser | undefined;
  #server: Awaited<ReturnType<typeof servePage>> | undefined;
  #contexts: BrowserContext[] = [];

  async open(): Promise<void> {
    this.#server = await servePage();
    this.#browser = await chromium.launch({ executablePath: chromiumPath!, args: chromiumArguments });
  }

  async visit({
    theme = 'light',
    width = 1280,
    search = '',
  }: Partial<Look> & { search?: string } = {}): Promise<Visitor> {
    const context = await this.#browser!.newContext({
      viewport: { width, height: 900 },
      colorScheme: theme,
      reducedMotion: 'reduce',
      acceptDownloads: true,
    });
    context.setDefaultTimeout(40_000);
    this.#contexts.push(context);
    const page = await context.newPage();
    await page.addInitScript(() => {
      const titles: string[] = [];
      Object.assign(globalThis, { titles });
      addEventListener('DOMContentLoaded', () => {
        new MutationObserver(() => titles.push(document.title)).observe(document.querySelector('title')!, {
          childList: true,
        });
      });
    });
    const visitor = new Visitor(context, page);
    await page.goto(this.#server!.address + search);
    await page.locator('html[data-ready]').waitFor();
    return visitor;
  }

  async leave(): Promise<void> {
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()));
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    this.#server?.server.close();
  }
}
