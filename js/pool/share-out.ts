import { partOf } from '../progress.ts';
import { transferables } from '../remote/messages.ts';
import type { RunOptions } from '../types.ts';
import { withHelpers } from './helpers.ts';

/** Work that can be done in parts, each of which is the same wherever it is done. */
export interface SharedWork<Share> {
  /** Name of `share` among the functions of a worker. */
  name: string;
  /** What is to be done before the parts, while the workers start. */
  prepare?(run: RunOptions): Promise<void>;
  /** What it takes before the part, how many parts there are, and the options. */
  args(): unknown[];
  /** Whether `args` makes them anew for each worker, which then gets them without another copy. */
  areHandedOver?: boolean;
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
  const { prepare } = work;
  const run = prepare ? partOf({ onProgress, signal }, 0.1, 1) : { onProgress };
  const fractions = new Float64Array(parts);
  const watch = (part: number): RunOptions => ({
    signal,
    onProgress(progress) {
      if (signal?.aborted) return; // a worker had not heard of it
      fractions[part] = Math.max(fractions[part]!, progress.fraction);
      run.onProgress?.({ ...progress, fraction: fractions.reduce((sum, fraction) => sum + fraction) / parts });
    },
  });
  return withHelpers(parts - 1, async (helpers) => {
    await prepare?.(partOf({ onProgress, signal }, 0, 0.1));
    const answers = helpers.map(async (helper, at) => {
      const part = at + 1;
      const { onProgress } = watch(part);
      const args = [...work.args(), part, parts, work.settings];
      const kept = {
        callbacks: { onProgress: onProgress! },
        ...(work.areHandedOver ? { transfer: [...transferables(args)] } : {}),
      };
      try {
        return { share: (await helper.call(work.name, args, kept)) as Awaited<Share> };
      } catch {
        return undefined;
      }
    });
    const shares = [await work.share(0, parts, watch(0))];
    for (let part = 1; part < parts; part++) {
      const answer = await untilAborted(answers[part - 1] ?? Promise.resolve(undefined), signal);
      shares.push(answer ? answer.share : await work.share(part, parts, watch(part)));
    }
    return shares;
  });
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
