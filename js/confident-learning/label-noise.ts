import { callCore } from '../core.ts';
import { describe, reject } from '../errors.ts';
import { toLabelIds, toMatrix } from '../matrix.ts';
import { readOptions, toNumbers } from '../options.ts';
import type { LabelIds, Matrix, MatrixInput } from '../types.ts';

declare module '../core-module.ts' {
  interface CoreModule {
    noiseMatrixIsValid(noiseMatrix: Matrix, py: Float64Array): boolean;
    generateNoiseMatrixFromTrace(numClasses: number, trace: number, options: object): Matrix;
    generateNRandProbabilitiesThatSumToM(n: number, m: number, options: object): Float64Array;
    randomlyDistributeNBallsIntoKBins(n: number, k: number, options: object): Int32Array;
    generateNoisyLabels(trueLabels: Int32Array, noiseMatrix: Matrix, options: object): Int32Array;
  }
}

/** What `generateNoiseMatrixFromTrace` can be told. */
export interface NoiseMatrixOptions {
  /** K probabilities p(y), to tell a valid matrix by; needed where K > 2 and `validNoiseMatrix`. */
  py?: ArrayLike<number>;
  /** Draw until labels with this noise can be learned (`noiseMatrixIsValid`); default true. */
  validNoiseMatrix?: boolean;
  /** Part of the off-diagonal entries to be 0, in [0, 1]; at most (K - 2) / (K - 1) of them can be; default 0. */
  fracZeroNoiseRates?: number;
  /** Smallest diagonal entry, in [0, 1]; default 1e-5. */
  minTraceProb?: number;
  /** Largest diagonal entry, in [0, 1]; default 1. */
  maxTraceProb?: number;
  /** Smallest off-diagonal entry that is not made 0, in [0, 1]; default 0. */
  minNoiseRate?: number;
  /** Largest off-diagonal entry, in [0, 1]; default 1 - 1e-5. */
  maxNoiseRate?: number;
  /** Draws before giving up; default 10000. */
  maxIter?: number;
  /** Default 0. The same seed gives the same matrix on every platform. */
  seed?: number;
}

/**
 * Whether labels with this noise can be learned: for every class k, p(s = k) p(y = k) < p(s = k, y = k).
 *
 * @param noiseMatrix K x K: `[s, y]` = p(given s | true y).
 * @param py K probabilities.
 *
 * @example
 * await noiseMatrixIsValid([[0.8, 0.3], [0.2, 0.7]], [0.5, 0.5]); // true
 */
export async function noiseMatrixIsValid(noiseMatrix: MatrixInput, py: ArrayLike<number>): Promise<boolean> {
  const matrix = toMatrix(noiseMatrix, 'noiseMatrix');
  const prior = toNumbers(py, 'py');
  return callCore((core) => core.noiseMatrixIsValid(matrix, prior));
}

/**
 * Draw a noise matrix with a given trace, for benchmarks: trace / K is the mean part of labels that stay right.
 *
 * @param numClasses K, from 2.
 * @param trace in (1, K] for a valid matrix, else in [0, K].
 * @returns K x K: `[s, y]` = p(given s | true y); columns sum to 1.
 * @throws {AssayerError} `invalid_input` where there is no such matrix, or none was found.
 *
 * @example
 * const noiseMatrix = await generateNoiseMatrixFromTrace(3, 2.4, { py: [0.5, 0.3, 0.2], seed: 1 });
 */
export async function generateNoiseMatrixFromTrace(
  numClasses: number,
  trace: number,
  options: NoiseMatrixOptions = {},
): Promise<Matrix> {
  if (!Number.isInteger(numClasses)) reject('numClasses', 'a whole number', describe(numClasses));
  if (typeof trace !== 'number') reject('trace', 'a number', describe(trace));
  const { settings } = readOptions(options, {
    py: 'numbers',
    validNoiseMatrix: 'boolean',
    fracZeroNoiseRates: 'number',
    minTraceProb: 'number',
    maxTraceProb: 'number',
    minNoiseRate: 'number',
    maxNoiseRate: 'number',
    maxIter: 'integer',
  });
  return callCore((core) => core.generateNoiseMatrixFromTrace(numClasses, trace, settings));
}

/**
 * Make labels noisy: of each true class y, M[s, y] n_y examples (cut to a whole number), drawn at random, become s.
 *
 * @param trueLabels n class ids 0..K-1.
 * @param noiseMatrix K x K, columns sum to 1.
 * @param options `seed`: default 0.
 * @returns n class ids.
 *
 * @example
 * const labels = await generateNoisyLabels(trueLabels, noiseMatrix, { seed: 7 });
 */
export async function generateNoisyLabels(
  trueLabels: LabelIds,
  noiseMatrix: MatrixInput,
  options: { seed?: number } = {},
): Promise<Int32Array> {
  const { settings } = readOptions(options, {});
  const ids = toLabelIds(trueLabels, 'trueLabels');
  const matrix = toMatrix(noiseMatrix, 'noiseMatrix');
  return callCore((core) => core.generateNoisyLabels(ids, matrix, settings));
}

/**
 * Draw n numbers that sum to m: flat on the simplex, then the largest and the smallest brought inside the bounds.
 *
 * @param options `maxProb` (default 1) and `minProb` (default 0) bound the numbers; `seed`: default 0.
 * @throws {AssayerError} `invalid_input` where no n numbers within the bounds have this sum.
 *
 * @example
 * await generateNRandProbabilitiesThatSumToM(3, 1, { maxProb: 0.5 }); // three numbers up to 0.5 that sum to 1
 */
export async function generateNRandProbabilitiesThatSumToM(
  n: number,
  m: number,
  options: { maxProb?: number; minProb?: number; seed?: number } = {},
): Promise<Float64Array> {
  const { settings } = readOptions(options, { maxProb: 'number', minProb: 'number' });
  expectCount(n, 'n');
  if (!Number.isFinite(m)) reject('m', 'a number', describe(m));
  return callCore((core) => core.generateNRandProbabilitiesThatSumToM(n, m, settings));
}

/**
 * Spread n balls over k bins at random; where the bins cannot hold all of them, the rest is left out.
 *
 * @param options `maxBallsPerBin` (default: any number) and `minBallsPerBin` (default 0); `seed`: default 0.
 * @returns k counts.
 *
 * @example
 * await randomlyDistributeNBallsIntoKBins(10, 4, { maxBallsPerBin: 3 }); // four counts up to 3 that sum to 10
 */
export async function randomlyDistributeNBallsIntoKBins(
  n: number,
  k: number,
  options: { maxBallsPerBin?: number; minBallsPerBin?: number; seed?: number } = {},
): Promise<Int32Array> {
  const { settings } = readOptions(options, { maxBallsPerBin: 'integer', minBallsPerBin: 'integer' });
  expectCount(n, 'n');
  expectCount(k, 'k');
  for (const name of ['maxBallsPerBin', 'minBallsPerBin'] as const) {
    if (options[name] !== undefined) expectCount(options[name], name);
  }
  return callCore((core) => core.randomlyDistributeNBallsIntoKBins(n, k, settings));
}

function expectCount(value: number, name: string): void {
  if (!Number.isInteger(value) || value < 0 || value > 1e7) {
    reject(name, 'a whole number in [0, 10 000 000]', describe(value));
  }
}
