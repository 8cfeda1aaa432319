import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parentPort, Worker } from 'node:worker_threads';
import { AssayerError } from '../errors.ts';
import type { HostLike, Platform, WorkerLike } from './platform.ts';

async function loadModule(url?: string | URL): Promise<WebAssembly.Module> {
  const source = url ?? new URL('./assayer.wasm', import.meta.url);
  try {
    const isRemote = /^https?:/.test(String(source));
    const bytes = isRemote ? await (await fetch(source)).arrayBuffer() : await readFile(asPath(source));
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw new AssayerError('wasm_load', `assayer.wasm: expected WebAssembly at ${source}, got ${cause}`, { cause });
  }
}

function asPath(source: string | URL): string | URL {
  return typeof source === 'string' && source.startsWith('file:') ? new URL(source) : source;
}

function startWorker(url?: string | URL): WorkerLike {
  const script = url ? asPath(url) : new URL('./worker-entry.node.js', import.meta.url);
  const worker = new Worker(script, { execArgv: [] }); // --input-type and the like are meant for the main script
  worker.unref(); // idle workers do not keep the process alive
  return {
    postMessage: (message, transfer) => worker.postMessage(message, transfer as never),
    onMessage: (listener) => worker.on('message', listener),
    onError: (listener) => worker.on('error', listener),
    terminate: () => void worker.terminate(),
    keepAlive: (isBusy) => (isBusy ? worker.ref() : worker.unref()),
  };
}

function host(): HostLike {
  const port = parentPort;
  if (!port) throw new AssayerError('unsupported', 'worker-entry: expected to be started as a worker');
  return {
    postMessage: (message, transfer) => port.postMessage(message, transfer as never),
    onMessage: (listener) => port.on('message', listener),
  };
}

export const platform: Platform = {
  loadModule,
  startWorker,
  processors: availableParallelism,
  host,
  readFile: async (path) => readFile(path),
};
