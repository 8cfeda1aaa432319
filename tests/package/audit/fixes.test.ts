import { audit, type FixOptions, readTable, type TableEdits, writeFixed, writeTable } from 'assayer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smallTable } from '../cli/assayer.ts';
import { cells } from '../ingest/cells.ts';
import { uglyFiles } from '../ingest/ugly-files.ts';

/** The small table with an exact copy, gaps in words and an empty cell. */
function faultyTable(): string {
  const lines = smallTable().trimEnd().split('\n');
  lines[31] = lines[31]!.replace(/^(r\d+),[^,]*/, '$1,?');
  lines[52] = lines[52]!.replace(/^(r\d+),[^,]*/, '$1,');
  lines.push(lines[11]!.replace('r10', 'r90'));
  return `${lines.join('\n')}\n`;
}

describe('fixes', () => {
  it('ranks relabels, merges and drops by confidence, at most one for each row, with reasons', async () => {
    const fixes = (await audit(faultyTable(), { label: 'kind' })).fixes();
    for (const row of [20, 41, 60]) {
      const to = row === 41 ? 'big' : 'small';
      expect(fixes.find((fix) => fix.row === row)).toMatchObject({ kind: 'relabel', column: 'kind', to });
    }
    expect(fixes.find(({ row }) => row === 90)).toMatchObject({ kind: 'merge', to: 10, confidence: 1 });
    expect(new Set(fixes.map(({ row }) => row)).size).toBe(fixes.length);
    const confidences = fixes.map(({ confidence }) => confidence);
    expect(confidences).toEqual([...confidences].sort((a, b) => b - a));
    expect(fixes.every(({ reason }) => reason.endsWith('.'))).toBe(true);
  });

  it('keeps the row of a set of copies that is asked for', async () => {
    const lines = Array.from({ length: 40 }, (_, row) => `r${row},${(row * 13) % 29},2024-01-${10 + (row % 9)}`);
    lines.push('r40,,2024-03-01', 'r41,7,2024-02-01', 'r42,,2024-04-01'); // copies, but for gaps and days
    const features = lines.map((_, row) => [Math.min(row, 40), (Math.min(row, 40) * 17) % 41]);
    const report = await audit(`id,a,day\n${lines.join('\n')}\n`, { noLabel: true, features });
    const merged = (options: FixOptions) =>
      report
        .fixes(options)
        .filter(({ kind, row }) => kind === 'merge' && row >= 40)
        .map(({ row, to }) => `${row} into ${to}`)
        .sort();
    expect(merged({})).toEqual(['41 into 40', '42 into 40']);
    expect(merged({ keep: 'first' })).toEqual(merged({}));
    expect(merged({ keep: 'last' })).toEqual(['40 into 42', '41 into 42']);
    expect(merged({ keep: 'complete' })).toEqual(['40 into 41', '42 into 41']);
    expect(merged({ keep: { greatest: 'day' } })).toEqual(['40 into 42', '41 into 42']);
    expect(merged({ keep: { greatest: 'a' } })).toEqual(['40 into 41', '42 into 41']);
    expect(() => report.fixes({ keep: { greatest: 'no such' } })).toThrow(/keep: expected .* got/);
    expect(() => report.fixes({ keep: 'best' as never })).toThrow(/keep: expected .* got "best"/);
  });

  it('keeps the greatest number or the newest date only where the column can be read in one way', async () => {
    const values: Record<string, string[]> = {
      'year first': ['2024-9-30', '2024-10-02', '2023-12-31 23:59'],
      times: ['2024-01-01 9:05', '2024-01-01 10:05', 'N/A'],
      'day first': ['30/09/2024', '02/10/2024', '31/12/2023'],
      'in words': ['30 Sep 2024', '2 Oct 2024', '31 Dec 2023'],
      compact: ['20240930', '20241002', '20231231'],
      numbers: ['9', '10', '-3.5e0'],
      'in writing': ['1,009', '1,010', '1,003'],
    };
    const names = Object.keys(values);
    const lines = Array.from({ length: 43 }, (_, row) =>
      [`r${row}`, (row * 13) % 29, ...names.map((name) => `"${values[name]![row % 3]}"`)].join(','),
    );
    const features = lines.map((_, row) => [Math.min(row, 40), (Math.min(row, 40) * 17) % 41]);
    const report = await audit(`id,a,${names.join(',')}\n${lines.join('\n')}\n`, {
      noLabel: true,
      features,
      columns: { compact: 'datetime', numbers: 'numeric', times: 'datetime' },
    });
    expect(report.orderedColumns).toEqual([
      { name: 'a', kind: 'numeric' },
      { name: 'year first', kind: 'datetime' },
      { name: 'times', kind: 'datetime' },
      { name: 'compact', kind: 'datetime' },
      { name: 'numbers', kind: 'numeric' },
    ]);
    for (const greatest of ['year first', 'times', 'compact', 'numbers']) {
      const merged = report.fixes({ keep: { greatest } }).filter(({ kind, row }) => kind === 'merge' && row >= 40);
      expect(merged.map(({ row, to }) => [row, to]).sort()).toEqual([
        [41, 40],
        [42, 40],
      ]);
    }
    expect(() => report.fixes({ keep: { greatest: 'day first' } })).toThrow(
      'keep.greatest: expected a column of plain numbers, or of dates written year first, ' +
        'got "day first", which holds "30/09/2024"',
    );
  });

  it('touches missing cells only when asked: empties them or fills them in', async () => {
    const report = await audit(faultyTable(), { label: 'kind' });
    expect(report.fixes().some(({ kind }) => kind === 'fill' || kind === 'mark')).toBe(false);

    const marks = report.fixes({ missing: 'mark' }).filter(({ kind }) => kind === 'mark');
    expect(marks).toMatchObject([{ row: 30, column: 'width', from: '?', to: null }]);
    const fills = report.fixes({ missing: 'fill' }).filter(({ kind }) => kind === 'fill');
    expect(fills.map(({ row, from }) => [row, from]).sort()).toEqual([
      [30, '?'],
      [51, null],
    ]);
    for (const { row, to } of fills) {
      const isBig = row % 2 === 1;
      expect(Math.abs(Number(to) - (isBig ? 8.5 : 2.5))).toBeLessThan(1);
    }
    const table = await readTable(faultyTable());
    const filled = await (await writeFixed(table, fills)).text();
    const changed = filled.split('\n').filter((line, at) => line !== faultyTable().split('\n')[at]);
    expect(changed).toHaveLength(2);
    expect(report.applyFixes(fills).column('width')[30]).toBe(fills.find(({ row }) => row === 30)!.to);
    expect(() => report.fixes({ missing: 'all' as never })).toThrow(/missing: expected/);
  });

  it('leaves fewer issues behind', async () => {
    const before = await audit(faultyTable(), { label: 'kind' });
    const fixed = await writeFixed(before.table, before.fixes());
    const after = await audit(fixed, { label: 'kind' });
    const count = (report: typeof before) => report.toJSON().total;
    expect(count(after)).toBeLessThan(count(before) / 2);
  });

  const texts = uglyFiles.filter(({ refused, name }) => !refused && !/wide|huge-field/.test(name));

  it.each(texts)('$name: an edit changes its cell and nothing else', async ({ name, bytes }) => {
    const table = await readTable(bytes, { name });
    const before = cells(table);
    const { delimiter, newline, encoding, header } = table.source;
    const known = { name, ...(table.source.format === 'csv' ? { delimiter, encoding, header } : {}) };
    await fc.assert(
      fc.asyncProperty(
        fc.nat(table.rowCount - 1),
        fc.nat(table.columns.length - 1),
        fc.nat(table.rowCount - 1),
        fc.constantFrom('plain', '7,5', 'say "no"', ' with blanks ', 'a;b\tc', `two${newline ?? '\n'}lines`),
        async (row, c, dropped, value) => {
          const column = table.columns[c]!.name;
          const drop = dropped === row ? [] : [dropped];
          const edits: TableEdits = { cells: [{ row, column, value }], drop };
          if (table.rowCount - drop.length < 1) return;
          const again = await readTable(await writeTable(table, edits), known);
          const expected = Object.fromEntries(
            Object.entries(before).map(([key, list]) => {
              const copy = list.map((cell) => (cell === null ? null : String(cell)));
              if (key === column) copy[row] = value;
              return [key, copy.filter((_, i) => !drop.includes(i))];
            }),
          );
          const found = Object.fromEntries(
            Object.entries(cells(again)).map(([key, list]) => [
              key,
              list.map((cell) => (cell === null ? null : String(cell))),
            ]),
          );
          expect(found).toEqual(expected);
        },
      ),
      { numRuns: 8, seed: 6 },
    );
  });
});
