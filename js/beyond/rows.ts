import { describe, reject } from '../errors.ts';
import type { Matrix } from '../types.ts';

/** What models learn from: a matrix, or one thing (numbers, a text, an object) for each example. */
export type Features = Matrix | readonly unknown[];

export function countRows(features: Features): number {
  if (Array.isArray(features)) return features.length;
  const rows = (features as Matrix | undefined)?.rows;
  return rows ?? reject('features', 'a matrix or an array with one entry for each example', describe(features));
}

/** Some of the examples, in the form of the whole. */
export function selectRows<F extends Features>(features: F, rows: ArrayLike<number>): F {
  if (Array.isArray(features)) return Array.from(rows, (i) => features[i]) as unknown as F;
  const { data, columns } = features as Matrix;
  const selected =
    data instanceof Float32Array ? new Float32Array(rows.length * columns) : new Float64Array(rows.length * columns);
  for (let r = 0; r < rows.length; r++) {
    const i = rows[r]!;
    selected.set(data.subarray(i * columns, (i + 1) * columns), r * columns);
  }
  return { data: selected, rows: rows.length, columns } as Matrix as F;
}
