import { guard, loadCore, runJob } from '../core.ts';
import { describe, reject } from '../errors.ts';
import { toMatrix } from '../matrix.ts';
import { type OptionKind, readOptions, toNumbers } from '../options.ts';
import { Table } from '../table.ts';
import { turn } from '../turn.ts';
import type { Matrix, MatrixInput, RunOptions } from '../types.ts';
import { LinearRegression } from './linear-models.ts';
import { countRows, type Features, selectRows } from './rows.ts';

interface CoreTask {
  step: string;
  train: Int32Array;
  targets: Float64Array;
  predict: Int32Array;
}

interface CoreRegressionIssues {
  isLabelIssue: Uint8Array;
  labelQuality: Float64Array;
  predictedLabel: Float64Array;
  epistemicUncertainty: Float64Array;
  aleatoricUncertainty: number;
  issueFraction: number;
}

interface CoreIssueSearch {
  next(): CoreTask | null;
  answer(predictions: Float64Array): void;
  fraction(): number;
  result(): CoreRegressionIssues;
  delete(): void;
}

declare module '../core-module.ts' {
  interface CoreModule {
    regressionScores(labels: Float64Array, predictions: Float64Array, options: object): JobHandle;
    regressionIssues(features: Matrix, labels: Float64Array, options: object): JobHandle;
    RegressionIssueSearch: new (labels: Float64Array, options: object) => CoreIssueSearch;
  }
}

export interface RegressionScoreOptions extends RunOptions {
  /**
   * `outre` (default): how far label and residual lie from the bulk of all; does not depend on the unit of the labels.
   * `residual`: exp(-|residual|).
   */
  method?: 'outre' | 'residual';
  /** `outre`: with more examples than this, distances are measured to a random sample; default 20000. */
  exactUpTo?: number;
  /** Size of that sample; default 2000. */
  sampleSize?: number;
}

/**
 * Score how plausible every given number is, judged by a model's prediction for it (Zhou et al. 2023).
 *
 * @param labels n given numbers.
 * @param predictions n out-of-sample predictions.
 * @returns n scores in [0, 1], low is suspicious.
 * @throws {AssayerError} `invalid_input` where lengths differ or a number is missing or infinite.
 *
 * @example
 * await getRegressionLabelQualityScores([1, 2, 3, 4, 10], [1.1, 2, 2.9, 4.2, 5]);
 * // 0.368, 0.513, 0.368, 0.263, 0.000
 */
export async function getRegressionLabelQualityScores(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  options: RegressionScoreOptions = {},
): Promise<Float64Array> {
  const { settings, run } = readOptions(options, { method: 'text', exactUpTo: 'integer', sampleSize: 'integer' });
  const given = toNumbers(labels, 'labels');
  const predicted = toNumbers(predictions, 'predictions');
  return runJob((core) => core.regressionScores(given, predicted, settings), run);
}

/** A regression model of your own. `fit` starts afresh each time. */
export interface RegressionModel<F extends Features = Features> {
  fit(features: F, targets: Float64Array, options?: { sampleWeight?: Float64Array }): unknown;
  predict(features: F): ArrayLike<number> | Promise<ArrayLike<number>>;
  /** Whether `fit` takes `sampleWeight`. */
  acceptsSampleWeight?: boolean;
}

export interface RegressionIssueOptions<F extends Features = Features> extends RunOptions {
  /** Default: least squares; then the features are a matrix. */
  model?: RegressionModel<F>;
  /** Folds of each cross-validation, from 2; default 5. */
  cvNFolds?: number;
  /** Refits for the uncertainty of the model, from 0; default 5. */
  nBoot?: number;
  /** Also fit the model to the residuals, for the noise in the data; default true. */
  includeAleatoricUncertainty?: boolean;
  /** Shares of wrong labels to try first; default 0.01, 0.05, 0.1, 0.15, 0.2. */
  coarseSearchRange?: ArrayLike<number>;
  /** Shares to try on each side of the best of them; default 3. */
  fineSearchSize?: number;
  /** Uncertainty of the predictions, one number or one for each example, instead of estimates. */
  uncertainty?: number | ArrayLike<number>;
}

const issueOptionKinds: Record<keyof Omit<RegressionIssueOptions, keyof RunOptions>, OptionKind> = {
  model: 'any',
  cvNFolds: 'integer',
  nBoot: 'integer',
  includeAleatoricUncertainty: 'boolean',
  coarseSearchRange: 'numbers',
  fineSearchSize: 'integer',
  uncertainty: 'any',
};

