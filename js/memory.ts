import { AssayerError } from './errors.ts';
import type { Matrix } from './types.ts';

/** What WebAssembly can address. */
const ceiling = 2 ** 32;

/** Graph, candidates, scores: what the core keeps for each row at the least, whatever the columns. */
const bytesPerRow = 400;
/** Of a raw table, a cell as it was read; a feature besides as trees and as linear models see it. */
const bytesPerCell = 4;
const bytesPerFeatureCell = 8;

/**
 * Refuse, before any work, data whose audit cannot fit into what WebAssembly can address. What the core holds at once:
 * its copy of the matrices, the features as 16-bit integers for the search, and some 400 to 800 bytes a row. A need that is
 * just below the ceiling can still end in `out_of_memory` on the way.
 *
 * @throws {AssayerError} `out_of_memory`, with what to do instead
 */
export function requireMemory(features: Matrix | undefined, predProbs?: Matrix): void {
  const rows = features?.rows ?? predProbs?.rows ?? 0;
  const integers = 2 * (features?.data.length ?? 0);
  const need = (features?.data.byteLength ?? 0) + integers + (predProbs?.data.byteLength ?? 0) + bytesPerRow * rows;
  if (need <= ceiling) return;
  const shape = features ?? predProbs;
  throw new AssayerError(
    'out_of_memory',
    `${features ? 'features' : 'predProbs'}: expected data that fit into the 4 GiB of WebAssembly, got ${rows} rows of ` +
      `${shape!.columns} numbers, which take at least ${(need / 2 ** 30).toFixed(1)} GiB; audit a sample of the rows or ` +
      `the data in parts, leave columns out${features?.data instanceof Float64Array ? ', or pass a Float32Array' : ''}`,
  );
}

/**
 * The same for the audit of a raw table, by what it takes at the least: categories and texts take more.
 *
 * @param ignored how many of the columns the caller leaves out
 * @throws {AssayerError} `out_of_memory`, with what to do instead
 */
export function requireMemoryOfTable(rows: number, columns: number, ignored: number): void {
  const need = rows * (bytesPerRow + bytesPerCell * columns + bytesPerFeatureCell * (columns - ignored));
  if (need <= ceiling) return;
  throw new AssayerError(
    'out_of_memory',
    `data: expected a table whose audit fits into the 4 GiB of WebAssembly, got ${rows} rows of ${columns} columns, which ` +
      `take at least ${(need / 2 ** 30).toFixed(1)} GiB; audit a sample of the rows (sample: 100000) or the data in parts, ` +
      `or leave columns out (columns: { name: 'ignore' })`,
  );
}
