import type { FilterBy } from '../confident-learning/label-issues.ts';
import type { ScoreMethod } from '../confident-learning/label-quality.ts';
import { callCore, runJob } from '../core.ts';
import { describe, reject } from '../errors.ts';
import { toLabelIds, toMatrix } from '../matrix.ts';
import { crossValPredict, stratifiedFolds } from '../models.ts';
import { readOptions } from '../options.ts';
import { Table } from '../table.ts';
import type { LabelIds, Matrix, MatrixInput, RunOptions } from '../types.ts';
import { LogisticRegression, mostProbable } from './linear-models.ts';
import { type ClassifierModel, crossValidateClassifier, isClassifier, rowsWhere } from './own-classifier.ts';
import { type Features, selectRows } from './rows.ts';

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
  }
}

/** How `CleanLearning` works. */
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

/** What `CleanLearning` asks of the core, on plain data: a worker can do it. @internal */
export const cleanLearningCore = {
  crossValidateLogistic: (features: MatrixInput, labels: Int32Array, folds: number, run: RunOptions) =>
    crossValPredict(features, labels, { ...run, folds }),
  stratifiedFolds,
  cleanLearningIssues: (labels: Int32Array, predProbs: Matrix, settings: object, run: RunOptions) =>
    runJob<CoreCleanLearningIssues>((core) => core.cleanLearningIssues(labels, predProbs, settings), run),
  cleanLearningWeights: (labels: Int32Array, isLabelIssue: Uint8Array, noiseMatrix: Matrix) =>
    callCore((core) => core.cleanLearningWeights(labels, isLabelIssue, noiseMatrix)),
};

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
    if (model !== undefined && !isClassifier(model)) {
      reject('model', 'an object with fit and predictProba', describe(model));
    }
    this.#options = options;
    this.#model = model ?? (this.defaultModel() as unknown as ClassifierModel<F>);
  }

  /** @internal */
  protected get core(): typeof cleanLearningCore {
    return cleanLearningCore;
  }

  /** @internal */
  protected defaultModel(): LogisticRegression {
    return new LogisticRegression();
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
    const given = { ...this.#settings, ...settings };
    const issues = await this.core.cleanLearningIssues(ids, predProbs, given, { signal: run.signal });
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
    const { labelIssues, sampleWeight, ...findOptions } = options ?? reject('options', 'an object', describe(options));
    if (labelIssues !== undefined && (labelIssues === null || typeof labelIssues !== 'object')) {
      reject('labelIssues', 'what findLabelIssues found, or a flag for each example', describe(labelIssues));
    }
    if (typeof options !== 'object') reject('options', 'an object', describe(options));
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
      this.#sampleWeight = await this.core.cleanLearningWeights(ids, flags, noiseMatrix);
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
    const { model, cvNFolds = 5 } = this.#options;
    if (!model) {
      return this.core.crossValidateLogistic(features as unknown as MatrixInput, labels, cvNFolds, options);
    }
    const foldOf = await this.core.stratifiedFolds(labels, cvNFolds);
    return crossValidateClassifier(model, features, labels, foldOf, options);
  }
}
