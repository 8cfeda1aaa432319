// Runs examples/spark with the PySpark of the Python that ASSAYER_PYTHON names (default: python3).
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findLabelIssuesBatched } from 'assayer';
import { describe, expect, it } from 'vitest';
import { assayer, cli, scratchFolder } from '../package/cli/assayer.ts';

const python = process.env.ASSAYER_PYTHON ?? 'python3';
const script = fileURLToPath(new URL('../../examples/spark/audit_on_spark.py', import.meta.url));

function lack(): string | undefined {
  if (spawnSync('java', ['-version']).status !== 0) return 'there is no Java';
  if (spawnSync(python, ['-c', 'import pyspark']).status !== 0) return `${python} has no pyspark (pip install pyspark)`;
  return undefined;
}

const reason = lack();
if (reason) console.warn(`Spark is not tested: ${reason}`);

/** A driver, a master and two workers, each a process of its own. */
const master = 'local-cluster[2,1,1024]';

const folder = await scratchFolder();
const at = (name: string) => join(folder, name);
const classes = ['cat', 'dog', 'emu'];
const header = ['id', 'weight', 'note', 'kind', ...classes.map((name) => `p_${name}`)].join(',');

/** 900 animals: wrong labels, few emus, rows without any cell, rows that repeat others, notes with commas and quotes. */
function makeTable() {
  const labels: number[] = [];
  const predProbs: number[][] = [];
  const rows = Array.from({ length: 900 }, (_, i) => {
    const like = i % 90 === 77 && i > 400 ? i - 400 : i;
    const truth = i % 100 === 9 ? 2 : i % 2;
    const label = i % 30 === 4 ? 1 - (i % 2) : truth;
    const sure = 0.55 + ((i * 37) % 40) / 100;
    const probs = classes.map((_, k) => (k === truth ? sure : (1 - sure) / 2));
    labels.push(label);
    predProbs.push(probs);
    const cells = i % 200 === 21 ? ['', ''] : [`${(like * 7919) % 1009}.50`, `"says ""${like}"", twice"`];
    return [`r${i}`, ...cells, classes[label], ...probs].join(',');
  });
  return { rows, labels, predProbs };
}

describe.skipIf(reason)('examples/spark', () => {
  it('finds on partitions what one machine finds in the whole', { timeout: 300_000 }, async () => {
    const { rows, labels, predProbs } = makeTable();
    await mkdir(at('parts'));
    for (let part = 0; part < 3; part++) {
      const some = rows.slice(part * 300, (part + 1) * 300);
      await writeFile(at(`parts/${part}.csv`), `${[header, ...some].join('\n')}\n`);
    }
    await writeFile(at('whole.csv'), `${[header, ...rows].join('\n')}\n`);
    const flags = ['--label', 'kind', '--probabilities', 'p_', '--id', 'id'];
    const done = spawnSync(
      python,
      [
        script,
        at('parts'),
        ...flags,
        '--neighbors',
        '--out',
        at('spark.json'),
        '--assayer',
        `${process.execPath} ${cli}`,
      ],
      {
        encoding: 'utf8',
        env: { ...process.env, PYSPARK_PYTHON: python, PYSPARK_SUBMIT_ARGS: `--master ${master} pyspark-shell` },
      },
    );
    expect(done.status, done.stderr).toBe(0);
    const spark = JSON.parse(await readFile(at('spark.json'), 'utf8'));
    const names = (list: number[]) => list.map((row) => spark.ids[row][0] as string).sort();
    expect(spark.parts.length).toBeGreaterThan(1);

    // label and imbalance: the functions of the package on all rows
    const once = await findLabelIssuesBatched([{ labels, predProbs }]);
    expect(names(spark.label.rows)).toEqual([...once.indices].map((row) => `r${row}`).sort());
    expect(spark.label.rows.length).toBeGreaterThan(10);
    expect(spark.classImbalance).toMatchObject({ rarestClass: 'emu', isIssue: true });
    expect(spark.classImbalance.count).toBe(labels.filter((label) => label === 2).length);

    // null, duplicates and neighbours: one part that is the whole file
    const run = (...args: string[]) => assayer(args).then(({ code }) => expect(code).toBe(0));
    await run('shard', at('whole.csv'), ...flags, '--out', at('whole.stats'));
    await run('merge', at('whole.stats'), '--out', at('whole.plan'));
    const second = ['--plan', at('whole.plan'), '--cells', at('cells'), '--out', at('whole.found')];
    await run('shard', at('whole.csv'), ...second);
    await run('shard', at('cells/0000'), '--plan', at('whole.plan'), '--out', at('whole.near'));
    await run('merge', at('whole.found'), at('whole.near'), '--plan', at('whole.plan'), '--out', at('whole.json'));
    const whole = JSON.parse(await readFile(at('whole.json'), 'utf8'));
    const asNames = (list: number[]) => list.map((row) => `r${row}`).sort();
    expect(names(spark.null.rows)).toEqual(asNames(whole.null.rows));
    expect(spark.null.rows).toHaveLength(5);
    expect(spark.duplicates.map(names).sort()).toEqual(whole.duplicates.map(asNames).sort());
    expect(spark.duplicates.length).toBeGreaterThan(4);
    for (const what of ['outlier', 'nearDuplicate']) {
      expect(names(spark[what].rows)).toEqual(asNames(whole[what].rows));
      expect(spark[what].rows.length).toBeGreaterThan(4);
    }
    expect(whole.neighbors.recall).toBe(1); // all rows are in one cell
    expect(spark.neighbors.recall).toBeGreaterThan(0.98);
  });
});
