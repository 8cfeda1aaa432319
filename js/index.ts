// The public names of the package, and nothing else.
export { type InitOptions, init } from './core.ts';
export { AssayerError, type AssayerErrorCode } from './errors.ts';
export { type AppliedFix, writeFixed } from './fixes/apply-fixes.ts';
export type { RawColumn, RawTable, ReadOptions, SourceFormat, SourceInfo, Warning } from './ingest/raw-table.ts';
export { type DataInput, readTable } from './ingest/read-table.ts';
export { type TableEdits, type WriteOptions, writeTable } from './ingest/write-table.ts';
export { type CrossValPredictOptions, crossValPredict } from './models.ts';
export type { KnnGraph, LabelIds, LabelInput, Matrix, MatrixInput, Progress, RunOptions, Task } from './types.ts';
