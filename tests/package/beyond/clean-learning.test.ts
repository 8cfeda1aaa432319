import {
  type ClassifierModel,
  CleanLearning,
  type CleanLearningOptions,
  crossValPredict,
  LogisticRegression,
} from 'assayer';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../golden.ts';

/** Three groups on a line; every eighth label is the next one's. */
function groups(n: number) {
  const truth = Array.from({ length: n }, (_, i) => i % 3);
  const features = truth.map((group, i) => [3 * (group - 1) + 0.8 * Math.sin(i * 12.9), Math.cos(i * 7.7)]);
  const isWrong = truth.map((_, i) => i % 8 === 5);
  const labels = truth.map((group, i) => (isWrong[i] ? (group + 1) % 3 : group));
  return { features, labels, truth, isWrong };
}

/** The class of the nearest centre; takes points as objects. */
interface Point {
  x: number;
}
function nearestCentre(fits: number[] = []): ClassifierModel<Point[]> {
  let centres: number[] = [];
  return {
    fit(points, labels) {
      fits.push(points.length);
      const sums: number[] = [];
      const counts: number[] = [];
      points.forEach(({ x }, i) => {
        const k = labels[i]!;
        sums[k] = (sums[k] ?? 0) + x;
        counts[k] = (counts[k] ?? 0) + 1;
      });
      centres = Array.from(sums, (sum, k) => sum / counts[k]!);
    },
    async predictProba(points) {
      return points.map(({ x }) => {
        const weights = centres.map((centre) => Math.exp(-((x - centre) ** 2)));
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        return weights.map((weight) => weight / total);
      });
    },
  };
}

