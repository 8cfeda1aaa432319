// Visits that are not the usual way: a reload without a network, files that cannot be read, a request that is forbidden.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { House } from './visitor.ts';

const house = new House();
beforeAll(() => house.open());
afterEach(() => house.leave());
afterAll(() => house.close());

it('works after a reload without a network, from a sub-path', async () => {
  const visitor = await house.visit();
  const { page } = visitor;
  await visitor.goOffline();
  await page.reload();
  await page.getByRole('heading', { name: 'What is wrong with your table?' }).waitFor();
  await page.getByRole('button', { name: /^Flowers/ }).click();
  await page.getByRole('button', { name: /Start the audit/ }).click();
  await page.getByRole('heading', { name: 'Findings in flowers.csv' }).waitFor();
  expect(visitor.complaints).toEqual([]);
});

it('opens a sample by a link', async () => {
  const { page } = await house.visit({ search: '?sample=house_prices' });
  await page.getByRole('heading', { name: 'Is this right?' }).waitFor();
  expect(await page.getByLabel('Kind of label').inputValue()).toBe('regression');
});

it.each([
  ['empty.csv', ''],
  ['header.csv', 'a,b,c\n'],
  ['binary.csv', '\u0000\u0001\u0002PNG\u0000\u0000'],
])('says what is wrong with %s, and takes the next file', async (name, content) => {
  const visitor = await house.visit();
  const buffer = Buffer.from(content, 'latin1');
  await visitor.page.setInputFiles('input[type=file]', { name, mimeType: 'text/csv', buffer });
  const alert = visitor.page.getByRole('alert').filter({ hasText: name });
  await alert.waitFor();
  expect(await alert.textContent()).toMatch(/expected/);
  expect(await visitor.violations('problem')).toEqual([]);
  await visitor.choose('flowers.csv');
  await visitor.page.getByRole('heading', { name: 'Is this right?' }).waitFor();
});

it('counts no request after a file was opened, and has a forbidden one refused', async () => {
  const visitor = await house.visit();
  const { page } = visitor;
  const foreign: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).hostname !== '127.0.0.1') foreign.push(request.url());
  });
  await visitor.audit('flowers.csv');
  await visitor.view('rows').click();
  await page.getByRole('button', { name: 'Privacy' }).click();
  await page.getByText('0 requests since you opened your file').waitFor();
  await page.getByRole('button', { name: 'Try to send something' }).click();
  await page.getByText(/Refused by the browser: connect-src/).waitFor();
  // Chromium tells of a request that it refused as one that failed; nothing of it leaves
  expect(foreign.every((url) => url === 'https://example.com/')).toBe(true);
  expect(await visitor.stored()).toEqual([]);
});

it('shows cells of a file as text, never as a part of the page', async () => {
  const visitor = await house.visit();
  const { page } = visitor;
  const evil = '<img src=x onerror="document.title=1">';
  const rows = Array.from(
    { length: 30 },
    (_, row) => `${row},"${evil.replaceAll('"', '""')}${row}",${row % 2 ? 'a' : evil.replaceAll('"', '')}`,
  );
  const buffer = Buffer.from(`n,text,label\n${rows.join('\n')}\n`);
  await page.setInputFiles('input[type=file]', { name: '<b>evil</b>.csv', mimeType: 'text/csv', buffer });
  await page.getByRole('button', { name: /Start the audit/ }).click();
  await page.locator('nav.views').waitFor();
  for (const view of await page.locator('nav.views button').all()) {
    await view.click();
    expect(await page.locator('img, main b').count()).toBe(0);
  }
  expect(visitor.complaints).toEqual([]);
});

it('says what an audit will take', async () => {
  const { page } = await house.visit({ search: '?sample=flowers' });
  await page.getByText(/^The audit takes about 5 seconds and [34]\d\d MB of memory on a laptop\.$/).waitFor();
  expect(await page.getByRole('button', { name: /Go on with a sample/ }).count()).toBe(0);
});

