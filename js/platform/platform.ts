/** What differs between browsers, Node and the inlined build. `#platform` is one of the files beside this one. */
export interface Platform {
  /** The compiled core. `url` is where the user says it is, else it lies beside the package. */
  loadModule(url?: string | URL): Promise<WebAssembly.Module>;
  /** A worker that runs `worker-entry`. */
  startWorker(url?: string | URL): WorkerLike;
  /** How many threads the machine runs at the same time; 1 where there are no workers. */
  processors(): number;
  /** Inside a worker: the thread that started it. */
  host(): HostLike;
  /** Bytes of a file by its path; only where there are files. */
  readFile?(path: string | URL): Promise<Uint8Array>;
}

/** What browser workers and worker_threads have in common. */
export interface WorkerLike {
  postMessage(message: unknown, transfer: Transferable[]): void;
  onMessage(listener: (message: unknown) => void): void;
  onError(listener: (error: Error) => void): void;
  terminate(): void;
  /** Whether the worker keeps the process alive (Node only). */
  keepAlive(isBusy: boolean): void;
}

/** The other end, inside the worker. */
export interface HostLike {
  postMessage(message: unknown, transfer: Transferable[]): void;
  onMessage(listener: (message: unknown) => void): void;
}

export declare const platform: Platform;
