import { expect, it } from 'vitest';
import { scrollTo, windowOf } from '../../web/src/parts/grid-window.ts';
import { drawRows } from '../../web/src/sample.ts';

const rowHeight = 36;
const view = 600;

it.each([10, 1000, 400_000, 1_000_000])(
  'shows every one of %i rows somewhere, in an element browsers can draw',
  (rows) => {
    const { height } = windowOf(rows, rowHeight, 0, view);
    expect(height).toBeLessThan(17_000_000); // where Firefox ends
    expect(windowOf(rows, rowHeight, 0, view).first).toBe(0);
    const last = windowOf(rows, rowHeight, Math.max(0, height - view), view);
    expect(last.end).toBe(rows);
    // the last row ends where the list ends
    expect(last.offset + (last.end - last.first) * rowHeight).toBeCloseTo(Math.max(height, last.offset), 0);
    for (const row of [0, 1, Math.floor(rows / 3), rows - 2, rows - 1]) {
      const { first, end } = windowOf(rows, rowHeight, scrollTo(row, rows, rowHeight, 0, view), view);
      expect(first).toBeLessThanOrEqual(row);
      expect(end).toBeGreaterThan(row);
    }
  },
);

it('draws a sample without repetition, in the order of the file, the same each time', () => {
  const rows = drawRows(10_000, 500);
  expect(rows).toHaveLength(500);
  expect(rows.every((row, at) => at === 0 || row > rows[at - 1]!)).toBe(true);
  expect(rows[499]).toBeGreaterThan(9000);
  expect(drawRows(10_000, 500)).toEqual(rows);
  expect(drawRows(5, 500)).toEqual(Int32Array.from([0, 1, 2, 3, 4]));
});
