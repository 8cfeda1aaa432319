import {
  computeConfidentJoint,
  computeInverseNoiseMatrix,
  computeNoiseMatrixFromInverse,
  computePy,
  computePyAndInverseNoiseMatrix,
  computePyx,
  type FindLabelIssuesOptions,
  findLabelIssues,
  findOverlappingClasses,
  findTopIssues,
  generateNoiseMatrixFromTrace,
  generateNoisyLabels,
  getConfidentThresholds,
  getLabelQualityEnsembleScores,
  getLabelQualityScores,
  type LabelIds,
  type MatrixInput,
  noiseMatrixIsValid,
  outOfDistributionScores,
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
      /^predProbs\[1, 0\]: expected a number, got nan$/,
    ],
    [
      'an infinite one',
      [0, 1],
      [
        [0.5, 0.5],
        [Number.POSITIVE_INFINITY, 0],
      ],
      /^predProbs\[1, 0\]: expected a number, got inf$/,
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
