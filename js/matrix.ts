import { describe, reject } from './errors.ts';
import type { LabelIds, Matrix, MatrixInput } from './types.ts';

/** Bring a matrix into the one form that the core takes; copies nothing where it is in that form. */
export function toMatrix(input: MatrixInput, name: string): Matrix {
  if (Array.isArray(input)) return fromRows(input, name);
  const matrix = input as Partial<Matrix> | null | undefined;
  if (!matrix || typeof matrix !== 'object' || !('data' in matrix)) {
    reject(name, '{ data, rows, columns } or an array of number arrays', describe(input));
  }
  const { data, rows, columns } = matrix;
  if (!(data instanceof Float64Array) && !(data instanceof Float32Array)) {
    reject(`${name}.data`, 'a Float64Array or Float32Array', describe(data));
  }
  if (!Number.isInteger(rows) || !Number.isInteger(columns) || rows! < 0 || columns! < 0) {
    reject(name, 'whole numbers of rows and columns', `${rows} x ${columns}`);
  }
  if (data.length !== rows! * columns!) {
    reject(`${name}.data`, `${rows} x ${columns} = ${rows! * columns!} numbers`, data.length);
  }
  return matrix as Matrix;
}

function fromRows(input: ArrayLike<number>[], name: string): Matrix {
  const rows = input.length;
  const columns = rows ? (input[0]?.length ?? 0) : 0;
  if (rows && typeof input[0] === 'number') {
    reject(name, 'rows of numbers, or { data, rows, columns }', `${rows} numbers in one list`);
  }
  const data = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    const row = input[i];
    if (row?.length !== columns) {
      reject(`${name}[${i}]`, `${columns} numbers as in the first row`, row?.length ?? describe(row));
    }
    for (let j = 0; j < columns; j++) {
      const value = row[j];
      if (typeof value !== 'number') reject(`${name}[${i}, ${j}]`, 'a number', describe(value));
      data[i * columns + j] = value;
    }
  }
  return { data, rows, columns };
}

/** Integer class ids as the core takes them. */
export function toLabelIds(labels: LabelIds, name = 'labels'): Int32Array {
  if (labels instanceof Int32Array) return labels;
  if (labels === null || typeof labels !== 'object' || typeof labels.length !== 'number') {
    reject(name, 'an array of class ids 0..K-1', describe(labels));
  }
  const ids = new Int32Array(labels.length);
  for (let i = 0; i < ids.length; i++) {
    const value = labels[i];
    if (!Number.isInteger(value)) reject(`${name}[${i}]`, 'a class id, a whole number from 0', describe(value));
    ids[i] = value!;
    if (ids[i] !== value) reject(`${name}[${i}]`, 'a class id below 2 147 483 648', describe(value));
  }
  return ids;
}

/** Flags as the core takes them: 1 where an entry is true or not 0. */
export function toFlags(flags: ArrayLike<number | boolean>, name: string): Uint8Array {
  if (flags === null || typeof flags !== 'object' || typeof flags.length !== 'number') {
    reject(name, 'an array with a flag for each example', describe(flags));
  }
  return Uint8Array.from(flags, (flag) => (flag ? 1 : 0));
}
