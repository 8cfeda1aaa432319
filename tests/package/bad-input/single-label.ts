// Functions over one label an example.
import {
  adjusted,
  badFilter,
  badJoint,
  badPy,
  badScore,
  badSquare,
  badThresholds,
  type Entry,
  labelled,
  mask,
  noiseOptions,
} from './entries.ts';
import {
  badLabels,
  badMatrices,
  badProbabilities,
  badRowSums,
  labels,
  numbers,
  points,
  predProbs,
  square,
} from './values.ts';

export const singleLabel: Record<string, Entry> = {
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
