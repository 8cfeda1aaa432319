// What no function may take: each bad argument is refused by name, with what was given and expected, and the next call works.
import * as api from 'assayer';
import { AssayerError } from 'assayer';
import { describe, expect, it } from 'vitest';

// biome-ignore lint/suspicious/noExplicitAny: wrong arguments are the point
type Anything = any;
type Call = (...args: Anything[]) => unknown;

const functions = api as unknown as Record<string, Call>;
const labels = [0, 0, 0, 1, 1, 1];
const predProbs = [
  [0.8, 0.2],
  [0.6, 0.4],
  [0.1, 0.9],
  [0.2, 0.8],
  [0.7, 0.3],
  [0.4, 0.6],
];
const points = [
  [0, 1],
  [1, 0],
  [0.5, 0.2],
  [3, 4],
  [4, 3],
  [3.5, 3.1],
];
const numbers = [1, 2, 3, 4, 5, 6];
const square = [
  [0.8, 0.3],
  [0.2, 0.7],
];
const with0 = (value: unknown, row = 1, column = 0) =>
  predProbs.map((p, i) => (i === row ? p.map((old, j) => (j === column ? value : old)) : p));
const at = (list: unknown[], place: number, value: unknown) => list.map((old, i) => (i === place ? value : old));

const badLabels: [string, unknown][] = [
  ['a label beyond the classes', at(labels, 1, 2)],
  ['a negative label', at(labels, 1, -1)],
  ['half a label', at(labels, 1, 0.5)],
  ['a huge label', at(labels, 1, 2 ** 33)],
  ['a label of NaN', at(labels, 1, Number.NaN)],
  ['a label of text', at(labels, 1, '1')],
  ['a label of null', at(labels, 1, null)],
  ['no labels', []],
  ['too few labels', [0, 1]],
  ['too many labels', [...labels, 0]],
  ['a number for labels', 5],
  ['null for labels', null],
  ['nothing for labels', undefined],
];
const badMatrices: [string, unknown][] = [
  ['NaN', with0(Number.NaN)],
  ['infinity', with0(Number.POSITIVE_INFINITY)],
  ['text', with0('0.5')],
  ['uneven rows', with0(0).map((row, i) => (i === 2 ? [1] : row))],
  ['no rows', []],
  ['too few rows', predProbs.slice(1)],
  ['rows of nothing', predProbs.map(() => [])],
  ['a number', 5],
  ['null', null],
  ['nothing', undefined],
  ['data of another length', { data: new Float64Array(5), rows: 6, columns: 2 }],
  ['data that is no array of numbers', { data: ['a'], rows: 1, columns: 1 }],
  ['negative rows', { data: new Float64Array(0), rows: -1, columns: 0 }],
];
const badProbabilities: [string, unknown][] = [
  ...badMatrices,
  ['a probability below 0', with0(-0.5)],
  ['a probability above 1', with0(1.5)],
];
const badRowSums: [string, unknown][] = [['a row that sums to 0.9', with0(0.5)]];
const badNumbers: [string, unknown][] = [
  ['NaN', at(numbers, 1, Number.NaN)],
  ['infinity', at(numbers, 1, Number.POSITIVE_INFINITY)],
  ['text', at(numbers, 1, '2')],
  ['none', []],
  ['too few', [1, 2]],
  ['a number', 5],
  ['null', null],
];

