import { platform } from '#platform';
import { compiledModule, currentSettings, type InitOptions } from '../core.ts';
import { AssayerError } from '../errors.ts';
import { RemoteWorker } from '../remote/remote-worker.ts';

/** More share the memory's bandwidth, and each has a copy of the input. */
const mostThreads = 8;

let busyHelpers = 0;
/** Settings with which no worker could be started: not tried again. */
let settingsWithoutWorkers: InitOptions | undefined;

/** How many threads, this one included, are to share some work: by `init`, and as many as it has enough for. */
export function threadsFor(useful: number): number {
  const settings = currentSettings();
  const { workers = 'auto', share = 'auto' } = settings;
  if (settings === settingsWithoutWorkers) return 1;
  const allowed = workers === 'auto' ? Math.min(mostThreads, platform.processors()) : workers;
  return Math.max(1, Math.min(share === 'always' ? allowed : useful, allowed - busyHelpers));
}

/**
 * Use workers that live as long as the call and have their own instance of the one compiled core. They may be fewer
 * than asked for, even none.
 */
export async function withHelpers<Result>(
  count: number,
  use: (helpers: RemoteWorker[]) => Promise<Result>,
): Promise<Result> {
  const helpers = count > 0 ? await startHelpers(count) : [];
  busyHelpers += helpers.length;
  try {
    return await use(helpers);
  } finally {
    busyHelpers -= helpers.length;
    if (helpers.some(({ isStopped }) => isStopped)) settingsWithoutWorkers = currentSettings();
    for (const helper of helpers) helper.stop(new AssayerError('aborted', 'the work was stopped'));
  }
}

async function startHelpers(count: number): Promise<RemoteWorker[]> {
  const settings = currentSettings();
  const { workerUrl } = settings;
  const wasmModule = await compiledModule();
  const helpers: RemoteWorker[] = [];
  try {
    while (helpers.length < count) {
      helpers.push(new RemoteWorker({ wasmModule, workers: 1, ...(workerUrl ? { workerUrl } : {}) }));
    }
  } catch {
    settingsWithoutWorkers = settings; // no workers here: this thread does it all
  }
  return helpers;
}
