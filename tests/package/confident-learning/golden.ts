import { readFileSync } from 'node:fs';
import type { Matrix } from 'assayer';

/** A value that the reference gave, or `{ error }` where it raised. */
// biome-ignore lint/suspicious/noExplicitAny: trees of JSON whose shape differs from key to key; tests say what they read
export type Golden = any;

export const names = [
  'three_classes',
  'missing_class',
  'no_confident_class',
  'ten_classes',
  'clean',
  'binary_imbalanced',
  'ties',
  'tutorial',
];

export interface Case {
  name: string;
  labels: number[];
  predProbs: number[][];
  features: number[][];
  golden: Golden;
  /** The reference's calibrated joint; ours differs from it in tied entries of ten_classes. */
  joint: number[][];
}

export function readCase(name: string): Case {
  const text = readFileSync(new URL(`../../golden/confident-learning/${name}.json`, import.meta.url), 'utf8');
  const golden = JSON.parse(text);
  return {
    name,
    golden,
    labels: golden.labels,
    predProbs: golden.pred_probs,
    features: golden.features,
    joint: golden.count.compute_confident_joint['calibrate=true'],
  };
}

/** Arguments of a golden key such as `filter_by=both,frac_noise=0.5`, in camelCase. */
export function argumentsOf(key: string): Record<string, string | true> {
  const parts = key.split(',').map((part) => part.split('='));
  return Object.fromEntries(
    parts.map(([name, value]) => [name!.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase()), value ?? true]),
  );
}

export function rows(matrix: Matrix): number[][] {
  return Array.from({ length: matrix.rows }, (_, i) =>
    Array.from(matrix.data.subarray(i * matrix.columns, (i + 1) * matrix.columns)),
  );
}

/** The largest difference of two equally long lists of numbers. */
export function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < actual.length; i++) {
    const apart = Math.abs(actual[i]! - expected[i]!);
    if (!(apart <= largest)) largest = apart;
  }
  return largest;
}

export function matrixDifference(actual: Matrix, expected: number[][]): number {
  return difference(actual.data, expected.flat());
}
