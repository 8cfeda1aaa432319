// How the tables of functions say what a function takes and refuses, and what several functions have in common.
import {
  badBoxes,
  badFound,
  badLabels,
  badLists,
  badProbabilities,
  badRowSums,
  boxes,
  found,
  labels,
  lists,
  predProbs,
} from './values.ts';

/** A function, what it takes, and for places of its arguments what it refuses there. */
export interface Entry {
  good: unknown[];
  bad?: Record<number, [string, unknown][]>;
  /** Options that are refused, at the place of the options; unknown ones are tried for all that have options. */
  badOptions?: object[];
  options?: number;
}
export const labelled = (badOptions: object[] = [], extra: unknown[] = []): Entry => ({
  good: [labels, predProbs, ...extra],
  bad: { 0: badLabels, 1: [...badProbabilities, ...badRowSums] },
  badOptions,
  options: 2,
});
export const badFilter = [
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
export const badJoint = [
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
export const badScore = [{ method: 'margin' }, { method: 1 }, { adjustPredProbs: 'yes' }];
export const badThresholds = (name: string) => [{ [name]: [0.5] }, { [name]: [0.5, Number.NaN] }, { [name]: 0.5 }];
export const adjusted = { adjustPredProbs: true };
export const badMultilabelFilter = badFilter.filter((options) => !('rankBy' in options));
export const multilabel = (badOptions: object[] = []): Entry => ({
  good: [lists, predProbs],
  bad: { 0: badLists, 1: badProbabilities },
  badOptions,
  options: 2,
});
export const detection = (badOptions: object[] = []): Entry => ({
  good: [boxes, found],
  bad: { 0: badBoxes, 1: badFound },
  badOptions,
  options: 2,
});
export const badBoxOptions = [
  { temperature: 0 },
  { lowProbability: 2 },
  { highProbability: -1 },
  { weights: { overlooked: 2 } },
  { weights: { swap: 1 } },
  { imageDiagonals: [] },
  { imageDiagonals: [0] },
  { overlappingLabelCheck: 1 },
];
export const noiseOptions = [
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
export const badSquare: [string, unknown][] = [
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
export const badPy: [string, unknown][] = [
  ['NaN', [0.5, Number.NaN]],
  ['a negative number', [1.5, -0.5]],
  ['another length', [1]],
  ['none', []],
  ['null', null],
];
export const badPlaces: [string, unknown][] = [
  ['a place beyond the sentences', [[2, 0]]],
  ['a place beyond the tokens', [[0, 3]]],
  ['a negative place', [[0, -1]]],
  ['half a place', [[0, 0.5]]],
  ['half a pair', [[0]]],
  ['null', null],
];
export const words = [
  ['in', 'may', '.'],
  ['a', 'b', 'c'],
];
export const mask = [1, 0, 0, 0, 1, 0];
export const badFlags: [string, unknown][] = [
  ['too few', [Uint8Array.of(1)]],
  ['none', []],
  ['null', null],
];
