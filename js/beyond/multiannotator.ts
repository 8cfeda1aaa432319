import type { ScoreMethod } from '../confident-learning/label-quality.ts';
import { callCore, runJob } from '../core.ts';
import { describe, reject } from '../errors.ts';
import { encodeLabels } from '../labels.ts';
import { toMatrix } from '../matrix.ts';
import { expectParts, readOptions } from '../options.ts';
import { type ClassName, Table } from '../table.ts';
import type { Matrix, MatrixInput, RunOptions } from '../types.ts';

declare module '../core-module.ts' {
  interface CoreModule {
    labelQualityMultiannotator(labels: Matrix, predProbs: Matrix[], options: object): JobHandle;
    majorityVoteLabel(labels: Matrix, predProbs: Matrix[]): Int32Array;
    activeLearningScores(labels: Matrix | null, predProbs: Matrix[], unlabeled: Matrix[], options: object): JobHandle;
  }
}

/** One row for each example, one column for each annotator; null, undefined or NaN where there is no label. */
export type MultiannotatorLabels = Matrix | ArrayLike<number | null | undefined>[];
export type ConsensusMethod = 'best_quality' | 'majority_vote';
/** `packed` repeats how the reference counts votes, which puts them on wrong classes where a class got none. */
export type VoteCount = 'by_class' | 'packed';

export interface MultiannotatorOptions extends RunOptions {
  /**
   * `best_quality` (default): the class that annotators and model together find most probable; `majority_vote`: the one
   * with most votes. Of a list the first is the main one; each other adds its columns with its name behind theirs.
   */
  consensusMethod?: ConsensusMethod | ConsensusMethod[];
  /** `crowdlab` (default): annotators and model, weighted by how well they agree with others; `agreement`: votes alone. */
  qualityMethod?: 'crowdlab' | 'agreement';
  /** First scale the probabilities to the votes; default false. */
  calibrateProbs?: boolean;
  /** How labels are scored against the joint probabilities; default `self_confidence`. */
  method?: ScoreMethod;
  /** Score with probabilities shifted by the class thresholds; default false. */
  adjustPredProbs?: boolean;
  /** Names of the annotators; default 0, 1, ... */
  annotatorIds?: ArrayLike<string | number>;
  /** Default `by_class`; `packed` only to compare with the reference (`agreement` and `calibrateProbs` use it). */
  voteCount?: VoteCount;
}

export interface MultiannotatorQuality {
  /** consensus_label, consensus_quality_score, annotator_agreement, num_annotations: a row for each example. */
  labelQuality: Table;
  /** quality_annotator_X: the score of every label given, NaN where there is none. */
  detailedLabelQuality: Table;
  /**
   * annotator, annotator_quality, agreement_with_consensus, worst_class, num_examples_labeled: a row for each
   * annotator, the worst first; annotator_quality is NaN where nobody else labelled the annotator's examples.
   */
  annotatorStats: Table;
  /** How much each model counts; empty with `agreement`. */
  modelWeight: Float64Array;
  /** How much each annotator counts, in the order of the columns; empty with `agreement`. */
  annotatorWeight: Float64Array;
}

interface CoreQuality {
  consensusLabel: Int32Array;
  consensusQualityScore: Float64Array;
  annotatorAgreement: Float64Array;
  numAnnotations: Int32Array;
  detailedLabelQuality: Matrix;
  annotatorStats: {
    annotatorQuality: Float64Array;
    agreementWithConsensus: Float64Array;
    worstClass: Int32Array;
    numExamplesLabeled: Int32Array;
    order: Int32Array;
  };
  modelWeight: Float64Array;
  annotatorWeight: Float64Array;
}

const optionKinds = {
  consensusMethod: 'any',
  qualityMethod: 'text',
  calibrateProbs: 'boolean',
  method: 'text',
  adjustPredProbs: 'boolean',
  annotatorIds: 'any',
  voteCount: 'text',
} as const;

/** Missing labels as NaN. */
function toLabelTable(labels: MultiannotatorLabels): Matrix {
  const name = 'labelsMultiannotator';
  if (!Array.isArray(labels)) return toMatrix(labels as Matrix, name);
  const rows = labels.map((row, i) => {
    if (row === null || typeof row !== 'object') reject(`${name}[${i}]`, 'a row of labels', describe(row));
    return Array.from(row as ArrayLike<number | null | undefined>, (label) => label ?? Number.NaN);
  });
  return toMatrix(rows, name);
}

