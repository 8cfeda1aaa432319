// The public names of the package, and nothing else.
export { type InitOptions, init } from './core.ts';
export { AssayerError, type AssayerErrorCode } from './errors.ts';
export { type CrossValPredictOptions, crossValPredict } from './models.ts';
export type { KnnGraph, LabelIds, LabelInput, Matrix, MatrixInput, Progress, RunOptions, Task } from './types.ts';
