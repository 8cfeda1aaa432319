// Work that the visitor asks to keep on the device: there after a reload, gone when it is to be forgotten.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { House, looks } from './visitor.ts';

const house = new House();
beforeAll(() => house.open());
afterEach(() => house.leave());
afterAll(() => house.close());

describe.each(looks.slice(1, 3))('$theme at $width pixels', (look) => {
  it('keeps file, choices and decisions when asked to, and nothing before and after', async () => {
    const visitor = await house.visit(look);
    const { page } = visitor;
    await visitor.choose('customers.csv');
    await page.getByLabel('Effort').selectOption('fast');
    await page.getByRole('button', { name: /Start the audit/ }).click();
    await page.locator('nav.views').waitFor();
    await visitor.view('fix').click();
    await page.getByRole('button', { name: 'Accept', exact: true }).first().click();
    expect(await visitor.stored()).toEqual([]);
    await visitor.view('export').click();
    await page.getByLabel('Keep this work on this device').check();
    await visitor.view('fix').click();
    await page.getByRole('button', { name: 'Accept', exact: true }).nth(1).click();
    await page.getByRole('button', { name: 'Reject', exact: true }).nth(3).click();
    await page.getByText('2 accepted').waitFor();
    await expect.poll(() => visitor.stored()).toEqual(['assayer-kept-work']);

    await page.reload();
    await page.getByText('with 3 decisions').waitFor();
    const found = await visitor.violations('kept');
    expect(await visitor.sidewaysScroll()).toBe(0);
    await page.getByRole('button', { name: 'Go on', exact: true }).click();
    await page.getByRole('heading', { name: 'Findings in customers.csv' }).waitFor();
    await visitor.view('fix').click();
    await page.getByText('2 accepted').waitFor();
    await page.getByText('1 rejected').waitFor();
    await visitor.view('export').click();
    found.push(...(await visitor.violations('export')));
    expect(found).toEqual([]);
    expect(await page.getByLabel('Keep this work on this device').isChecked()).toBe(true);
    const { bytes } = await visitor.download(() => page.getByRole('button', { name: 'Save: Cleaned file' }).click());
    expect(bytes.toString().trimEnd().split('\n')).toHaveLength(1 + 616 - 2);

    await page.getByRole('button', { name: 'New file' }).click();
    await page.getByRole('button', { name: 'Forget it' }).click();
    await expect.poll(() => visitor.stored()).toEqual([]);
    await page.reload();
    await page.locator('html[data-ready]').waitFor();
    expect(await page.getByText('with 3 decisions').count()).toBe(0);
    expect(await visitor.stored()).toEqual([]);
    expect(visitor.complaints).toEqual([]);
  });
});
