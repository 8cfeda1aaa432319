import { type ConfidentJointOptions, jointOptions } from '../confident-learning/confident-joint.ts';
import type { FilterBy } from '../confident-learning/label-issues.ts';
import type { ScoreMethod } from '../confident-learning/label-quality.ts';
import { runJob } from '../core.ts';
import { describe, reject } from '../errors.ts';
import { toLabelIds, toMatrix } from '../matrix.ts';
import { expectClassNames, readOptions } from '../options.ts';
import { type CoreColumn, Table, tableFromCore } from '../table.ts';
import type { Matrix, MatrixInput, RunOptions } from '../types.ts';

interface CoreClassLists {
  classes: Int32Array;
  offsets: Int32Array;
}

declare module '../core-module.ts' {
  interface CoreModule {
    multilabelScores(labels: CoreClassLists, predProbs: Matrix, options: object): JobHandle;
    multilabelScoresPerClass(labels: CoreClassLists, predProbs: Matrix, options: object): JobHandle;
    multilabelIssues(labels: CoreClassLists, predProbs: Matrix, options: object): JobHandle;
    multilabelIssuesPerClass(labels: CoreClassLists, predProbs: Matrix, options: object): JobHandle;
    multilabelConfidentJoint(labels: CoreClassLists, predProbs: Matrix, options: object): JobHandle;
    multilabelHealth(labels: CoreClassLists, predProbs: Matrix, options: object): JobHandle;
  }
}

/** For each example the ids 0..K-1 of its classes, in any order; an empty list for none. */
export type MultilabelLabels = ArrayLike<number>[];

/** How the scores of an example's classes become one score. */
export interface MultilabelScoreOptions {
  /** Of each class; default `self_confidence`. */
  method?: ScoreMethod;
  /** Shift probabilities by the class thresholds first; default false. */
  adjustPredProbs?: boolean;
  /** Default `exponential_moving_average`: from the highest class score to the lowest, so that low ones count most. */
  aggregation?: 'exponential_moving_average' | 'softmin';
  /** Of the moving average, in [0, 1]; default 0.8; null: 2 / (K + 1). */
  alpha?: number | null;
  /** Of the softmin, > 0; default 0.1. Small: near the lowest class score; large: near their mean. */
  temperature?: number;
}

export interface MultilabelFilterOptions extends RunOptions {
  /** How issues are picked in each class; default `prune_by_noise_rate`. See `findLabelIssues`. */
  filterBy?: FilterBy;
  /** Order of `indices`. */
  rankBy?: MultilabelScoreOptions;
  /** Part of the estimated issues to flag, in [0, 1]; default 1. Prune filters only. */
  fracNoise?: number;
  /** How many examples with a class, and how many without it, to leave alone; default 1. Prune filters only. */
  minExamplesPerClass?: number;
  /** For each class: from how many examples that are given it to take it away. Prune filters only. */
  numToRemovePerClass?: ArrayLike<number>;
  /** For each class a 2 x 2 matrix of counts (row: given, column: true; 0: has it not), instead of estimates. */
  confidentJoint?: MatrixInput[];
}

export interface MultilabelIssues {
  /** 1 where a class of the example is wrong or lacks. */
  mask: Uint8Array;
  /** The flagged examples, worst first. */
  indices: Int32Array;
}

const scoreOptionKinds = {
  method: 'text',
  adjustPredProbs: 'boolean',
  aggregation: 'text',
  alpha: 'number',
  temperature: 'number',
} as const;
const filterOptionKinds = {
  filterBy: 'text',
  rankBy: 'any',
  fracNoise: 'number',
  minExamplesPerClass: 'integer',
  numToRemovePerClass: 'numbers',
  confidentJoint: 'any',
} as const;

function toClassLists(labels: MultilabelLabels): CoreClassLists {
  if (!Array.isArray(labels)) reject('labels', 'an array with a list of class ids for each example', describe(labels));
  const offsets = new Int32Array(labels.length + 1);
  labels.forEach((list, i) => {
    if (list === null || typeof list !== 'object' || typeof list.length !== 'number') {
      reject(`labels[${i}]`, 'a list of class ids', describe(list));
    }
    offsets[i + 1] = offsets[i]! + list.length;
  });
  const classes = new Int32Array(offsets[labels.length]!);
  labels.forEach((list, i) => {
    classes.set(toLabelIds(list, `labels[${i}]`), offsets[i]);
  });
  return { classes, offsets };
}

function toScoreOptions(options: MultilabelScoreOptions & RunOptions): object {
  const { settings } = readOptions(options, scoreOptionKinds);
  return options.alpha === null ? { ...settings, alphaOf: 'num_classes' } : settings;
}

function toFilterOptions(options: MultilabelFilterOptions): object {
  const { settings } = readOptions(options, filterOptionKinds);
  const { rankBy, confidentJoint } = options;
  return { ...settings, rankBy: rankBy && toScoreOptions(rankBy), confidentJoint: toJoints(confidentJoint) };
}