it('says in the panel of a row what a button will do to it', async () => {
  const visitor = await house.visit();
  const { page } = visitor;
  await visitor.audit('customers.csv');
  await visitor.view('duplicates').click();
  const group = page.locator('.group-copy, .group-same, li.card').filter({ hasText: 'Keep the first' }).first();
  await group.getByRole('rowheader').nth(1).getByRole('button').click();
  const change = page.getByRole('button', { name: /^Leave this row out: row \d+ says the same and stays$/ });
  await change.click();
  await page.getByText('Accepted. Undo it on the Fix page.').waitFor();
});

it('shows moments along time: where they begin, their middle and their end', async () => {
  const visitor = await house.visit();
  await visitor.audit('customers.csv');
  await visitor.view('columns').click();
  const since = visitor.page.getByRole('row').filter({ has: visitor.page.getByRole('rowheader', { name: /^since/ }) });
  await since
    .getByText(/^from [A-Z][a-z]{2} \d+, 20\d\d over [A-Z][a-z]{2} \d+, 20\d\d to [A-Z][a-z]{2} \d+, 20\d\d$/)
    .waitFor();
});

it('draws numbers and dates as the file writes them, and the many beside one that is far away', async () => {
  const { page } = await house.visit();
  const rows = Array.from(
    { length: 60 },
    (_, at) => `${at % 28}.0${1 + (at % 9)}.2020;${at},${at % 10}5;${at % 2 ? 'ja' : 'nein'}`,
  );
  const buffer = Buffer.from(['datum;betrag;antwort', ...rows, '01.02.2020;99999,00;ja'].join('\n'));
  await page.setInputFiles('input[type=file]', { name: 'zahlen.csv', mimeType: 'text/csv', buffer });
  await page.locator('.column-cards').waitFor();
  const drawn = await page
    .locator('.sketch')
    .evaluateAll((sketches) =>
      sketches.map(
        (sketch) => [...sketch.querySelectorAll('rect')].filter((bar) => Number(bar.getAttribute('height')) > 0).length,
      ),
    );
  expect(drawn[0]).toBeGreaterThan(6); // months
  expect(drawn[1]).toBeGreaterThan(4);
  expect(drawn[2]).toBe(2);
  await page.getByRole('button', { name: /Start the audit/ }).click();
  await page.locator('nav.views').waitFor();
  await page.locator('#view-columns').click();
  expect(await page.locator('main').textContent()).toContain('to 99,999');
});

it('explains that memory ran out, with a way on, and works afterwards', async () => {
  const visitor = await house.visit();
  const { page } = visitor;
  const lines = ['a,b,c,d,e,f,kind'];
  for (let row = 0; row < 20_000; row++) {
    lines.push(`${row % 977},${(row * 7) % 1013},${row % 31},${row % 53},${row % 61},${row % 71},${row % 2}`);
  }
  const file = { name: 'long.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) };
  await page.setInputFiles('input[type=file]', file);
  await page.getByRole('heading', { name: 'Is this right?' }).waitFor();
  // A tab without room: the core may not grow any more.
  const [worker] = page.workers();
  await worker!.evaluate(() => {
    const { grow } = WebAssembly.Memory.prototype;
    WebAssembly.Memory.prototype.grow = () => {
      throw new RangeError('no memory');
    };
    Object.assign(globalThis, { giveRoom: () => (WebAssembly.Memory.prototype.grow = grow) });
  });
  await page.getByRole('button', { name: /Start the audit/ }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'long.csv' });
  await alert.waitFor({ timeout: 120_000 }); // the models come first: 40 s on a machine that is busy with other things
  expect(await alert.textContent()).toMatch(/This tab ran out of memory\. Try the sample/);
  await worker!.evaluate(() => (globalThis as unknown as { giveRoom(): void }).giveRoom());
  await page.getByRole('button', { name: /Start the audit/ }).click();
  await page.locator('nav.views').waitFor({ timeout: 120_000 });
}, 300_000);