const lists = labels.map((label) => [label]);
const badLists: [string, unknown][] = [
  ['a class beyond the others', at(lists, 1, [2])],
  ['a negative class', at(lists, 1, [-1])],
  ['half a class', at(lists, 1, [0.5])],
  ['a huge class', at(lists, 1, [2 ** 33])],
  ['a class twice', at(lists, 1, [0, 0])],
  ['a number for a list', at(lists, 1, 0)],
  ['no lists', []],
  ['too few lists', lists.slice(1)],
  ['null', null],
];
const votes = [
  [0, 0],
  [0, 1],
  [1, null],
  [1, 1],
  [null, 0],
  [1, 1],
];
const badVotes: [string, unknown][] = [
  ['a vote beyond the classes', at(votes, 1, [0, 2])],
  ['a negative vote', at(votes, 1, [0, -1])],
  ['half a vote', at(votes, 1, [0, 0.5])],
  ['a huge vote', at(votes, 1, [0, 2 ** 33])],
  ['a vote of text', at(votes, 1, [0, '1'])],
  ['an example without votes', at(votes, 1, [null, null])],
  ['an annotator without votes', votes.map(([vote]) => [vote ?? 0, null])],
  ['one annotator', votes.map(() => [0])],
  ['uneven rows', at(votes, 1, [0])],
  ['no votes', []],
  ['a number for a row', at(votes, 1, 0)],
  ['null', null],
];
const sentences = [
  [0, 0, 0],
  [1, 1, 1],
];
const tokenProbs = [predProbs.slice(0, 3), predProbs.slice(3)];
const badSentences: [string, unknown][] = [
  [
    'a label beyond the classes',
    [
      [0, 2, 0],
      [1, 1, 1],
    ],
  ],
  [
    'a negative label',
    [
      [0, -1, 0],
      [1, 1, 1],
    ],
  ],
  [
    'half a label',
    [
      [0, 0.5, 0],
      [1, 1, 1],
    ],
  ],
  [
    'a short sentence',
    [
      [0, 0],
      [1, 1, 1],
    ],
  ],
  ['too few sentences', [[0, 0, 0]]],
  ['a number for a sentence', [0, [1, 1, 1]]],
  ['no tokens', []],
  ['null', null],
];
const badTokenProbs: [string, unknown][] = [
  ['NaN', [with0(Number.NaN).slice(0, 3), tokenProbs[1]]],
  ['a probability above 1', [with0(1.5).slice(0, 3), tokenProbs[1]]],
  ['a row that sums to 0.9', [with0(0.5).slice(0, 3), tokenProbs[1]]],
  ['a missing sentence', [tokenProbs[0]]],
  ['other classes', [tokenProbs[0], [[1], [1], [1]]]],
  ['null', null],
];
const image = { height: 1, width: 2, labels: [0, 1], predProbs: Float64Array.of(0.9, 0.2, 0.1, 0.8) };
const badImages: [string, unknown][] = [
  ['a label beyond the classes', [{ ...image, labels: [0, 2] }]],
  ['a negative label', [{ ...image, labels: [0, -1] }]],
  ['half a label', [{ ...image, labels: [0, 0.5] }]],
  ['too few labels', [{ ...image, labels: [0] }]],
  ['NaN', [{ ...image, predProbs: Float64Array.of(0.9, Number.NaN, 0.1, 0.8) }]],
  ['a probability above 1', [{ ...image, predProbs: Float64Array.of(1.9, 0.2, 0.1, 0.8) }]],
  ['probabilities that do not sum to 1', [{ ...image, predProbs: Float64Array.of(0.5, 0.2, 0.1, 0.8) }]],
  ['half a plane', [{ ...image, predProbs: Float64Array.of(0.9, 0.2, 0.1) }]],
  ['no height', [{ ...image, height: 0 }]],
  ['half a width', [{ ...image, width: 1.5 }]],
  ['images of other classes', [image, { ...image, labels: [0, 0], predProbs: Float64Array.of(1, 1) }]],
  ['no images', []],
  ['null for an image', [null]],
  ['null', null],
];
const boxes = [{ bboxes: [[0, 0, 10, 10]], labels: [0] }];
const found = [[[[0, 0, 10, 9, 0.98]], []]];
const badBoxes: [string, unknown][] = [
  ['a negative class', [{ bboxes: [[0, 0, 10, 10]], labels: [-1] }]],
  ['half a class', [{ bboxes: [[0, 0, 10, 10]], labels: [0.5] }]],
  ['a huge class', [{ bboxes: [[0, 0, 10, 10]], labels: [2 ** 33] }]],
  ['a box inside out', [{ bboxes: [[10, 0, 0, 10]], labels: [0] }]],
  ['a box of NaN', [{ bboxes: [[0, Number.NaN, 10, 10]], labels: [0] }]],
  ['a box of text', [{ bboxes: [[0, '0', 10, 10]], labels: [0] }]],
  ['a box of three numbers', [{ bboxes: [[0, 0, 10]], labels: [0] }]],
  ['a box without class', [{ bboxes: [[0, 0, 10, 10]], labels: [] }]],
  ['more images', [...boxes, ...boxes]],
  ['no images', []],
  ['null for an image', [null]],
  ['null', null],
];
const badFound: [string, unknown][] = [
  ['a probability above 1', [[[[0, 0, 10, 9, 1.5]], []]]],
  ['a probability of NaN', [[[[0, 0, 10, 9, Number.NaN]], []]]],
  ['a box of four numbers', [[[[0, 0, 10, 9]], []]]],
  ['a box inside out', [[[[0, 9, 10, 0, 0.9]], []]]],
  ['no list of boxes', [[5, []]]],
  ['more images', [...found, ...found]],
  ['null', null],
];

