import { callCore } from '../core.ts';
import { describe, reject } from '../errors.ts';
import { toNumbers } from '../options.ts';

declare module '../core-module.ts' {
  interface CoreModule {
    issuesFromScores(scores: Float64Array, threshold: number, atMost: boolean): Int32Array;
  }
}

/**
 * The places of the scores below a threshold, lowest first: sentences, images or any other examples to look at.
 *
 * @param threshold in [0, 1]; default 0.1.
 * @param cut `below` (default), or `at_most` to take those at the threshold too, as object detection does.
 *
 * @example
 * await issuesFromScores([0.9, 0.05, 0.01]); // 2, 1
 */
export async function issuesFromScores(
  scores: ArrayLike<number>,
  threshold = 0.1,
  cut: 'below' | 'at_most' = 'below',
): Promise<Int32Array> {
  const numbers = toNumbers(scores, 'scores');
  if (typeof threshold !== 'number') reject('threshold', 'a number in [0, 1]', describe(threshold));
  if (cut !== 'below' && cut !== 'at_most') reject('cut', "'below' or 'at_most'", describe(cut));
  return callCore((core) => core.issuesFromScores(numbers, threshold, cut === 'at_most'));
}
