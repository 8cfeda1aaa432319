import type { FilterBy } from '../confident-learning/label-issues.ts';
import type { ScoreMethod } from '../confident-learning/label-quality.ts';
import { callCore, runJob } from '../core.ts';
import { describe, reject } from '../errors.ts';
import { toLabelIds, toMatrix } from '../matrix.ts';
import { crossValPredict } from '../models.ts';
import { readOptions } from '../options.ts';
import { Table } from '../table.ts';
import type { LabelIds, Matrix, MatrixInput, RunOptions } from '../types.ts';
import { LogisticRegression, mostProbable } from './linear-models.ts';
import { countRows, type Features, selectRows } from './rows.ts';

interface CoreCleanLearningIssues {
  isLabelIssue: Uint8Array;
  labelQuality: Float64Array;
  predictedLabel: Int32Array;
  confidentJoint: Matrix;
  py: Float64Array;
  noiseMatrix: Matrix;
  inverseNoiseMatrix: Matrix;
}

declare module '../core-module.ts' {
  interface CoreModule {
    cleanLearningIssues(labels: Int32Array, predProbs: Matrix, options: object): JobHandle;
    cleanLearningWeights(labels: Int32Array, isLabelIssue: Uint8Array, noiseMatrix: Matrix): Float64Array;
    stratifiedFolds(labels: Int32Array, numFolds: number): Int32Array;
  }
}

/** A classifier of your own. `fit` starts afresh each time. */
export interface ClassifierModel<F extends Features = Features> {
  fit(features: F, labels: Int32Array, options?: { sampleWeight?: Float64Array }): unknown;
  /** Probabilities of the classes 0..K-1; columns of classes that `fit` has not seen may lack at the end. */
  predictProba(features: F): MatrixInput | Promise<MatrixInput>;
  /** Whether `fit` takes `sampleWeight`. */
  acceptsSampleWeight?: boolean;
}

export interface CleanLearningOptions<F extends Features = Features> {
  /** Default: `LogisticRegression`; then the features are a matrix, and should be standardised. */
  model?: ClassifierModel<F>;
  /** Folds of the cross-validation, from 2; default 5. */
  cvNFolds?: number;
  /** Iterate the noise estimates until they fit each other; default false. */
  convergeLatentEstimates?: boolean;
  /** With two classes: the one whose labels are never wrong. */
  pulearning?: 0 | 1;
  /** How issues are picked; see `findLabelIssues`. At least 10 examples of each class are kept by default. */
  filter?: {
    filterBy?: FilterBy;
    fracNoise?: number;
    minExamplesPerClass?: number;
    numToRemovePerClass?: ArrayLike<number>;
    confidentJoint?: MatrixInput;
  };
  /** How labels are scored. */
  labelQuality?: {
    method?: ScoreMethod;
    adjustPredProbs?: boolean;
  };
}

export interface CleanLearningFindOptions extends Omit<RunOptions, 'seed'> {
  /** n x K out-of-sample probabilities, instead of a cross-validation. */
  predProbs?: MatrixInput;
  /** K thresholds of the confident joint, instead of the classes' mean self-confidence. */
  thresholds?: ArrayLike<number>;
  /**
   * K x K, p(given | true) or p(true | given), columns sum to 1, trace > 1. They change the weights of the examples, not
   * which ones are flagged.
   */
  noiseMatrix?: MatrixInput;
  inverseNoiseMatrix?: MatrixInput;
}

/** Labels that are probably wrong, and how noisy the labels are. */
export interface CleanLearningIssues {
  /** is_label_issue, label_quality, given_label, predicted_label: a row for each example. */
  table: Table;
  /** 1 for each example whose label is probably wrong. */
  isLabelIssue: Uint8Array;
  /** Scores in [0, 1], low is suspicious. */
  labelQuality: Float64Array;
  /** The most probable class of each example. */
  predictedLabel: Int32Array;
  /** The probabilities it all comes from. */
  predProbs: Matrix;
  /** K x K counts: row given, column true. */
  confidentJoint: Matrix;
  /** Shares of the true classes. */
  py: Float64Array;
  /** K x K: p(given | true), columns sum to 1. */
  noiseMatrix: Matrix;
  /** K x K: p(true | given), columns sum to 1. */
  inverseNoiseMatrix: Matrix;
}

