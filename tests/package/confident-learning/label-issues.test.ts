import {
  computeConfidentJoint,
  computeInverseNoiseMatrix,
  computeNoiseMatrixFromInverse,
  computePy,
  computePyAndInverseNoiseMatrix,
  computePyx,
  estimateJoint,
  type FindLabelIssuesOptions,
  findLabelIssues,
  findOffDiagonalExamples,
  findOverlappingClasses,
  findTopIssues,
  generateNoiseMatrixFromTrace,
  generateNoisyLabels,
  generateNRandProbabilitiesThatSumToM,
  getConfidentThresholds,
  getLabelQualityEnsembleScores,
  getLabelQualityScores,
  healthSummary,
  type LabelIds,
  type MatrixInput,
  noiseMatrixIsValid,
  outOfDistributionScores,
  overallLabelHealthScore,
  randomlyDistributeNBallsIntoKBins,
  rankClassesByLabelQuality,
  scoreLabelsByEnsemble,
} from 'assayer';
import { describe, expect, it } from 'vitest';
import { difference, rows } from './golden.ts';

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

describe('what is refused', () => {
  const refusals: [string, LabelIds, MatrixInput, RegExp][] = [
    [
      'a label beyond the classes',
      [0, 2],
      [
        [0.5, 0.5],
        [0.4, 0.6],
      ],
      /^labels\[1\]: expected a class id in \[0, 1\], got 2$/,
    ],
    [
      'a negative label',
      [-1, 0],
      [
        [0.5, 0.5],
        [0.4, 0.6],
      ],
      /^labels\[0\]: expected a class id in \[0, 1\], got -1$/,
    ],
    [
      'a fraction as label',
      [0, 0.5],
      [
        [0.5, 0.5],
        [0.4, 0.6],
      ],
      /^labels\[1\]: expected a class id, .*got 0\.5$/,
    ],
    [
      'text labels',
      ['0', '1'] as never,
      [
        [0.5, 0.5],
        [0.4, 0.6],
      ],
      /^labels\[0\]: .*got "0"$/,
    ],
    [
      'a missing probability',
      [0, 1],
      [
        [0.5, 0.5],
        [Number.NaN, 0.6],
      ],
      /^predProbs\[1, 0\]: expected a number, got NaN$/,
    ],
    [
      'an infinite one',
      [0, 1],
      [
        [0.5, 0.5],
        [Number.POSITIVE_INFINITY, 0],
      ],
      /^predProbs\[1, 0\]: expected a number, got Infinity$/,
    ],
    [
      'a negative one',
      [0, 1],
      [
        [0.5, 0.5],
        [1.5, -0.5],
      ],
      /^predProbs\[1, 0\]: expected a probability in \[0, 1\], got 1\.5$/,
    ],
    [
      'a row that sums to 0.9',
      [0, 1],
      [
        [0.5, 0.5],
        [0.5, 0.4],
      ],
      /^predProbs\[1\]: expected a row that sums to 1, got 0\.9$/,
    ],
    ['no examples', [], [], /^labels: expected at least one example, got none$/],
    ['no classes', [0], [[]], /^predProbs: expected at least one class/],
    [
      'other lengths',
      [0],
      [
        [0.5, 0.5],
        [0.4, 0.6],
      ],
      /^predProbs: expected one row for each of 1 labels, got 2$/,
    ],
    ['uneven rows', [0, 1], [[0.5, 0.5], [1]], /^predProbs\[1\]: expected 2 numbers as in the first row, got 1$/],
    ['no matrix', [0], 5 as never, /^predProbs: expected \{ data, rows, columns \}/],
  ];

  it.each(refusals)('%s', async (_, ids, matrix, message) => {
    const calls = [
      () => findLabelIssues(ids, matrix),
      () => getLabelQualityScores(ids, matrix),
      () => computeConfidentJoint(ids, matrix),
      () => rankClassesByLabelQuality(ids, matrix),
    ];
    for (const call of calls) {
      await expect(call()).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringMatching(message) });
    }
    await expect(findLabelIssues(labels, predProbs)).resolves.toBeDefined();
  });

  const badOptions: [string, object, RegExp][] = [
    ['an unknown option', { filter: 'both' }, /^filter: expected one of the options filterBy, /],
    ['an unknown filter', { filterBy: 'prune' }, /^filterBy: expected prune_by_noise_rate, .* got prune$/],
    ['an unknown score', { rankBy: 'margin' }, /^rankBy: expected self_confidence/],
    ['a fraction above 1', { fracNoise: 1.5 }, /^fracNoise: expected a number in \[0, 1\], got 1\.5$/],
    ['text for a number', { fracNoise: '1' }, /^fracNoise: expected a number, got "1"$/],
    ['half an example', { minExamplesPerClass: 1.5 }, /^minExamplesPerClass: expected a whole number, got 1\.5$/],
    [
      'too few numbers',
      { numToRemovePerClass: [1] },
      /^numToRemovePerClass: expected one number for each of 3 classes, got 1$/,
    ],
    [
      'numbers without a prune filter',
      { filterBy: 'confident_learning', numToRemovePerClass: [1, 1, 1] },
      /^numToRemovePerClass: expected none/,
    ],
    ['a joint of another size', { confidentJoint: [[1]] }, /^confidentJoint: expected a 3 x 3 matrix, got 1 x 1$/],
  ];

  it.each(badOptions)('%s', async (_, options, message) => {
    await expect(findLabelIssues(labels, predProbs, options as FindLabelIssuesOptions)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(message),
    });
  });

  it('ensembles and scores that do not fit', async () => {
    const scores = (list: MatrixInput[], options = {}) => getLabelQualityEnsembleScores(labels, list, options);
    await expect(scores([])).rejects.toThrow(/^predProbsList: expected at least one matrix/);
    await expect(scores([predProbs, predProbs.slice(1)])).rejects.toThrow(/^predProbsList\[1\]: expected the shape/);
    await expect(scores([predProbs], { customWeights: [1] })).rejects.toThrow(/^customWeights: /);
    await expect(outOfDistributionScores({ predProbs, adjustPredProbs: true })).rejects.toThrow(/^labels: /);
    await expect(outOfDistributionScores({} as never)).rejects.toThrow(/^input: expected either features or predProbs/);
    await expect(outOfDistributionScores({ features: predProbs, k: 10 })).rejects.toThrow(/^k: /);
    await expect(outOfDistributionScores({ features: [[1], [Number.NaN], [2]] })).rejects.toThrow(
      /^features\[1, 0\]: /,
    );
    await expect(findTopIssues([1], { top: -1 })).rejects.toThrow(/^top: /);
    await expect(findOverlappingClasses(labels, predProbs, { classNames: ['a'] })).rejects.toThrow(/^classNames: /);
  });
});

