import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { audit, findLabelIssues, findLabelIssuesBatched } from 'assayer';
import { describe, expect, it } from 'vitest';
import { assayer, scratchFolder } from './assayer.ts';

const folder = await scratchFolder();
const at = (name: string) => join(folder, name);
const classes = ['a', 'b', 'c'];
const header = `id,width,colour,kind,${classes.map((name) => `p_${name}`).join(',')}`;

/** 300 rows: every 20th label is wrong, class c is rare, every 50th row says nothing, rows 200.. repeat rows 0.. */
function makeRows(): { lines: string[]; labels: number[]; predProbs: number[][] } {
  const labels: number[] = [];
  const predProbs: number[][] = [];
  const lines = Array.from({ length: 300 }, (_, i) => {
    const like = i >= 200 && i < 210 ? i - 200 : i;
    const truth = i % 60 === 7 ? 2 : i % 2;
    const label = i % 20 === 3 ? 1 - (i % 2) : truth;
    const sure = 0.6 + ((i * 37) % 30) / 100;
    const probs = classes.map((_, k) => (k === truth ? sure : (1 - sure) / 2));
    labels.push(label);
    predProbs.push(probs);
    const cells = i % 50 === 11 ? ['', 'NA'] : [String((like * 7919) % 1009), ['red', 'green'][(like * 3) % 2]];
    return [`r${i}`, ...cells, classes[label], ...probs].join(',');
  });
  return { lines, labels, predProbs };
}

const { lines, labels, predProbs } = makeRows();

/** All of it by the command line, in parts that end after the rows given. */
async function inParts(run: string, ends: number[]) {
  const names: string[] = [];
  let from = 0;
  for (const [part, end] of ends.entries()) {
    const name = `${run}-${part}`;
    names.push(name);
    await writeFile(at(`${name}.csv`), [header, ...lines.slice(from, end), ''].join('\n'));
    const flags = ['--label', 'kind', '--probabilities', 'p_', '--id', 'id', '--out', at(`${name}.stats`)];
    expect(await assayer(['shard', at(`${name}.csv`), ...flags])).toMatchObject({ code: 0 });
    from = end;
  }
  const plan = at(`${run}.plan`);
  const stats = names.map((name) => at(`${name}.stats`)).reverse(); // the order does not matter
  expect(await assayer(['merge', ...stats, '--out', plan])).toMatchObject({ code: 0 });
  for (const name of names) {
    const { code } = await assayer(['shard', at(`${name}.csv`), '--plan', plan, '--out', at(`${name}.found`)]);
    expect(code).toBe(0);
  }
  const found = names.map((name) => at(`${name}.found`));
  const { code, stdout } = await assayer(['merge', ...found, '--plan', plan, '--out', at(`${run}.json`)]);
  expect(code).toBe(0);
  return { plan, stdout, findings: JSON.parse(await readFile(at(`${run}.json`), 'utf8')) };
}

describe('assayer shard and merge', () => {
  it('finds in parts what one machine finds in the whole', async () => {
    const { findings, stdout } = await inParts('three', [40, 210, 300]);
    const once = await findLabelIssuesBatched([{ labels, predProbs }]);
    expect(findings.label.rows).toEqual([...once.indices]);
    expect(findings.label.numLabelIssues).toBe(once.numLabelIssues);
    const full = await findLabelIssues(labels, predProbs, { filterBy: 'low_self_confidence' });
    expect([...findings.label.rows].sort()).toEqual([...full.indices].sort());
    expect(findings.label.rows.length).toBeGreaterThan(4);

    // the whole table, without the names of its rows
    const table = [header, ...lines].map((line) => line.split(',').slice(1, 4).join(',')).join('\n');
    const issueTypes = ['null', 'class_imbalance'];
    const report = await audit(table, {
      label: 'kind',
      columns: { width: 'numeric', colour: 'categorical' },
      issueTypes,
    });
    const flagged = (type: string) => {
      const flags = Array.from(report.issues(type).column(`is_${type}_issue`));
      return flags.flatMap((flag, row) => (flag ? [row] : []));
    };
    expect(findings.null.rows).toEqual(flagged('null'));
    expect(findings.null.rows).toHaveLength(6);
    expect(findings.classImbalance).toMatchObject({ rarestClass: 'c', isIssue: true });
    expect(findings.classImbalance.count).toBe(flagged('class_imbalance').length);
    expect(findings.duplicates).toContainEqual([4, 204]);
    expect(stdout).toContain('300 rows in 3 parts');
  });

  it('gives the same for any number of parts', async () => {
    const [one, five] = [await inParts('one', [300]), await inParts('five', [1, 50, 51, 207, 300])];
    const { parts: _, null: whole, ...rest } = one.findings;
    expect(five.findings).toMatchObject(rest);
    expect(five.findings.null.rows).toEqual(whole.rows);
    expect(whole.rows).toEqual([11, 61, 111, 161, 211, 261]);
  });

  it('refuses a part that was changed, one that lacks, and a label without probabilities', async () => {
    const { plan } = await inParts('bad', [100, 300]);
    await writeFile(at('bad-1.csv'), [header, ...lines.slice(100, 299), ''].join('\n'));
    const second = await assayer(['shard', at('bad-1.csv'), '--plan', plan, '--out', at('x')]);
    expect(second).toMatchObject({ code: 2, stderr: expect.stringContaining('unchanged since the first pass') });
    const merged = await assayer(['merge', at('bad-0.found'), '--plan', plan, '--out', at('x')]);
    expect(merged).toMatchObject({ code: 2, stderr: expect.stringContaining('bad-1.csv, once') });
    expect((await assayer(['merge', plan, '--out', at('x')])).stderr).toContain('expected assayer part statistics');
    await writeFile(at('odd.csv'), `${header}\nr1,1,red,z,0.5,0.3,0.2\nr2,2,red,a,0.5,0.3,0.2\n`);
    const flags = ['--label', 'kind', '--probabilities', 'p_', '--out', at('x')];
    expect((await assayer(['shard', at('odd.csv'), ...flags])).stderr).toContain('a class with probabilities: a, b, c');
  });
});
