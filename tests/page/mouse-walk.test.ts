// The whole flow by mouse, with the network off: every screen is looked at by axe, fits its width, and says nothing on
// the console.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { House, looks } from './visitor.ts';

const house = new House();
beforeAll(() => house.open());
afterEach(() => house.leave());
afterAll(() => house.close());

describe.each(looks)('$theme at $width pixels', (look) => {
  it('goes from an empty page to a cleaned file and a comparison', async () => {
    const visitor = await house.visit(look);
    const { page } = visitor;
    await visitor.goOffline();
    const found: string[] = [];
    const check = async (screen: string) => {
      found.push(...(await visitor.violations(screen)));
      const over = await visitor.sidewaysScroll();
      if (over) found.push(`${screen}: ${over} pixels too wide`);
    };
    await check('empty');
    await page.getByRole('button', { name: 'Privacy' }).click();
    await check('about');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await check('keyboard');
    await page.keyboard.press('Escape');

    await visitor.choose('customers.csv');
    await page.getByRole('heading', { name: 'Is this right?' }).waitFor();
    await check('schema');
    await page.getByLabel('Effort').selectOption('fast');
    await page.getByRole('button', { name: /Start the audit/ }).click();
    await page.getByRole('heading', { name: 'Findings in customers.csv' }).waitFor();
    await check('overview');
    await page.locator('.worst .link').first().click();
    await page.getByRole('heading', { name: 'What was found' }).waitFor();
    await check('row');
    await page.getByRole('button', { name: 'Close' }).click();

    await visitor.view('rows').click();
    await page.getByRole('grid').waitFor();
    await check('rows');
    const map = page.locator('.map canvas').first();
    const area = (await map.boundingBox())!;
    await page.getByRole('button', { name: 'Lasso' }).click();
    await map.scrollIntoViewIfNeeded();
    const place = (await map.boundingBox())!;
    await page.mouse.move(place.x + 3, place.y + 3);
    await page.mouse.down();
    for (const [x, y] of [
      [1, 0],
      [1, 1],
      [0, 1],
    ] as const) {
      await page.mouse.move(place.x + x * (area.width - 6) + 3, place.y + y * (area.height - 60) + 3, { steps: 4 });
    }
    await page.mouse.up();
    await page.getByRole('button', { name: /Remove the filter .* picked/ }).click();
    await page.getByLabel('Sort by').selectOption({ label: 'Column: age' });
    await page.locator('.filters select').first().selectOption('all');
    await page.locator('.filter-count').getByText('616 of 616 rows').waitFor();

    await visitor.view('duplicates').click();
    await check('duplicates');
    await page.getByRole('button', { name: 'Keep the first, drop the others' }).first().click();
    await visitor.view('classes').click();
    await check('classes');
    await page.locator('.heatmap button:not(:disabled):not(.agree)').first().click();
    await page.getByRole('button', { name: /Remove the filter Models say/ }).waitFor();
    for (const name of ['columns', 'groups', 'order'] as const) {
      await visitor.view(name).click();
      await check(name);
    }
    await visitor.view('fix').click();
    await page.getByRole('button', { name: /^Accept \d+ more/ }).click();
    await check('fix');
    await page.getByRole('button', { name: 'Audit again with the accepted fixes' }).click();
    await page.getByRole('columnheader', { name: 'After' }).waitFor();
    await visitor.view('export').click();
    await check('export');
    const { name } = await visitor.download(() => page.getByRole('button', { name: 'Save: Cleaned file' }).click());
    expect(name).toBe('customers-cleaned.csv');

    await page.getByRole('button', { name: 'New file' }).click();
    await visitor.choose('iris.csv', 'flowers.csv');
    await check('pair');
    await page.getByRole('button', { name: 'Swap the two files' }).click();
    await page.getByRole('listitem').filter({ hasText: 'First file' }).getByText('flowers.csv').waitFor();
    await page.getByRole('button', { name: 'Compare them' }).click();
    await page.getByRole('heading', { name: 'From flowers.csv to iris.csv' }).waitFor();
    await page.getByRole('button', { name: 'Swap the two files' }).click();
    await page.getByRole('heading', { name: 'From iris.csv to flowers.csv' }).waitFor();
    await check('compare');
    await page.getByText(/of the second file \(.*%\) repeat one of the first/).waitFor();

    expect(found).toEqual([]);
    expect(visitor.complaints).toEqual([]);
    expect(visitor.requests).toEqual([]);
    expect(await visitor.stored()).toEqual([]);
  });
});
