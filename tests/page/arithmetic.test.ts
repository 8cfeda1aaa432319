import type { AuditReport, SchemaData } from 'assayer/worker';
import { expect, it } from 'vitest';
import { estimateAudit, isTooLarge, roundedSeconds } from '../../web/src/estimate.ts';
import { scrollTo, windowOf } from '../../web/src/parts/grid-window.ts';
import { givenClasses, predictedClasses } from '../../web/src/rows.ts';
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

it('estimates what an audit takes: seconds and megabytes of what was measured, more for more', () => {
  const estimate = (rowCount: number, columns: number, effort: 'fast' | 'balanced' | 'thorough' = 'balanced') => {
    const column = { role: 'feature' };
    return estimateAudit({ table: { rowCount }, columns: Array(columns).fill(column) } as SchemaData, effort, 2);
  };
  for (const [rows, seconds, megabytes] of [
    [10_000, 3.2, 353],
    [50_000, 8.2, 576],
    [100_000, 20.2, 838],
    [1_000_000, 334, 1965],
  ] as const) {
    const { seconds: time, bytes } = estimate(rows, 20);
    expect(time / seconds).toBeGreaterThan(0.7);
    expect(time / seconds).toBeLessThan(1.6);
    expect(bytes / 1e6 / megabytes).toBeGreaterThan(0.9);
    expect(bytes / 1e6 / megabytes).toBeLessThan(1.2);
  }
  expect(estimate(50_000, 20, 'thorough').seconds).toBeGreaterThan(2 * estimate(50_000, 20, 'fast').seconds);
  expect(isTooLarge(estimate(1_000_000, 20))).toBe(false);
  expect(isTooLarge(estimate(1_000_000, 60))).toBe(true);
  expect([0.5, 8, 31, 100, 4000].map(roundedSeconds)).toEqual([5, 10, 45, 120, 7200]);
});

it('names the classes of all rows once, not for every frame that scrolls', () => {
  const tables: Record<string, string[]> = {
    issue_type: ['label'],
    given_label: ['a', 'b'],
    predicted_label: ['a', 'a'],
  };
  let asked = 0;
  const table = { column: (name: string) => tables[name] ?? [] };
  const issues = (type?: string) => {
    if (type === 'label') asked++;
    return table;
  };
  const report = { classNames: ['a', 'b'], summary: table, issues } as unknown as AuditReport;
  expect(givenClasses(report)).toEqual(['a', 'b']);
  expect(predictedClasses(report)).toEqual(['a', 'a']);
  expect(predictedClasses(report)).toBe(predictedClasses(report));
  expect(asked).toBe(1);
});