export interface CleanLearningFitOptions extends CleanLearningFindOptions {
  /**
   * Which examples to leave out: what `findLabelIssues` gave, or a flag for each example. Default: they are found first.
   */
  labelIssues?: CleanLearningIssues | ArrayLike<number | boolean>;
  /** How much each example counts. Default: weights that make up for the examples left out, where the model takes any. */
  sampleWeight?: ArrayLike<number>;
}

const optionKinds = {
  model: 'any',
  cvNFolds: 'integer',
  convergeLatentEstimates: 'boolean',
  pulearning: 'integer',
  filter: 'any',
  labelQuality: 'any',
} as const;
const filterKinds = {
  filterBy: 'text',
  fracNoise: 'number',
  minExamplesPerClass: 'integer',
  numToRemovePerClass: 'numbers',
  confidentJoint: 'matrix',
} as const;
const labelQualityKinds = { method: 'text', adjustPredProbs: 'boolean' } as const;
const findKinds = {
  predProbs: 'any',
  thresholds: 'numbers',
  noiseMatrix: 'matrix',
  inverseNoiseMatrix: 'matrix',
} as const;

/**
 * Train a classifier on noisy labels: find the labels that are probably wrong, leave them out, and weigh the others to
 * make up for it (Northcutt, Jiang and Chuang 2021).
 *
 * @example
 * const learning = new CleanLearning(); // or new CleanLearning({ model: myClassifier })
 * await learning.fit(features, labels);
 * const predictions = await learning.predict(newFeatures);
 * learning.labelIssues.table.toRows();
 */
export class CleanLearning<F extends Features = Features> {
  readonly #options: CleanLearningOptions<F>;
  readonly #settings: object;
  readonly #model: ClassifierModel<F>;
  #issues: CleanLearningIssues | undefined;
  #sampleWeight: Float64Array | undefined;

