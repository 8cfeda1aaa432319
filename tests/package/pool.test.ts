import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as local from 'assayer';
import * as remote from 'assayer/worker';
import { afterAll, describe, expect, it } from 'vitest';

/** Rows on a coarse grid: many copies, many ties, some zero rows. */
function rowsWithTies(rows: number, columns: number): local.Matrix {
  let state = 12345;
  const data = Float64Array.from({ length: rows * columns }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return ((state >>> 16) % 3) - 1;
  });
  for (let row = 0; row < rows; row += 31) data.fill(0, row * columns, (row + 1) * columns);
  return { data, rows, columns };
}

/** What a script prints that runs in a process of its own. */
async function outputOf(script: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  });
  return stdout;
}

afterAll(() => remote.init());

describe('several threads', () => {
  it.each([
    [2, 'euclidean'],
    [6, 'cosine'],
    [12, 'euclidean'],
    [5, 'canberra'],
  ] as const)('find the same neighbours to the last bit (%i columns, %s)', async (columns, metric) => {
    const features = rowsWithTies(900, columns);
    await local.init({ workers: 1 });
    const alone = await local.knnGraph(features, { k: 7, metric });
    for (const workers of [2, 3]) {
      await local.init({ workers, share: 'always' });
      expect(await local.knnGraph(features, { k: 7, metric })).toEqual(alone);
    }
  });

  it.each(['cosine', 'euclidean'] as const)(
    'do so by rounded rows where these tell rows apart (%s)',
    async (metric) => {
      const rows = 900;
      const columns = 20;
      const data = Float64Array.from({ length: rows * columns }, (_, at) => Math.sin(at * at + (at % 7) * 0.37));
      await local.init({ workers: 1 });
      const alone = await local.knnGraph({ data, rows, columns }, { k: 7, metric });
      for (const workers of [2, 3]) {
        await local.init({ workers, share: 'always' });
        const fractions: number[] = [];
        const onProgress = ({ fraction }: { fraction: number }) => void fractions.push(fraction);
        expect(await local.knnGraph({ data, rows, columns }, { k: 7, metric, onProgress })).toEqual(alone);
        expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
        expect(data.length).toBe(rows * columns); // not handed over to a worker
      }
    },
  );

  it('do so behind assayer/worker and in findIssues', async () => {
    const features = rowsWithTies(600, 12);
    const find = async ({ Datalab }: Pick<typeof local, 'Datalab'>) => {
      const lab = await Datalab.create({ data: { id: Array.from({ length: 600 }, (_, i) => i) } });
      await lab.findIssues({ features });
      return lab;
    };
    await local.init({ workers: 1 });
    const graph = await local.knnGraph(features, { k: 5 });
    const here = await find(local);
    await local.init({ workers: 2, share: 'always' });
    const shared = await find(local);
    expect(shared.getIssues().toRows()).toEqual(here.getIssues().toRows());
    expect(shared.getInfo('statistics')).toEqual(here.getInfo('statistics'));
    await remote.init({ workers: 2, share: 'always' });
    expect(await remote.knnGraph(features, { k: 5 })).toEqual(graph);
    const there = await find(remote as typeof local);
    expect(there.getIssues().toRows()).toEqual(here.getIssues().toRows());
    expect(there.getInfo('statistics')).toEqual(here.getInfo('statistics'));
  });

  it.each([
    ['titanic.csv', 'balanced'],
    ['house_prices.csv', 'balanced'],
    ['support_texts.csv', 'fast'],
  ] as const)('audit %s to the same result (%s)', async (name, effort) => {
    const csv = await readFile(new URL(`../../examples/data/${name}`, import.meta.url));
    const auditWith = async (workers: number) => {
      await local.init({ workers, share: 'always' });
      const fractions: number[] = [];
      const report = await local.audit(csv, {
        effort,
        onProgress: ({ fraction }) => void fractions.push(fraction),
      });
      expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
      const { assayer, ...rest } = report.toJSON();
      expect(assayer.effort).toBe(effort);
      return { rest, predProbs: report.predProbs, scores: report.lab.getIssues().toRows() };
    };
    const alone = await auditWith(1);
    for (const workers of [2, 4]) expect(await auditWith(workers)).toEqual(alone);
  });

  it('cross-validate to the same result', async () => {
    const features = rowsWithTies(300, 4);
    const labels = Int32Array.from({ length: 300 }, (_, i) => (features.data[4 * i]! > 0 ? 2 : i % 2));
    await local.init({ workers: 1 });
    const alone = await local.crossValPredict(features, labels);
    for (const workers of [2, 3, 8]) {
      await local.init({ workers, share: 'always' });
      expect(await local.crossValPredict(features, labels)).toEqual(alone);
    }
    await expect(local.crossValPredict(features, labels, { folds: 1 })).rejects.toThrow('folds: expected');
  });

  it('audit alone where the others cannot be had, and stop while waiting for them', async () => {
    const csv = await readFile(new URL('../../examples/data/titanic.csv', import.meta.url));
    await local.init({ workers: 3, share: 'always', workerUrl: new URL('./no-such-worker.js', import.meta.url) });
    const alone = await local.audit(csv, { effort: 'fast' });
    await local.init({ workers: 8, share: 'always' });
    const controller = new AbortController();
    const stopped = local.audit(csv, {
      signal: controller.signal,
      onProgress({ step }) {
        if (step === 'models') setTimeout(() => controller.abort(new Error('enough')), 20);
      },
    });
    await expect(stopped).rejects.toThrow('enough');
    expect((await local.audit(csv, { effort: 'fast' })).lab.getIssues().toRows()).toEqual(
      alone.lab.getIssues().toRows(),
    );
  });

  it('report rising progress and stop promptly, and work again after that', async () => {
    await local.init({ workers: 2, share: 'always' });
    const features = rowsWithTies(20000, 64);
    const controller = new AbortController();
    const fractions: number[] = [];
    let stoppedAt = 0;
    const search = local.knnGraph(features, {
      signal: controller.signal,
      onProgress({ fraction }) {
        fractions.push(fraction);
        if (fractions.length !== 20) return;
        stoppedAt = fractions.length;
        controller.abort(new Error('enough'));
      },
    });
    await expect(search).rejects.toThrow('enough');
    expect(fractions.length).toBeLessThanOrEqual(stoppedAt + 10); // a few steps of the others may have been on their way
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect((await local.knnGraph(rowsWithTies(50, 5), { k: 3 })).rows).toBe(50);
  });

  it('where workers cannot be had, this thread does all', async () => {
    const features = rowsWithTies(400, 12);
    await local.init({ workers: 1 });
    const alone = await local.knnGraph(features);
    await local.init({ workers: 3, share: 'always', workerUrl: new URL('./no-such-worker.js', import.meta.url) });
    expect(await local.knnGraph(features)).toEqual(alone);
    expect(await local.knnGraph(features)).toEqual(alone);
  });

  it('are not asked where the work is small, unless always', async () => {
    const index = new URL('../../dist/index.node.js', import.meta.url).href;
    const script = `const { init, knnGraph } = await import(${JSON.stringify(index)});
      let started = 0;
      process.on('worker', () => started++);
      const data = Float64Array.from({ length: 5000 }, (_, i) => (i * 7919) % 1013);
      const counts = [];
      for (const share of ['auto', 'always']) {
        await init({ workers: 2, share });
        await knnGraph({ data, rows: 500, columns: 10 });
        counts.push(started);
      }
      console.log(counts.join());`;
    expect(await outputOf(script)).toBe('0,1\n');
  });

  it('refuse what is no number of threads, and tell what is wrong with the input as ever', async () => {
    await expect(local.init({ workers: 0 })).rejects.toThrow("workers: expected 'auto' or a whole number from 1");
    await expect(local.init({ share: 'never' as 'auto' })).rejects.toThrow("share: expected 'auto' or 'always'");
    await local.init({ workers: 2, share: 'always' });
    const features = rowsWithTies(50, 5);
    features.data[7] = Number.NaN;
    await expect(local.knnGraph(features)).rejects.toThrow('features[1, 2]');
    await expect(local.knnGraph(rowsWithTies(50, 5), { k: 50 })).rejects.toThrow('k: expected 1 to 49');
  });

  it('take settings that are replaced while the core loads', async () => {
    await Promise.all([local.init({ workers: 2 }), local.init({ workers: 1 })]);
    expect((await local.knnGraph(rowsWithTies(50, 5), { k: 3 })).rows).toBe(50);
  });

  it('are started, and let a process end by itself', async () => {
    const index = new URL('../../dist/index.node.js', import.meta.url).href;
    const script = `const { init, knnGraph } = await import(${JSON.stringify(index)});
      let started = 0;
      process.on('worker', () => started++);
      await init({ workers: 3, share: 'always' });
      const data = Float64Array.from({ length: 5000 }, (_, i) => (i * 7919) % 1013);
      console.log((await knnGraph({ data, rows: 500, columns: 10 })).rows, started);`;
    expect(await outputOf(script)).toBe('500 2\n');
  });

  it('are started again after an audit, and after one that was stopped', async () => {
    const index = new URL('../../dist/index.node.js', import.meta.url).href;
    const script = `const { audit, init } = await import(${JSON.stringify(index)});
      let started = 0;
      process.on('worker', () => started++);
      await init({ workers: 2, share: 'always' });
      const data = { x: Array.from({ length: 200 }, (_, i) => (i * 7919) % 101), y: Array.from({ length: 200 }, (_, i) => i % 2 ? 'a' : 'b') };
      const counts = [];
      for (const stopsAt of [1, 0.5, 1, 0.5, 1]) {
        const controller = new AbortController();
        const onProgress = ({ fraction }) => fraction > stopsAt && controller.abort();
        await audit(data, { label: 'y', signal: controller.signal, onProgress }).catch(() => {});
        counts.push(started);
      }
      console.log(counts.join());`;
    expect(await outputOf(script)).toBe('1,2,3,4,5\n');
  });
});
