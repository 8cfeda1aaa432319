import { runJob } from './core.ts';
import { toLabelIds, toMatrix } from './matrix.ts';
import type { LabelIds, Matrix, MatrixInput, RunOptions } from './types.ts';

declare module './core-module.ts' {
  interface CoreModule {
    crossValPredict(features: Matrix, labels: Int32Array, numClasses: number, options: object): JobHandle;
  }
}

/** How `crossValPredict` predicts. */
export interface CrossValPredictOptions extends RunOptions {
  /** `'logistic'` (the default): multinomial logistic regression with C = 1, fitted to convergence. */
  model?: 'logistic' | (string & {});
  /** Number of folds, from 2; default 5. */
  folds?: number;
}

/**
 * Predict every example by a model that was trained on the other folds.
 *
 * Folds are stratified and not shuffled, exactly as scikit-learn's `StratifiedKFold`; with `model: 'logistic'` the
 * probabilities are those of its `LogisticRegression` at full convergence. Standardise the features before.
 *
 * @param features n x d, finite numbers.
 * @param labels n class ids 0..K-1; K is the largest id + 1.
 * @returns n x K probabilities; rows sum to 1.
 * @throws {AssayerError} `invalid_input` where shapes do not match, a feature is missing or infinite, or no class has an
 * example for each fold.
 *
 * @example
 * const predProbs = await crossValPredict(features, labels, { folds: 5 });
 */
export async function crossValPredict(
  features: MatrixInput,
  labels: LabelIds,
  options: CrossValPredictOptions = {},
): Promise<Matrix> {
  const matrix = toMatrix(features, 'features');
  const ids = toLabelIds(labels);
  let numClasses = 0;
  for (const id of ids) numClasses = Math.max(numClasses, id + 1);
  const { onProgress, signal, ...settings } = options;
  return runJob<Matrix>((core) => core.crossValPredict(matrix, ids, numClasses, settings), { onProgress, signal });
}
