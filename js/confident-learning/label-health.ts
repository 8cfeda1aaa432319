import { callCore, runJob } from '../core.ts';
import { reject } from '../errors.ts';
import { toLabelIds, toMatrix } from '../matrix.ts';
import { expectClassNames, readOptions } from '../options.ts';
import { type CoreColumn, type Table, tableFromCore } from '../table.ts';
import type { LabelIds, Matrix, MatrixInput, RunOptions } from '../types.ts';
import { calibrateConfidentJoint, estimateJoint } from './confident-joint.ts';

interface CoreTable {
  table: CoreColumn[];
}

declare module '../core-module.ts' {
  interface CoreModule {
    rankClassesByLabelQuality(joint: Matrix, numExamples: number): CoreTable;
    findOverlappingClasses(joint: Matrix, numExamples: number, asymmetric: boolean): CoreTable;
    overallLabelHealthScore(labels: Int32Array, predProbs: Matrix): JobHandle;
    overallLabelHealthScoreOfJoint(joint: Matrix): number;
    normalizeJoint(counts: Matrix): Matrix;
  }
}

/** Where the joint distribution of given and true labels comes from, if not from labels and predictions. */
export interface JointOptions extends RunOptions {
  /** K x K, p(given, true), sums to 1: see `estimateJoint`. Labels and predictions may then be null. */
  joint?: MatrixInput;
  /**
   * K x K counts, row given, column true, calibrated to the labels where these are given. Predictions, or both, may then
   * be null.
   */
  confidentJoint?: MatrixInput;
  /** Number of examples, where there are no labels; default: the sum of `confidentJoint`. */
  numExamples?: number;
}

/** What `rankClassesByLabelQuality` can be told. */
export interface ClassTableOptions extends JointOptions {
  /** K names; with them the table has columns of names too. */
  classNames?: readonly string[];
}

/** What `findOverlappingClasses` and `healthSummary` can be told. */
export interface OverlappingClassesOptions extends ClassTableOptions {
  /** Tell (given a, true b) from (given b, true a); default false. */
  asymmetric?: boolean;
}

/** Labels of a data set, or null where a joint stands for them. */
type Given<Input> = Input | null;

interface JointOfLabels {
  joint: Matrix;
  numExamples: number;
}

const jointOptions = { joint: 'matrix', confidentJoint: 'matrix', numExamples: 'integer' } as const;
const tableOptions = { ...jointOptions, classNames: 'any', asymmetric: 'boolean' } as const;

function sumOf({ data }: Matrix): number {
  let sum = 0;
  for (const value of data) sum += value;
  return sum;
}

/** The joint as given, or from counts, or from labels and predictions. */
async function findJoint(
  labels: Given<LabelIds>,
  predProbs: Given<MatrixInput>,
  options: JointOptions,
): Promise<JointOfLabels> {
  const { settings, run } = readOptions(options, tableOptions);
  const counts = settings.confidentJoint as Matrix | undefined;
  const numExamples = labels?.length ?? settings.numExamples ?? (counts && sumOf(counts));
  if (settings.joint !== undefined) {
    if (numExamples === undefined) reject('numExamples', 'a number of examples, or labels', 'none');
    return { joint: settings.joint as Matrix, numExamples: numExamples as number };
  }
  if (predProbs !== null || counts === undefined) {
    const joint = await estimateJoint(labels!, predProbs!, { confidentJoint: counts, ...run });
    return { joint, numExamples: labels!.length };
  }
  const calibrated = labels === null ? counts : await calibrateConfidentJoint(counts, labels);
  return { joint: await callCore((core) => core.normalizeJoint(calibrated)), numExamples: numExamples as number };
}

/** A table of the core: class ids are replaced by names, or that column left out where there are none. */
function withNames(core: CoreTable, classNames: readonly string[] | undefined): Table {
  return tableFromCore(
    core.table.filter((column) => classNames || column.kind !== 'class'),
    classNames,
  );
}

async function rankClasses({ joint, numExamples }: JointOfLabels, options: ClassTableOptions): Promise<Table> {
  expectClassNames(options.classNames, joint.columns);
  return withNames(await callCore((core) => core.rankClassesByLabelQuality(joint, numExamples)), options.classNames);
}

async function rankPairs({ joint, numExamples }: JointOfLabels, options: OverlappingClassesOptions): Promise<Table> {
  const { classNames, asymmetric = false } = options;
  expectClassNames(classNames, joint.columns);
  return withNames(await callCore((core) => core.findOverlappingClasses(joint, numExamples, asymmetric)), classNames);
}

