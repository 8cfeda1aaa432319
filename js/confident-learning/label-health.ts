import { runJob } from '../core.ts';
import { describe, reject } from '../errors.ts';
import { toLabelIds, toMatrix } from '../matrix.ts';
import { readOptions } from '../options.ts';
import { type CoreColumn, type Table, tableFromCore } from '../table.ts';
import type { LabelIds, Matrix, MatrixInput, RunOptions } from '../types.ts';

declare module '../core-module.ts' {
  interface CoreModule {
    rankClassesByLabelQuality(labels: Int32Array, predProbs: Matrix): JobHandle;
    findOverlappingClasses(labels: Int32Array, predProbs: Matrix, asymmetric: boolean): JobHandle;
    overallLabelHealthScore(labels: Int32Array, predProbs: Matrix): JobHandle;
    healthSummary(labels: Int32Array, predProbs: Matrix, asymmetric: boolean): JobHandle;
  }
}

/** What `rankClassesByLabelQuality` can be told. */
export interface ClassTableOptions extends RunOptions {
  /** K names; with them the table has columns of names too. */
  classNames?: readonly string[];
}

/** What `findOverlappingClasses` and `healthSummary` can be told. */
export interface OverlappingClassesOptions extends ClassTableOptions {
  /** Tell (given a, true b) from (given b, true a); default false. */
  asymmetric?: boolean;
}

/** A table of the core: class ids are replaced by names, or that column left out where there are none. */
function withNames(core: { table: CoreColumn[] }, classNames: readonly string[] | undefined): Table {
  return tableFromCore(
    core.table.filter((column) => classNames || column.kind !== 'class'),
    classNames,
  );
}

function readTableOptions(options: OverlappingClassesOptions, numClasses: number) {
  const { classNames, ...rest } = options;
  if (classNames !== undefined && (!Array.isArray(classNames) || classNames.length !== numClasses)) {
    reject('classNames', `${numClasses} names, one for each class`, describe(classNames));
  }
  const { settings, run } = readOptions(rest, { asymmetric: 'boolean' });
  return { classNames, asymmetric: settings.asymmetric === true, run };
}

/**
 * Rank classes by the quality of their labels, worst first.
 *
 * @param labels n class ids 0..K-1.
 * @param predProbs n x K out-of-sample probabilities; rows sum to 1.
 * @returns a table with K rows and the columns `Class Name` (with `classNames`), `Class Index`, `Label Issues`, `Inverse
 * Label Issues`, `Label Noise`, `Inverse Label Noise`, `Label Quality Score`.
 *
 * @example
 * const table = await rankClassesByLabelQuality(labels, predProbs, { classNames: ['cat', 'dog'] });
 * table.toRows()[0]; // the class with the worst labels
 */
export async function rankClassesByLabelQuality(
  labels: LabelIds,
  predProbs: MatrixInput,
  options: ClassTableOptions = {},
): Promise<Table> {
  const ids = toLabelIds(labels);
  const matrix = toMatrix(predProbs, 'predProbs');
  const { classNames, run } = readTableOptions(options, matrix.columns);
  return withNames(await runJob((core) => core.rankClassesByLabelQuality(ids, matrix), run), classNames);
}

/**
 * Rank pairs of classes by how much they are confused, most first.
 *
 * @param labels n class ids 0..K-1.
 * @param predProbs n x K out-of-sample probabilities; rows sum to 1.
 * @returns a table with a row for each pair and the columns `Class Name A`, `Class Name B` (with `classNames`), `Class
 * Index A`, `Class Index B`, `Num Overlapping Examples`, `Joint Probability`.
 *
 * @example
 * const pairs = await findOverlappingClasses(labels, predProbs, { asymmetric: true });
 */
export async function findOverlappingClasses(
  labels: LabelIds,
  predProbs: MatrixInput,
  options: OverlappingClassesOptions = {},
): Promise<Table> {
  const ids = toLabelIds(labels);
  const matrix = toMatrix(predProbs, 'predProbs');
  const { classNames, asymmetric, run } = readTableOptions(options, matrix.columns);
  return withNames(await runJob((core) => core.findOverlappingClasses(ids, matrix, asymmetric), run), classNames);
}

/**
 * The part of the labels that seem right: 1 - `numLabelIssues` / n.
 *
 * @example
 * const health = await overallLabelHealthScore(labels, predProbs); // 0.93: about 7 % of the labels are wrong
 */
export async function overallLabelHealthScore(
  labels: LabelIds,
  predProbs: MatrixInput,
  options: RunOptions = {},
): Promise<number> {
  const { run } = readOptions(options, {});
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
  labels: LabelIds,
  predProbs: MatrixInput,
  options: OverlappingClassesOptions = {},
): Promise<HealthSummary> {
  const ids = toLabelIds(labels);
  const matrix = toMatrix(predProbs, 'predProbs');
  const { classNames, asymmetric, run } = readTableOptions(options, matrix.columns);
  const summary = await runJob<{
    overallLabelHealthScore: number;
    joint: Matrix;
    classesByLabelQuality: { table: CoreColumn[] };
    overlappingClasses: { table: CoreColumn[] };
  }>((core) => core.healthSummary(ids, matrix, asymmetric), run);
  return {
    ...summary,
    classesByLabelQuality: withNames(summary.classesByLabelQuality, classNames),
    overlappingClasses: withNames(summary.overlappingClasses, classNames),
  };
}
