import { turn } from '../turn.ts';
import type { RunOptions } from '../types.ts';

/** Long enough to be efficient, short enough for smooth pages and prompt stops. */
const sliceMilliseconds = 30;

/** Cuts long work in JavaScript into slices between which the thread is let go. */
export class Slices {
  #options: Pick<RunOptions, 'onProgress' | 'signal'>;
  #step: string;
  #began = performance.now();
  #fraction = 0;

  constructor(step: string, options: Pick<RunOptions, 'onProgress' | 'signal'> = {}) {
    this.#step = step;
    this.#options = options;
    options.signal?.throwIfAborted();
  }

  /** Whether it is time to `pause`; cheap enough for every few hundred rows. */
  isDue(): boolean {
    return performance.now() - this.#began >= sliceMilliseconds;
  }

  /** Tell how far the work is, and let go of the thread. */
  async pause(fraction: number, message = ''): Promise<void> {
    this.#fraction = Math.max(this.#fraction, Math.min(fraction, 1));
    this.#options.onProgress?.({ step: this.#step, fraction: this.#fraction, message });
    await turn();
    this.#options.signal?.throwIfAborted();
    this.#began = performance.now();
  }
}
