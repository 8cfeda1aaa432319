import { runJob } from '../core.ts';
import { toLabelIds, toMatrix } from '../matrix.ts';
import { readOptions } from '../options.ts';
import type { LabelIds, Matrix, MatrixInput, RunOptions } from '../types.ts';
import type { ScoreMethod } from './label-quality.ts';

declare module '../core-module.ts' {
  interface CoreModule {
    findLabelIssues(labels: Int32Array, predProbs: Matrix, options: object): JobHandle;
    findPredictedNeqGiven(labels: Int32Array, predProbs: Matrix): JobHandle;
    findLabelIssuesUsingArgmaxConfusionMatrix(labels: Int32Array, predProbs: Matrix, options: object): JobHandle;
  }
}

/**
 * How label issues are picked. With R[j, k] the estimated number of examples labelled k that should be j:
 *
 * - `'prune_by_noise_rate'`: of class k, for every j, the R[j, k] examples with the largest P[i, j] - P[i, k];
 * - `'prune_by_class'`: of class k, as many as all R[j, k] together, with the smallest P[i, k];
 * - `'both'`: flagged by both of these;
 * - `'confident_learning'`: counted off the diagonal of the confident joint;
 * - `'predicted_neq_given'`: the most probable class is not the label;
 * - `'low_normalized_margin'`, `'low_self_confidence'`: the lowest scores, as many as `numLabelIssues` counts.
 */
export type FilterBy =
  | 'prune_by_noise_rate'
  | 'prune_by_class'
  | 'both'
  | 'confident_learning'
  | 'predicted_neq_given'
  | 'low_normalized_margin'
  | 'low_self_confidence';

/** What `findLabelIssues` can be told. */
export interface FindLabelIssuesOptions extends RunOptions {
  /** How issues are picked; default `'prune_by_noise_rate'`. */
  filterBy?: FilterBy;
  /** Order of `indices`; default `'self_confidence'`. */
  rankBy?: ScoreMethod;
  /** Shift probabilities by class thresholds, for that order only; default false. */
  adjustPredProbs?: boolean;
  /** Part of the estimated issues to flag, in [0, 1]; default 1. Prune filters only. */
  fracNoise?: number;
  /** Classes with at most so many examples are left alone, and so many are kept; from 0, default 1. Prune filters only. */
  minExamplesPerClass?: number;
  /**
   * K counts in place of the estimated ones. As in the reference, `'prune_by_class'` flags so many examples labelled k,
   * `'prune_by_noise_rate'` so many whose true class is estimated to be k. Refused without a prune filter.
   */
  numToRemovePerClass?: ArrayLike<number>;
  /** K x K counts, row given, column true, used as they are; default: computed. Prune filters only. */
  confidentJoint?: MatrixInput;
  /**
   * Round counts so that the estimated number of examples of each class is kept (the default, as the reference, cuts
   * them to whole numbers), and have every prune filter flag `numToRemovePerClass[k]` examples *labelled* k. Default
   * false. Prune filters only.
   */
  exactCounts?: boolean;
}

/** Which labels are probably wrong. */
export interface LabelIssues {
  /** n: 1 where flagged. */
  mask: Uint8Array;
  /** Ids of the flagged examples, worst first (ties: smaller id first). */
  indices: Int32Array;
}

const filterOptions = {
  filterBy: 'text',
  rankBy: 'text',
  adjustPredProbs: 'boolean',
  fracNoise: 'number',
  minExamplesPerClass: 'integer',
  numToRemovePerClass: 'numbers',
  confidentJoint: 'matrix',
  exactCounts: 'boolean',
} as const;

/**
 * Find the examples whose label is probably wrong.
 *
 * An example whose label is within 1e-6 of its most probable class is never flagged (except by the low_ filters).
 * Flags equal those of the reference, apart from exact ties, where the smaller id is taken.
 *
 * @param labels n class ids 0..K-1; classes may be missing.
 * @param predProbs n x K out-of-sample probabilities; rows sum to 1.
 * @throws {AssayerError} `invalid_input`, naming the argument and the place, where something is not valid.
 *
 * @example
 * const { indices } = await findLabelIssues(labels, predProbs, { filterBy: 'both', rankBy: 'normalized_margin' });
 * console.log('look at these rows first:', indices.slice(0, 10));
 */
export async function findLabelIssues(
  labels: LabelIds,
  predProbs: MatrixInput,
  options: FindLabelIssuesOptions = {},
): Promise<LabelIssues> {
  const { settings, run } = readOptions(options, filterOptions);
  const ids = toLabelIds(labels);
  const matrix = toMatrix(predProbs, 'predProbs');
  return runJob<LabelIssues>((core) => core.findLabelIssues(ids, matrix, settings), run);
}

/**
 * Flag the examples whose most probable class (the first of equal ones) is not their label.
 *
 * @returns n: 1 where flagged.
 *
 * @example
 * const mask = await findPredictedNeqGiven(labels, predProbs);
 */
export async function findPredictedNeqGiven(
  labels: LabelIds,
  predProbs: MatrixInput,
  options: RunOptions = {},
): Promise<Uint8Array> {
  const { run } = readOptions(options, {});
  const ids = toLabelIds(labels);
  const matrix = toMatrix(predProbs, 'predProbs');
  return runJob<Uint8Array>((core) => core.findPredictedNeqGiven(ids, matrix), run);
}

/** What `findLabelIssuesUsingArgmaxConfusionMatrix` can be told. */
export interface ArgmaxConfusionMatrixOptions extends Omit<FindLabelIssuesOptions, 'confidentJoint'> {
  /** Default `'prune_by_noise_rate'`. */
  filterBy?: 'prune_by_noise_rate' | 'prune_by_class' | 'both';
  /** Scale the confusion matrix to the numbers of labels; default true. */
  calibrate?: boolean;
}

/**
 * `findLabelIssues` with the plain confusion matrix (label against most probable class) in place of the confident joint.
 *
 * @example
 * const { mask } = await findLabelIssuesUsingArgmaxConfusionMatrix(labels, predProbs);
 */
export async function findLabelIssuesUsingArgmaxConfusionMatrix(
  labels: LabelIds,
  predProbs: MatrixInput,
  options: ArgmaxConfusionMatrixOptions = {},
): Promise<LabelIssues> {
  const { confidentJoint, ...kinds } = filterOptions;
  const { settings, run } = readOptions(options, { ...kinds, calibrate: 'boolean' });
  const ids = toLabelIds(labels);
  const matrix = toMatrix(predProbs, 'predProbs');
  return runJob<LabelIssues>((core) => core.findLabelIssuesUsingArgmaxConfusionMatrix(ids, matrix, settings), run);
}