function toJoints(joints: MatrixInput[] | undefined): Matrix[] | undefined {
  if (joints === undefined) return undefined;
  if (!Array.isArray(joints)) reject('confidentJoint', 'an array with a 2 x 2 matrix for each class', describe(joints));
  return joints.map((joint, c) => toMatrix(joint, `confidentJoint[${c}]`));
}

/**
 * Find the examples that have a class too many or too few.
 *
 * @param labels for each of n examples the ids of its classes.
 * @param predProbs n x K out-of-sample probabilities; each column stands for itself, rows need not sum to 1.
 * @throws {AssayerError} `invalid_input` where ids or probabilities are out of range, or shapes do not fit.
 *
 * @example
 * const { indices } = await findMultilabelIssues([[0], [0, 1], [], [1]],
 *   [[0.9, 0.1], [0.8, 0.9], [0.1, 0.1], [0.95, 0.9]], { filterBy: 'predicted_neq_given' }); // 3
 */
export async function findMultilabelIssues(
  labels: MultilabelLabels,
  predProbs: MatrixInput,
  options: MultilabelFilterOptions = {},
): Promise<MultilabelIssues> {
  const lists = toClassLists(labels);
  const matrix = toMatrix(predProbs, 'predProbs');
  const settings = toFilterOptions(options);
  return runJob((core) => core.multilabelIssues(lists, matrix, settings), options);
}

/** What is wrong class by class. */
export interface MultilabelClassIssues {
  /** n x K, row by row: 1 where the class is wrong or lacks. */
  mask: Uint8Array;
  /** n */
  rows: number;
  /** K */
  columns: number;
  /** For each class the flagged examples, worst first by the class's own score (`rankBy.method`). */
  indices: Int32Array[];
}

/**
 * Find the classes of each example that are wrong or lack.
 *
 * @example
 * const { mask, columns } = await findMultilabelIssuesPerClass(labels, predProbs);
 * const isClass2OfExample7Wrong = mask[7 * columns + 2] === 1;
 */
export async function findMultilabelIssuesPerClass(
  labels: MultilabelLabels,
  predProbs: MatrixInput,
  options: MultilabelFilterOptions = {},
): Promise<MultilabelClassIssues> {
  const lists = toClassLists(labels);
  const matrix = toMatrix(predProbs, 'predProbs');
  const settings = toFilterOptions(options);
  const issues = await runJob<Pick<MultilabelClassIssues, 'mask' | 'indices'>>(
    (core) => core.multilabelIssuesPerClass(lists, matrix, settings),
    options,
  );
  return { ...issues, rows: matrix.rows, columns: matrix.columns };
}

/**
 * Score every example by its classes' scores; low is suspicious.
 *
 * @returns n scores in [0, 1].
 *
 * @example
 * await getMultilabelQualityScores([[0, 1, 2], [0, 1, 2]], [[0.9, 0.9, 0.8], [0.8, 0.3, 0.9]]); // 0.82, 0.404
 */
export async function getMultilabelQualityScores(
  labels: MultilabelLabels,
  predProbs: MatrixInput,
  options: MultilabelScoreOptions & RunOptions = {},
): Promise<Float64Array> {
  const lists = toClassLists(labels);
  const matrix = toMatrix(predProbs, 'predProbs');
  const settings = toScoreOptions(options);
  return runJob((core) => core.multilabelScores(lists, matrix, settings), options);
}

/**
 * Score the label of every class of every example; low is suspicious.
 *
 * @returns n x K scores in [0, 1].
 *
 * @example
 * const scores = await getMultilabelQualityScoresPerClass([[0]], [[0.9, 0.3]]); // 0.9, 0.7
 */
export async function getMultilabelQualityScoresPerClass(
  labels: MultilabelLabels,
  predProbs: MatrixInput,
  options: Pick<MultilabelScoreOptions, 'method' | 'adjustPredProbs'> & RunOptions = {},
): Promise<Matrix> {
  const lists = toClassLists(labels);
  const matrix = toMatrix(predProbs, 'predProbs');
  const settings = toScoreOptions(options);
  return runJob((core) => core.multilabelScoresPerClass(lists, matrix, settings), options);
}

/** Confident learning's counts, class by class; 0 is "has it not", 1 "has it". */
export interface MultilabelConfidentJoint {
  /** K x 2: see `getConfidentThresholds`. */
  thresholds: Matrix;
  /** K of 2 x 2 counts, row given, column true: see `computeConfidentJoint`. */
  confidentJoint: Matrix[];
  /** K of 2 x 2, each sums to 1: see `estimateJoint`. */
  joint: Matrix[];
  /** For each class the ids of the examples counted off the diagonal, ascending. */
  offDiagonal: Int32Array[];
}

