import { readFileSync } from 'node:fs';
import * as local from 'assayer';
import * as remote from 'assayer/worker';
import { describe, expect, it } from 'vitest';

const titanic = readFileSync(new URL('../../examples/data/titanic.csv', import.meta.url), 'utf8');
const labels = [0, 0, 0, 1, 1, 1, 2, 2, 2, 2];
const predProbs = [
  [0.8, 0.1, 0.1],
  [0.6, 0.3, 0.1],
  [0.1, 0.8, 0.1],
  [0.2, 0.7, 0.1],
  [0.1, 0.6, 0.3],
  [0.75, 0.15, 0.1],
  [0.1, 0.1, 0.8],
  [0.2, 0.1, 0.7],
  [0.1, 0.75, 0.15],
  [0.3, 0.4, 0.3],
];

describe('assayer/worker', () => {
  it('audits as the calling thread does, and reports progress', async () => {
    const steps = new Set<string>();
    const there = await remote.audit(titanic, { label: 'Survived', onProgress: ({ step }) => steps.add(step) });
    const here = await local.audit(titanic, { label: 'Survived' });
    expect(there.summary.toRows()).toEqual(here.summary.toRows());
    expect(there.explain(5)).toEqual(here.explain(5));
    expect(there.fixes()).toEqual(here.fixes());
    expect(steps.size).toBeGreaterThan(1);
  });

  it('runs the functions under it, tables included', async () => {
    const issues = await remote.findLabelIssues(labels, predProbs);
    expect([...issues.indices].sort()).toEqual([2, 5, 8]);
    const table = await remote.rankClassesByLabelQuality(labels, predProbs);
    expect(table).toBeInstanceOf(remote.Table);
    expect(table.toRows()).toEqual((await local.rankClassesByLabelQuality(labels, predProbs)).toRows());
    const scores = await remote.outOfDistributionScores({ predProbs, labels });
    expect(scores).toEqual(await local.outOfDistributionScores({ predProbs, labels }));
  });

  it('goes on step by step where the worker left off', async () => {
    const lab = await remote.Datalab.create({ labels });
    await lab.findIssues({ predProbs });
    const again = await remote.Datalab.load(lab.save());
    expect(again.getIssueSummary().toRows()).toEqual(lab.getIssueSummary().toRows());
  });

  it('hands over errors with their code, and works afterwards', async () => {
    await expect(remote.audit('')).rejects.toMatchObject({ name: 'AssayerError', code: 'invalid_input' });
    await expect(remote.findLabelIssues([0, 1], [[1, 0]])).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(remote.findLabelIssues(labels, predProbs)).resolves.toBeDefined();
  });

  it('stops within 200 ms with the reason of the signal', async () => {
    const controller = new AbortController();
    const work = remote.audit(titanic, { label: 'Survived', signal: controller.signal });
    const settled = work.then(
      () => ({ reason: undefined, at: performance.now() }),
      (reason: unknown) => ({ reason, at: performance.now() }),
    );
    await new Promise((resolve) => setTimeout(resolve, 60));
    const stopped = performance.now();
    controller.abort(new Error('enough'));
    const { reason, at } = await settled;
    expect(reason).toMatchObject({ message: 'enough' });
    expect(at - stopped).toBeLessThan(1000); // 200 ms is the aim; a loaded machine gets more
  });
});