/** A function, what it takes, and for places of its arguments what it refuses there. */
interface Entry {
  good: unknown[];
  bad?: Record<number, [string, unknown][]>;
  /** Options that are refused, at the place of the options; unknown ones are tried for all that have options. */
  badOptions?: object[];
  options?: number;
}
const labelled = (badOptions: object[] = [], extra: unknown[] = []): Entry => ({
  good: [labels, predProbs, ...extra],
  bad: { 0: badLabels, 1: [...badProbabilities, ...badRowSums] },
  badOptions,
  options: 2,
});
const badFilter = [
  { filterBy: 'prune' },
  { filterBy: 5 },
  { rankBy: 'margin' },
  { fracNoise: -0.1 },
  { fracNoise: 1.1 },
  { fracNoise: Number.NaN },
  { minExamplesPerClass: -1 },
  { minExamplesPerClass: 0.5 },
  { numToRemovePerClass: [1] },
  { numToRemovePerClass: [1, -1] },
  { numToRemovePerClass: [1, Number.NaN] },
];
const badJoint = [
  { confidentJoint: [[1]] },
  {
    confidentJoint: [
      [1, -1],
      [0, 1],
    ],
  },
  {
    confidentJoint: [
      [1, Number.NaN],
      [0, 1],
    ],
  },
  { confidentJoint: 5 },
];
const badScore = [{ method: 'margin' }, { method: 1 }, { adjustPredProbs: 'yes' }];
const badThresholds = (name: string) => [{ [name]: [0.5] }, { [name]: [0.5, Number.NaN] }, { [name]: 0.5 }];
const adjusted = { adjustPredProbs: true };
const badMultilabelFilter = badFilter.filter((options) => !('rankBy' in options));
const multilabel = (badOptions: object[] = []): Entry => ({
  good: [lists, predProbs],
  bad: { 0: badLists, 1: badProbabilities },
  badOptions,
  options: 2,
});
const detection = (badOptions: object[] = []): Entry => ({
  good: [boxes, found],
  bad: { 0: badBoxes, 1: badFound },
  badOptions,
  options: 2,
});
const badBoxOptions = [
  { temperature: 0 },
  { lowProbability: 2 },
  { highProbability: -1 },
  { weights: { overlooked: 2 } },
  { weights: { swap: 1 } },
  { imageDiagonals: [] },
  { imageDiagonals: [0] },
  { overlappingLabelCheck: 1 },
];
const noiseOptions = [
  { py: [0.5] },
  { minTraceProb: 2 },
  { maxTraceProb: -1 },
  { minNoiseRate: -1 },
  { maxNoiseRate: 2 },
  { fracZeroNoiseRates: 2 },
  { maxIter: -1 },
  { seed: 0.5 },
  { validNoiseMatrix: 1 },
];
const badSquare: [string, unknown][] = [
  ['a matrix that is not square', [[1, 0]]],
  [
    'NaN',
    [
      [Number.NaN, 0],
      [0, 1],
    ],
  ],
  [
    'a negative entry',
    [
      [1.5, 0],
      [-0.5, 1],
    ],
  ],
  ['no rows', []],
  ['null', null],
];
const badPy: [string, unknown][] = [
  ['NaN', [0.5, Number.NaN]],
  ['a negative number', [1.5, -0.5]],
  ['another length', [1]],
  ['none', []],
  ['null', null],
];
const badPlaces: [string, unknown][] = [
  ['a place beyond the sentences', [[2, 0]]],
  ['a place beyond the tokens', [[0, 3]]],
  ['a negative place', [[0, -1]]],
  ['half a place', [[0, 0.5]]],
  ['half a pair', [[0]]],
  ['null', null],
];
const words = [
  ['in', 'may', '.'],
  ['a', 'b', 'c'],
];
const mask = [1, 0, 0, 0, 1, 0];
const badFlags: [string, unknown][] = [
  ['too few', [Uint8Array.of(1)]],
  ['none', []],
  ['null', null],
];

