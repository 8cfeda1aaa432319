// What an audit tells before it is done, and what it leaves when it is stopped.
import { readFile } from 'node:fs/promises';
import * as direct from 'assayer';
import * as remote from 'assayer/worker';
import { describe, expect, it } from 'vitest';

const titanic = await readFile(new URL('../../examples/data/titanic.csv', import.meta.url), 'utf8');

describe.each([
  ['assayer', direct],
  ['assayer/worker', remote],
])('%s', (_, api) => {
  it('tells of each check as it finishes, missing cells first, those with models last', async () => {
    const told: { type: string; count: number; rows: Int32Array }[] = [];
    const report = await api.audit(titanic, { effort: 'fast', onFound: (found) => told.push(found) });
    const types = told.map(({ type }) => type);
    expect(types[0]).toBe('null');
    expect(types.indexOf('outlier')).toBe(1);
    expect(new Set(types).size).toBe(types.length);
    const { count, rows } = told.find(({ type }) => type === 'outlier')!;
    const issues = report.issues('outlier');
    const flags = Array.from(issues.column('is_outlier_issue') as ArrayLike<boolean>);
    expect(count).toBe(flags.filter(Boolean).length);
    expect(rows.length).toBe(Math.min(8, count));
    const scores = issues.column('outlier_score') as Float64Array;
    for (const row of rows) expect(flags[row]).toBe(true);
    for (let at = 1; at < rows.length; at++) expect(scores[rows[at]!]).toBeGreaterThanOrEqual(scores[rows[at - 1]!]!);
  });

  it.each([
    ['null', ['null']],
    ['outlier', ['null', 'outlier']],
  ])('keeps the finished checks when it is stopped after %s, and rejects with the reason', async (last, finished) => {
    const controller = new AbortController();
    const reason = new Error('enough');
    let kept: direct.AuditReport | undefined;
    const running = api.audit(titanic, {
      signal: controller.signal,
      onFound: ({ type }) => type === last && controller.abort(reason),
      onStopped(report) {
        kept = report as direct.AuditReport;
      },
    });
    await expect(running).rejects.toBe(reason);
    expect(kept!.rowCount).toBe(891);
    expect(kept!.summary.column('issue_type')).toEqual(expect.arrayContaining(finished));
    expect(kept!.summary.column('issue_type')).not.toContain('label');
    expect(kept!.warnings.map(({ message }) => message).join()).toMatch(/stopped/);
    expect(kept!.explain(0).values).toHaveProperty('Name');
    expect(kept!.fixes().every(({ kind }) => kind !== 'relabel')).toBe(true);
    expect(kept!.toText()).toMatch(/titanic|891/);
  });

  it('lays the neighbours out on the plane, the same each time, with pictures on the way', async () => {
    const { knnGraph, projection, rowCount } = await api.audit(titanic, { effort: 'fast' });
    const pictures: direct.Matrix[] = [];
    const options = { epochs: 300, seed: 3, onLayout: (picture: direct.Matrix) => pictures.push(picture) };
    const positions = await api.layoutGraph(knnGraph!, projection, options);
    expect(positions).toMatchObject({ rows: rowCount, columns: 2 });
    expect(positions.data.every(Number.isFinite)).toBe(true);
    for (const picture of pictures) expect(picture.data).toHaveLength(2 * rowCount);
    const again = await api.layoutGraph(knnGraph!, projection, { epochs: 300, seed: 3 });
    expect(again.data).toEqual(positions.data);
  });

  it('refuses a start of another size', async () => {
    const graph = await api.knnGraph([[0], [1], [3], [4]], { k: 2 });
    await expect(api.layoutGraph(graph, [[0, 0]])).rejects.toThrow(/positions: expected 4 x 2 numbers/);
  });
});
