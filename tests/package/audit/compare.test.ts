import { AssayerError, CompareReport, compare } from 'assayer';
import * as remote from 'assayer/worker';
import { describe, expect, it } from 'vitest';

interface Shape {
  rows?: number;
  shift?: number;
  cities?: string[];
  gap?: number;
  first?: number;
}

/** A table of two classes that differ in width; `first` is the number of its first row. */
function table({ rows = 90, shift = 0, cities = ['Oslo', 'Rome', 'Bonn'], gap = 0, first = 0 }: Shape = {}): string {
  const lines = ['id,width,city,kind'];
  for (let i = first; i < first + rows; i++) {
    const width = gap && i % gap === 0 ? '' : ((i % 2 ? 8 : 2) + ((i * 7919) % 997) / 500 + shift).toFixed(3);
    lines.push(`r${i},${width},${cities[i % cities.length]},${i % 2 ? 'big' : 'small'}`);
  }
  return `${lines.join('\n')}\n`;
}

describe('compare', () => {
  it('tells drift by its size, new and lost categories, missing cells and columns', async () => {
    const newer = table({ shift: 20, cities: ['Oslo', 'Lima'], gap: 3, first: 200 }).replace('kind\n', 'kind\n');
    const report = await compare(table(), newer, { label: 'kind', audit: false });
    const [id, width, city, kind] = report.columns;
    expect(id).toMatchObject({ name: 'id', kind: 'identifier', isCompared: false, isDrift: false });
    expect(width).toMatchObject({ kind: 'numeric', ks: 1, drift: 1, isDrift: true, oldMissing: 0, newMissing: 30 });
    expect(width!.newMean! - width!.oldMean!).toBeCloseTo(20, 0);
    expect(city).toMatchObject({
      isDrift: true,
      newLevels: [{ value: 'Lima', oldRows: 0, newRows: 45 }],
      lostLevels: [
        { value: 'Bonn', oldRows: 30, newRows: 0 },
        { value: 'Rome', oldRows: 30, newRows: 0 },
      ],
    });
    expect(kind).toMatchObject({ drift: 0, isDrift: false });
    expect(report.drift).toMatchObject({ largest: 1, compared: 3, drifted: 2 });
    expect(report.leaks.newRows).toHaveLength(0);
    expect(report.summary.column('column')[0]).toBe('width');
    expect(report.toText()).toMatch(/! width +numeric +1\.000 +< 0\.001/);
  });

  it('finds no drift between two samples, and the rows they share', async () => {
    const report = await compare(table({ rows: 120 }), table({ rows: 120, first: 90 }), {
      label: 'kind',
      audit: false,
    });
    expect(report.drift.drifted).toBe(0);
    expect([...report.leaks.newRows]).toEqual(Array.from({ length: 30 }, (_, i) => i));
    expect([...report.leaks.oldRows]).toEqual(Array.from({ length: 30 }, (_, i) => 90 + i));
    expect(report.leaks.isExact.every((flag) => flag === 1)).toBe(true);
    expect(report.toJSON().leaks.rows[0]).toEqual({ newRow: 0, oldRow: 90, isExact: true, sameLabel: true });
  });

  it('audits both and tells which issues became more common', async () => {
    const flipped = table({ first: 500 })
      .split('\n')
      .map((line, i) => (i % 17 === 2 ? line.replace(/big$/, 'small') : line))
      .join('\n');
    const report = await compare(table(), flipped, { label: 'kind' });
    const label = report.quality.find(({ type }) => type === 'label')!;
    expect(label.oldIssues).toBe(0);
    expect(label.newIssues).toBeGreaterThanOrEqual(2);
    expect(label.change).toBeCloseTo(label.newIssues / 90);
    expect(report.toMarkdown()).toContain('More issues in the new table: label');
  });

  it('compares where the new table cannot be audited, and says so', async () => {
    const oneClass = table({ first: 300 }).replaceAll('small', 'big');
    const report = await compare(table(), oneClass, { label: 'kind' });
    expect(report.quality).toEqual([]);
    expect(report.notes.join()).toContain('the new table could not be audited: label: expected');
    expect(report.columns.find(({ name }) => name === 'kind')!.drift).toBeCloseTo(0.5);
  });

  it('gives the same in the worker, with progress', async () => {
    const steps = new Set<string>();
    const options = { label: 'kind', onProgress: ({ step }: { step: string }) => steps.add(step) };
    const there = await remote.compare(table(), table({ shift: 1, first: 50 }), options);
    const here = await compare(table(), table({ shift: 1, first: 50 }), { label: 'kind' });
    expect(there).toBeInstanceOf(remote.CompareReport);
    expect(here).toBeInstanceOf(CompareReport);
    const { assayer: _, ...rest } = there.toJSON();
    const { assayer: __, ...expected } = here.toJSON();
    expect(rest).toEqual(expected);
    expect(steps.size).toBeGreaterThan(0);
    await expect(remote.compare(table(), table(), { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow(
      'no',
    );
  });

  it('hides values where asked to, and escapes names in Markdown', async () => {
    const newer = table({ cities: ['<b>|secret'] }).replace('width', 'w|dth');
    const older = table().replace('width', 'w|dth');
    const report = await compare(older, newer, { label: 'kind', audit: false });
    const redacted = [report.toText({ redact: true }), report.toMarkdown({ redact: true })].join();
    expect(redacted + JSON.stringify(report.toJSON({ redact: true }))).not.toContain('secret');
    expect(report.toMarkdown()).toContain('\\<b\\>\\|secret');
    expect(report.toMarkdown()).toContain('w\\|dth');
  });

  it('refuses what cannot be compared, and goes on', async () => {
    await expect(compare('a,b\n1,2\n3,4\n', 'c,d\n1,2\n3,4\n')).rejects.toThrow(
      /new: expected a column that the old table has too/,
    );
    await expect(compare(table(), table(), { label: 'nope' })).rejects.toThrow(AssayerError);
    await expect(compare(table(), '')).rejects.toThrow(AssayerError);
    await expect(compare(table(), table(), { driftThreshold: 2 })).rejects.toThrow(/driftThreshold: expected/);
    await expect(compare(table(), table(), { treshold: 1 } as never)).rejects.toThrow(/options: expected only/);
    expect((await compare(table(), table(), { audit: false })).drift.largest).toBe(0);
  });
});
