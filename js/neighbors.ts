import { guard, loadCore, runJob } from './core.ts';
import type { JobHandle } from './core-module.ts';
import { describe, reject } from './errors.ts';
import { toMatrix } from './matrix.ts';
import { requireMemory } from './memory.ts';
import { threadsFor } from './pool/helpers.ts';
import { shareOut } from './pool/share-out.ts';
import { partOf } from './progress.ts';
import type { KnnGraph, Matrix, MatrixInput, RunOptions } from './types.ts';

/** What a share of a search found, for the core to merge. */
interface NeighborCandidates {
  ends: Int32Array;
  ids: Int32Array;
  measures: Float64Array;
}

/** A search that is done in shares; it has its own copy of the features. */
interface CoreSearch {
  prepare(): JobHandle;
  /** What workers need for a share; undefined: the features. */
  packedRows(): object | undefined;
  share(part: number, parts: number): JobHandle;
  merge(shares: NeighborCandidates[]): JobHandle;
  delete(): void;
}

declare module './core-module.ts' {
  interface CoreModule {
    knnGraph(features: Matrix, options: object): JobHandle;
    NeighborSearch: new (features: Matrix, options: object) => CoreSearch;
    shareOfPackedRows(packed: object, part: number, parts: number): JobHandle;
    chooseMetric(metric: string, columns: number): string;
    estimateNeighborOperations(rows: number, columns: number, metric: string): number;
  }
}

/**
 * Below this much work (multiplications and additions, some 1.5 s) a worker hardly repays itself: at 12,000 x 256 two
 * threads take 0.75 s where one takes 1.0, but 0.37 where it takes 0.33 because the data has clusters.
 */
const leastOperations = 2e10;
/** How far two rows are from each other. `'auto'`: cosine with more than 3 columns, else euclidean. */
export type Metric =
  | 'auto'
  | 'cosine'
  | 'euclidean'
  | 'manhattan'
  | 'chebyshev'
  | 'sqeuclidean'
  | 'correlation'
  | 'canberra'
  | 'braycurtis'
  | 'hamming'
  | 'cityblock'
  | 'l1'
  | 'l2'
  | 'minkowski';

/** How `knnGraph` searches. */
export interface KnnGraphOptions extends RunOptions {
  /** Neighbours of each row, from 1 to n - 1; default 10. */
  k?: number;
  /** Default `'auto'`. `'minkowski'` has p = 2. */
  metric?: Metric;
  /** `'approximate'` may miss some neighbours beyond 100,000 rows, for less time. Default `'auto'`: exact. */
  method?: 'auto' | 'exact' | 'approximate';
}

/**
 * Find the k nearest neighbours of every row, exactly: ids and distances in ascending distance, ties in ascending id.
 * Exact copies of a row come first, at distance 0.
 *
 * @param features n x d, finite numbers; Float32Array or Float64Array need no copy in JavaScript.
 * @throws {AssayerError} `invalid_input` where a number is missing or infinite, or k is out of range.
 *
 * @example
 * const { indices, distances } = await knnGraph(features, { k: 5, metric: 'cosine' });
 */
export async function knnGraph(features: MatrixInput, options: KnnGraphOptions = {}): Promise<KnnGraph> {
  const matrix = toMatrix(features, 'features');
  requireMemory(matrix);
  const { onProgress, signal, ...settings } = options;
  if (settings.k !== undefined && !Number.isInteger(settings.k)) reject('k', 'a whole number', describe(settings.k));
  signal?.throwIfAborted();
  const parts = await threadsForSearch(matrix, settings.metric);
  if (parts === 1) return runJob<KnnGraph>((core) => core.knnGraph(matrix, settings), { onProgress, signal });
  return withSearch(matrix, settings, async (search) => {
    const work = {
      name: 'knnGraphShare',
      prepare: (run: RunOptions) => runJob<void>((_) => search.prepare(), run),
      args: () => [search.packedRows(), async () => matrix],
      areHandedOver: true,
      settings,
      share: (part: number, of: number, run: RunOptions) =>
        runJob<NeighborCandidates>((_) => search.share(part, of), run),
    };
    const shares = await shareOut(work, parts, partOf(options, 0, 0.95));
    return runJob<KnnGraph>((_) => search.merge(shares), partOf(options, 0.95, 1));
  });
}

async function withSearch<Result>(
  matrix: Matrix,
  settings: object,
  use: (search: CoreSearch) => Promise<Result>,
): Promise<Result> {
  const core = await loadCore();
  const search = guard(core, () => new core.NeighborSearch(matrix, settings));
  try {
    return await use(search);
  } finally {
    search.delete();
  }
}

/** How many threads are to share a search. @internal */
export async function threadsForSearch({ rows, columns }: Matrix, metric: Metric = 'auto'): Promise<number> {
  const core = await loadCore();
  const operations = guard(core, () => core.estimateNeighborOperations(rows, columns, metric));
  return threadsFor(operations >= leastOperations ? Number.POSITIVE_INFINITY : 1);
}

/**
 * One of the parts of `knnGraph`, for the core to merge.
 *
 * @param packed what the search made of the features, where that can be enough
 * @param features asked for where it is not
 * @internal
 */
export async function knnGraphShare(
  packed: object | undefined,
  features: () => Promise<Matrix>,
  part: number,
  parts: number,
  { onProgress, signal, ...settings }: KnnGraphOptions,
): Promise<NeighborCandidates> {
  const run = { onProgress, signal };
  if (packed) {
    const found = await runJob<NeighborCandidates | undefined>(
      (core) => core.shareOfPackedRows(packed, part, parts),
      run,
    );
    if (found) return found;
  }
  return withSearch(await features(), settings, (search) =>
    runJob<NeighborCandidates>((_) => search.share(part, parts), run),
  );
}
