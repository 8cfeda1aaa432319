import { callCore, runJob } from '../core.ts';
import type { CoreModule, JobHandle } from '../core-module.ts';
import { describe, reject } from '../errors.ts';
import { toLabelIds, toMatrix } from '../matrix.ts';
import { readOptions } from '../options.ts';
import type { LabelIds, Matrix, MatrixInput, RunOptions } from '../types.ts';
import type { LabelIssues } from './label-issues.ts';
import type { ScoreMethod } from './label-quality.ts';

/** The search of the core; `sums` and `scores` are what its passes hold, to be added to the search of another part. */
export interface BatchedLabelIssuesHandle {
  updateConfidentThresholds(labels: Int32Array, predProbs: Matrix): JobHandle;
  scoreLabelQuality(labels: Int32Array, predProbs: Matrix): JobHandle;
  sums(): BatchSums;
  addSums(sums: BatchSums): void;
  scores(): BatchScores;
  addScores(scores: BatchScores): void;
  result(): BatchedLabelIssues;
  delete(): void;
}

/** K sums of self-confidence and of examples. */
export interface BatchSums {
  selfConfidence: Float64Array;
  examples: Float64Array;
}

/** Of n examples, and of each class the numbers of examples, counted ones and ones off the diagonal. */
export interface BatchScores {
  scores: Float64Array;
  agrees: Uint8Array;
  counts: Float64Array;
  numIssues: number;
}

declare module '../core-module.ts' {
  interface CoreModule {
    startBatchedLabelIssues(numClasses: number, options: object): BatchedLabelIssuesHandle;
  }
}

/** Some rows of a data set. */
export interface LabelBatch {
  /** Class ids 0..K-1, one for each row. */
  labels: LabelIds;
  /** Rows x K out-of-sample probabilities. */
  predProbs: MatrixInput;
}

/**
 * Batches that can be walked through twice: an array, an object whose `[Symbol.asyncIterator]` starts anew each time, or
 * a function that gives a new iterator at each call (such as an async generator function).
 */
export type LabelBatches =
  | Iterable<LabelBatch>
  | AsyncIterable<LabelBatch>
  | (() => Iterable<LabelBatch> | AsyncIterable<LabelBatch>);

/** What `findLabelIssuesBatched` can be told. */
export interface BatchedLabelIssuesOptions extends RunOptions {
  /** How labels are scored; default `'self_confidence'`. */
  method?: ScoreMethod;
  /** Shift probabilities by the thresholds of the whole data first; default false. */
  adjustPredProbs?: boolean;
  /** How many issues there are: see `numLabelIssues`; default `'off_diagonal'`. */
  estimationMethod?: 'off_diagonal' | 'off_diagonal_calibrated';
  /** Count as the reference does (only the most probable class can be confident); default false: as `numLabelIssues`. */
  referenceCount?: boolean;
  /** Put the next examples in the places of those whose prediction agrees with their label; default false. */
  refill?: boolean;
}

/** Label issues of all batches; ids count through them. */
export interface BatchedLabelIssues extends LabelIssues {
  /** Estimated number of wrong labels; without `refill` at least as many as were flagged. */
  numLabelIssues: number;
  /** n scores in [0, 1], low is suspicious. */
  labelQualityScores: Float64Array;
  /** K thresholds of the whole data. */
  confidentThresholds: Float64Array;
}

/**
 * Find label issues of data that do not fit into memory: two passes over batches of any size, holding one batch, 8 bytes
 * and a bit for each row, and K numbers. Flags the lowest label quality scores, as many as are estimated to be wrong, and
 * of these the ones whose prediction does not agree with the label. The result does not depend on the size of batches.
 *
 * @param batches the same batches in both passes.
 * @throws {AssayerError} `invalid_input` where a batch is not valid, or the second pass differs from the first.
 *
 * @example
 * async function* batches() {
 *   for await (const file of files) yield { labels: await readLabels(file), predProbs: await readProbs(file) };
 * }
 * const { indices } = await findLabelIssuesBatched(batches);
 */
export async function findLabelIssuesBatched(
  batches: LabelBatches,
  options: BatchedLabelIssuesOptions = {},
): Promise<BatchedLabelIssues> {
  const { settings, run } = readOptions(options, {
    method: 'text',
    adjustPredProbs: 'boolean',
    estimationMethod: 'text',
    referenceCount: 'boolean',
    refill: 'boolean',
  });
  let search: BatchedLabelIssuesHandle | undefined;
  const pass = async (
    fraction: (rows: number) => number,
    work: (batch: [Int32Array, Matrix]) => (core: CoreModule) => JobHandle,
  ) => {
    let rows = 0;
    for await (const batch of startBatches(batches)) {
      if (batch === null || typeof batch !== 'object') reject('batch', '{ labels, predProbs }', describe(batch));
      const labels = toLabelIds(batch.labels);
      const predProbs = toMatrix(batch.predProbs, 'predProbs');
      search ??= await batchSearch(predProbs.columns, settings);
      await runJob(work([labels, predProbs]), { signal: run.signal });
      rows += labels.length;
      run.onProgress?.({ step: 'batches', fraction: fraction(rows), message: `${rows} rows` });
    }
    return rows;
  };
  try {
    const rows = await pass(
      () => 0, // how much there is shows at the end of the first pass
      (batch) => () => search!.updateConfidentThresholds(...batch),
    );
    if (!search) reject('batches', 'at least one batch', 'none');
    const again = await pass(
      (done) => Math.min(1, 0.5 + done / rows / 2),
      (batch) => () => search!.scoreLabelQuality(...batch),
    );
    if (again !== rows) reject('batches', `the same ${rows} rows in both passes`, again);
    return await callCore(() => search!.result());
  } finally {
    search?.delete();
  }
}

/** A search that is to be freed by `delete`. */
export function batchSearch(numClasses: number, settings: object): Promise<BatchedLabelIssuesHandle> {
  return callCore((core) => core.startBatchedLabelIssues(numClasses, settings));
}

/** One walk through the batches. */
export function startBatches(batches: LabelBatches): Iterable<LabelBatch> | AsyncIterable<LabelBatch> {
  const started = typeof batches === 'function' ? batches() : batches;
  if (
    started === null ||
    typeof started !== 'object' ||
    !(Symbol.iterator in started || Symbol.asyncIterator in started)
  )
    reject('batches', 'batches that can be walked through twice, or a function that gives them', describe(batches));
  return started;
}
