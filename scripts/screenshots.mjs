// Takes pictures of the built page's screens. `npm run screenshots` writes those that the documentation shows to
// docs/screenshots; `npm run screenshots -- FOLDER` writes every screen in both themes at 1280 and 360 pixels.
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { chromiumPath } from './find-chromium.mjs';
import { chromiumArguments, servePage } from './serve-page.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [everything] = process.argv.slice(2);
const folder = everything ?? join(root, 'docs/screenshots');
mkdirSync(folder, { recursive: true });
const documented = new Set([
  'empty-light-1280',
  'schema-light-1280',
  'running-light-1280',
  'overview-light-1280',
  'rows-light-1280',
  'classes-dark-1280',
  'columns-dark-1280',
  'fix-light-1280',
  'compare-light-1280',
  'rows-light-360',
]);

const { address, server } = await servePage();
const browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumArguments });
const sample = async (name) => ({
  name: `${name}.csv`,
  mimeType: 'text/csv',
  buffer: await readFile(join(root, 'examples/data', `${name}.csv`)),
});

for (const width of [1280, 360]) {
  for (const theme of ['light', 'dark']) {
    const page = await browser.newPage({
      viewport: { width, height: width > 400 ? 860 : 740 },
      colorScheme: theme,
      deviceScaleFactor: everything || width > 400 ? 1 : 2,
      reducedMotion: 'reduce',
    });
    const take = async (name, options = {}) => {
      const file = `${name}-${theme}-${width}`;
      if (!everything && !documented.has(file)) return;
      await page.mouse.move(0, 0);
      await page.waitForTimeout(150);
      await page.screenshot({ path: join(folder, `${file}.png`), ...options });
    };
    const isWanted = everything || [...documented].some((name) => name.endsWith(`${theme}-${width}`));
    if (!isWanted) continue;
    await page.goto(address);
    await page.locator('h1').waitFor();
    await take('empty');
    await page.setInputFiles('input[type=file]', await sample('customers'));
    await page.locator('.column-cards').waitFor();
    await take('schema');
    await page.locator('.actions .main').click();
    await page.locator('.found-list > li').nth(1).waitFor({ timeout: 30_000 });
    await take('running');
    await page.locator('nav.views').waitFor({ timeout: 120_000 });
    for (const view of ['overview', 'rows', 'duplicates', 'classes', 'columns', 'groups', 'order', 'fix', 'export']) {
      await page.locator(`#view-${view}`).click();
      if (view === 'rows') {
        await page.locator('.filters select').first().selectOption('label');
        await page.waitForTimeout(2500); // the map settles
      }
      await take(view);
      if (view === 'rows') {
        await page.locator('.grid-row').nth(1).click();
        await take('detail');
        await page.keyboard.press('Escape');
      }
    }
    await page.locator('.top-tools button').nth(1).click();
    await take('about');
    await page.keyboard.press('Escape');
    if (everything || documented.has(`compare-${theme}-${width}`)) {
      await page.locator('.brand').click();
      await page.setInputFiles('input[type=file]', [await sample('iris'), await sample('flowers')]);
      await take('pair');
      await page.locator('.pair .main').click();
      await page.locator('.compared').waitFor({ timeout: 120_000 });
      await take('compare');
    }
    await page.close();
  }
}
await browser.close();
server.close();