describe('learning from noisy labels', () => {
  it('finds the wrong labels by cross-validated logistic regression, and learns without them', async () => {
    const { features, labels, truth, isWrong } = groups(240);
    const learning = new CleanLearning();
    const issues = await learning.findLabelIssues(features, labels);
    const flagged = labels.map((_, i) => i).filter((i) => issues.isLabelIssue[i]);
    expect(flagged.every((i) => isWrong[i])).toBe(true);
    expect(flagged.length).toBeGreaterThanOrEqual(28); // of 30
    expect(issues.table.columnNames).toEqual(['is_label_issue', 'label_quality', 'given_label', 'predicted_label']);
    expect(issues.predProbs).toEqual(await crossValPredict(features, labels));
    await learning.fit(features, labels);
    expect(await learning.score(features, truth)).toBe(1);
  });

  it('weighs the kept examples by how often their class is labelled right', async () => {
    const { features, labels } = groups(240);
    const learning = new CleanLearning();
    await learning.fit(features, labels);
    const { noiseMatrix, isLabelIssue } = learning.labelIssues;
    const expected = labels.map((k, i) => (isLabelIssue[i] ? 0 : 1 / noiseMatrix.data[k * 3 + k]!));
    expectClose(learning.sampleWeight!, expected, 1e-12);
    const kept = labels.map((_, i) => i).filter((i) => !isLabelIssue[i]);
    const model = new LogisticRegression();
    await model.fit(
      kept.map((i) => features[i]!),
      kept.map((i) => labels[i]!),
      { sampleWeight: kept.map((i) => expected[i]!) },
    );
    expectClose((await learning.predictProba(features)).data, (await model.predictProba(features)).data, 1e-9);
  });

  it('trains a model of your own on data of your own', async () => {
    const { features, labels, isWrong } = groups(240);
    const points = features.map(([x]) => ({ x: x! }));
    const fits: number[] = [];
    const learning = new CleanLearning({ model: nearestCentre(fits) });
    const fractions: number[] = [];
    await learning.fit(points, labels, { onProgress: (p) => fractions.push(p.fraction) });
    expect(Array.from(learning.labelIssues.isLabelIssue, Boolean)).toEqual(isWrong);
    expect(fits).toEqual([192, 192, 192, 192, 192, 210]);
    expect(fractions).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
    expect(learning.sampleWeight).toBeUndefined();
    expect([...(await learning.predict([{ x: -3 }, { x: 3 }]))]).toEqual([0, 2]);
  });

  it('learns of a class that only the fold left out has, and takes it for right', async () => {
    const labels = [...Array.from({ length: 40 }, (_, i) => i % 2), 2];
    const points = labels.map((k, i) => ({ x: 4 * k + Math.sin(i) }));
    const learning = new CleanLearning({ model: nearestCentre() });
    const { predProbs, isLabelIssue } = await learning.findLabelIssues(points, labels);
    expectClose(predProbs.data.slice(-3), [0, 0, 1]);
    expect(isLabelIssue.at(-1)).toBe(0);
  });

  it('takes predictions, flags and weights that are there already', async () => {
    const { features, labels, isWrong } = groups(120);
    const predProbs = await crossValPredict(features, labels, { folds: 3 });
    const learning = new CleanLearning();
    expect((await learning.findLabelIssues(features, labels, { predProbs })).predProbs).toEqual(predProbs);
    const weights = labels.map((_, i) => 1 + (i % 2));
    await learning.fit(features, labels, { labelIssues: isWrong, sampleWeight: weights });
    expect([...learning.sampleWeight!]).toEqual(weights.map((weight, i) => (isWrong[i] ? 0 : weight)));
    const outside = new CleanLearning();
    await outside.fit(features, labels, { labelIssues: isWrong });
    expect(outside.sampleWeight).toBeUndefined();
  });

  it('finds issues afresh on every call', async () => {
    const { features, labels, truth } = groups(240);
    const learning = new CleanLearning();
    await learning.findLabelIssues(features, labels);
    expect((await learning.findLabelIssues(features, truth)).isLabelIssue).not.toContain(1);
  });

  it('takes a noise matrix for the weights alone', async () => {
    const { features, labels } = groups(120);
    const noiseMatrix = [
      [0.8, 0.1, 0.1],
      [0.1, 0.8, 0.1],
      [0.1, 0.1, 0.8],
    ];
    const learning = new CleanLearning();
    const plain = await learning.findLabelIssues(features, labels);
    const given = await learning.findLabelIssues(features, labels, { noiseMatrix });
    expect(given.isLabelIssue).toEqual(plain.isLabelIssue);
    expectClose(given.noiseMatrix.data, noiseMatrix.flat());
  });

  it('names what it refuses, and works afterwards', async () => {
    const { features, labels, isWrong } = groups(60);
    const refused = (promise: Promise<unknown>, message: RegExp) =>
      expect(promise).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringMatching(message) });
    const learning = new CleanLearning();
    expect(() => learning.labelIssues).toThrow(/^labelIssues: /);
    expect(() => new CleanLearning({ model: {} as ClassifierModel })).toThrow(/^model: /);
    expect(() => new CleanLearning({ folds: 3 } as CleanLearningOptions)).toThrow(/^folds: /);
    await refused(learning.predict([[1, 2]]), /^model: expected fit\(\)/);
    await refused(learning.findLabelIssues(features.slice(1), labels), /^features|^labels/);
    await refused(learning.findLabelIssues(features, labels, { predProbs: [[1]] }), /^predProbs: |^labels/);
    await refused(learning.findLabelIssues([[1], [2], [3]], [0, 1, 2]), /folds/);
    await refused(learning.fit(features, labels, { labelIssues: isWrong.slice(1) }), /^labelIssues: /);
    await refused(new CleanLearning({ pulearning: 1 }).findLabelIssues(features, labels), /^pulearning: /);
    const noiseMatrix = [
      [1, 1, 1],
      [0, 0, 0],
      [0, 0, 0],
    ];
    await refused(learning.findLabelIssues(features, labels, { noiseMatrix }), /^noiseMatrix: .*trace/);
    const points = features.map(([x]) => ({ x: x! }));
    const weighed = new CleanLearning({ model: nearestCentre() });
    await refused(
      weighed.fit(points, labels, { labelIssues: isWrong, sampleWeight: labels.map(() => 1) }),
      /^sampleWeight: /,
    );
    await expect(learning.fit(features, labels)).resolves.toBeUndefined();
  });
});
