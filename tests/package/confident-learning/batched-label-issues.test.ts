import {
  findLabelIssuesBatched,
  getConfidentThresholds,
  getLabelQualityScores,
  type LabelBatch,
  numLabelIssues,
} from 'assayer';
import { describe, expect, it } from 'vitest';
import { difference, names, readCase } from './golden.ts';

/** A data set in slices, as an async iterable that can be walked through again and again. */
function slices(labels: number[], predProbs: number[][], size: number): AsyncIterable<LabelBatch> {
  return {
    async *[Symbol.asyncIterator]() {
      for (let begin = 0; begin < labels.length; begin += size) {
        yield { labels: labels.slice(begin, begin + size), predProbs: predProbs.slice(begin, begin + size) };
      }
    },
  };
}

describe.each(names)('batches of %s', (name) => {
  const { labels, predProbs } = readCase(name);

  it('give the numbers of the whole data, whatever their size', async () => {
    const whole = await findLabelIssuesBatched([{ labels, predProbs }]);
    expect(whole.numLabelIssues).toBe(await numLabelIssues(labels, predProbs));
    expect(difference(whole.confidentThresholds, await getConfidentThresholds(labels, predProbs))).toBeLessThan(1e-12);
    expect(whole.labelQualityScores).toEqual(await getLabelQualityScores(labels, predProbs));
    for (const size of [1, 7, 50]) {
      const batched = await findLabelIssuesBatched(slices(labels, predProbs, size));
      expect(batched.indices).toEqual(whole.indices);
      expect(batched.mask).toEqual(whole.mask);
    }
    for (const i of whole.indices) expect(predProbs[i]![labels[i]!]).toBeLessThan(Math.max(...predProbs[i]!));
  });
});

describe('batches', () => {
  const { labels, predProbs } = readCase('three_classes');

  it('come from an async generator function, with progress', async () => {
    async function* batches() {
      yield* slices(labels, predProbs, 40);
    }
    const fractions: number[] = [];
    const options = {
      method: 'normalized_margin',
      onProgress: (p: { fraction: number }) => fractions.push(p.fraction),
    } as const;
    const { indices } = await findLabelIssuesBatched(batches, options);
    expect(indices.length).toBeGreaterThan(0);
    expect(fractions).toEqual([0, 0, 0, 0, 0, 0.6, 0.7, 0.8, 0.9, 1]);
  });

  it('that run dry after the first pass, are empty or no batches are refused', async () => {
    const once = slices(labels, predProbs, 40)[Symbol.asyncIterator]() as AsyncGenerator<LabelBatch>;
    await expect(findLabelIssuesBatched(once)).rejects.toThrow(
      /^batches: expected the same 200 rows in both passes, got 0/,
    );
    await expect(findLabelIssuesBatched([])).rejects.toThrow(/^batches: expected at least one batch/);
    await expect(findLabelIssuesBatched(5 as never)).rejects.toThrow(/^batches: /);
  });

  it('of other classes or with invalid rows are refused', async () => {
    const other = { labels: [0], predProbs: [[1]] };
    await expect(findLabelIssuesBatched([{ labels, predProbs }, other])).rejects.toThrow(
      /^predProbs: expected 3 columns/,
    );
    const invalid = { labels: [0, 7], predProbs: predProbs.slice(0, 2) };
    await expect(findLabelIssuesBatched([{ labels, predProbs }, invalid])).rejects.toThrow(/^labels\[1\]: /);
    await expect(findLabelIssuesBatched([], { methods: 'x' } as never)).rejects.toThrow(/^methods: /);
  });
});