/**
 * Rank classes by the quality of their labels, worst first.
 *
 * @param labels n class ids 0..K-1, or null where a joint is given.
 * @param predProbs n x K out-of-sample probabilities; rows sum to 1; or null where a joint is given.
 * @returns a table with K rows and the columns `Class Name` (with `classNames`), `Class Index`, `Label Issues`, `Inverse
 * Label Issues`, `Label Noise`, `Inverse Label Noise`, `Label Quality Score`.
 *
 * @example
 * const table = await rankClassesByLabelQuality(labels, predProbs, { classNames: ['cat', 'dog'] });
 * table.toRows()[0]; // the class with the worst labels
 */
export async function rankClassesByLabelQuality(
  labels: Given<LabelIds>,
  predProbs: Given<MatrixInput>,
  options: ClassTableOptions = {},
): Promise<Table> {
  return rankClasses(await findJoint(labels, predProbs, options), options);
}

/**
 * Rank pairs of classes by how much they are confused, most first.
 *
 * @param labels n class ids 0..K-1, or null where a joint is given.
 * @param predProbs n x K out-of-sample probabilities; rows sum to 1; or null where a joint is given.
 * @returns a table with a row for each pair and the columns `Class Name A`, `Class Name B` (with `classNames`), `Class
 * Index A`, `Class Index B`, `Num Overlapping Examples`, `Joint Probability`.
 *
 * @example
 * const pairs = await findOverlappingClasses(labels, predProbs, { asymmetric: true });
 */
export async function findOverlappingClasses(
  labels: Given<LabelIds>,
  predProbs: Given<MatrixInput>,
  options: OverlappingClassesOptions = {},
): Promise<Table> {
  return rankPairs(await findJoint(labels, predProbs, options), options);
}

/**
 * The part of the labels that seem right: 1 - `numLabelIssues` / n; of a joint or counts alone, the trace of the joint.
 * As in the reference these are two estimates, which need not agree.
 *
 * @param labels n class ids 0..K-1, or null where a joint is given.
 * @param predProbs n x K out-of-sample probabilities, or null where a joint is given.
 * @throws {AssayerError} `invalid_input` where something is not valid, or there is nothing to judge by.
 *
 * @example
 * const health = await overallLabelHealthScore(labels, predProbs); // 0.93: about 7 % of the labels are wrong
 */
export async function overallLabelHealthScore(
  labels: Given<LabelIds>,
  predProbs: Given<MatrixInput>,
  options: JointOptions = {},
): Promise<number> {
  const { run } = readOptions(options, jointOptions);
  if (labels === null || predProbs === null) {
    const { joint } = await findJoint(labels, predProbs, options);
    return callCore((core) => core.overallLabelHealthScoreOfJoint(joint));
  }
  const ids = toLabelIds(labels);
  const matrix = toMatrix(predProbs, 'predProbs');
  return runJob<number>((core) => core.overallLabelHealthScore(ids, matrix), run);
}

/** What there is to say about the labels of a data set. */
export interface HealthSummary {
  /** In [0, 1]. */
  overallLabelHealthScore: number;
  /** K x K: p(given, true). */
  joint: Matrix;
  /** `rankClassesByLabelQuality` */
  classesByLabelQuality: Table;
  /** `findOverlappingClasses` */
  overlappingClasses: Table;
}

/**
 * Everything about the labels of a data set at once.
 *
 * @example
 * const summary = await healthSummary(labels, predProbs, { classNames });
 */
export async function healthSummary(
  labels: Given<LabelIds>,
  predProbs: Given<MatrixInput>,
  options: OverlappingClassesOptions = {},
): Promise<HealthSummary> {
  readOptions(options, tableOptions);
  const { onProgress, signal, ...rest } = options;
  const half = (from: number): RunOptions => ({
    signal,
    onProgress: onProgress && ((progress) => onProgress({ ...progress, fraction: from + progress.fraction / 2 })),
  });
  const found = await findJoint(labels, predProbs, { ...rest, ...half(0) });
  const { classNames, asymmetric, ...jointOnly } = rest;
  return {
    joint: found.joint,
    classesByLabelQuality: await rankClasses(found, options),
    overlappingClasses: await rankPairs(found, options),
    overallLabelHealthScore: await overallLabelHealthScore(labels, predProbs, { ...jointOnly, ...half(0.5) }),
  };
}