async function analyze(
  labels: MultiannotatorLabels,
  predProbs: Matrix[],
  options: MultiannotatorOptions,
): Promise<MultiannotatorQuality> {
  const { settings, run } = readOptions(options, optionKinds);
  const { consensusMethod = 'best_quality', annotatorIds } = options;
  const table = toLabelTable(labels);
  if (annotatorIds !== undefined && annotatorIds?.length !== table.columns) {
    reject('annotatorIds', `${table.columns} names, one for each annotator`, describe(annotatorIds));
  }
  const names = Array.from({ length: table.columns }, (_, j) => String(annotatorIds?.[j] ?? j));
  const methods = Array.isArray(consensusMethod) ? consensusMethod : [consensusMethod];
  const main = methods[0] ?? reject('consensusMethod', 'at least one method', 'none');
  for (const method of methods) {
    if (typeof method !== 'string') reject('consensusMethod', 'best_quality or majority_vote', describe(method));
  }
  const ask = (method: ConsensusMethod) =>
    runJob<CoreQuality>(
      (core) => core.labelQualityMultiannotator(table, predProbs, { ...settings, consensusMethod: method }),
      run,
    );
  const quality = await ask(main);
  const columns: [string, ArrayLike<unknown>][] = [
    ['consensus_label', quality.consensusLabel],
    ['consensus_quality_score', quality.consensusQualityScore],
    ['annotator_agreement', quality.annotatorAgreement],
    ['num_annotations', quality.numAnnotations],
  ];
  for (const method of methods.slice(1)) {
    const other = await ask(method);
    columns.push(
      [`consensus_label_${method}`, other.consensusLabel],
      [`consensus_quality_score_${method}`, other.consensusQualityScore],
      [`annotator_agreement_${method}`, other.annotatorAgreement],
    );
  }
  return {
    labelQuality: new Table(table.rows, columns),
    detailedLabelQuality: new Table(
      table.rows,
      names.map((name, j) => [`quality_annotator_${name}`, () => columnOf(quality.detailedLabelQuality, j)] as const),
    ),
    annotatorStats: statsTable(quality.annotatorStats, names),
    modelWeight: quality.modelWeight,
    annotatorWeight: quality.annotatorWeight,
  };
}

function columnOf(matrix: Matrix, j: number): Float64Array {
  return Float64Array.from({ length: matrix.rows }, (_, i) => matrix.data[i * matrix.columns + j]!);
}

function statsTable(stats: CoreQuality['annotatorStats'], names: string[]): Table {
  const order = stats.order;
  return new Table(order.length, [
    ['annotator', Array.from(order, (j) => names[j]!)],
    ['annotator_quality', Float64Array.from(order, (j) => stats.annotatorQuality[j]!)],
    ['agreement_with_consensus', Float64Array.from(order, (j) => stats.agreementWithConsensus[j]!)],
    ['worst_class', Int32Array.from(order, (j) => stats.worstClass[j]!)],
    ['num_examples_labeled', Int32Array.from(order, (j) => stats.numExamplesLabeled[j]!)],
  ]);
}

/**
 * Find the consensus of several annotators, and how far it, every single label and every annotator can be trusted
 * (CROWDLAB, Goh et al. 2022).
 *
 * @param labelsMultiannotator class ids 0..K-1 by example and annotator, with gaps. See `convertLongToWideDataset` for
 * labels one by one.
 * @param predProbs n x K out-of-sample probabilities, K >= 2, for example of a model trained on the majority votes.
 * @throws {AssayerError} `invalid_input` where an example or annotator has no label at all, no example has several, or
 * shapes do not fit.
 *
 * @example
 * const labels = [[0, 0, null], [0, 1, 1], [1, 1, null], [null, 1, 0], [1, null, null]];
 * const predProbs = [[0.9, 0.1], [0.3, 0.7], [0.2, 0.8], [0.6, 0.4], [0.4, 0.6]];
 * const { labelQuality, annotatorStats } = await getLabelQualityMultiannotator(labels, predProbs);
 * labelQuality.column('consensus_label'); // 0, 1, 1, 0, 1
 */
export async function getLabelQualityMultiannotator(
  labelsMultiannotator: MultiannotatorLabels,
  predProbs: MatrixInput,
  options: MultiannotatorOptions = {},
): Promise<MultiannotatorQuality> {
  return analyze(labelsMultiannotator, [toMatrix(predProbs, 'predProbs')], options);
}

