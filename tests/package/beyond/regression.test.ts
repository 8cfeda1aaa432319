import {
  findRegressionLabelIssues,
  getRegressionLabelQualityScores,
  LinearRegression,
  RegressionCleanLearning,
  type RegressionModel,
} from 'assayer';
import { describe, expect, it } from 'vitest';
import { expectClose, readGolden } from '../golden.ts';

interface Golden {
  labels: number[];
  predictions: number[];
  get_label_quality_scores: Record<'outre' | 'residual', number[]>;
}
const golden = readGolden<Golden>('confident-learning/regression_rank.json');

/** y = 2 x + 1 and a little more; every tenth label is far off. */
function line(n: number) {
  const features = Array.from({ length: n }, (_, i) => [Math.sin(i * 1.7) * 3]);
  const isWrong = features.map((_, i) => i % 10 === 3);
  const labels = features.map(
    ([x], i) => 2 * x! + 1 + 0.05 * Math.cos(i * 2.3) + (isWrong[i] ? (i % 20 === 3 ? 15 : -15) : 0),
  );
  return { features, labels, isWrong };
}

/** The mean of what it was shown. */
const meanModel = (log: number[] = []): RegressionModel<string[]> => {
  let mean = 0;
  return {
    fit(features, targets) {
      expect(features.every((text) => typeof text === 'string')).toBe(true);
      mean = targets.reduce((sum, value) => sum + value, 0) / targets.length;
      log.push(targets.length);
    },
    predict: async (features) => features.map(() => mean),
  };
};

describe('wrong numbers', () => {
  it.each(['outre', 'residual'] as const)("gives the reference's scores: %s", async (method) => {
    const scores = await getRegressionLabelQualityScores(golden.labels, golden.predictions, { method });
    expectClose(scores, golden.get_label_quality_scores[method]);
  });

  it('finds them with least squares, the same for the same seed', async () => {
    const { features, labels, isWrong } = line(120);
    const issues = await findRegressionLabelIssues(features, labels, { seed: 3 });
    const scoresOf = (wrong: boolean) => issues.labelQuality.filter((_, i) => isWrong[i] === wrong);
    expect(Math.max(...scoresOf(true))).toBeLessThan(Math.min(...scoresOf(false)));
    const flagged = issues.isLabelIssue.reduce((sum, flag) => sum + flag, 0);
    expect(flagged).toBe(Math.ceil(120 * issues.issueFraction));
    expect(issues.table.columnNames).toEqual(['is_label_issue', 'label_quality', 'given_label', 'predicted_label']);
    const again = await findRegressionLabelIssues(features, labels, { seed: 3 });
    expect(again.labelQuality).toEqual(issues.labelQuality);
  });

  it('gives the same with a model of your own that is least squares', async () => {
    const { features, labels } = line(60);
    const built = await findRegressionLabelIssues(features, labels);
    const own = await findRegressionLabelIssues(features, labels, { model: new LinearRegression() as RegressionModel });
    expectClose(own.labelQuality, built.labelQuality, 1e-12);
    expect(own.isLabelIssue).toEqual(built.isLabelIssue);
  });

  it('takes any data and a model of your own, shows progress and stops when told', async () => {
    const texts = Array.from({ length: 20 }, (_, i) => `text ${i}`);
    const labels = texts.map((_, i) => (i === 7 ? 100 : i % 3));
    const fractions: number[] = [];
    const { labelQuality } = await findRegressionLabelIssues(texts, labels, {
      model: meanModel(),
      onProgress: (progress) => fractions.push(progress.fraction),
    });
    expect(labelQuality.indexOf(Math.min(...labelQuality))).toBe(7);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.length).toBeGreaterThan(10);
    const controller = new AbortController();
    const stopped = findRegressionLabelIssues(texts, labels, {
      model: meanModel(),
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('trains without them', async () => {
    const { features, labels } = line(120);
    const learning = new RegressionCleanLearning({ seed: 1 });
    await learning.fit(features, labels);
    const { isLabelIssue } = learning.labelIssues;
    expect(isLabelIssue).toContain(1);
    const kept = labels.map((_, i) => i).filter((i) => !isLabelIssue[i]);
    const model = new LinearRegression();
    await model.fit(
      kept.map((i) => features[i]!),
      kept.map((i) => labels[i]!),
    );
    expect(await learning.predict([[1]])).toEqual(await model.predict([[1]]));
    expect(await learning.score([[0], [1]], [1, 3])).toBeGreaterThan(0.99);
  });

  it('drops what it is told to, and weighs', async () => {
    const learning = new RegressionCleanLearning();
    const options = { isLabelIssue: [false, false, false, true], sampleWeight: [1, 1, 1, 5] };
    await learning.fit([[0], [1], [2], [3]], [1, 3, 5, 99], options);
    expectClose(await learning.predict([[10]]), [21]);
    const log: number[] = [];
    const own = new RegressionCleanLearning<string[]>({ model: meanModel(log) });
    await own.fit(['a', 'b', 'c'], [1, 2, 9], { isLabelIssue: [0, 0, 1] });
    expect(log).toEqual([2]);
    await expect(own.fit(['a'], [1], { isLabelIssue: [0], sampleWeight: [1] })).rejects.toMatchObject({
      message: expect.stringMatching(/^sampleWeight: /),
    });
  });

  it('names what it refuses, and works afterwards', async () => {
    const refused = (promise: Promise<unknown>, message: RegExp) =>
      expect(promise).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringMatching(message) });
    await refused(getRegressionLabelQualityScores([], []), /^labels: /);
    await refused(getRegressionLabelQualityScores([1, 2], [1]), /^predictions: /);
    await refused(getRegressionLabelQualityScores([1, Number.NaN], [1, 2]), /^labels\[1\]: /);
    await refused(getRegressionLabelQualityScores([1, 2], [1, 2], { method: 'ouch' as 'outre' }), /^method: /);
    await refused(findRegressionLabelIssues([[1], [2]], [1, 2]), /^labels: .*folds/);
    const { features, labels } = line(20);
    await refused(findRegressionLabelIssues(features.slice(1), labels), /^features: /);
    await refused(findRegressionLabelIssues(features, labels, { cvNFolds: 1 }), /^cvNFolds: /);
    await refused(findRegressionLabelIssues(features, labels, { nBoot: -1 }), /^nBoot: /);
    await refused(findRegressionLabelIssues(features, labels, { folds: 2 } as object), /^folds: /);
    const short: RegressionModel = { fit() {}, predict: () => [1] };
    await refused(findRegressionLabelIssues(features, labels, { model: short }), /^predictions: /);
    await expect(findRegressionLabelIssues(features, labels)).resolves.toBeDefined();
  });
});
