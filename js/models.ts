import { type ClassifierModel, crossValidateClassifier, isClassifier } from './beyond/own-classifier.ts';
import type { Features } from './beyond/rows.ts';
import { callCore, runJob } from './core.ts';
import { describe, reject } from './errors.ts';
import { toLabelIds, toMatrix } from './matrix.ts';
import { requireMemory } from './memory.ts';
import { readOptions } from './options.ts';
import { threadsFor } from './pool/helpers.ts';
import { shareOut } from './pool/share-out.ts';
import type { LabelIds, Matrix, MatrixInput, RunOptions } from './types.ts';

declare module './core-module.ts' {
  interface CoreModule {
    crossValPredict(features: Matrix, labels: Int32Array, numClasses: number, options: object): JobHandle;
    stratifiedFolds(labels: Int32Array, numFolds: number): Int32Array;
  }
}

/** Below this size of the features a fit is over before a worker has started. */
const leastNumbersForHelpers = 200_000;

/** How `crossValPredict` predicts. */
export interface CrossValPredictOptions<F extends Features = Features> extends RunOptions {
  /**
   * `'logistic'` (the default): multinomial logistic regression with C = 1, fitted to convergence; or a classifier of your
   * own, which is fitted once for each fold.
   */
  model?: 'logistic' | (string & {}) | ClassifierModel<F>;
  /** Number of folds, from 2; default 5. */
  folds?: number;
}

/** The fold of every example. @internal */
export function stratifiedFolds(labels: Int32Array, folds: number): Promise<Int32Array> {
  return callCore((core) => core.stratifiedFolds(labels, folds));
}

/**
 * Predict every example by a model that was trained on the other folds.
 *
 * Folds are stratified and not shuffled, exactly as scikit-learn's `StratifiedKFold`; with `model: 'logistic'` the
 * probabilities are those of its `LogisticRegression` at full convergence. Standardise the features before.
 *
 * @param features n x d, finite numbers; for a classifier of your own also one thing (a text, an object) for each example.
 * @param labels n class ids 0..K-1; K is the largest id + 1.
 * @returns n x K probabilities; rows sum to 1.
 * @throws {AssayerError} `invalid_input` where shapes do not match, a feature is missing or infinite, or no class has an
 * example for each fold.
 *
 * @example
 * const predProbs = await crossValPredict(features, labels, { folds: 5 });
 */
export function crossValPredict<F extends Features>(
  features: MatrixInput | F,
  labels: LabelIds,
  options: CrossValPredictOptions<F> = {},
): Promise<Matrix> {
  return crossValPredictWith(stratifiedFolds, crossValPredictMatrix, features, labels, options);
}

/** `crossValPredict` with its two parts of the core, here or in a worker. @internal */
export async function crossValPredictWith<F extends Features>(
  deal: typeof stratifiedFolds,
  predict: typeof crossValPredictMatrix,
  features: MatrixInput | F,
  labels: LabelIds,
  options: CrossValPredictOptions<F> = {},
): Promise<Matrix> {
  const { settings, run } = readOptions(options, { model: 'any', folds: 'integer' });
  const { model = 'logistic', folds = 5 } = options;
  const ids = toLabelIds(labels);
  if (typeof model === 'string') {
    const matrix = toMatrix(features as MatrixInput, 'features');
    if (matrix.columns === 0) reject('features', 'at least one column', 'none');
    return predict(matrix, ids, { ...settings, ...run });
  }
  if (!isClassifier(model)) reject('model', "'logistic' or an object with fit and predictProba", describe(model));
  return crossValidateClassifier(model, features as F, ids, await deal(ids, folds), run);
}

/** By a model of the core, with as many threads as are worth it. @internal */
export async function crossValPredictMatrix(
  features: Matrix,
  labels: Int32Array,
  options: object & RunOptions,
): Promise<Matrix> {
  requireMemory(features);
  const { onProgress, signal, ...settings } = options;
  const { folds = 5 } = settings as { folds?: number };
  const threads = threadsFor(features.data.length >= leastNumbersForHelpers ? folds : 1);
  const parts = Math.max(1, Math.min(threads, folds));
  if (parts === 1) return crossValPredictShare(features, labels, 0, 1, options);
  const work = {
    name: 'crossValPredictShare',
    args: () => [features, labels],
    settings,
    share: (part: number, of: number, run: RunOptions) =>
      crossValPredictShare(features, labels, part, of, { ...settings, ...run }),
  };
  const [first, ...others] = await shareOut(work, parts, options);
  // each row is in one share; it is 0 in the others
  for (const { data } of others) for (let i = 0; i < data.length; i++) first!.data[i]! += data[i]!;
  return first!;
}

/** The rows of the folds of one part; those of others are 0. @internal */
export function crossValPredictShare(
  features: Matrix,
  labels: Int32Array,
  part: number,
  parts: number,
  { onProgress, signal, ...settings }: object & RunOptions,
): Promise<Matrix> {
  const numClasses = labels.reduce((largest, id) => Math.max(largest, id), -1) + 1;
  return runJob<Matrix>((core) => core.crossValPredict(features, labels, numClasses, { ...settings, part, parts }), {
    onProgress,
    signal,
  });
}
