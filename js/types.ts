/** Row-major dense matrix. */
export interface Matrix {
  data: Float64Array | Float32Array;
  rows: number;
  columns: number;
}
/** A matrix, or an array of equally long number arrays (one for each row). */
export type MatrixInput = Matrix | ArrayLike<number>[];
/** Class labels as the user has them; classes are sorted as strings (numbers numerically) and numbered 0..K-1. */
export type LabelInput = ArrayLike<string | number | boolean | null | undefined>;
/** Integer class ids 0..K-1, for the low-level functions. */
export type LabelIds = ArrayLike<number>;

/** n x k nearest neighbours, self excluded, ascending distance; row-major. */
export interface KnnGraph {
  indices: Int32Array;
  distances: Float64Array;
  rows: number;
  neighbors: number;
}

export type Task = 'classification' | 'regression' | 'multilabel';

/** How far a long call is. */
export interface Progress {
  /** Name of the part at work, such as `neighbors` or `label`. */
  step: string;
  /** Of the whole, in [0, 1]; never falls. */
  fraction: number;
  message: string;
}

/** For every call that can take long. */
export interface RunOptions {
  /** Called at least every 100 ms or so. */
  onProgress?(progress: Progress): void;
  /** Stops the work within 200 ms; the call rejects with the signal's reason. */
  signal?: AbortSignal;
  /** For the random parts; default 0. The same seed gives the same result on every platform. */
  seed?: number;
}
