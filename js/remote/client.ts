import { platform } from '#platform';
import { currentSettings, type InitOptions, keepSettings } from '../core.ts';
import { AssayerError, type AssayerErrorCode } from '../errors.ts';
import type { WorkerLike } from '../platform/platform.ts';
import { packFunctions, type Request, type Response, unpackResult } from './messages.ts';

/** What stays on this side of a call: the signal, and functions that the worker calls by events. */
export interface Kept {
  signal?: AbortSignal;
  callbacks?: Record<string, (value: never) => void>;
}

interface Call {
  resolve(value: unknown): void;
  reject(error: unknown): void;
  callbacks: Record<string, (value: never) => void>;
  onPartial: ((partial: unknown) => void) | undefined;
  args: unknown[];
}

let worker: WorkerLike | undefined;
let nextId = 1;
const calls = new Map<number, Call>();

/** `init` of `assayer/worker`: the settings go to the worker, which starts at the first call. */
export async function initWorker(options: InitOptions = {}): Promise<void> {
  stopWorker(new AssayerError('aborted', 'init: the worker was started anew'));
  keepSettings(options);
  await callWorker('ready', []);
}

/**
 * Run a function of worker-functions.ts in the worker. Results are handed over, arguments are copied; arguments that are
 * functions stay here and are called from there. What one of them throws, the call throws.
 */
export function callWorker(
  name: string,
  args: unknown[],
  { signal, callbacks = {} }: Kept = {},
  onPartial?: (partial: unknown) => void,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const id = nextId++;
    const stop = () => send({ kind: 'abort', id });
    const settle = () => {
      signal?.removeEventListener('abort', stop);
      calls.delete(id);
      if (!calls.size) worker?.keepAlive(false);
    };
    calls.set(id, {
      resolve: (value) => {
        settle();
        resolve(value);
      },
      reject: (error) => {
        settle();
        reject(signal?.aborted ? signal.reason : error);
      },
      callbacks,
      onPartial,
      args,
    });
    signal?.addEventListener('abort', stop);
    try {
      send({ kind: 'call', id, name, args: packFunctions(args), callbacks: Object.keys(callbacks) });
      worker?.keepAlive(true);
    } catch (error) {
      calls.get(id)!.reject(error);
    }
  });
}

/** End the worker; calls that wait are rejected. The next call starts a new one. */
export function stopWorker(reason: Error): void {
  worker?.terminate();
  worker = undefined;
  for (const call of [...calls.values()]) call.reject(reason);
}

function send(message: Request): void {
  worker ??= start();
  worker.postMessage(message, []);
}

function start(): WorkerLike {
  const { workerUrl, wasmUrl, wasmBinary, wasmModule } = currentSettings();
  const started = platform.startWorker(workerUrl);
  started.onMessage((message) => receive(message as Response));
  started.onError((cause) =>
    stopWorker(new AssayerError('internal', `the worker stopped: ${cause.message}`, { cause })),
  );
  const base = (globalThis as { document?: { baseURI: string } }).document?.baseURI;
  const settings: InitOptions = {
    ...(wasmUrl ? { wasmUrl: base ? new URL(wasmUrl, base).href : String(wasmUrl) } : {}),
    ...(wasmBinary ? { wasmBinary } : {}),
    ...(wasmModule ? { wasmModule } : {}),
  };
  started.postMessage({ kind: 'init', settings } satisfies Request, []);
  return started;
}

async function answer(call: Call, { question, argument, args }: Extract<Response, { kind: 'question' }>) {
  try {
    const value = await (call.args[argument] as (...args: unknown[]) => unknown)(...args);
    send({ kind: 'answer', question, value });
  } catch (error) {
    send({ kind: 'no-answer', question });
    call.reject(error);
  }
}

function receive(message: Response): void {
  const call = calls.get(message.id);
  if (!call) return;
  if (message.kind === 'event') call.callbacks[message.callback]?.(unpackResult(message.value) as never);
  else if (message.kind === 'question') void answer(call, message);
  else if (message.kind === 'done') call.resolve(unpackResult(message.value));
  else {
    const { name, code, message: text } = message.error;
    if (message.partial !== undefined) call.onPartial?.(message.partial);
    const error = code ? new AssayerError(code as AssayerErrorCode, text) : Object.assign(new Error(text), { name });
    call.reject(error);
  }
}
