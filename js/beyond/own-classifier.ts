import { reject } from '../errors.ts';
import { toMatrix } from '../matrix.ts';
import type { Matrix, MatrixInput, RunOptions } from '../types.ts';
import { countRows, type Features, selectRows } from './rows.ts';

/** A classifier of your own. `fit` starts afresh each time. */
export interface ClassifierModel<F extends Features = Features> {
  fit(features: F, labels: Int32Array, options?: { sampleWeight?: Float64Array }): unknown;
  /** Probabilities of the classes 0..K-1; columns of classes that `fit` has not seen may lack at the end. */
  predictProba(features: F): MatrixInput | Promise<MatrixInput>;
  /** Whether `fit` takes `sampleWeight`. */
  acceptsSampleWeight?: boolean;
}

export function isClassifier(model: unknown): model is ClassifierModel {
  const { fit, predictProba } = (model ?? {}) as Partial<ClassifierModel>;
  return typeof fit === 'function' && typeof predictProba === 'function';
}

/** Predict every example by the model, fitted to the other folds. */
export async function crossValidateClassifier<F extends Features>(
  model: ClassifierModel<F>,
  features: F,
  labels: Int32Array,
  foldOf: Int32Array,
  { onProgress, signal }: Pick<RunOptions, 'onProgress' | 'signal'>,
): Promise<Matrix> {
  if (countRows(features) !== labels.length) {
    reject('features', `as many examples as labels (${labels.length})`, countRows(features));
  }
  const columns = labels.reduce((largest, id) => Math.max(largest, id), 0) + 1;
  const folds = foldOf.reduce((largest, fold) => Math.max(largest, fold), 0) + 1;
  const predProbs: Matrix = { data: new Float64Array(labels.length * columns), rows: labels.length, columns };
  for (let fold = 0; fold < folds; fold++) {
    signal?.throwIfAborted();
    await predictFold(model, features, labels, foldOf, fold, predProbs);
    onProgress?.({ step: 'cross_validation', fraction: (fold + 1) / folds, message: '' });
  }
  return predProbs;
}

async function predictFold<F extends Features>(
  model: ClassifierModel<F>,
  features: F,
  labels: Int32Array,
  foldOf: Int32Array,
  fold: number,
  predProbs: Matrix,
) {
  const train = rowsWhere(labels.length, (i) => foldOf[i] !== fold);
  const heldOut = rowsWhere(labels.length, (i) => foldOf[i] === fold);
  const seen = new Set(train.map((i) => labels[i]!));
  // A class that only this fold has: its first example is learnt from, and counts as predicted right.
  const borrowed = heldOut.filter((i) => !seen.has(labels[i]!) && seen.add(labels[i]!));
  train.push(...borrowed);
  await model.fit(
    selectRows(features, train),
    Int32Array.from(train, (i) => labels[i]!),
  );
  const { columns } = predProbs;
  const fitted = toMatrix(await model.predictProba(selectRows(features, heldOut)), 'predictions');
  if (fitted.rows !== heldOut.length || fitted.columns > columns) {
    reject('predictions', `${heldOut.length} x ${columns} probabilities`, `${fitted.rows} x ${fitted.columns}`);
  }
  heldOut.forEach((i, row) => {
    predProbs.data.set(fitted.data.subarray(row * fitted.columns, (row + 1) * fitted.columns), i * columns);
  });
  for (const i of borrowed) {
    predProbs.data.fill(0, i * columns, (i + 1) * columns);
    predProbs.data[i * columns + labels[i]!] = 1;
  }
}

export function rowsWhere(n: number, holds: (i: number) => boolean): number[] {
  const rows: number[] = [];
  for (let i = 0; i < n; i++) if (holds(i)) rows.push(i);
  return rows;
}
