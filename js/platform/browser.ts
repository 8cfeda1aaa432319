import { AssayerError } from '../errors.ts';
import type { HostLike, Platform, WorkerLike } from './platform.ts';

async function loadModule(url?: string | URL): Promise<WebAssembly.Module> {
  const source = url ?? new URL('./assayer.wasm', import.meta.url);
  let response: Response;
  try {
    response = await fetch(source, { credentials: 'same-origin' });
  } catch (cause) {
    throw new AssayerError('wasm_load', `assayer.wasm: expected it at ${source}, got no answer`, { cause });
  }
  const type = response.headers.get('content-type') ?? 'no content type';
  const bytes = response.ok ? await response.arrayBuffer() : new ArrayBuffer(0);
  if (new DataView(bytes.slice(0, 4).byteLength === 4 ? bytes : new ArrayBuffer(4)).getUint32(0) !== 0x0061736d) {
    throw new AssayerError(
      'wasm_load',
      `assayer.wasm: expected WebAssembly at ${source}, got status ${response.status}, ${type}. Bundlers that move files: ` +
        'pass init({ wasmUrl }), import "assayer/inline", or in Vite up to 7 set optimizeDeps.exclude to ["assayer"].',
    );
  }
  return WebAssembly.compile(bytes);
}

function startWorker(url?: string | URL): WorkerLike {
  const worker = url
    ? new Worker(url, { type: 'module' })
    : new Worker(new URL('./worker-entry.js', import.meta.url), { type: 'module' });
  return {
    postMessage: (message, transfer) => worker.postMessage(message, transfer),
    onMessage: (listener) => worker.addEventListener('message', (event) => listener(event.data)),
    onError: (listener) =>
      worker.addEventListener('error', (event) => listener(new Error(event.message || 'the worker did not start'))),
    terminate: () => worker.terminate(),
    keepAlive: () => {},
  };
}

function processors(): number {
  return typeof Worker === 'undefined' ? 1 : (navigator.hardwareConcurrency ?? 1);
}

function host(): HostLike {
  const scope = globalThis as unknown as Worker; // inside a worker the global object has a worker's methods
  return {
    postMessage: (message, transfer) => scope.postMessage(message, transfer),
    onMessage: (listener) => scope.addEventListener('message', (event) => listener(event.data)),
  };
}

export const platform: Platform = { loadModule, startWorker, processors, host };
