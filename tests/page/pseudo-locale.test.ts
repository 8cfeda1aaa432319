// Every word comes from the catalogue: in the pseudo-locale each text stands in ⟦brackets⟧ and is a third longer, so what
// has none was written elsewhere, and what does not fit is too narrow.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { House, type Visitor } from './visitor.ts';

const house = new House();
beforeAll(() => house.open());
afterEach(() => house.leave());
afterAll(() => house.close());

/** Words on the screen, in names or in pictures that are neither from the catalogue nor marked as data. */
function strayWords({ page }: Visitor): Promise<string[]> {
  return page.evaluate(() => {
    const isData = (element: Element) => element.closest('[translate="no"], style, script, noscript') !== null;
    const found: string[] = [];
    const judge = (text: string, element: Element) => {
      let rest = text;
      for (let before = ''; before !== rest; ) {
        before = rest;
        rest = rest.replaceAll(/⟦[^⟦⟧]*⟧/g, '');
      }
      // numbers, signs and units of numbers need no translation
      if (/\p{L}{2,}/u.test(rest) && !isData(element)) found.push(`${element.tagName}: ${text.trim().slice(0, 60)}`);
    };
    for (const element of document.body.querySelectorAll('*')) {
      const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
      judge(own.map((node) => node.textContent).join(''), element);
      for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
        judge(element.getAttribute(name) ?? '', element);
    }
    return found;
  });
}

/** Controls whose text is cut off. */
function cutOff({ page }: Visitor): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, h1, h2, h3, summary, label > span, dt')]
      .filter((element) => element.closest('.hidden, .grid, .small-table, .skip') === null && element.offsetWidth > 0)
      .filter(
        (element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline',
      )
      .map((element) => `${element.tagName} ${element.textContent?.slice(0, 50)}`),
  );
}

describe.each([1280, 360])('at %i pixels', (width) => {
  it('shows no word that is not in the catalogue, and nothing overflows', async () => {
    const visitor = await house.visit({ width, search: '?locale=pseudo' });
    const { page } = visitor;
    const found: string[] = [];
    const check = async (screen: string) => {
      const words = [...(await strayWords(visitor)), ...(await cutOff(visitor)).map((text) => `cut off: ${text}`)];
      found.push(...words.map((text) => `${screen}: ${text}`));
      const over = await visitor.sidewaysScroll();
      if (over) found.push(`${screen}: ${over} pixels too wide`);
    };
    await check('empty');
    await page.locator('.top-tools button').first().click();
    await page.getByRole('dialog').waitFor();
    await check('about');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await check('keys');
    await page.keyboard.press('Escape');
    await visitor.choose('customers.csv');
    await page.locator('.column-cards').waitFor();
    await check('schema');
    await page.locator('.actions .main').click();
    await page.locator('nav.views').waitFor();
    for (const view of ['overview', 'rows', 'duplicates', 'classes', 'columns', 'groups', 'order', 'fix', 'export']) {
      await visitor.view(view).click();
      await check(view);
    }
    await visitor.view('rows').click();
    await page.locator('.grid-row').first().click();
    await check('row');
    await page.keyboard.press('Escape');
    await page.locator('.brand').click();
    await visitor.choose('iris.csv', 'flowers.csv');
    await check('pair');
    await page.locator('.pair .main').click();
    await page.locator('.compared').waitFor();
    await check('compare');
    expect([...new Set(found)]).toEqual([]);
  });
});
