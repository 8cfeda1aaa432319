// A visit as a person makes it: drop a file, confirm, run, look, take away; with the network off after load.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { chromiumPath } from '../../scripts/find-chromium.mjs';
import { chromiumArguments, servePage } from '../../scripts/serve-page.mjs';

const examples = new URL('../../examples/data/', import.meta.url);
const axe = new URL('../../node_modules/axe-core/axe.min.js', import.meta.url);
const shots = process.env.ASSAYER_SHOTS; // a folder for screenshots

let server: Server;
let address: string;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let requests: string[];
let complaints: string[];

beforeAll(async () => {
  ({ server, address } = await servePage());
  browser = await chromium.launch({
    executablePath: chromiumPath,
    args: chromiumArguments,
  });
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});

async function open(options: Parameters<Browser['newContext']>[0] = {}): Promise<void> {
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...options });
  requests = [];
  complaints = [];
  page = await context.newPage();
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(address);
  await page.getByRole('heading', { name: 'What is wrong with your table?' }).waitFor();
}
beforeEach(() => open());
afterEach(() => context.close());

async function choose(name: string, content?: Buffer): Promise<void> {
  const buffer = content ?? (await readFile(new URL(name, examples)));
  await page.setInputFiles('input[type=file]', { name, mimeType: 'text/csv', buffer });
}

async function violations(): Promise<string[]> {
  // page.addScriptTag would be stopped by the policy; evaluate() is not
  await page.evaluate(await readFile(axe, 'utf8'));
  return page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations: found } = await checker.run();
    return found.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);
  });
}

async function shot(name: string): Promise<void> {
  if (shots && existsSync(shots)) await page.screenshot({ path: join(shots, `${name}.png`) });
}

async function auditIris(): Promise<void> {
  await choose('iris.csv');
  await page.getByRole('heading', { name: 'Is this right?' }).waitFor();
  await shot('schema');
  await page.getByRole('button', { name: /Start the audit/ }).click();
  await page.getByRole('heading', { name: /Findings in iris\.csv/ }).waitFor({ timeout: 40_000 });
}

it('audits a second file with the network off: nothing is asked for any more', async () => {
  await auditIris();
  context.on('request', (request) => requests.push(request.url()));
  await context.setOffline(true);
  await page.getByRole('button', { name: /^(Another file|Start over|New file)/ }).click();
  await choose('titanic.csv');
  await page.getByRole('button', { name: /Start the audit/ }).click();
  await page.getByRole('heading', { name: /Findings in titanic\.csv/ }).waitFor({ timeout: 40_000 });
  expect(requests).toEqual([]);
  expect(complaints).toEqual([]);
});

it('shows summary, rows and a download that is a table of all rows', async () => {
  await auditIris();
  await shot('report');
  await page.locator('#view-rows').click();
  await page.getByRole('grid').first().waitFor();
  await shot('rows');
  await page.locator('#view-export').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save: Findings as CSV' }).click(),
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'assayer-'));
  await download.saveAs(join(folder, 'issues.csv'));
  const lines = (await readFile(join(folder, 'issues.csv'), 'utf8')).trimEnd().split('\r\n');
  expect(lines[0]).toContain('is_label_issue');
  expect(lines).toHaveLength(151);
  expect(complaints).toEqual([]);
});

it('passes axe on every view, in both themes', async () => {
  const found: string[] = [];
  found.push(...(await violations()));
  await auditIris();
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const view of await page.locator('nav.views button').all()) {
      await view.click();
      const name = (await view.getAttribute('id')) ?? '';
      await shot(`${name}-${scheme}`);
      found.push(...(await violations()).map((text) => `${name} ${scheme} ${text}`));
    }
  }
  expect(found).toEqual([]);
});

it('fits a phone without scrolling sideways', async () => {
  await context.close();
  await open({ viewport: { width: 360, height: 740 } });
  await auditIris();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

it.each([
  ['empty.csv', ''],
  ['header.csv', 'a,b,c\n'],
  ['binary.csv', '\u0000\u0001\u0002PNG\u0000\u0000'],
])('says what is wrong with %s, and takes the next file', async (name, content) => {
  await choose(name, Buffer.from(content, 'latin1'));
  const alert = page.getByRole('alert').filter({ hasText: name });
  await alert.waitFor();
  expect(await alert.textContent()).toMatch(/expected/);
  await choose('iris.csv');
  await page.getByRole('heading', { name: 'Is this right?' }).waitFor();
});