export interface RegressionLabelIssues {
  /** is_label_issue, label_quality, given_label, predicted_label: a row for each example. */
  table: Table;
  /** 1 for each example whose label is probably wrong. */
  isLabelIssue: Uint8Array;
  /** Scores in [0, 1], low is suspicious: the more reliable result where few labels are wrong. */
  labelQuality: Float64Array;
  /** Out-of-sample predictions. */
  predictedLabel: Float64Array;
  /** How much the model's predictions vary from fit to fit. */
  epistemicUncertainty: Float64Array;
  /** How much of the residuals can be predicted. */
  aleatoricUncertainty: number;
  /** The share of labels judged wrong. */
  issueFraction: number;
}

type Run = Pick<RunOptions, 'onProgress' | 'signal'>;

/** What finding wrong numbers asks of the core, on plain data: a worker can do it. @internal */
export const regressionCore = {
  /** By least squares. */
  regressionIssues: (features: Matrix, labels: Float64Array, settings: object, run: Run) =>
    runJob<CoreRegressionIssues>((core) => core.regressionIssues(features, labels, settings), run),

  /** By a model of the caller: the core says what to fit and what to predict, `predict` does it. */
  async regressionIssuesByModel(
    predict: (task: CoreTask) => Promise<ArrayLike<number>>,
    labels: Float64Array,
    settings: object,
    { onProgress, signal }: Run,
  ): Promise<CoreRegressionIssues> {
    const core = await loadCore();
    const search = guard(core, () => new core.RegressionIssueSearch(labels, settings));
    try {
      for (let task = guard(core, () => search.next()); task; task = guard(core, () => search.next())) {
        signal?.throwIfAborted();
        const predictions = toNumbers(await predict(task), 'predictions');
        guard(core, () => search.answer(predictions));
        onProgress?.({ step: task.step, fraction: search.fraction(), message: '' });
        await turn();
      }
      return guard(core, () => search.result());
    } finally {
      search.delete();
    }
  },
};

/**
 * Find wrong numbers by cross-validation with least squares or a model of your own: the share of labels is searched
 * without which the model does best (Zhou et al. 2023). The same seed gives the same result.
 *
 * @param features n examples.
 * @param labels n given numbers.
 * @throws {AssayerError} `invalid_input` where there are fewer examples than folds, a number is missing or infinite, or
 * an option is out of range.
 *
 * @example
 * const { labelQuality } = await findRegressionLabelIssues(features, prices);
 * const own = await findRegressionLabelIssues(texts, prices, { model: myTextRegressor });
 */
export function findRegressionLabelIssues<F extends Features>(
  features: F | MatrixInput,
  labels: ArrayLike<number>,
  options: RegressionIssueOptions<F> = {},
): Promise<RegressionLabelIssues> {
  return findRegressionLabelIssuesWith(regressionCore, features, labels, options);
}

/** `findRegressionLabelIssues` with the core here or in a worker. @internal */
export async function findRegressionLabelIssuesWith<F extends Features>(
  core: typeof regressionCore,
  features: F | MatrixInput,
  labels: ArrayLike<number>,
  options: RegressionIssueOptions<F> = {},
): Promise<RegressionLabelIssues> {
  const { settings, run } = readOptions(options, issueOptionKinds);
  const { model, uncertainty } = options;
  delete settings.model; // it stays here
  const given = toNumbers(labels, 'labels');
  if (uncertainty !== undefined) {
    settings.uncertainty = toNumbers(typeof uncertainty === 'number' ? [uncertainty] : uncertainty, 'uncertainty');
    if (typeof uncertainty !== 'number' && uncertainty.length !== given.length) {
      reject('uncertainty', `a number, or one for each label (${given.length})`, describe(uncertainty));
    }
  }
  let issues: CoreRegressionIssues;
  if (model === undefined) {
    issues = await core.regressionIssues(toMatrix(features as MatrixInput, 'features'), given, settings, run);
  } else {
    expectModel(model);
    if (countRows(features as F) !== given.length) {
      reject('features', `as many examples as labels (${given.length})`, countRows(features as F));
    }
    const predict = async ({ train, targets, predict }: CoreTask) => {
      await model.fit(selectRows(features as F, train), targets);
      return model.predict(selectRows(features as F, predict));
    };
    issues = await core.regressionIssuesByModel(predict, given, settings, run);
  }
  return {
    ...issues,
    table: new Table(given.length, [
      ['is_label_issue', Array.from(issues.isLabelIssue, Boolean)],
      ['label_quality', issues.labelQuality],
      ['given_label', given],
      ['predicted_label', issues.predictedLabel],
    ]),
  };
}