describe('what is accepted', () => {
  it('typed arrays and lists, float32 and float64 alike', async () => {
    const expected = await findLabelIssues(labels, predProbs);
    expect(Array.from(expected.indices)).toEqual([2, 5, 8]);
    for (const data of [Float32Array.from(predProbs.flat()), Float64Array.from(predProbs.flat())]) {
      const issues = await findLabelIssues(Int32Array.from(labels), { data, rows: 10, columns: 3 });
      expect(issues).toEqual(expected);
    }
  });

  it('a missing class, a single class, a single column', async () => {
    const missing = await findLabelIssues(
      [0, 0, 2, 2],
      [
        [0.8, 0.1, 0.1],
        [0.1, 0.8, 0.1],
        [0.1, 0.1, 0.8],
        [0.2, 0.1, 0.7],
      ],
    );
    expect(missing.mask.length).toBe(4);
    expect(
      (
        await findLabelIssues(
          [1, 1],
          [
            [0.1, 0.9],
            [0.2, 0.8],
          ],
        )
      ).indices.length,
    ).toBe(0);
    expect((await findLabelIssues([0, 0], [[1], [1]])).indices.length).toBe(0);
    for (const method of ['self_confidence', 'normalized_margin', 'confidence_weighted_entropy'] as const) {
      expect(Array.from(await getLabelQualityScores([0, 0], [[1], [1]], { method }))).toEqual([1, 1]);
    }
    expect(Array.from(await outOfDistributionScores({ predProbs: [[1], [1]] }))).toEqual([1, 1]);
  });

  it('thresholds of the example in the documentation', async () => {
    const thresholds = await getConfidentThresholds(
      [0, 0, 1],
      [
        [0.9, 0.1],
        [0.7, 0.3],
        [0.4, 0.6],
      ],
    );
    expect(difference(thresholds, [0.8, 0.6])).toBeLessThan(1e-12);
  });

  it('tables without names have no column for them', async () => {
    const table = await rankClassesByLabelQuality(labels, predProbs);
    expect(table.columnNames[0]).toBe('Class Index');
    expect(Array.from(table.column('Label Issues') as Int32Array)).toEqual([1, 1, 1]);
    const pairs = await findOverlappingClasses(labels, predProbs, { classNames: ['a', 'b', 'c'] });
    expect(pairs.toRows()[0]).toMatchObject({
      'Class Name A': 'a',
      'Class Name B': 'b',
      'Num Overlapping Examples': 2,
    });
  });

  it('weights of an ensemble', async () => {
    const swapped = predProbs.map(([a, b, c]) => [a!, c!, b!]);
    const { scores, weights } = await scoreLabelsByEnsemble(labels, [predProbs, swapped]);
    expect(difference(weights, [0.6, 0.4])).toBeLessThan(1e-12);
    expect(difference(scores, [0.8, 0.6, 0.1, 0.46, 0.48, 0.13, 0.52, 0.46, 0.39, 0.34])).toBeLessThan(1e-9);
  });

  it('an abort, with its reason', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(findLabelIssues(labels, predProbs, { signal })).rejects.toThrow('enough');
  });
});