  constructor(options: CleanLearningOptions<F> = {}) {
    const { settings } = readOptions(options, optionKinds);
    this.#settings = {
      convergeLatentEstimates: settings.convergeLatentEstimates,
      pulearning: settings.pulearning,
      ...readOptions(options.filter ?? {}, filterKinds).settings,
      ...readOptions(options.labelQuality ?? {}, labelQualityKinds).settings,
    };
    const { model } = options;
    if (model && (typeof model.fit !== 'function' || typeof model.predictProba !== 'function')) {
      reject('model', 'an object with fit and predictProba', describe(model));
    }
    this.#options = options;
    this.#model = model ?? (new LogisticRegression() as unknown as ClassifierModel<F>);
  }

  /** What `findLabelIssues` or `fit` found last. */
  get labelIssues(): CleanLearningIssues {
    return this.#issues ?? reject('labelIssues', 'findLabelIssues() or fit() before', 'none');
  }

  /** The weights of the last `fit`, 0 for examples left out; undefined where it used none. */
  get sampleWeight(): Float64Array | undefined {
    return this.#sampleWeight;
  }

  /**
   * Find the labels that are probably wrong, by cross-validated predictions.
   *
   * @param labels n class ids 0..K-1.
   * @throws {AssayerError} `invalid_input` where shapes do not fit, labels are out of range, or there are too few
   * examples for the folds.
   */
  async findLabelIssues(
    features: F,
    labels: LabelIds,
    options: CleanLearningFindOptions = {},
  ): Promise<CleanLearningIssues> {
    const { settings, run } = readOptions(options, findKinds);
    const ids = toLabelIds(labels);
    const predProbs = options.predProbs
      ? toMatrix(options.predProbs, 'predProbs')
      : await this.#crossValidate(features, ids, run);
    const issues = await runJob<CoreCleanLearningIssues>(
      (core) => core.cleanLearningIssues(ids, predProbs, { ...this.#settings, ...settings }),
      { signal: run.signal },
    );
    this.#issues = {
      ...issues,
      predProbs,
      table: new Table(ids.length, [
        ['is_label_issue', Array.from(issues.isLabelIssue, Boolean)],
        ['label_quality', issues.labelQuality],
        ['given_label', ids],
        ['predicted_label', issues.predictedLabel],
      ]),
    };
    return this.#issues;
  }

  /** Fit the model to the examples whose label is probably right. */
  async fit(features: F, labels: LabelIds, options: CleanLearningFitOptions = {}): Promise<void> {
    const { labelIssues, sampleWeight, ...findOptions } = options;
    const ids = toLabelIds(labels);
    const found = labelIssues ?? (await this.findLabelIssues(features, ids, findOptions));
    const flags = Uint8Array.from('isLabelIssue' in found ? found.isLabelIssue : Array.from(found, Number));
    for (const [name, list] of [['labelIssues', flags] as const, ['sampleWeight', sampleWeight] as const]) {
      if (list && list.length !== ids.length) reject(name, `one for each label (${ids.length})`, list.length);
    }
    if (sampleWeight && !this.#model.acceptsSampleWeight) {
      reject('sampleWeight', 'a model with acceptsSampleWeight: true', 'one without');
    }
    if (sampleWeight) {
      this.#sampleWeight = Float64Array.from(ids, (_, i) => (flags[i] ? 0 : sampleWeight[i]!));
    } else if (this.#model.acceptsSampleWeight && 'noiseMatrix' in found) {
      const { noiseMatrix } = found;
      this.#sampleWeight = await callCore((core) => core.cleanLearningWeights(ids, flags, noiseMatrix));
    } else {
      this.#sampleWeight = undefined;
    }
    const weights = this.#sampleWeight;
    const kept = rowsWhere(ids.length, (i) => flags[i] === 0);
    await this.#model.fit(
      selectRows(features, kept),
      Int32Array.from(kept, (i) => ids[i]!),
      weights && { sampleWeight: Float64Array.from(kept, (i) => weights[i]!) },
    );
  }

  async predictProba(features: F): Promise<Matrix> {
    return toMatrix(await this.#model.predictProba(features), 'predictions');
  }

  /** The most probable class of each example. */
  async predict(features: F): Promise<Int32Array> {
    return mostProbable(await this.predictProba(features));
  }

  /** Share of the examples whose most probable class is their label. */
  async score(features: F, labels: LabelIds): Promise<number> {
    const ids = toLabelIds(labels);
    const predicted = await this.predict(features);
    return predicted.reduce((sum, id, i) => sum + Number(id === ids[i]), 0) / ids.length;
  }

  async #crossValidate(features: F, labels: Int32Array, options: RunOptions): Promise<Matrix> {
    const folds = this.#options.cvNFolds ?? 5;
    if (!this.#options.model) {
      return crossValPredict(features as unknown as MatrixInput, labels, { ...options, folds });
    }
    if (countRows(features) !== labels.length) {
      reject('features', `as many examples as labels (${labels.length})`, countRows(features));
    }
    const foldOf = await callCore((core) => core.stratifiedFolds(labels, folds));
    const columns = labels.reduce((largest, id) => Math.max(largest, id), 0) + 1;
    const predProbs: Matrix = { data: new Float64Array(labels.length * columns), rows: labels.length, columns };
    for (let fold = 0; fold < folds; fold++) {
      options.signal?.throwIfAborted();
      await this.#predictFold(features, labels, foldOf, fold, predProbs);
      options.onProgress?.({ step: 'cross_validation', fraction: (fold + 1) / folds, message: '' });
    }
    return predProbs;
  }

  /** Fit to the other folds and predict this one. */
  async #predictFold(features: F, labels: Int32Array, foldOf: Int32Array, fold: number, predProbs: Matrix) {
    const train = rowsWhere(labels.length, (i) => foldOf[i] !== fold);
    const heldOut = rowsWhere(labels.length, (i) => foldOf[i] === fold);
    const seen = new Set(train.map((i) => labels[i]!));
    // A class that only this fold has: its first example is learnt from, and counts as predicted right.
    const borrowed = heldOut.filter((i) => !seen.has(labels[i]!) && seen.add(labels[i]!));
    train.push(...borrowed);
    await this.#model.fit(
      selectRows(features, train),
      Int32Array.from(train, (i) => labels[i]!),
    );
    const { columns } = predProbs;
    const fitted = toMatrix(await this.#model.predictProba(selectRows(features, heldOut)), 'predictions');
    if (fitted.rows !== heldOut.length || fitted.columns > columns) {
      reject('predictions', `${heldOut.length} x ${columns} probabilities`, `${fitted.rows} x ${fitted.columns}`);
    }
    heldOut.forEach((i, row) => {
      predProbs.data.set(fitted.data.subarray(row * fitted.columns, (row + 1) * fitted.columns), i * columns);
    });
    for (const i of borrowed) {
      predProbs.data.fill(0, i * columns, (i + 1) * columns);
      predProbs.data[i * columns + labels[i]!] = 1;
    }
  }
}

function rowsWhere(n: number, holds: (i: number) => boolean): number[] {
  const rows: number[] = [];
  for (let i = 0; i < n; i++) if (holds(i)) rows.push(i);
  return rows;
}
