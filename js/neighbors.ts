import { runJob } from './core.ts';
import { describe, reject } from './errors.ts';
import { toMatrix } from './matrix.ts';
import type { KnnGraph, Matrix, MatrixInput, RunOptions } from './types.ts';

declare module './core-module.ts' {
  interface CoreModule {
    knnGraph(features: Matrix, options: object): JobHandle;
  }
}

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
  /** `'approximate'` allows to miss a few neighbours; every search is exact today. Default `'auto'`. */
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
  const { onProgress, signal, ...settings } = options;
  if (settings.k !== undefined && !Number.isInteger(settings.k)) reject('k', 'a whole number', describe(settings.k));
  return runJob<KnnGraph>((core) => core.knnGraph(matrix, settings), { onProgress, signal });
}
