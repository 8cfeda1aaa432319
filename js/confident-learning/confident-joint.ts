import { callCore, runJob } from '../core.ts';
import { toLabelIds, toMatrix } from '../matrix.ts';
import { readOptions } from '../options.ts';
import type { LabelIds, Matrix, MatrixInput, RunOptions } from '../types.ts';

declare module '../core-module.ts' {
  interface CoreModule {
    getConfidentThresholds(labels: Int32Array, predProbs: Matrix): JobHandle;
    computeConfidentJoint(labels: Int32Array, predProbs: Matrix, options: object): JobHandle;
    calibrateConfidentJoint(confidentJoint: Matrix, labels: Int32Array): Matrix;
    estimateJoint(labels: Int32Array, predProbs: Matrix, options: object): JobHandle;
    numLabelIssues(labels: Int32Array, predProbs: Matrix, options: object): JobHandle;
  }
}

/** What `computeConfidentJoint` can be told. */
export interface ConfidentJointOptions extends RunOptions {
  /** Scale row k to the number of examples labelled k, in whole numbers; default true. */
  calibrate?: boolean;
  /** Own thresholds, K numbers, used as they are; default: `getConfidentThresholds`. */
  thresholds?: ArrayLike<number>;
  /**
   * An example confident in several classes counts at the most probable of these (as in the paper) and not of all
   * classes (as in the reference); default false.
   */
  guessAmongConfident?: boolean;
}

/** What `estimateJoint` can be told. */
export interface EstimateJointOptions extends RunOptions {
  /** K x K counts to start from, calibrated here; default: computed. */
  confidentJoint?: MatrixInput;
}

/** How `numLabelIssues` counts. */
export interface NumLabelIssuesOptions extends RunOptions {
  /**
   * `'off_diagonal'` (the default): examples counted off the diagonal of the confident joint whose prediction does not
   * agree with the label; `'off_diagonal_calibrated'`: n times the off-diagonal mass of the calibrated joint, better for
   * K < 4; `'off_diagonal_custom'`: the same of `confidentJoint`.
   */
  estimationMethod?: 'off_diagonal' | 'off_diagonal_calibrated' | 'off_diagonal_custom';
  /** K x K counts, for `'off_diagonal_custom'` and only for it. */
  confidentJoint?: MatrixInput;
}

/** @internal */
export const jointOptions = { calibrate: 'boolean', thresholds: 'numbers', guessAmongConfident: 'boolean' } as const;

/** What the core gives for `computeConfidentJoint`. */
interface CountedJoint {
  confidentJoint: Matrix;
  offDiagonal: Int32Array;
}

async function countJoint(labels: LabelIds, predProbs: MatrixInput, options: object): Promise<CountedJoint> {
  const { settings, run } = readOptions(options, jointOptions);
  const ids = toLabelIds(labels);
  const matrix = toMatrix(predProbs, 'predProbs');
  return runJob<CountedJoint>((core) => core.computeConfidentJoint(ids, matrix, settings), run);
}

/**
 * Mean self-confidence of every class: the mean of `predProbs[i, k]` over the examples labelled k, at least 2e-6; 2
 * (never reached) for a class without an example.
 *
 * @param labels n class ids 0..K-1; classes may be missing.
 * @param predProbs n x K out-of-sample probabilities; rows sum to 1.
 * @returns K thresholds.
 * @throws {AssayerError} `invalid_input`, naming the place, where a label is not in 0..K-1, a probability is missing or
 * outside [0, 1], a row does not sum to 1, or there are not as many rows as labels.
 *
 * @example
 * await getConfidentThresholds([0, 0, 1], [[0.9, 0.1], [0.7, 0.3], [0.4, 0.6]]); // Float64Array [0.8, 0.6]
 */
export async function getConfidentThresholds(
  labels: LabelIds,
  predProbs: MatrixInput,
  options: RunOptions = {},
): Promise<Float64Array> {
  const { run } = readOptions(options, {});
  const ids = toLabelIds(labels);
  const matrix = toMatrix(predProbs, 'predProbs');
  return runJob<Float64Array>((core) => core.getConfidentThresholds(ids, matrix), run);
}