/**
 * Count given against confidently predicted labels of every class.
 *
 * @param options as of `computeConfidentJoint`; `thresholds`: 2 numbers, used for every class.
 *
 * @example
 * const { joint } = await computeMultilabelConfidentJoint([[0], [0, 1], []], [[0.9, 0.1], [0.8, 0.9], [0.2, 0.1]]);
 * joint[1].data[0 * 2 + 1]; // share of the examples that should have class 1 and have it not
 */
export async function computeMultilabelConfidentJoint(
  labels: MultilabelLabels,
  predProbs: MatrixInput,
  options: ConfidentJointOptions = {},
): Promise<MultilabelConfidentJoint> {
  const { settings, run } = readOptions(options, jointOptions);
  const lists = toClassLists(labels);
  const matrix = toMatrix(predProbs, 'predProbs');
  return runJob((core) => core.multilabelConfidentJoint(lists, matrix, settings), run);
}

export interface MultilabelSummaryOptions extends RunOptions {
  /** Adds a column `Class Name`. */
  classNames?: ArrayLike<string>;
  /** For each class a 2 x 2 matrix of counts, instead of estimates. */
  confidentJoint?: MatrixInput[];
}

export interface MultilabelHealth {
  /** Share of the examples without issue. */
  overallMultilabelHealthScore: number;
  /** See `rankClassesByMultilabelQuality`. */
  classesByMultilabelQuality: Table;
  /** See `commonMultilabelIssues`. */
  commonMultilabelIssues: Table;
}

/**
 * Everything about the health of multi-label data: overall, by class, and the commonest errors.
 *
 * @example
 * const { overallMultilabelHealthScore, commonMultilabelIssues } = await multilabelHealthSummary(labels, predProbs);
 */
export async function multilabelHealthSummary(
  labels: MultilabelLabels,
  predProbs: MatrixInput,
  options: MultilabelSummaryOptions = {},
): Promise<MultilabelHealth> {
  readOptions(options, { classNames: 'any', confidentJoint: 'any' });
  const lists = toClassLists(labels);
  const matrix = toMatrix(predProbs, 'predProbs');
  expectClassNames(options.classNames, matrix.columns);
  const health = await runJob<{
    healthScore: number;
    classes: { table: CoreColumn[] };
    commonIssues: { table: CoreColumn[] };
  }>((core) => core.multilabelHealth(lists, matrix, { confidentJoint: toJoints(options.confidentJoint) }), options);
  return {
    overallMultilabelHealthScore: health.healthScore,
    classesByMultilabelQuality: withClassNames(health.classes.table, options.classNames),
    commonMultilabelIssues: withClassNames(health.commonIssues.table, options.classNames),
  };
}

function withClassNames(columns: CoreColumn[], classNames: ArrayLike<string> | undefined): Table {
  const table = tableFromCore(columns);
  if (!classNames) return table;
  const ids = table.column('Class Index') as ArrayLike<number>;
  return new Table(table.rowCount, [
    ['Class Name', Array.from(ids, (id) => classNames[id]!)],
    ...table.columnNames.map((name) => [name, table.column(name)] as const),
  ]);
}

/**
 * How often each class is given where it should not be, and not given where it should.
 *
 * @returns two rows for each class, the commonest first: Class Index, In Given Label, In Suggested Label, Num Examples,
 * Issue Probability (share of all examples).
 *
 * @example
 * const table = await commonMultilabelIssues(labels, predProbs, { classNames: ['cat', 'dog'] });
 */
export async function commonMultilabelIssues(
  labels: MultilabelLabels,
  predProbs: MatrixInput,
  options: MultilabelSummaryOptions = {},
): Promise<Table> {
  return (await multilabelHealthSummary(labels, predProbs, options)).commonMultilabelIssues;
}

/**
 * The classes, worst first.
 *
 * @returns a row for each class: Class Index, Label Issues, Inverse Label Issues, Label Noise, Inverse Label Noise (both
 * as shares of all examples), Label Quality Score (1 - Label Noise).
 *
 * @example
 * const table = await rankClassesByMultilabelQuality(labels, predProbs);
 */
export async function rankClassesByMultilabelQuality(
  labels: MultilabelLabels,
  predProbs: MatrixInput,
  options: MultilabelSummaryOptions = {},
): Promise<Table> {
  return (await multilabelHealthSummary(labels, predProbs, options)).classesByMultilabelQuality;
}

/**
 * Share of the examples without issue.
 *
 * @example
 * const health = await overallMultilabelHealthScore(labels, predProbs); // 1 is best
 */
export async function overallMultilabelHealthScore(
  labels: MultilabelLabels,
  predProbs: MatrixInput,
  options: MultilabelSummaryOptions = {},
): Promise<number> {
  return (await multilabelHealthSummary(labels, predProbs, options)).overallMultilabelHealthScore;
}