const table: Record<string, Entry> = {
  findLabelIssues: labelled([...badFilter, ...badJoint, { adjustPredProbs: 1 }]),
  findPredictedNeqGiven: labelled(),
  findLabelIssuesUsingArgmaxConfusionMatrix: labelled([...badFilter, { calibrate: 1 }, { confidentJoint: square }]),
  getLabelQualityScores: labelled([
    ...badScore,
    ...badThresholds('thresholds').map((options) => ({ ...adjusted, ...options })),
    { ...adjusted, method: 'confidence_weighted_entropy' },
  ]),
  getLabelQualityEnsembleScores: {
    good: [labels, [predProbs, predProbs]],
    bad: {
      0: badLabels,
      1: [
        ...[...badProbabilities, ...badRowSums].map(([what, value]) => [what, [predProbs, value]] as [string, unknown]),
        ['no members', []],
        ['a matrix', predProbs],
        ['null', null],
      ],
    },
    badOptions: [
      ...badScore,
      { weightEnsembleMembersBy: 'size' },
      { weightEnsembleMembersBy: 'custom' },
      { weightEnsembleMembersBy: 'custom', customWeights: [1] },
      { weightEnsembleMembersBy: 'custom', customWeights: [1, -1] },
      { customWeights: [0.5, 0.5] },
      { weightEnsembleMembersBy: 'log_loss_search', searchTemperatures: [] },
    ],
    options: 2,
  },
  scoreLabelsByEnsemble: { good: [labels, [predProbs]], bad: { 0: badLabels, 1: [['no members', []]] }, options: 2 },
  orderLabelIssues: {
    good: [mask, labels, predProbs],
    bad: {
      0: [
        ['too few', [1]],
        ['a number', 5],
        ['null', null],
      ],
      1: badLabels,
      2: badProbabilities,
    },
    badOptions: badScore,
    options: 3,
  },
  findTopIssues: {
    good: [numbers],
    bad: {
      0: [
        ['NaN', [1, Number.NaN]],
        ['text', ['a']],
        ['a number', 5],
        ['null', null],
      ],
    },
    badOptions: [{ top: -1 }, { top: 0.5 }, { top: '5' }],
    options: 1,
  },
  getConfidentThresholds: labelled(),
  computeConfidentJoint: labelled([...badThresholds('thresholds'), { calibrate: 'no' }]),
  findOffDiagonalExamples: labelled(badThresholds('thresholds')),
  calibrateConfidentJoint: {
    good: [
      [
        [3, 1],
        [0, 2],
      ],
      labels,
    ],
    bad: {
      0: badJoint.map(({ confidentJoint }) => [JSON.stringify(confidentJoint), confidentJoint]),
      1: badLabels.filter(([what]) => !/too (few|many)/.test(what)),
    },
  },
  estimateJoint: labelled(badJoint),
  numLabelIssues: labelled([
    { estimationMethod: 'diagonal' },
    { estimationMethod: 'off_diagonal_custom' },
    { confidentJoint: square },
    ...badJoint.map((options) => ({ estimationMethod: 'off_diagonal_custom', ...options })),
  ]),
  estimateNoiseMatrices: labelled([...badJoint, { pyMethod: 'count' }, { converge: 1 }]),
  estimateLatent: {
    good: [
      [
        [3, 1],
        [0, 2],
      ],
      labels,
    ],
    bad: {
      0: badJoint.map(({ confidentJoint }) => [JSON.stringify(confidentJoint), confidentJoint]),
      1: badLabels.filter(([what]) => !/too (few|many)/.test(what)),
    },
    badOptions: [{ pyMethod: 'count' }, { converge: 1 }],
    options: 2,
  },
  computeInverseNoiseMatrix: {
    good: [[0.6, 0.4], square],
    bad: { 0: badPy, 1: badSquare },
    badOptions: [{ ps: [1] }, { ps: [0.5, Number.NaN] }],
    options: 2,
  },
  computeNoiseMatrixFromInverse: {
    good: [[0.6, 0.4], square],
    bad: { 0: badPy, 1: badSquare },
    badOptions: [{ py: [1] }, { py: [0.5, Number.NaN] }],
    options: 2,
  },
  computePy: { good: [[0.6, 0.4], square, square], bad: { 0: badPy, 1: badSquare, 2: badSquare } },
  computePyAndInverseNoiseMatrix: {
    good: [[0.6, 0.4], square],
    bad: {
      0: badPy,
      1: [
        ...badSquare,
        [
          'a singular matrix',
          [
            [0.5, 0.5],
            [0.5, 0.5],
          ],
        ],
      ],
    },
  },
  computePyx: {
    good: [predProbs, square, square],
    bad: { 0: badProbabilities.filter(([what]) => what !== 'too few rows'), 1: badSquare, 2: badSquare },
    options: 3,
  },
  rankClassesByLabelQuality: labelled([{ classNames: ['a'] }, { classNames: 5 }]),
  findOverlappingClasses: labelled([{ classNames: ['a'] }, { asymmetric: 1 }]),
  overallLabelHealthScore: labelled(),
  healthSummary: labelled([{ classNames: ['a'] }, { asymmetric: 1 }]),
  outOfDistributionScores: {
    good: [{ features: points }],
    bad: {
      0: [
        ...badMatrices
          .filter(([what]) => !/nothing|too few/.test(what))
          .map(([what, features]) => [what, { features }] as [string, unknown]),
        ...badProbabilities
          .filter(([what]) => !/too few/.test(what))
          .map(([what, value]) => [what, { predProbs: value }] as [string, unknown]),
        ...badLabels
          .filter(([, value]) => value !== undefined)
          .map(([what, value]) => [what, { predProbs, labels: value }] as [string, unknown]),
        ['both', { features: points, predProbs }],
        ['neither', {}],
        ['null', null],
        ['an unknown option', { features: points, neighbours: 3 }],
        ['no neighbours', { features: points, k: 0 }],
        ['too many neighbours', { features: points, k: 6 }],
        ['t of 0', { features: points, t: 0 }],
        ['an unknown metric', { features: points, metric: 'nearness' }],
        ['other training features', { features: points, trainFeatures: [[1], [2]] }],
        ['an unknown method', { predProbs, method: 'margin' }],
        ['nothing to adjust by', { predProbs, adjustPredProbs: true }],
        ['m of 0', { predProbs, method: 'gen', m: 0 }],
        ['gamma of 0', { predProbs, method: 'gen', gamma: 0 }],
        ...badThresholds('confidentThresholds').map(
          (options) => [JSON.stringify(options), { predProbs, ...options }] as [string, unknown],
        ),
      ],
    },
  },
  noiseMatrixIsValid: { good: [square, [0.5, 0.5]], bad: { 0: badSquare, 1: badPy } },
  generateNoiseMatrixFromTrace: {
    good: [2, 1.6],
    bad: {
      0: [
        ['one class', 1],
        ['half a class', 2.5],
        ['text', '2'],
        ['a huge number', 1e9],
      ],
      1: [
        ['more than there can be', 2.5],
        ['none for learning', 0.9],
        ['NaN', Number.NaN],
        ['text', '1'],
      ],
    },
    badOptions: noiseOptions,
    options: 2,
  },
  generateNoisyLabels: {
    good: [labels, square],
    bad: {
      0: badLabels.filter(([what]) => !/too (few|many)/.test(what)),
      1: [
        ...badSquare,
        [
          'columns that sum to 1.1',
          [
            [0.9, 0.3],
            [0.2, 0.7],
          ],
        ],
      ],
    },
    badOptions: [{ seed: 0.5 }],
    options: 2,
  },
  findLabelIssuesBatched: {
    good: [[{ labels, predProbs }]],
    bad: {
      0: [
        ...badLabels.map(([what, value]) => [what, [{ labels: value, predProbs }]] as [string, unknown]),
        ...[...badProbabilities, ...badRowSums].map(
          ([what, value]) => [what, [{ labels, predProbs: value }]] as [string, unknown],
        ),
        ['null for a batch', [null]],
        ['no batches', []],
        ['null', null],
      ],
    },
    badOptions: [...badScore, { estimationMethod: 'off_diagonal_custom' }, { refill: 1 }, { referenceCount: 1 }],
    options: 1,
  },
  computeMultilabelConfidentJoint: multilabel([...badThresholds('thresholds'), { calibrate: 1 }]),
  formatMultiannotatorLabels: {
    good: [[['a', null]]],
    bad: {
      0: [
        ['mixed types', [['a', 1]]],
        ['uneven rows', [['a'], []]],
        ['a number', [5]],
        ['null', null],
      ],
    },
  },
  generateNRandProbabilitiesThatSumToM: {
    good: [3, 1],
    bad: {
      0: [
        ['half a number', 2.5],
        ['a negative number', -1],
        ['text', '3'],
        ['a huge number', 1e12],
      ],
      1: [
        ['NaN', Number.NaN],
        ['more than fits', 4],
        ['text', '1'],
      ],
    },
    badOptions: [{ maxProb: 0.1 }, { minProb: 0.9 }, { seed: 0.5 }],
    options: 2,
  },
  randomlyDistributeNBallsIntoKBins: {
    good: [10, 4],
    bad: {
      0: [
        ['half a ball', 2.5],
        ['a negative number', -1],
      ],
      1: [
        ['no bin', 0],
        ['half a bin', 1.5],
        ['text', '4'],
      ],
    },
    badOptions: [{ maxBallsPerBin: 0.5 }, { minBallsPerBin: -1 }, { seed: 0.5 }],
    options: 2,
  },
  findMultilabelIssues: multilabel([
    ...badMultilabelFilter,
    { confidentJoint: [square] },
    { confidentJoint: 5 },
    { rankBy: 'margin' },
    { rankBy: { method: 'margin' } },
    { rankBy: { aggregation: 'mean' } },
    { rankBy: { alpha: 2 } },
    { rankBy: { temperature: 0, aggregation: 'softmin' } },
  ]),
  findMultilabelIssuesPerClass: multilabel([...badMultilabelFilter, { confidentJoint: [square] }]),
  getMultilabelQualityScores: multilabel([
    ...badScore,
    { aggregation: 'mean' },
    { alpha: 2 },
    { alpha: Number.NaN },
    { aggregation: 'softmin', temperature: 0 },
  ]),
  getMultilabelQualityScoresPerClass: multilabel(badScore),
  multilabelHealthSummary: multilabel([{ classNames: ['a'] }, { classNames: 5 }, { confidentJoint: [square] }]),
  commonMultilabelIssues: multilabel([{ classNames: ['a'] }]),
  rankClassesByMultilabelQuality: multilabel([{ classNames: ['a'] }]),
  overallMultilabelHealthScore: multilabel([{ confidentJoint: 5 }]),
  getLabelQualityMultiannotator: {
    good: [votes, predProbs],
    bad: { 0: badVotes, 1: [...badProbabilities, ...badRowSums] },
    badOptions: [
      ...badScore,
      { consensusMethod: 'mean' },
      { consensusMethod: [] },
      { consensusMethod: 5 },
      { qualityMethod: 'votes' },
      { voteCount: 'all' },
      { annotatorIds: ['a'] },
      { calibrateProbs: 1 },
    ],
    options: 2,
  },
  getLabelQualityMultiannotatorEnsemble: {
    good: [votes, [predProbs, predProbs]],
    bad: {
      0: badVotes,
      1: [
        ['no models', []],
        ['a matrix', predProbs],
        ['other rows', [predProbs, points.slice(1)]],
      ],
    },
    badOptions: [{ consensusMethod: 'majority_vote' }, { qualityMethod: 'agreement' }],
    options: 2,
  },
  getMajorityVoteLabel: {
    good: [votes],
    bad: {
      0: badVotes.filter(([what]) => !/beyond/.test(what)),
      1: badProbabilities.filter(([, value]) => value !== undefined),
    },
  },
  getActiveLearningScores: {
    good: [{ labelsMultiannotator: votes, predProbs }],
    bad: {
      0: [
        ...badVotes.map(([what, value]) => [what, { labelsMultiannotator: value, predProbs }] as [string, unknown]),
        ...badProbabilities.map(
          ([what, value]) => [what, { labelsMultiannotator: votes, predProbs: value }] as [string, unknown],
        ),
        ['nothing', {}],
        ['null', null],
        ['other classes', { labelsMultiannotator: votes, predProbs, predProbsUnlabeled: [[1]] }],
        ['an unknown input', { labels: votes, predProbs }],
      ],
    },
    badOptions: [{ voteCount: 'all' }],
    options: 1,
  },
  getActiveLearningScoresEnsemble: {
    good: [{ predProbsUnlabeled: [predProbs, predProbs] }],
    bad: {
      0: [
        ['nothing', {}],
        ['null', null],
        ['a matrix', { predProbsUnlabeled: predProbs }],
      ],
    },
    badOptions: [{ voteCount: 'all' }],
    options: 1,
  },
  convertLongToWideDataset: {
    good: [{ task: [1, 1, 2], annotator: ['a', 'b', 'a'], label: [0, 1, 1] }],
    bad: {
      0: [
        ['a second label', { task: [1, 1], annotator: ['a', 'a'], label: [0, 1] }],
        ['a missing label', { task: [1, 1], annotator: ['a', 'b'], label: [0, null] }],
        ['other lengths', { task: [1, 1], annotator: ['a'], label: [0, 1] }],
        ['nothing', {}],
        ['null', null],
      ],
    },
  },
  getRegressionLabelQualityScores: {
    good: [numbers, numbers],
    bad: { 0: badNumbers, 1: badNumbers },
    badOptions: [{ method: 'mean' }, { exactUpTo: -1 }, { sampleSize: 0 }, { seed: 0.5 }],
    options: 2,
  },
  findRegressionLabelIssues: {
    good: [points, numbers],
    bad: { 0: badMatrices, 1: badNumbers },
    badOptions: [
      { cvNFolds: 1 },
      { cvNFolds: 7 },
      { nBoot: -1 },
      { coarseSearchRange: [] },
      { coarseSearchRange: [1.5] },
      { fineSearchSize: -1 },
      { uncertainty: [1] },
      { uncertainty: -1 },
      { uncertainty: Number.NaN },
      { model: {} },
      { model: 'ridge' },
    ],
    options: 2,
  },
  issuesFromScores: {
    good: [numbers],
    bad: {
      0: [
        ['text', ['a']],
        ['null', null],
      ],
      1: [
        ['beyond 1', 1.5],
        ['NaN', Number.NaN],
      ],
      2: [['a word', 'above']],
    },
  },
  findTokenLabelIssues: {
    good: [sentences, tokenProbs],
    bad: { 0: badSentences, 1: badTokenProbs },
    badOptions: [...badFilter, ...badJoint],
    options: 2,
  },
  getTokenLabelQualityScores: {
    good: [sentences, tokenProbs],
    bad: { 0: badSentences, 1: badTokenProbs },
    badOptions: [
      { tokenScoreMethod: 'margin' },
      { sentenceScoreMethod: 'max' },
      { sentenceScoreMethod: 'softmin', temperature: -1 },
    ],
    options: 2,
  },
  tokenIssuesFromScores: {
    good: [[[0.9, 0.05]]],
    bad: {
      0: [
        ['text', [['a']]],
        ['a number', [0.5]],
        ['null', null],
      ],
      1: [
        ['beyond 1', 1.5],
        ['NaN', Number.NaN],
      ],
    },
  },
  commonTokenLabelIssues: {
    good: [[[0, 1]], words],
    bad: {
      0: badPlaces,
      1: [
        ['null', null],
        ['a number', [5]],
      ],
    },
    badOptions: [
      { labels: sentences },
      { predProbs: tokenProbs },
      { labels: [[0]], predProbs: tokenProbs },
      { exclude: [[0, 1]] },
      { labels: sentences, predProbs: tokenProbs, classNames: ['a'] },
    ],
    options: 2,
  },
  filterByToken: { good: ['may', [[0, 1]], words], bad: { 0: [['a number', 5]], 1: badPlaces, 2: [['null', null]] } },
  getSentence: {
    good: [words[0]],
    bad: {
      0: [
        ['a number', 5],
        ['null', null],
        ['numbers', [1]],
      ],
    },
  },
  displayTokenIssues: {
    good: [[[0, 1]], words],
    bad: { 0: badPlaces, 1: [['null', null]] },
    badOptions: [{ top: -1 }, { top: 0.5 }, { before: 5 }],
    options: 2,
  },
  mergeProbs: {
    good: [predProbs, [0, 0]],
    bad: {
      0: badProbabilities.filter(([what]) => what !== 'too few rows'),
      1: [
        ['too few', [0]],
        ['a gap', [0, 2]],
        ['below -1', [0, -2]],
        ['half a class', [0, 0.5]],
        ['null', null],
      ],
    },
  },
  getSegmentationLabelQualityScores: {
    good: [[image]],
    bad: { 0: badImages },
    badOptions: [
      { method: 'min' },
      { temperature: 0 },
      { method: 'num_pixel_issues', downsample: 0 },
      { method: 'num_pixel_issues', downsample: 2 },
    ],
    options: 1,
  },
  findSegmentationLabelIssues: {
    good: [[image]],
    bad: { 0: badImages },
    badOptions: [{ downsample: 0 }, { downsample: 2 }, { downsample: 0.5 }],
    options: 1,
  },
  commonSegmentationLabelIssues: {
    good: [[Uint8Array.of(1, 1)], [image]],
    bad: { 0: badFlags, 1: badImages },
    badOptions: [{ classNames: ['a'] }, { exclude: 5 }, { exclude: [0.5] }],
    options: 2,
  },
  filterSegmentationIssuesByClass: {
    good: [[1], [Uint8Array.of(1, 1)], [image]],
    bad: {
      0: [
        ['half a class', [0.5]],
        ['null', null],
      ],
      1: badFlags,
      2: badImages,
    },
  },
  getObjectDetectionLabelQualityScores: detection(badBoxOptions),
  getObjectDetectionBoxScores: detection(badBoxOptions),
  findObjectDetectionLabelIssues: detection(badBoxOptions),
  summarizeObjectDetection: detection(),
  crossValPredict: {
    good: [points, labels, { folds: 3 }],
    bad: {
      0: badMatrices,
      1: badLabels.filter(([what]) => !/beyond/.test(what)),
    },
    badOptions: [{ folds: 1 }, { folds: 7 }, { folds: 2.5 }, { model: 'forest' }, { model: {} }, { model: null }],
    options: 2,
  },
};

