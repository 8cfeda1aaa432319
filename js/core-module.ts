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
  /** Whether there is nothing to do before a helper delivers what it took. */
  isWaiting(): boolean;
  /** For a helper: a part of the job that nobody does yet; undefined if there is none. */
  takeUnit(): { id: number; unit: unknown } | undefined;
  /** What came of a unit; undefined: it is still to be done. */
  deliver(id: number, result: unknown): void;
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
