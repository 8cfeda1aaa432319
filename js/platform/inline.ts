// @ts-expect-error esbuild's binary loader gives the bytes
import bytes from '../../build/wasm/assayer.wasm';
import { AssayerError } from '../errors.ts';
import type { Platform } from './platform.ts';

export const platform: Platform = {
  loadModule: () => WebAssembly.compile(bytes as Uint8Array<ArrayBuffer>),
  startWorker: refuseWorkers,
  processors: () => 1,
  host: refuseWorkers,
};

function refuseWorkers(): never {
  throw new AssayerError('unsupported', 'assayer/inline: expected work on the calling thread, got a call for workers');
}
