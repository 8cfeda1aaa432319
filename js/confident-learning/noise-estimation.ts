import { callCore, runJob } from '../core.ts';
import { toLabelIds, toMatrix } from '../matrix.ts';
import { readOptions, toNumbers } from '../options.ts';
import type { LabelIds, Matrix, MatrixInput, RunOptions } from '../types.ts';

declare module '../core-module.ts' {
  interface CoreModule {
    estimateNoiseMatrices(labels: Int32Array, predProbs: Matrix, options: object): JobHandle;
    estimateLatent(confidentJoint: Matrix, labels: Int32Array, options: object): NoiseMatrices;
    computeInverseNoiseMatrix(py: Float64Array, noiseMatrix: Matrix, options: object): Matrix;
    computeNoiseMatrixFromInverse(ps: Float64Array, inverseNoiseMatrix: Matrix, options: object): Matrix;
    computePy(ps: Float64Array, noiseMatrix: Matrix, inverseNoiseMatrix: Matrix): Float64Array;
    computePyAndInverseNoiseMatrix(ps: Float64Array, noiseMatrix: Matrix): NoiseMatrices;
    computePyx(predProbs: Matrix, noiseMatrix: Matrix, inverseNoiseMatrix: Matrix): JobHandle;
  }
}

/** How p(y) is estimated from the counts: see `EstimateLatentOptions.pyMethod`. */
export type PyMethod = 'cnt' | 'eqn' | 'marginal' | 'marginal_ps';

/** Label noise as conditional distributions; s is the given label, y the true one. */
export interface NoiseMatrices {
  /** K: p(y); about 1e-6 for a class without an example. */
  py: Float64Array;
  /** K x K: `[s, y]` = p(s | y); columns sum to 1 (of a class without an example: to 0). */
  noiseMatrix: Matrix;
  /** K x K: `[y, s]` = p(y | s); columns sum to 1 (of a class without an example: to 0). */
  inverseNoiseMatrix: Matrix;
}

/** What `estimateLatent` can be told. */
export interface EstimateLatentOptions {
  /**
   * `'cnt'` (the default): from the diagonals of the two matrices; `'eqn'`: by solving noiseMatrix py = p(s), refused
   * where that is singular; `'marginal'`: column sums of the counts; `'marginal_ps'`: inverseNoiseMatrix p(s).
   */
  pyMethod?: PyMethod;
  /** Iterate until the three fit each other; default false (true in `estimateNoiseMatrices`). */
  converge?: boolean;
}

/** What `estimateNoiseMatrices` can be told. */
export interface EstimateNoiseMatricesOptions extends EstimateLatentOptions, RunOptions {
  /** K x K counts, used as they are; default: the calibrated confident joint. */
  confidentJoint?: MatrixInput;
}

/**
 * Estimate p(true label), p(given | true) and p(true | given) from labels and predictions.
 *
 * @param labels n class ids 0..K-1.
 * @param predProbs n x K out-of-sample probabilities; rows sum to 1.
 * @throws {AssayerError} `invalid_input` where labels, probabilities or counts are not valid.
 *
 * @example
 * const { py, noiseMatrix } = await estimateNoiseMatrices(labels, predProbs);
 */
export async function estimateNoiseMatrices(
  labels: LabelIds,
  predProbs: MatrixInput,
  options: EstimateNoiseMatricesOptions = {},
): Promise<NoiseMatrices & { confidentJoint: Matrix }> {
  const { settings, run } = readOptions(options, { confidentJoint: 'matrix', pyMethod: 'text', converge: 'boolean' });
  const ids = toLabelIds(labels);
  const matrix = toMatrix(predProbs, 'predProbs');
  return runJob((core) => core.estimateNoiseMatrices(ids, matrix, settings), run);
}

/**
 * The same from a confident joint.
 *
 * @param confidentJoint K x K counts >= 0, row given, column true; used as they are.
 * @param labels n class ids 0..K-1.
 *
 * @example
 * const { inverseNoiseMatrix } = await estimateLatent([[30, 10], [5, 20]], labels, { pyMethod: 'marginal' });
 */
