import { platform } from '#platform';
import type { InitOptions } from '../core.ts';
import { AssayerError, type AssayerErrorCode } from '../errors.ts';
import type { WorkerLike } from '../platform/platform.ts';
import { packFunctions, type Request, type Response, unpackResult } from './messages.ts';

/** What stays on this side of a call: the signal, and functions that the worker calls by events. */
export interface Kept {
  signal?: AbortSignal;
  callbacks?: Record<string, (value: never) => void>;
  /** Memory of the arguments to hand over: nobody else needs it. */
  transfer?: Transferable[];
}

interface Call {
  resolve(value: unknown): void;
  reject(error: unknown): void;
  callbacks: Record<string, (value: never) => void>;
  onPartial: ((partial: unknown) => void) | undefined;
  args: unknown[];
}

/** A worker with its own instance of the core, and the calls that it is busy with. In Node it keeps the process alive only while it is busy. */
export class RemoteWorker {
  readonly #thread: WorkerLike;
  readonly #calls = new Map<number, Call>();
  #nextId = 1;
  #isStopped = false;

  /** @throws where the platform has no workers. */
  constructor(settings: InitOptions) {
    this.#thread = platform.startWorker(settings.workerUrl);
    this.#thread.onMessage((message) => this.#receive(message as Response));
    this.#thread.onError((cause) =>
      this.stop(new AssayerError('internal', `the worker stopped: ${cause.message}`, { cause })),
    );
    this.#send({ kind: 'init', settings: asSent(settings) });
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /**
   * Run a function of worker-functions.ts in the worker. Results are handed over; so are arguments that `transfer` names,
   * others are copied. Arguments that are functions stay here and are called from there. What one of them throws, the call
   * throws.
   */
  call(
    name: string,
    args: unknown[],
    { signal, callbacks = {}, transfer = [] }: Kept = {},
    onPartial?: (partial: unknown) => void,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const id = this.#nextId++;
      const stop = () => this.#send({ kind: 'abort', id });
      const settle = () => {
        signal?.removeEventListener('abort', stop);
        this.#calls.delete(id);
        if (!this.#calls.size) this.#thread.keepAlive(false);
      };
      this.#calls.set(id, {
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
        this.#send({ kind: 'call', id, name, args: packFunctions(args), callbacks: Object.keys(callbacks) }, transfer);
        this.#thread.keepAlive(true);
      } catch (error) {
        this.#calls.get(id)!.reject(error);
      }
    });
  }

  /** End the worker, whatever it does; calls that wait are rejected. */
  stop(reason: Error): void {
    this.#isStopped = true;
    this.#thread.terminate();
    for (const call of [...this.#calls.values()]) call.reject(reason);
  }

  #send(message: Request, transfer: Transferable[] = []): void {
    this.#thread.postMessage(message, transfer);
  }

  async #answer(call: Call, { question, argument, args }: Extract<Response, { kind: 'question' }>) {
    try {
      const value = await (call.args[argument] as (...args: unknown[]) => unknown)(...args);
      this.#send({ kind: 'answer', question, value });
    } catch (error) {
      this.#send({ kind: 'no-answer', question });
      call.reject(error);
    }
  }

  #receive(message: Response): void {
    const call = this.#calls.get(message.id);
    if (!call) return;
    if (message.kind === 'event') call.callbacks[message.callback]?.(unpackResult(message.value) as never);
    else if (message.kind === 'question') void this.#answer(call, message);
    else if (message.kind === 'done') call.resolve(unpackResult(message.value));
    else {
      const { name, code, message: text } = message.error;
      if (message.partial !== undefined) call.onPartial?.(message.partial);
      const error = code ? new AssayerError(code as AssayerErrorCode, text) : Object.assign(new Error(text), { name });
      call.reject(error);
    }
  }
}

/** Addresses are relative to the page here, and would be relative to the worker's script there. */
function asSent({ wasmUrl, workerUrl, ...rest }: InitOptions): InitOptions {
  const base = (globalThis as { document?: { baseURI: string } }).document?.baseURI;
  const absolute = (url: string | URL) => (base ? new URL(url, base).href : String(url));
  return {
    ...rest,
    ...(wasmUrl ? { wasmUrl: absolute(wasmUrl) } : {}),
    ...(workerUrl ? { workerUrl: absolute(workerUrl) } : {}),
  };
}
