import type { Progress, RunOptions } from './types.ts';

/** Run options of a part of the whole: its progress, in [0, 1], becomes [from, to]. */
export function partOf({ onProgress, signal }: RunOptions, from: number, to: number, step?: string): RunOptions {
  return {
    ...(signal ? { signal } : {}),
    ...(onProgress
      ? {
          onProgress: (progress: Progress) =>
            onProgress({ ...progress, step: step ?? progress.step, fraction: from + (to - from) * progress.fraction }),
        }
      : {}),
  };
}
