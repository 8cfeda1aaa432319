import { currentSettings, type InitOptions, keepSettings } from '../core.ts';
import { AssayerError } from '../errors.ts';
import { type Kept, RemoteWorker } from './remote-worker.ts';

export type { Kept };

let worker: RemoteWorker | undefined;

/** `init` of `assayer/worker`: the settings go to the worker, which is started anew. */
export async function initWorker(options: InitOptions = {}): Promise<void> {
  worker?.stop(new AssayerError('aborted', 'init: the worker was started anew'));
  worker = undefined;
  keepSettings(options);
  await callWorker('ready', []);
}

/** As `RemoteWorker.call`, in the worker behind `assayer/worker`; a worker that ended is replaced. */
export async function callWorker(
  name: string,
  args: unknown[],
  kept: Kept = {},
  onPartial?: (partial: unknown) => void,
): Promise<unknown> {
  kept.signal?.throwIfAborted();
  if (!worker || worker.isStopped) worker = new RemoteWorker(currentSettings());
  return worker.call(name, args, kept, onPartial);
}