function expectModel(model: RegressionModel<never>): void {
  if (typeof model?.fit !== 'function' || typeof model.predict !== 'function') {
    reject('model', 'an object with fit and predict', describe(model));
  }
}

/**
 * A regression model that is trained without the labels that are probably wrong.
 *
 * @example
 * const learning = new RegressionCleanLearning({ seed: 1 });
 * await learning.fit(features, prices);
 * const predictions = await learning.predict(newFeatures);
 * learning.labelIssues.table.toRows();
 */
export class RegressionCleanLearning<F extends Features = Features> {
  readonly #options: RegressionIssueOptions<F>;
  readonly #model: RegressionModel<F>;
  #issues: RegressionLabelIssues | undefined;

  constructor(options: RegressionIssueOptions<F> = {}) {
    readOptions(options, issueOptionKinds);
    if (options.model !== undefined) expectModel(options.model);
    this.#options = options;
    this.#model = options.model ?? (this.defaultModel() as unknown as RegressionModel<F>);
  }

  /** @internal */
  protected get core(): typeof regressionCore {
    return regressionCore;
  }

  /** @internal */
  protected defaultModel(): LinearRegression {
    return new LinearRegression();
  }

  /** What `findLabelIssues` or `fit` found last. */
  get labelIssues(): RegressionLabelIssues {
    return this.#issues ?? reject('labelIssues', 'findLabelIssues() or fit() before', 'none');
  }

  /** See `findRegressionLabelIssues`. */
  async findLabelIssues(features: F, labels: ArrayLike<number>): Promise<RegressionLabelIssues> {
    this.#issues = await findRegressionLabelIssuesWith(this.core, features, labels, this.#options);
    return this.#issues;
  }

  /**
   * Find the wrong labels, and fit the model to the other examples.
   *
   * @param options `isLabelIssue`: a flag for each example, instead of finding them; `sampleWeight`: how much each
   * example counts.
   */
  async fit(
    features: F,
    labels: ArrayLike<number>,
    options: { isLabelIssue?: ArrayLike<number | boolean>; sampleWeight?: ArrayLike<number> } = {},
  ): Promise<void> {
    readOptions(options, { isLabelIssue: 'any', sampleWeight: 'numbers' });
    const given = toNumbers(labels, 'labels');
    const { isLabelIssue = (await this.findLabelIssues(features, given)).isLabelIssue, sampleWeight } = options;
    for (const [name, list] of [['isLabelIssue', isLabelIssue] as const, ['sampleWeight', sampleWeight] as const]) {
      if (list && list.length !== given.length) reject(name, `one for each label (${given.length})`, list.length);
    }
    if (sampleWeight && !this.#model.acceptsSampleWeight) {
      reject('sampleWeight', 'a model with acceptsSampleWeight: true', 'one without');
    }
    const kept = given.reduce<number[]>((rows, _, i) => {
      if (!isLabelIssue[i]) rows.push(i);
      return rows;
    }, []);
    const weights = sampleWeight && Float64Array.from(kept, (i) => sampleWeight[i]!);
    await this.#model.fit(
      selectRows(features, kept),
      Float64Array.from(kept, (i) => given[i]!),
      weights ? { sampleWeight: weights } : undefined,
    );
  }

  async predict(features: F): Promise<ArrayLike<number>> {
    return this.#model.predict(features);
  }

  /** R^2 of the predictions. */
  async score(features: F, labels: ArrayLike<number>): Promise<number> {
    const predictions = await this.predict(features);
    const given = toNumbers(labels, 'labels');
    const center = given.reduce((sum, value) => sum + value, 0) / given.length;
    const residual = given.reduce((sum, value, i) => sum + (value - predictions[i]!) ** 2, 0);
    const total = given.reduce((sum, value) => sum + (value - center) ** 2, 0);
    return total === 0 ? Number(residual === 0) : 1 - residual / total;
  }
}