describe('noise', () => {
  it('helpers of noise matrices fit each other', async () => {
    const noiseMatrix = [
      [0.8, 0.3],
      [0.2, 0.7],
    ];
    const { py, inverseNoiseMatrix } = await computePyAndInverseNoiseMatrix([0.6, 0.4], noiseMatrix);
    expect(difference(py, [0.6, 0.4])).toBeLessThan(1e-12);
    expect(difference((await computeInverseNoiseMatrix(py, noiseMatrix)).data, inverseNoiseMatrix.data)).toBeLessThan(
      1e-12,
    );
    const back = await computeNoiseMatrixFromInverse([0.6, 0.4], inverseNoiseMatrix);
    expect(difference(back.data, noiseMatrix.flat())).toBeLessThan(1e-12);
    expect(difference(await computePy([0.6, 0.4], noiseMatrix, inverseNoiseMatrix), [0.6, 0.4])).toBeLessThan(1e-12);
    const pyx = await computePyx([[0.9, 0.1]], noiseMatrix, inverseNoiseMatrix);
    expect(difference(pyx.data, [0.9, 0.1])).toBeLessThan(1e-12); // p(y | s) / p(s | y) is 1 for both classes here
  });

  it('is drawn the same from the same seed, and as much as asked for', async () => {
    const py = [0.5, 0.3, 0.2];
    const noiseMatrix = await generateNoiseMatrixFromTrace(3, 2.4, { py, seed: 1 });
    expect(await generateNoiseMatrixFromTrace(3, 2.4, { py, seed: 1 })).toEqual(noiseMatrix);
    expect(await generateNoiseMatrixFromTrace(3, 2.4, { py, seed: 2 })).not.toEqual(noiseMatrix);
    expect(await noiseMatrixIsValid(noiseMatrix, py)).toBe(true);
    const matrix = rows(noiseMatrix);
    expect(matrix[0]![0]! + matrix[1]![1]! + matrix[2]![2]!).toBeCloseTo(2.4, 12);

    const trueLabels = Array.from({ length: 1000 }, (_, i) => i % 3);
    const noisy = await generateNoisyLabels(trueLabels, noiseMatrix, { seed: 7 });
    const flips = trueLabels.filter((label, i) => label === 0 && noisy[i] === 1).length;
    expect(flips).toBe(Math.floor(matrix[1]![0]! * 334 + 1e-9)); // 334 examples are of class 0
    expect(await generateNoisyLabels(trueLabels, noiseMatrix, { seed: 7 })).toEqual(noisy);
  });

  it('does the same on every platform', async () => {
    const noiseMatrix = await generateNoiseMatrixFromTrace(3, 2.4, { py: [0.5, 0.3, 0.2], seed: 1 });
    expect(
      Array.from(
        await generateNoisyLabels(
          [0, 0, 0, 0, 1, 1, 1, 2, 2, 2],
          [
            [0.5, 0, 0],
            [0.5, 1, 0.4],
            [0, 0, 0.6],
          ],
        ),
      ),
    ).toMatchInlineSnapshot(`
      [
        1,
        0,
        0,
        1,
        1,
        1,
        1,
        2,
        1,
        2,
      ]
    `);
    expect(Array.from(noiseMatrix.data)).toMatchInlineSnapshot(`
      [
        0.8203120345640951,
        0.12382933361355013,
        0.12866482781113028,
        0.1093709251181182,
        0.8667003650171459,
        0.15834757177011086,
        0.07031704031778672,
        0.009470301369304006,
        0.7129876004187589,
      ]
    `);
  });

  it('refuses what cannot be', async () => {
    await expect(generateNoiseMatrixFromTrace(3, 2)).rejects.toThrow(/^py: /);
    await expect(generateNoiseMatrixFromTrace(3, 4, { py: [0.5, 0.3, 0.2] })).rejects.toThrow(/^trace: /);
    await expect(generateNoiseMatrixFromTrace(1, 1)).rejects.toThrow(/^numClasses: /);
    await expect(
      generateNoisyLabels(
        [0, 5],
        [
          [1, 0],
          [0, 1],
        ],
      ),
    ).rejects.toThrow(/^trueLabels\[1\]: /);
    await expect(
      generateNoisyLabels(
        [0, 1],
        [
          [1, 0],
          [1, 1],
        ],
      ),
    ).rejects.toThrow(/^noiseMatrix: expected columns that sum to 1/);
  });
});

