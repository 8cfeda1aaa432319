import { callCore, runJob } from '../core.ts';
import { describe, reject } from '../errors.ts';
import { toFlags, toLabelIds, toMatrix } from '../matrix.ts';
import { readOptions, toNumbers } from '../options.ts';
import type { LabelIds, Matrix, MatrixInput, RunOptions } from '../types.ts';

declare module '../core-module.ts' {
  interface CoreModule {
    getLabelQualityScores(labels: Int32Array, predProbs: Matrix, options: object): JobHandle;
    getLabelQualityEnsembleScores(labels: Int32Array, predProbsList: Matrix[], options: object): JobHandle;
    orderLabelIssues(mask: Uint8Array, labels: Int32Array, predProbs: Matrix, options: object): JobHandle;
    findTopIssues(scores: Float64Array, top: number): Int32Array;
  }
}

/**
 * How a label is scored, in [0, 1], low is suspicious. With p the probability of the label:
 *
 * - `'self_confidence'`: p;
 * - `'normalized_margin'`: (p - largest other probability + 1) / 2;
 * - `'confidence_weighted_entropy'`: ln(1 + x) / x with x = normalised entropy / p; mind `entropyLimits`.
 */
export type ScoreMethod = 'self_confidence' | 'normalized_margin' | 'confidence_weighted_entropy';

/** What `getLabelQualityScores` can be told. */
export interface LabelQualityOptions extends RunOptions {
  /** Default `'self_confidence'`. */
  method?: ScoreMethod;
  /** Shift probabilities by class thresholds first; not with `'confidence_weighted_entropy'`; default false. */
  adjustPredProbs?: boolean;
  /** K thresholds for that; default: `getConfidentThresholds`. */
  thresholds?: ArrayLike<number>;
  /**
   * `'confidence_weighted_entropy'` by its limits: 1 for a sure and right prediction, which the reference, and false (the
   * default), score 0.
   */
  entropyLimits?: boolean;
}

const scoreOptions = {
  method: 'text',
  adjustPredProbs: 'boolean',
  thresholds: 'numbers',
  entropyLimits: 'boolean',
} as const;

/**
 * Score how far every label is to be trusted.
 *
 * @param labels n class ids 0..K-1.
 * @param predProbs n x K out-of-sample probabilities; rows sum to 1.
 * @returns n scores in [0, 1], low is suspicious.
 * @throws {AssayerError} `invalid_input` where labels, probabilities or options are not valid.
 *
 * @example
 * const scores = await getLabelQualityScores(labels, predProbs, { method: 'normalized_margin' });
 */
export async function getLabelQualityScores(
  labels: LabelIds,
  predProbs: MatrixInput,
  options: LabelQualityOptions = {},
): Promise<Float64Array> {
  const { settings, run } = readOptions(options, scoreOptions);
  const ids = toLabelIds(labels);
  const matrix = toMatrix(predProbs, 'predProbs');
  return runJob<Float64Array>((core) => core.getLabelQualityScores(ids, matrix, settings), run);
}

/** What `getLabelQualityEnsembleScores` can be told. */
export interface EnsembleOptions extends RunOptions {
  /** Default `'self_confidence'`. */
  method?: ScoreMethod;
  /** Shift each member's probabilities by its own class thresholds first; default false. */
  adjustPredProbs?: boolean;
  /**
   * `'accuracy'` (the default): in proportion to the share of predictions equal to the label (all 0: uniform);
   * `'uniform'`; `'log_loss_search'`: in proportion to exp(-T log loss) with the best T; `'custom'`: as given.
   */
  weightEnsembleMembersBy?: 'accuracy' | 'uniform' | 'log_loss_search' | 'custom';
  /** One weight >= 0 for each member, used as they are (not normalised); for `'custom'` and only for it. */
  customWeights?: ArrayLike<number>;
  /** The T that `'log_loss_search'` tries; default 1e-4 to 200 in eight steps. */
  searchTemperatures?: ArrayLike<number>;
}

/** Scores by several models, and how much each counted. */
export interface EnsembleScores {
  /** n */
  scores: Float64Array;
  /** One for each member. */
  weights: Float64Array;
}

const ensembleOptions = {
  method: 'text',
  adjustPredProbs: 'boolean',
  weightEnsembleMembersBy: 'text',
  customWeights: 'numbers',
  searchTemperatures: 'numbers',
} as const;

/**
 * Score every label by several models, and say how much each counted.
 *
 * @param labels n class ids 0..K-1.
 * @param predProbsList one or more n x K matrices of probabilities, all of one shape.
 *
 * @example
 * const { scores, weights } = await scoreLabelsByEnsemble(labels, [forest, network]);
 */
export async function scoreLabelsByEnsemble(
  labels: LabelIds,
  predProbsList: MatrixInput[],
  options: EnsembleOptions = {},
): Promise<EnsembleScores> {
  const { settings, run } = readOptions(options, ensembleOptions);
  const ids = toLabelIds(labels);
  if (!Array.isArray(predProbsList)) reject('predProbsList', 'an array of matrices', describe(predProbsList));
  const members = predProbsList.map((member, m) => toMatrix(member, `predProbsList[${m}]`));
  return runJob<EnsembleScores>((core) => core.getLabelQualityEnsembleScores(ids, members, settings), run);
}

/**
 * Score every label by several models: the weighted sum of the members' scores.
 *
 * @param labels n class ids 0..K-1.
 * @param predProbsList one or more n x K matrices of probabilities, all of one shape.
 * @returns n scores, in [0, 1] where the weights sum to 1.
 * @throws {AssayerError} `invalid_input` where a member is not valid or of another shape, or weights do not fit.
 *
 * @example
 * const scores = await getLabelQualityEnsembleScores(labels, [forest, network], { weightEnsembleMembersBy: 'uniform' });
 */
export async function getLabelQualityEnsembleScores(
  labels: LabelIds,
  predProbsList: MatrixInput[],
  options: EnsembleOptions = {},
): Promise<Float64Array> {
  return (await scoreLabelsByEnsemble(labels, predProbsList, options)).scores;
}

/**
 * Order flagged examples by rising label quality, scored over the whole data set.
 *
 * @param mask n flags.
 * @returns ids of the flagged examples, worst first (ties: smaller id first).
 *
 * @example
 * const worstFirst = await orderLabelIssues(mask, labels, predProbs, { method: 'normalized_margin' });
 */
export async function orderLabelIssues(
  mask: ArrayLike<number | boolean>,
  labels: LabelIds,
  predProbs: MatrixInput,
  options: LabelQualityOptions = {},
): Promise<Int32Array> {
  const { settings, run } = readOptions(options, scoreOptions);
  const flags = toFlags(mask, 'mask');
  const ids = toLabelIds(labels);
  const matrix = toMatrix(predProbs, 'predProbs');
  return runJob<Int32Array>((core) => core.orderLabelIssues(flags, ids, matrix, settings), run);
}

/**
 * Ids of the lowest scores, lowest first (ties: smaller id first).
 *
 * @param labelQualityScores n scores.
 * @param options `top`: how many, from 0; default 10. All where there are fewer.
 *
 * @example
 * await findTopIssues([0.3, 0.1, 0.1, 0.2], { top: 2 }); // Int32Array [1, 2]
 */
export async function findTopIssues(
  labelQualityScores: ArrayLike<number>,
  options: { top?: number } = {},
): Promise<Int32Array> {
  const { settings } = readOptions(options, { top: 'integer' });
  const scores = toNumbers(labelQualityScores, 'labelQualityScores');
  return callCore((core) => core.findTopIssues(scores, (settings.top as number | undefined) ?? 10));
}
