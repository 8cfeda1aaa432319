// The whole flow without a mouse, with the network off.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { example, House, looks } from './visitor.ts';

const house = new House();
beforeAll(() => house.open());
afterEach(() => house.leave());
afterAll(() => house.close());

describe.each(looks)('$theme at $width pixels', (look) => {
  it('goes from an empty page to a cleaned file by keys alone', async () => {
    const visitor = await house.visit(look);
    const { page } = visitor;
    const { keyboard } = page;
    await visitor.goOffline();
    await visitor.tabTo(/^Skip to the content/, 1);

    const chosen = page.waitForEvent('filechooser');
    await visitor.tabTo(/Drop a file here/);
    await keyboard.press('Enter');
    const chooser = await chosen;
    await chooser.setFiles({ name: 'flowers.csv', mimeType: 'text/csv', buffer: await example('flowers.csv') });
    await page.getByRole('heading', { name: 'Is this right?' }).waitFor();
    await keyboard.press('Enter');
    await page.locator('nav.views').waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    const titles = await page.evaluate(() => (globalThis as unknown as { titles: string[] }).titles);
    expect(titles.some((title) => /^\d+% /.test(title))).toBe(true);

    await visitor.tabTo(/^Rows$/);
    await keyboard.press('Enter');
    await visitor.tabTo(/^Rows with their findings/);
    for (const key of ['ArrowDown', 'PageDown', 'Home', 'ArrowDown', 'Enter']) await keyboard.press(key);
    const detail = page.getByRole('complementary');
    await detail.waitFor();
    await keyboard.press('Escape');
    await detail.waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid');
    await visitor.tabTo(/^Map of/);
    for (const key of ['+', 'ArrowLeft', 'ArrowUp', '0', 'p']) await keyboard.press(key);
    await visitor.tabTo(/^Remove the filter .*picked/);
    await keyboard.press('Enter');

    await visitor.tabTo(/^Classes$/);
    await keyboard.press('Enter');
    await visitor.tabTo(/^Labelled .*: \d+ row/);
    await keyboard.press('Enter');
    await page.getByRole('grid').waitFor();
    for (const name of [/^Duplicates/, /^Columns$/, /^Groups$/, /^Order$/]) {
      await visitor.tabTo(name);
      await keyboard.press('Enter');
      expect(await page.locator('nav.views [aria-current=page]').textContent()).toMatch(name);
    }

    await visitor.tabTo(/^Fix\d/);
    await keyboard.press('Enter');
    const count = (state: string) =>
      page
        .locator('.fix-count')
        .getByText(new RegExp(`^\\d+ ${state}`))
        .textContent();
    await visitor.tabTo(/^Suggested fixes/);
    for (const key of ['a', 'a', 'r', 'k', 'j']) await keyboard.press(key);
    expect([await count('accepted'), await count('rejected')]).toEqual(['2 accepted', '1 rejected']);
    await keyboard.press('u');
    expect(await count('rejected')).toBe('0 rejected');
    await keyboard.press('Home');
    const active = page.locator('.fix-line[aria-selected=true]');
    while (!(await active.textContent())!.includes('Relabel')) await keyboard.press('j');
    await keyboard.press('e');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    expect(await active.textContent()).toContain('accepted');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid');

    await visitor.tabTo(/^Take away$/);
    await keyboard.press('Enter');
    await visitor.tabTo(/^Save: Cleaned file/);
    const { bytes } = await visitor.download(() => keyboard.press('Enter'));
    const before = (await example('flowers.csv')).toString();
    expect(bytes.toString()).not.toBe(before);
    expect(bytes.toString().split('\n')[0]).toBe(before.split('\n')[0]);

    await keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keyboard' });
    await keys.waitFor();
    await keyboard.press('Escape');
    await keys.waitFor({ state: 'hidden' });
    expect(visitor.complaints).toEqual([]);
    expect(visitor.requests).toEqual([]);
  });
});