describe('the joint', () => {
  it('counts probabilities of many blocks, of doubles and of floats', async () => {
    const rows = 100_000;
    const labels = Int32Array.from({ length: rows }, (_, i) => (i === 70_000 ? 1 : 0));
    labels[0] = labels[40_000] = 1;
    const data = Float64Array.from({ length: 2 * rows }, (_, at) => (at % 2 ? 0.25 : 0.75));
    for (const i of [0, 40_000, 99_999]) data.set([0.25, 0.75], 2 * i);
    for (const values of [data, Float32Array.from(data)]) {
      const predProbs = { data: values, rows, columns: 2 };
      expect(await findOffDiagonalExamples(labels, predProbs)).toEqual(Int32Array.of(70_000, 99_999));
    }
    data[2 * 99_999] = 0.5;
    await expect(computeConfidentJoint(labels, { data, rows, columns: 2 })).rejects.toThrow(
      'predProbs[99999]: expected a row that sums to 1, got 1.25',
    );
  });

  it('refuses probabilities that were transferred before it read them', async () => {
    const data = Float64Array.of(0.9, 0.1, 0.2, 0.8);
    const joint = computeConfidentJoint([0, 1], { data, rows: 2, columns: 2 });
    structuredClone(data.buffer, { transfer: [data.buffer] });
    await expect(joint).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/predProbs.*transferred/),
    });
  });

  it('can stand for labels and predictions in the tables', async () => {
    const joint = await estimateJoint(labels, predProbs);
    const confidentJoint = await computeConfidentJoint(labels, predProbs);
    const classNames = ['a', 'b', 'c'];
    const expected = await healthSummary(labels, predProbs, { classNames });
    for (const given of [{ joint, numExamples: 10 }, { confidentJoint }]) {
      const summary = await healthSummary(null, null, { ...given, classNames });
      expect(summary.classesByLabelQuality.toRows()).toEqual(expected.classesByLabelQuality.toRows());
      expect(summary.overlappingClasses.toRows()).toEqual(expected.overlappingClasses.toRows());
      expect(summary.overallLabelHealthScore).toBeCloseTo(0.7, 12);
      expect((await rankClassesByLabelQuality(null, null, given)).rowCount).toBe(3);
    }
    const raw = await computeConfidentJoint(labels, predProbs, { calibrate: false });
    const calibrated = await findOverlappingClasses(labels, null, { confidentJoint: raw });
    expect(calibrated.toRows()).toEqual((await findOverlappingClasses(labels, predProbs)).toRows());
    await expect(rankClassesByLabelQuality(null, null, { joint })).rejects.toThrow(/^numExamples: expected a number/);
    await expect(overallLabelHealthScore(null, null)).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(overallLabelHealthScore(labels, null)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('exact counts', () => {
  // 40 examples of each class; of class 0 eight look like class 1 and three like class 2
  const given = Array.from({ length: 120 }, (_, i) => i % 3);
  const probs = given.map((label, i) => {
    const seems = label === 0 && i < 24 ? 1 : label === 0 && i < 33 ? 2 : label;
    return [0, 1, 2].map((k) => (k === seems ? 0.8 : 0.1));
  });
  const flagged = async (options: FindLabelIssuesOptions) =>
    [...(await findLabelIssues(given, probs, options)).indices].map((i) => given[i]!);

  it('remove so many examples of each given class, with every prune filter', async () => {
    for (const filterBy of ['prune_by_noise_rate', 'prune_by_class'] as const) {
      expect(await flagged({ filterBy, numToRemovePerClass: [5, 0, 0], exactCounts: true })).toEqual(Array(5).fill(0));
    }
  });

  it('keep their sums where a part of the noise is asked for', async () => {
    const cut = await flagged({ fracNoise: 0.5 });
    const exact = await flagged({ fracNoise: 0.5, exactCounts: true });
    expect([cut.length, exact.length]).toEqual([5, 6]); // 8 / 2 and 3 / 2: 4 + 1, or 4 + 2
  });
});

describe('generalised entropy', () => {
  it('of the probabilities themselves is that of its paper', async () => {
    const options = {
      predProbs: [
        [0.5, 0.5],
        [1, 0],
      ],
      method: 'gen' as const,
      genOfProbabilities: true,
      gamma: 0.5,
    };
    const scores = await outOfDistributionScores(options);
    expect(difference(scores, [0.5, 1])).toBeLessThan(1e-12); // 1 - (sqrt(1/4) + sqrt(1/4)) / 2, and 1 - 0
  });
});

describe('random draws', () => {
  it('keep sum and bounds, and repeat with their seed', async () => {
    const options = { maxProb: 0.4, minProb: 0.1, seed: 3 };
    const drawn = await generateNRandProbabilitiesThatSumToM(5, 1.2, options);
    expect(drawn.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1.2, 12);
    for (const p of drawn) expect(p).toBeGreaterThan(0.1 - 1e-6);
    for (const p of drawn) expect(p).toBeLessThan(0.4 + 1e-6);
    expect(await generateNRandProbabilitiesThatSumToM(5, 1.2, options)).toEqual(drawn);
    const bins = await randomlyDistributeNBallsIntoKBins(10, 4, { maxBallsPerBin: 3, minBallsPerBin: 1 });
    expect(bins.reduce((sum, count) => sum + count, 0)).toBe(10);
    for (const count of bins) expect(count).toBeGreaterThanOrEqual(1);
    for (const count of bins) expect(count).toBeLessThanOrEqual(3);
    await expect(generateNRandProbabilitiesThatSumToM(2, 3)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
