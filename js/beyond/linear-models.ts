import { callCore, runJob } from '../core.ts';
import { reject } from '../errors.ts';
import { toLabelIds, toMatrix } from '../matrix.ts';
import { readOptions, toNumbers } from '../options.ts';
import type { LabelIds, Matrix, MatrixInput, RunOptions } from '../types.ts';

interface CoreLogisticModel {
  weights: Matrix;
  classes: Int32Array;
}

interface LinearFit {
  coefficients: Float64Array;
  intercept: number;
}

declare module '../core-module.ts' {
  interface CoreModule {
    fitLogisticRegression(features: Matrix, labels: Int32Array, weights: Float64Array, options: object): JobHandle;
    predictLogistic(model: CoreLogisticModel, features: Matrix, numClasses: number): JobHandle;
    fitLinearRegression(features: Matrix, targets: Float64Array, weights: Float64Array): JobHandle;
    predictLinear(coefficients: Float64Array, intercept: number, features: Matrix): Float64Array;
  }
}

type Run = Pick<RunOptions, 'onProgress' | 'signal'>;

/** What the models ask of the core, on plain data: a worker can do it. @internal */
export const linearModelsCore = {
  fitLogistic: (features: Matrix, labels: Int32Array, weights: Float64Array, c: number, run: Run) =>
    runJob<CoreLogisticModel>((core) => core.fitLogisticRegression(features, labels, weights, { c }), run),
  predictLogistic: (model: CoreLogisticModel, features: Matrix, numClasses: number) =>
    runJob<Matrix>((core) => core.predictLogistic(model, features, numClasses)),
  fitLinear: (features: Matrix, targets: Float64Array, weights: Float64Array, run: Run) =>
    runJob<LinearFit>((core) => core.fitLinearRegression(features, targets, weights), run),
  predictLinear: ({ coefficients, intercept }: LinearFit, features: Matrix) =>
    callCore((core) => core.predictLinear(coefficients, intercept, features)),
};

/** The weights and the options of a fit. */
function readFitOptions(options: FitOptions): { weights: Float64Array; run: Run } {
  const { settings, run } = readOptions(options, { sampleWeight: 'numbers' });
  return { weights: (settings.sampleWeight as Float64Array | undefined) ?? new Float64Array(0), run };
}

/** Options of `fit`. */
export interface FitOptions extends Pick<RunOptions, 'onProgress' | 'signal'> {
  /** How much each example counts, >= 0; default 1 each. */
  sampleWeight?: ArrayLike<number>;
}

/**
 * Multinomial logistic regression with an L2 penalty, fitted to convergence: scikit-learn's `LogisticRegression`.
 * Standardise the features before.
 *
 * @example
 * const model = new LogisticRegression();
 * await model.fit([[0], [1], [2], [3]], [0, 0, 1, 1]);
 * await model.predict([[0.5], [2.5]]); // 0, 1
 */
export class LogisticRegression {
  readonly acceptsSampleWeight = true;
  readonly #c: number;
  #model: CoreLogisticModel | undefined;

  /** @param options `c`: inverse strength of the penalty, > 0; default 1. */
  constructor(options: { c?: number } = {}) {
    readOptions(options, { c: 'number' });
    this.#c = options.c ?? 1;
    if (!(this.#c > 0)) reject('c', 'a number > 0', this.#c);
  }

  /** @internal */
  protected get core(): typeof linearModelsCore {
    return linearModelsCore;
  }

  /** @param labels class ids from 0; the model knows those that occur. */
  async fit(features: MatrixInput, labels: LabelIds, options: FitOptions = {}): Promise<void> {
    const matrix = toMatrix(features, 'features');
    const ids = toLabelIds(labels);
    const { weights, run } = readFitOptions(options);
    this.#model = await this.core.fitLogistic(matrix, ids, weights, this.#c, run);
  }

  /** n x K probabilities; K is the largest class id seen + 1. */
  async predictProba(features: MatrixInput): Promise<Matrix> {
    const model = this.#model ?? reject('model', 'fit() before predictions', 'none');
    const matrix = toMatrix(features, 'features');
    const numClasses = (model.classes.at(-1) ?? 0) + 1;
    return this.core.predictLogistic(model, matrix, numClasses);
  }

  /** The most probable class of each example. */
  async predict(features: MatrixInput): Promise<Int32Array> {
    return mostProbable(await this.predictProba(features));
  }
}

/** The first of the most probable classes of each row. */
export function mostProbable({ data, rows, columns }: Matrix): Int32Array {
  return Int32Array.from({ length: rows }, (_, i) => {
    let best = 0;
    for (let k = 1; k < columns; k++) if (data[i * columns + k]! > data[i * columns + best]!) best = k;
    return best;
  });
}

/**
 * Ordinary least squares with intercept: scikit-learn's `LinearRegression`.
 *
 * @example
 * const model = new LinearRegression();
 * await model.fit([[0], [1], [2]], [1, 3, 5]);
 * await model.predict([[3]]); // 7
 */
export class LinearRegression {
  readonly acceptsSampleWeight = true;
  #model: LinearFit | undefined;

  /** @internal */
  protected get core(): typeof linearModelsCore {
    return linearModelsCore;
  }

  async fit(features: MatrixInput, targets: ArrayLike<number>, options: FitOptions = {}): Promise<void> {
    const matrix = toMatrix(features, 'features');
    const numbers = toNumbers(targets, 'targets');
    const { weights, run } = readFitOptions(options);
    this.#model = await this.core.fitLinear(matrix, numbers, weights, run);
  }

  async predict(features: MatrixInput): Promise<Float64Array> {
    const model = this.#model ?? reject('model', 'fit() before predictions', 'none');
    return this.core.predictLinear(model, toMatrix(features, 'features'));
  }
}
