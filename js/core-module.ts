// The raw module as embind makes it. Each room adds its own functions by declaration merging:
//   declare module '../core-module.ts' { interface CoreModule { findOutlierIssues(...): ... } }

/** A job of the core; `delete` frees it, wherever it stands. */
export interface JobHandle {
  /** Work for about so many milliseconds; true when done. */
  step(milliseconds: number): boolean;
  /** How much is done, in [0, 1]. */
  fraction(): number;
  stepName(): string;
  result(): unknown;
  /** What was finished since it was asked before; undefined if nothing. */
  news(): unknown;
  /** The result as far as it goes; undefined where there is none yet. */
  partial(): unknown;
  delete(): void;
}

export interface CoreModule {
  getExceptionMessage(error: unknown): [string, string];
  decrementExceptionRefcount(error: unknown): void;
  HEAPU8: Uint8Array;
}

declare const create: (settings: {
  instantiateWasm(
    imports: WebAssembly.Imports,
    receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): object;
}) => Promise<CoreModule>;
export default create;