/**
 * As `getLabelQualityMultiannotator`, with several models; `best_quality` and `crowdlab` are the only methods.
 *
 * @param predProbs one n x K matrix for each model.
 *
 * @example
 * const { modelWeight } = await getLabelQualityMultiannotatorEnsemble(
 *   [[0, 0], [0, 1], [1, 1]],
 *   [[[0.9, 0.1], [0.3, 0.7], [0.2, 0.8]], [[0.6, 0.4], [0.4, 0.6], [0.1, 0.9]]],
 * );
 */
export async function getLabelQualityMultiannotatorEnsemble(
  labelsMultiannotator: MultiannotatorLabels,
  predProbs: MatrixInput[],
  options: Omit<MultiannotatorOptions, 'consensusMethod' | 'qualityMethod'> = {},
): Promise<MultiannotatorQuality> {
  return analyze(labelsMultiannotator, toMatrices(predProbs, 'predProbs'), options);
}

function toMatrices(list: MatrixInput[], name: string): Matrix[] {
  if (!Array.isArray(list)) reject(name, 'an array with a matrix for each model', describe(list));
  return list.map((matrix, b) => toMatrix(matrix, `${name}[${b}]`));
}

/**
 * The class with most votes for every example. Ties: the most probable (where `predProbs` are given), then the class
 * that is rarest among all labels, then the one chosen by the annotators who agree best, then the smallest.
 *
 * @example
 * await getMajorityVoteLabel([[0, 0, 1], [1, 1, null]]); // Int32Array [0, 1]
 */
export async function getMajorityVoteLabel(
  labelsMultiannotator: MultiannotatorLabels,
  predProbs?: MatrixInput,
): Promise<Int32Array> {
  const table = toLabelTable(labelsMultiannotator);
  const models = predProbs === undefined ? [] : [toMatrix(predProbs, 'predProbs')];
  return callCore((core) => core.majorityVoteLabel(table, models));
}

/** The examples to score: with labels, without, or both. */
export interface ActiveLearningInput {
  labelsMultiannotator?: MultiannotatorLabels;
  /** For the examples with labels. */
  predProbs?: MatrixInput;
  /** For the examples without labels. */
  predProbsUnlabeled?: MatrixInput;
}

export interface ActiveLearningScores {
  /** One score for each example with labels. */
  labeled: Float64Array;
  /** One score for each example without labels; on the same scale. */
  unlabeled: Float64Array;
}

export interface ActiveLearningOptions extends RunOptions {
  /** Default `by_class`; `packed` only to compare with the reference. */
  voteCount?: VoteCount;
}

const inputParts = ['labelsMultiannotator', 'predProbs', 'predProbsUnlabeled'];

async function scoreForLabeling(
  labels: MultiannotatorLabels | undefined,
  predProbs: Matrix[],
  unlabeled: Matrix[],
  options: ActiveLearningOptions,
): Promise<ActiveLearningScores> {
  const { settings, run } = readOptions(options, { voteCount: 'text' });
  const table = labels === undefined ? null : toLabelTable(labels);
  return runJob((core) => core.activeLearningScores(table, predProbs, unlabeled, settings), run);
}

/**
 * Score where another label would help most: the lowest first (ActiveLab, Goh and Mueller 2023).
 *
 * @throws {AssayerError} `invalid_input` where there is nothing to score or the classes differ.
 *
 * @example
 * const { labeled, unlabeled } = await getActiveLearningScores({
 *   labelsMultiannotator: [[0, null], [null, 1], [1, null]],
 *   predProbs: [[0.9, 0.1], [0.9, 0.1], [0.2, 0.8]],
 *   predProbsUnlabeled: [[0.5, 0.5], [0.9, 0.1]],
 * }); // labeled: 0.767, 0.233, 0.7; unlabeled: 0.5, 0.7
 */
export async function getActiveLearningScores(
  input: ActiveLearningInput,
  options: ActiveLearningOptions = {},
): Promise<ActiveLearningScores> {
  expectParts(input, 'input', inputParts);
  const { labelsMultiannotator, predProbs, predProbsUnlabeled } = input;
  return scoreForLabeling(
    labelsMultiannotator,
    predProbs === undefined ? [] : [toMatrix(predProbs, 'predProbs')],
    predProbsUnlabeled === undefined ? [] : [toMatrix(predProbsUnlabeled, 'predProbsUnlabeled')],
    options,
  );
}

/**
 * As `getActiveLearningScores`, with several models: each input is a list with one matrix for each.
 *
 * @example
 * await getActiveLearningScoresEnsemble({ predProbsUnlabeled: [[[0.5, 0.5]], [[0.3, 0.7]]] });
 */