export async function estimateLatent(
  confidentJoint: MatrixInput,
  labels: LabelIds,
  options: EstimateLatentOptions = {},
): Promise<NoiseMatrices> {
  const { settings } = readOptions(options, { pyMethod: 'text', converge: 'boolean' });
  const joint = toMatrix(confidentJoint, 'confidentJoint');
  const ids = toLabelIds(labels);
  return callCore((core) => core.estimateLatent(joint, ids, settings));
}

/**
 * p(y | s) from p(y) and p(s | y).
 *
 * @param py K numbers.
 * @param noiseMatrix K x K.
 * @param options `ps`: K numbers, p(s); default: what the two imply.
 *
 * @example
 * await computeInverseNoiseMatrix([0.6, 0.4], [[0.8, 0.3], [0.2, 0.7]]);
 */
export async function computeInverseNoiseMatrix(
  py: ArrayLike<number>,
  noiseMatrix: MatrixInput,
  options: { ps?: ArrayLike<number> } = {},
): Promise<Matrix> {
  const { settings } = readOptions(options, { ps: 'numbers' });
  const prior = toNumbers(py, 'py');
  const matrix = toMatrix(noiseMatrix, 'noiseMatrix');
  return callCore((core) => core.computeInverseNoiseMatrix(prior, matrix, settings));
}

/**
 * p(s | y) from p(s) and p(y | s).
 *
 * @param ps K numbers.
 * @param inverseNoiseMatrix K x K.
 * @param options `py`: K numbers, p(y); default: what the two imply.
 *
 * @example
 * await computeNoiseMatrixFromInverse([0.6, 0.4], [[0.8, 0.3], [0.2, 0.7]]);
 */
export async function computeNoiseMatrixFromInverse(
  ps: ArrayLike<number>,
  inverseNoiseMatrix: MatrixInput,
  options: { py?: ArrayLike<number> } = {},
): Promise<Matrix> {
  const { settings } = readOptions(options, { py: 'numbers' });
  const given = toNumbers(ps, 'ps');
  const matrix = toMatrix(inverseNoiseMatrix, 'inverseNoiseMatrix');
  return callCore((core) => core.computeNoiseMatrixFromInverse(given, matrix, settings));
}

/**
 * p(y) from p(s), p(s | y) and p(y | s), by `'cnt'`.
 *
 * @example
 * const py = await computePy([0.6, 0.4], noiseMatrix, inverseNoiseMatrix);
 */
export async function computePy(
  ps: ArrayLike<number>,
  noiseMatrix: MatrixInput,
  inverseNoiseMatrix: MatrixInput,
): Promise<Float64Array> {
  const given = toNumbers(ps, 'ps');
  const matrix = toMatrix(noiseMatrix, 'noiseMatrix');
  const inverse = toMatrix(inverseNoiseMatrix, 'inverseNoiseMatrix');
  return callCore((core) => core.computePy(given, matrix, inverse));
}

/**
 * p(y) and p(y | s) from p(s) and p(s | y).
 *
 * @throws {AssayerError} `invalid_input` where the noise matrix is singular.
 *
 * @example
 * const { py } = await computePyAndInverseNoiseMatrix([0.6, 0.4], [[0.8, 0.3], [0.2, 0.7]]);
 */
export async function computePyAndInverseNoiseMatrix(
  ps: ArrayLike<number>,
  noiseMatrix: MatrixInput,
): Promise<NoiseMatrices> {
  const given = toNumbers(ps, 'ps');
  const matrix = toMatrix(noiseMatrix, 'noiseMatrix');
  return callCore((core) => core.computePyAndInverseNoiseMatrix(given, matrix));
}

/**
 * p(y | x) from predictions p(s | x) of noisy labels.
 *
 * @param predProbs n x K probabilities; rows sum to 1.
 * @returns n x K; rows sum to 1.
 *
 * @example
 * const clean = await computePyx(predProbs, noiseMatrix, inverseNoiseMatrix);
 */
export async function computePyx(
  predProbs: MatrixInput,
  noiseMatrix: MatrixInput,
  inverseNoiseMatrix: MatrixInput,
  options: RunOptions = {},
): Promise<Matrix> {
  const { run } = readOptions(options, {});
  const matrix = toMatrix(predProbs, 'predProbs');
  const noise = toMatrix(noiseMatrix, 'noiseMatrix');
  const inverse = toMatrix(inverseNoiseMatrix, 'inverseNoiseMatrix');
  return runJob<Matrix>((core) => core.computePyx(matrix, noise, inverse), run);
}
