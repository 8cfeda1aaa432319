import { platform } from '#platform';
import { compiledModule, currentSettings, type InitOptions } from '../core.ts';
import { AssayerError } from '../errors.ts';
import { RemoteWorker } from '../remote/remote-worker.ts';
import type { RunOptions } from '../types.ts';

/**
 * Below this much work (multiplications and additions, some 1.5 s) a worker does not repay itself: at 12,000 x 256 one
 * cost 0.5 s of processor time more than the search alone (1.4 s), for its start, its copy of the rows and a second list.
 */
const leastOperations = 2e10;
/** More share the memory's bandwidth, and each has a copy of the input. */
const mostThreads = 8;

let busyHelpers = 0;
/** Settings with which no worker could be started: not tried again. */
let settingsWithoutWorkers: InitOptions | undefined;

/** How many threads, this one included, are to share work of that size; a guess from `init({ workers })`. */
export function threadsFor(operations: number): number {
  const settings = currentSettings();
  const { workers = 'auto' } = settings;
  if (settings === settingsWithoutWorkers) return 1;
  const wanted = workers === 'auto' ? Math.min(mostThreads, platform.processors()) : workers;
  const isWorthIt = workers !== 'auto' || operations >= leastOperations;
  return isWorthIt ? Math.max(1, wanted - busyHelpers) : 1;
}

/** Work that can be done in parts, each of which is the same wherever it is done. */
export interface SharedWork<Share> {
  /** Name of `share` among the functions of a worker. */
  name: string;
  /** What it takes before the part, how many parts there are, and the options. */
  args: unknown[];
  settings: object;
  share(part: number, parts: number, run: RunOptions): Promise<Share>;
}

/**
 * Do all parts of some work: the first on this thread, the others in workers that live as long as the call and have
 * their own instance of the one compiled core. What a worker fails to do is done here.
 *
 * @throws what `share` throws; the signal's reason at once.
 */
export async function shareOut<Share>(
  work: SharedWork<Share>,
  parts: number,
  { onProgress, signal }: Pick<RunOptions, 'onProgress' | 'signal'>,
): Promise<Awaited<Share>[]> {
  signal?.throwIfAborted();
  const fractions = new Float64Array(parts);
  const watch = (part: number): RunOptions => ({
    signal,
    onProgress(progress) {
      if (signal?.aborted) return; // a worker had not heard of it
      fractions[part] = Math.max(fractions[part]!, progress.fraction);
      onProgress?.({ ...progress, fraction: fractions.reduce((sum, fraction) => sum + fraction) / parts });
    },
  });
  const helpers = await startHelpers(parts - 1);
  busyHelpers += helpers.length;
  try {
    const answers = helpers.map(async (helper, at) => {
      const part = at + 1;
      const { onProgress } = watch(part);
      const args = [...work.args, part, parts, work.settings];
      const callbacks = { onProgress: onProgress! };
      try {
        return { share: (await helper.call(work.name, args, { callbacks })) as Awaited<Share> };
      } catch {
        if (helper.isStopped) settingsWithoutWorkers = currentSettings();
        return undefined;
      }
    });
    const shares = [await work.share(0, parts, watch(0))];
    for (let part = 1; part < parts; part++) {
      const answer = await untilAborted(answers[part - 1] ?? Promise.resolve(undefined), signal);
      shares.push(answer ? answer.share : await work.share(part, parts, watch(part)));
    }
    return shares;
  } finally {
    busyHelpers -= helpers.length;
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

/** What a promise gives, unless the signal comes first. */
function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (!signal) return promise;
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop);
  });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', stop));
}
