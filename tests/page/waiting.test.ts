// The screens on which the page is at work with large files.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { House, looks } from './visitor.ts';

const house = new House();
const folder = mkdtempSync(join(tmpdir(), 'assayer-waiting-'));
const files = ['monday.csv', 'tuesday.csv'].map((name) => join(folder, name));
beforeAll(async () => {
  const lines = ['a,b,c,d,kind'];
  for (let row = 0; row < 300_000; row++)
    lines.push(`${row % 977},${(row * 7) % 1013},${row % 31},x${row % 9},${row % 2}`);
  for (const file of files) writeFileSync(file, lines.join('\n'));
  await house.open();
});
afterEach(() => house.leave());
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true });
});

describe.each(looks)('$theme at $width pixels', (look) => {
  it('are accessible, and can be left', async () => {
    const visitor = await house.visit(look);
    const { page } = visitor;
    await visitor.violations('empty'); // brings axe in
    const found: string[] = [];
    await page.setInputFiles('input[type=file]', files[0]!);
    await page.getByRole('heading', { name: 'Reading monday.csv' }).waitFor();
    found.push(...(await visitor.violations('reading')));
    await page.getByRole('button', { name: 'New file' }).click();
    await page.setInputFiles('input[type=file]', files);
    await page.getByRole('button', { name: 'Compare them' }).click();
    await page.getByRole('heading', { name: 'Comparing' }).waitFor();
    found.push(...(await visitor.violations('comparing')));
    expect(found).toEqual([]);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('heading', { name: 'What is wrong with your table?' }).waitFor();
    expect(await visitor.sidewaysScroll()).toBe(0);
    expect(visitor.complaints).toEqual([]);
  });
});
