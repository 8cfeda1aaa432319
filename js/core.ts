import createCore from '#core-module';
import { platform } from '#platform';
import type { CoreModule, JobHandle } from './core-module.ts';
import { AssayerError, type AssayerErrorCode, describe, reject } from './errors.ts';
import { turn } from './turn.ts';
import type { RunOptions } from './types.ts';

/** Where the wasm is and how much of the machine to use. */
export interface InitOptions {
  /** Address of assayer.wasm; default: beside the package. */
  wasmUrl?: string | URL;
  /** Its bytes, for those who have them. */
  wasmBinary?: Uint8Array;
  /** The compiled module, for those who share one. */
  wasmModule?: WebAssembly.Module;
  /** Address of the worker's script; default: beside the package. */
  workerUrl?: string | URL;
  /**
   * How many threads may share an audit, a search for neighbours or a cross-validation, the one that it is called on
   * included. Default `'auto'`: as many as the machine has, up to 8; 1 uses no others. Results do not depend on it.
   */
  workers?: 'auto' | number;
  /** `'always'`: small work too, for which a worker takes longer to start than it saves. Default `'auto'`: no. */
  share?: 'auto' | 'always';
}

let settings: InitOptions = {};
let loading: Promise<CoreModule> | undefined;

export function currentSettings(): InitOptions {
  return settings;
}

/** Keep settings for the next load. */
export function keepSettings(options: InitOptions): void {
  const { workers = 'auto', share = 'auto' } = options;
  if (share !== 'auto' && share !== 'always') reject('share', "'auto' or 'always'", describe(share));
  if (workers !== 'auto' && !(Number.isInteger(workers) && workers >= 1)) {
    reject('workers', "'auto' or a whole number from 1", describe(workers));
  }
  settings = { ...options };
  loading = undefined;
}

/** The compiled module, for handing to a worker. */
export async function compiledModule(): Promise<WebAssembly.Module> {
  const current = settings; // they may be replaced meanwhile
  current.wasmModule ??= current.wasmBinary
    ? await WebAssembly.compile(current.wasmBinary as Uint8Array<ArrayBuffer>)
    : await platform.loadModule(current.wasmUrl);
  return current.wasmModule;
}

async function instantiate(): Promise<CoreModule> {
  const module = await compiledModule();
  return new Promise((resolve, reject) => {
    createCore({
      instantiateWasm(imports, receive) {
        WebAssembly.instantiate(module, imports).then((instance) => receive(instance, module), reject);
        return {};
      },
    }).then(resolve, reject);
  });
}

/** The core: concurrent first calls share one load, and a failed load can be tried again. */
export async function loadCore(): Promise<CoreModule> {
  loading ??= instantiate().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** WebAssembly's memory never shrinks: beyond this, work that is over leaves its instance to the garbage collector. */
const mostBytesToKeep = 2 ** 28;

/** Let go of the core where it has grown large; who holds something of it keeps it, all others start a fresh one. */
export function releaseLargeCore(core: CoreModule): void {
  if (core.HEAPU8.byteLength > mostBytesToKeep) loading = undefined;
}

/** By the exception's type as the C++ ABI names it (std::invalid_argument, std::bad_alloc, std::length_error). */
const errorCodes: Record<string, AssayerErrorCode> = {
  St16invalid_argument: 'invalid_input',
  St9bad_alloc: 'out_of_memory',
  St12length_error: 'out_of_memory',
};

/** A message of the core in words of JavaScript: arguments in camelCase, numbers that are none by their names here. */
export function toOwnWords(message: string): string {
  return message
    .replace(/^[a-z]\w*(\.\w+)*(?=[[:.])/, toCamelCase)
    .replace(/\b(knn_graph|pred_probs)\b/g, toCamelCase)
    .replace(/(?<=parameters among ).*/, (names) => names.replace(/\b[a-z]+_\w+/g, toCamelCase))
    .replace(/, got -?nan$/, ', got NaN')
    .replace(/, got (-?)inf$/, ', got $1Infinity');
}

/** `min_examples_per_class` -> `minExamplesPerClass` */
export function toCamelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `minExamplesPerClass` -> `min_examples_per_class` */
export function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Run `call` on the core. A C++ exception becomes an AssayerError; the module stays usable after it. */
export function guard<Result>(core: CoreModule, call: (core: CoreModule) => Result): Result {
  try {
    return call(core);
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) {
      loading = undefined; // its memory may be in disorder: the next call starts a fresh instance
      throw new AssayerError(
        error instanceof RangeError || /memory/.test(error.message) ? 'out_of_memory' : 'internal',
        `the core stopped: ${error.message}`,
        { cause: error },
      );
    }
    if (!(error instanceof WebAssembly.Exception)) throw error;
    const [type, message] = core.getExceptionMessage(error);
    core.decrementExceptionRefcount(error);
    const code = errorCodes[type] ?? 'internal';
    if (code === 'out_of_memory') {
      throw new AssayerError(
        code,
        'memory: expected the data and the work on them to fit into the 4 GiB of WebAssembly, got more; take a sample of the rows, the data in parts, or fewer columns',
      );
    }
    throw new AssayerError(code, toOwnWords(message || type));
  }
}

/** Load the core if need be, and run `call` on it. */
export async function callCore<Result>(call: (core: CoreModule) => Result): Promise<Result> {
  const core = await loadCore();
  return guard(core, call);
}

/** A step of work; long enough to be efficient, short enough for smooth pages and prompt stops. */
const stepMilliseconds = 24;

/** Looks at a job while it is at work. */
interface JobWatch {
  /** After each step. */
  onStep?(job: JobHandle): void;
  /** Where the signal stops it, before it is freed. */
  onStop?(job: JobHandle): void;
  /** Where it can only go on after something came from outside: resolved when that is there. */
  untilFed?(): Promise<void>;
}

/**
 * Run a job of the core to its end in short steps, letting go of the thread between them, so that the page stays alive,
 * `onProgress` is called and `signal` is obeyed. The job is freed in any case.
 *
 * @throws the signal's reason where it is aborted; AssayerError where the core refuses its input.
 */
export async function runJob<Result>(
  start: (core: CoreModule) => JobHandle,
  options: Pick<RunOptions, 'onProgress' | 'signal'> & JobWatch = {},
): Promise<Result> {
  const { onProgress, signal, onStep, onStop, untilFed } = options;
  signal?.throwIfAborted();
  const core = await loadCore();
  const job = guard(core, start);
  try {
    while (!guard(core, () => job.step(stepMilliseconds))) {
      onProgress?.({ step: job.stepName(), fraction: job.fraction(), message: '' });
      onStep?.(job);
      await (untilFed && job.isWaiting() ? untilFed() : turn());
      if (signal?.aborted) onStop?.(job);
      signal?.throwIfAborted();
    }
    return guard(core, () => job.result()) as Result;
  } finally {
    job.delete();
  }
}