/**
 * Count given label (row) against confidently predicted label (column): the confident joint.
 *
 * Calibrated counts are rounded exactly; tied entries of a row may differ by 1 from the reference, whose choice depends
 * on last bits.
 *
 * @param labels n class ids 0..K-1; classes may be missing.
 * @param predProbs n x K out-of-sample probabilities; rows sum to 1. Read in parts: they must not change, nor be
 * transferred, before the promise is settled.
 * @returns K x K whole numbers; calibrated, row k sums to the number of labels k.
 * @throws {AssayerError} `invalid_input` where labels, probabilities or thresholds are not valid.
 *
 * @example
 * const joint = await computeConfidentJoint(labels, predProbs);
 * joint.data[0 * joint.columns + 1]; // examples labelled 0 that seem to be of class 1
 */
export async function computeConfidentJoint(
  labels: LabelIds,
  predProbs: MatrixInput,
  options: ConfidentJointOptions = {},
): Promise<Matrix> {
  return (await countJoint(labels, predProbs, options)).confidentJoint;
}

/**
 * Ids of the examples that the confident joint counts off its diagonal, ascending. Unlike `findLabelIssues` with
 * `filterBy: 'confident_learning'` this includes examples whose most probable class is their label.
 *
 * @example
 * const suspects = await findOffDiagonalExamples(labels, predProbs);
 */
export async function findOffDiagonalExamples(
  labels: LabelIds,
  predProbs: MatrixInput,
  options: ConfidentJointOptions = {},
): Promise<Int32Array> {
  return (await countJoint(labels, predProbs, options)).offDiagonal;
}

/**
 * Scale the rows of a confident joint to the numbers of labels of each class, in whole numbers. A row of zeros of a class
 * with examples gets them on its diagonal.
 *
 * @param confidentJoint K x K counts >= 0.
 * @param labels n class ids 0..K-1.
 *
 * @example
 * const calibrated = await calibrateConfidentJoint([[3, 1], [0, 2]], labels);
 */
export async function calibrateConfidentJoint(confidentJoint: MatrixInput, labels: LabelIds): Promise<Matrix> {
  const joint = toMatrix(confidentJoint, 'confidentJoint');
  const ids = toLabelIds(labels);
  return callCore((core) => core.calibrateConfidentJoint(joint, ids));
}

/**
 * Estimate the joint distribution of given (row) and true (column) labels.
 *
 * @param labels n class ids 0..K-1.
 * @param predProbs n x K out-of-sample probabilities; rows sum to 1.
 * @returns K x K, sums to 1.
 *
 * @example
 * const joint = await estimateJoint(labels, predProbs);
 */
export async function estimateJoint(
  labels: LabelIds,
  predProbs: MatrixInput,
  options: EstimateJointOptions = {},
): Promise<Matrix> {
  const { settings, run } = readOptions(options, { confidentJoint: 'matrix' });
  const ids = toLabelIds(labels);
  const matrix = toMatrix(predProbs, 'predProbs');
  return runJob<Matrix>((core) => core.estimateJoint(ids, matrix, settings), run);
}

/**
 * Estimate how many labels are wrong.
 *
 * @param labels n class ids 0..K-1.
 * @param predProbs n x K out-of-sample probabilities; rows sum to 1.
 * @throws {AssayerError} `invalid_input` where labels or probabilities are not valid, or `confidentJoint` is missing or
 * not wanted.
 *
 * @example
 * const wrong = await numLabelIssues(labels, predProbs, { estimationMethod: 'off_diagonal_calibrated' });
 */
export async function numLabelIssues(
  labels: LabelIds,
  predProbs: MatrixInput,
  options: NumLabelIssuesOptions = {},
): Promise<number> {
  const { settings, run } = readOptions(options, { estimationMethod: 'text', confidentJoint: 'matrix' });
  const ids = toLabelIds(labels);
  const matrix = toMatrix(predProbs, 'predProbs');
  return runJob<number>((core) => core.numLabelIssues(ids, matrix, settings), run);
}
