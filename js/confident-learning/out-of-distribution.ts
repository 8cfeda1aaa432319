import { runJob } from '../core.ts';
import { describe, reject } from '../errors.ts';
import { toLabelIds, toMatrix } from '../matrix.ts';
import { readOptions } from '../options.ts';
import type { LabelIds, Matrix, MatrixInput, RunOptions } from '../types.ts';

declare module '../core-module.ts' {
  interface CoreModule {
    oodFeatureScores(features: Matrix, options: object): JobHandle;
    oodPredictionScores(predProbs: Matrix, labels: Int32Array, options: object): JobHandle;
  }
}

/** Score by features: how far an example lies from its nearest neighbours. */
export interface FeatureOodInput extends RunOptions {
  /** n x d, finite numbers. */
  features: MatrixInput;
  /** Fit neighbours and scale on these instead, m x d; examples that are in both find themselves. */
  trainFeatures?: MatrixInput;
  /** Neighbours, below the number of (training) examples; default 10, or as many as there are. */
  k?: number;
  /** Sharpness, > 0: a larger t pushes far examples closer to 0; default 1. */
  t?: number;
  /** Default `'auto'`: cosine with more than 3 features, else euclidean. */
  metric?: 'auto' | 'cosine' | 'euclidean' | 'manhattan' | 'chebyshev' | (string & {});
}

/** Score by predictions: how undecided a model is. */
export interface PredictionOodInput extends RunOptions {
  /** n x K probabilities; rows sum to 1. */
  predProbs: MatrixInput;
  /** n class ids 0..K-1, to adjust by. */
  labels?: LabelIds;
  /**
   * `'entropy'` (the default): 1 - entropy / ln K; `'least_confidence'`: the largest probability; `'gen'`: 1 -
   * generalized entropy.
   */
  method?: 'entropy' | 'least_confidence' | 'gen';
  /**
   * Shift probabilities by class thresholds first; needs `labels` or `confidentThresholds`; default true where one of
   * them is given.
   */
  adjustPredProbs?: boolean;
  /** K thresholds for that; default: from `labels`. */
  confidentThresholds?: ArrayLike<number>;
  /** Of `'gen'`: how many of the largest probabilities count; from 1, default 100. */
  m?: number;
  /** Of `'gen'`: its exponent, > 0; default 0.1. */
  gamma?: number;
  /**
   * Of `'gen'`, as in its paper: of the probabilities themselves, divided by as many as count. Default false: as the
   * reference, of the softmax of the probabilities, divided by `m` also where there are fewer classes.
   */
  genOfProbabilities?: boolean;
}

/**
 * Score how typical every example is, by features or by predictions.
 *
 * @returns n scores in [0, 1], low is out of distribution.
 * @throws {AssayerError} `invalid_input` where features are missing or infinite, k is too large, or probabilities are not
 * valid.
 *
 * @example
 * const byFeatures = await outOfDistributionScores({ features: embeddings, k: 10 });
 * const byPredictions = await outOfDistributionScores({ predProbs, labels });
 */
export async function outOfDistributionScores(input: FeatureOodInput | PredictionOodInput): Promise<Float64Array> {
  if (input === null || typeof input !== 'object' || 'features' in input === 'predProbs' in input) {
    reject('input', 'either features or predProbs', describe(input));
  }
  return 'features' in input ? scoreFeatures(input) : scorePredictions(input);
}

async function scoreFeatures({ features, ...options }: FeatureOodInput): Promise<Float64Array> {
  const { settings, run } = readOptions(options, {
    trainFeatures: 'matrix',
    k: 'integer',
    t: 'number',
    metric: 'text',
  });
  if (settings.k !== undefined && (settings.k as number) < 1) reject('k', 'at least 1', settings.k as number);
  const matrix = toMatrix(features, 'features');
  return runJob<Float64Array>((core) => core.oodFeatureScores(matrix, settings), run);
}

async function scorePredictions({ predProbs, labels, ...options }: PredictionOodInput): Promise<Float64Array> {
  const { settings, run } = readOptions(options, {
    method: 'text',
    adjustPredProbs: 'boolean',
    confidentThresholds: 'numbers',
    m: 'integer',
    gamma: 'number',
    genOfProbabilities: 'boolean',
  });
  settings.adjustPredProbs ??= labels !== undefined || settings.confidentThresholds !== undefined;
  const ids = labels === undefined ? new Int32Array() : toLabelIds(labels);
  const matrix = toMatrix(predProbs, 'predProbs');
  if (labels !== undefined && ids.length === 0) reject('labels', 'at least one example', 'none');
  return runJob<Float64Array>((core) => core.oodPredictionScores(matrix, ids, settings), run);
}
