import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Datalab } from 'assayer';
import { describe, expect, it } from 'vitest';
import { assayer, scratchFolder } from './assayer.ts';

const folder = await scratchFolder();
const at = (...names: string[]) => join(folder, ...names);

/** Pseudorandom numbers in [0, 1). */
function randomNumbers(): () => number {
  let state = 7;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const run = async (...args: string[]) => {
  const outcome = await assayer(args);
  expect(outcome.stderr).not.toContain('expected');
  expect(outcome.code).toBe(0);
  return outcome;
};

/** All three passes over parts of these lines. */
async function inParts(
  name: string,
  {
    header,
    lines,
    ends,
    first = [],
    plan = [],
  }: Record<'header', string> & Record<'lines', string[]> & { ends: number[]; first?: string[]; plan?: string[] },
) {
  await mkdir(at(name));
  let from = 0;
  for (const [part, end] of ends.entries()) {
    await writeFile(at(name, `${part}.csv`), [header, ...lines.slice(from, end), ''].join('\n'));
    await run('shard', at(name, `${part}.csv`), ...first, '--out', at(name, `${part}.stats`));
    from = end;
  }
  const parts = [...ends.keys()];
  const planFile = at(name, 'plan.json');
  await run('merge', ...parts.map((part) => at(name, `${part}.stats`)), ...plan, '--out', planFile);
  for (const part of parts) {
    const flags = ['--plan', planFile, '--cells', at(name, 'cells'), '--out', at(name, `${part}.found`)];
    await run('shard', at(name, `${part}.csv`), ...flags);
  }
  const cells = (await readdir(at(name, 'cells'))).sort();
  for (const cell of cells) {
    await run('shard', at(name, 'cells', cell), '--plan', planFile, '--out', at(name, `${cell}.near`));
  }
  const found = parts.map((part) => at(name, `${part}.found`));
  const near = cells.map((cell) => at(name, `${cell}.near`));
  const out = at(name, 'findings.json');
  const { stdout } = await run('merge', ...near, ...found, '--plan', planFile, '--out', out);
  return { planFile, found, near, stdout, cells, findings: JSON.parse(await readFile(out, 'utf8')) };
}

/** 600 points of four clusters; three far ones, a copy and a near copy at the other end of the table. */
function makePoints(): number[][] {
  const random = randomNumbers();
  const points = Array.from({ length: 600 }, (_, i) =>
    Array.from({ length: 6 }, (_, c) => ((i + c) % 4) * 2 + random() + random()),
  );
  for (const row of [5, 250, 599]) points[row] = points[row]!.map((x, c) => x + (c % 2 ? 9 : -9));
  points[590] = [...points[10]!];
  points[591] = points[20]!.map((x) => x + 1e-4);
  return points.map((point) => point.map((x) => Math.fround(x)));
}

const points = makePoints();
const header = 'kind,e_0,e_1,e_2,e_3,e_4,e_5';
const lines = points.map((point, i) => ['a', 'b'][i % 2] + ',' + point.join(','));
const features = ['--features', 'e_'];

async function atOnce() {
  const lab = await Datalab.create({ rowCount: points.length });
  await lab.findIssues({
    features: { data: Float32Array.from(points.flat()), rows: points.length, columns: 6 },
    issueTypes: ['outlier', 'near_duplicate'],
  });
  const flagged = (type: string) => {
    const flags = Array.from(lab.getIssues(type).column(`is_${type}_issue`));
    return flags.flatMap((flag, row) => (flag ? [row] : []));
  };
  return { outlier: flagged('outlier'), nearDuplicate: flagged('near_duplicate'), lab };
}

describe('neighbours across parts', () => {
  it('are those of one machine, to the last bit, where all rows are in one cell', async () => {
    const { findings, stdout } = await inParts('one-cell', {
      header,
      lines,
      ends: [100, 101, 420, 600],
      first: features,
    });
    const once = await atOnce();
    expect(findings.outlier.rows).toEqual(once.outlier);
    expect(findings.outlier.rows).toEqual(expect.arrayContaining([5, 250, 599]));
    const scores = once.lab.getIssues('outlier').column('outlier_score');
    expect(findings.outlier.scores).toEqual(once.outlier.map((row) => scores[row]));
    expect(findings.nearDuplicate.rows).toEqual(once.nearDuplicate);
    const sets = once.lab.getIssues('near_duplicate').column('near_duplicate_sets') as ArrayLike<number>[];
    expect(findings.nearDuplicate.sets).toEqual(once.nearDuplicate.map((row) => Array.from(sets[row]!)));
    expect(findings.nearDuplicate.rows).toEqual(expect.arrayContaining([10, 20, 590, 591]));
    expect(findings.neighbors).toEqual({ k: 10, copies: 3, queries: 200, recall: 1 });
    expect(stdout).toContain('100% of the true neighbours found, measured on 200 rows');
  });

  it('are found in cells, but for a share that is measured', async () => {
    const options = { header, lines, ends: [200, 600], first: features };
    const few = await inParts('few', { ...options, plan: ['--num-cells', '12', '--copies', '1', '--k', '5'] });
    const more = await inParts('more', { ...options, plan: ['--num-cells', '12', '--copies', '4', '--k', '5'] });
    expect(few.cells.length).toBeGreaterThan(3);
    expect(few.findings.neighbors.recall).toBeLessThan(more.findings.neighbors.recall);
    expect(few.findings.neighbors.recall).toBeGreaterThan(0.3);
    expect(more.findings.neighbors.recall).toBeGreaterThan(0.98);
    for (const { findings } of [few, more]) {
      expect(findings.nearDuplicate.rows).toEqual(expect.arrayContaining([10, 20, 590, 591])); // equal rows share cells
      expect(findings.outlier.rows).toEqual(expect.arrayContaining([5, 250, 599]));
    }
  });

  it('of tables compare numbers, categories, dates and texts by a sample that is the same for any parts', async () => {
    const random = randomNumbers();
    const rows = Array.from({ length: 400 }, (_, i) => {
      const size = (3 + random() + (i % 2)).toFixed(2);
      const day = `2024-0${1 + Math.floor(random() * 9)}-1${i % 10}`;
      const words = ['late parcel again', 'where is my card', 'thank you so much', 'please call me back'][i % 4];
      return [
        `r${i}`,
        size,
        ['red', 'green', 'blue'][(i * 7) % 3],
        day,
        `"${words}, number ${Math.floor(random() * 50)}"`,
      ];
    });
    rows[30]![1] = '900';
    rows[370] = [...rows[3]!];
    rows[370]![0] = 'r370';
    const table = {
      header: 'name,size,colour,day,note',
      lines: rows.map((row) => row.join(',')),
      first: ['--id', 'name'],
    };
    const two = await inParts('two', { ...table, ends: [150, 400] });
    const four = await inParts('four', { ...table, ends: [20, 21, 300, 400] });
    expect(two.findings.outlier.rows).toContain(30);
    expect(two.findings.nearDuplicate.sets[two.findings.nearDuplicate.rows.indexOf(3)]).toContain(370);
    for (const what of ['outlier', 'nearDuplicate', 'neighbors'])
      expect(four.findings[what]).toEqual(two.findings[what]);
  });

  it('refuse what is not whole', async () => {
    const { planFile, found, near } = await inParts('bad', {
      header,
      lines: lines.slice(0, 60),
      ends: [30, 60],
      first: features,
      plan: ['--num-cells', '2', '--copies', '1'],
    });
    const failing = async (...args: string[]) => {
      const { code, stderr } = await assayer([...args, '--out', at('x')]);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await failing('merge', ...found, near[0]!, '--plan', planFile)).toMatch(
      /row \d+ of 0.csv: expected neighbours in 1 cells, got 0/,
    );
    await run('shard', at('bad', '1.csv'), '--plan', planFile, '--out', at('without.found'));
    expect(await failing('merge', found[0]!, at('without.found'), ...near, '--plan', planFile)).toContain(
      'its second pass with --cells',
    );
    expect(await failing('shard', at('bad', '0.csv'), '--cells', at('c'))).toContain('--cells in the second pass only');
    expect(await failing('shard', at('bad', '0.csv'), '--features', 'z_')).toContain('columns that begin with "z_"');
    const other = at('other.json');
    const stats = [0, 1].map((part) => at('bad', `${part}.stats`));
    await run('merge', ...stats, '--num-cells', '3', '--out', other);
    const [cell] = await readdir(at('bad', 'cells'));
    expect(await failing('shard', at('bad', 'cells', cell!), '--plan', other)).toContain('another plan');
    expect(await failing('merge', ...stats, '--k', '60')).toContain('k: expected from 1 to 59 neighbours, got 60');
    await mkdir(at('empty'));
    expect(await failing('shard', at('empty'), '--plan', planFile)).toContain('an empty folder');
    expect(await failing('shard', at('empty'))).toContain('a directory');
  });
});