export async function getActiveLearningScoresEnsemble(
  input: {
    labelsMultiannotator?: MultiannotatorLabels;
    predProbs?: MatrixInput[];
    predProbsUnlabeled?: MatrixInput[];
  },
  options: ActiveLearningOptions = {},
): Promise<ActiveLearningScores> {
  expectParts(input, 'input', inputParts);
  return scoreForLabeling(
    input.labelsMultiannotator,
    toMatrices(input.predProbs ?? [], 'predProbs'),
    toMatrices(input.predProbsUnlabeled ?? [], 'predProbsUnlabeled'),
    options,
  );
}

/** Labels one by one: annotator `annotator[e]` called example `task[e]` `label[e]`. */
export interface LongLabels {
  task: ArrayLike<ClassName>;
  annotator: ArrayLike<ClassName>;
  label: ArrayLike<ClassName>;
}

export interface WideLabels {
  /** Tasks x annotators, class ids, NaN for none. */
  labels: Matrix;
  /** What the rows, columns and class ids stand for, sorted. */
  taskIds: ClassName[];
  annotatorIds: ClassName[];
  classNames: ClassName[];
}

/**
 * Turn labels given one by one into the table that the other functions take, and number annotators and classes.
 *
 * @throws {AssayerError} `invalid_input` where lengths differ, a value is missing or an annotator labelled a task twice.
 *
 * @example
 * const { labels, classNames } = convertLongToWideDataset({
 *   task: ['a', 'a', 'b'], annotator: ['Ann', 'Bob', 'Ann'], label: ['cat', 'dog', 'dog'],
 * }); // labels.data: 0, 1, 1, NaN; classNames: cat, dog
 */
export function convertLongToWideDataset(input: LongLabels): WideLabels {
  expectParts(input, 'input', ['task', 'annotator', 'label']);
  const task = encodeLabels(input.task, 'task');
  const annotator = encodeLabels(input.annotator, 'annotator');
  const label = encodeLabels(input.label, 'label');
  for (const [name, { ids }] of [['annotator', annotator] as const, ['label', label] as const]) {
    if (ids.length !== task.ids.length) reject(name, `as many as there are tasks (${task.ids.length})`, ids.length);
  }
  const rows = task.classNames.length;
  const columns = annotator.classNames.length;
  const data = new Float64Array(rows * columns).fill(Number.NaN);
  task.ids.forEach((i, e) => {
    const place = i * columns + annotator.ids[e]!;
    if (!Number.isNaN(data[place])) reject(`task[${e}]`, 'one label by each annotator for a task', 'a second one');
    data[place] = label.ids[e]!;
  });
  return {
    labels: { data, rows, columns },
    taskIds: task.classNames,
    annotatorIds: annotator.classNames,
    classNames: label.classNames,
  };
}

/** A table of labels whose classes are numbered. */
export interface FormattedLabels {
  /** Examples x annotators, class ids, NaN for none. */
  labels: Matrix;
  /** What the class ids stand for, sorted. */
  classNames: ClassName[];
}

/**
 * Number the classes of a table of labels that has one row for each example and one column for each annotator.
 *
 * @param labels texts, numbers or booleans; null, undefined or NaN where there is no label.
 * @throws {AssayerError} `invalid_input` where rows differ in length, or labels in type.
 *
 * @example
 * const { labels, classNames } = formatMultiannotatorLabels([['cat', null], ['dog', 'dog']]);
 * // labels.data: 0, NaN, 1, 1; classNames: cat, dog
 */
export function formatMultiannotatorLabels(labels: ArrayLike<ClassName | null | undefined>[]): FormattedLabels {
  const name = 'labels';
  if (!Array.isArray(labels)) reject(name, 'an array with a row of labels for each example', describe(labels));
  const columns = labels[0]?.length ?? 0;
  const given: ClassName[] = [];
  const places: number[] = [];
  labels.forEach((row, i) => {
    if (row?.length !== columns) reject(`${name}[${i}]`, `${columns} labels as in the first row`, describe(row));
    for (let j = 0; j < columns; j++) {
      const label = row[j];
      if (label === null || label === undefined || Number.isNaN(label)) continue;
      given.push(label);
      places.push(i * columns + j);
    }
  });
  const { ids, classNames } = encodeLabels(given, name);
  const data = new Float64Array(labels.length * columns).fill(Number.NaN);
  places.forEach((place, e) => {
    data[place] = ids[e]!;
  });
  return { labels: { data, rows: labels.length, columns }, classNames };
}