/** Functions that other tests try with bad input: they take tables, files and settings. */
const elsewhere = [
  'audit',
  'compare',
  'layoutGraph',
  'inferSchema',
  'init',
  'knnGraph',
  'readTable',
  'writeFixed',
  'writeTable',
];

async function expectRefusal(call: () => unknown, what: string) {
  let result: unknown;
  try {
    result = await call();
  } catch (error) {
    if (!(error instanceof AssayerError)) {
      expect.soft(`${what}: ${error}`).toBe('refused');
      return;
    }
    expect.soft({ what, code: error.code }).toEqual({ what, code: 'invalid_input' });
    expect.soft(error.message, what).toMatch(/^[a-z][\w.]*(\[[^\]]*\][\w.]*)*: expected .+, got .+/i);
    return;
  }
  expect.soft(what, `took it, and gave ${JSON.stringify(result)?.slice(0, 200)}`).toBe('refused');
}

describe('bad input', () => {
  it('is tried with every function', () => {
    const isClass = (value: unknown) => /^class\b/.test(String(value));
    const names = Object.keys(functions).filter((name) => !isClass(functions[name]) && !elsewhere.includes(name));
    expect(Object.keys(table).sort()).toEqual(names.sort());
  });

  it.each(Object.entries(table))('of %s', async (name, { good, bad = {}, badOptions = [], options }) => {
    const call = functions[name]!;
    for (const [place, values] of Object.entries(bad)) {
      for (const [what, value] of values) {
        const args = [...good];
        args[Number(place)] = value;
        await expectRefusal(() => call(...args), `argument ${place}, ${what}`);
      }
    }
    if (options !== undefined) {
      const given = good[options] as object | undefined;
      for (const value of [...badOptions, { colour: 'red' }]) {
        const args = [...good];
        args[options] = { ...given, ...value };
        await expectRefusal(() => call(...args), JSON.stringify(value));
      }
      for (const value of [null, 5]) {
        const args = [...good];
        args[options] = value;
        await expectRefusal(() => call(...args), `options ${value}`);
      }
    }
    await call(...good);
  });
});
