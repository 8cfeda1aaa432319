import type { Progress } from '../types.ts';
import type { Terminal } from './terminal.ts';

const redrawMilliseconds = 100;
const logMilliseconds = 10_000;

/** Shows on stderr how far the work is: one redrawn line on a terminal, a line every 10 s elsewhere. */
export class ProgressLine {
  readonly #started = performance.now();
  readonly #isTerminal = process.stderr.isTTY === true;
  readonly #isQuiet: boolean;
  #last: number;
  #isDrawn = false;

  constructor(terminal: Terminal) {
    this.#isQuiet = terminal.verbosity === 'quiet';
    this.#last = this.#isTerminal ? Number.NEGATIVE_INFINITY : this.#started;
  }

  readonly show = ({ step, fraction, message }: Progress): void => {
    const now = performance.now();
    if (this.#isQuiet || now - this.#last < (this.#isTerminal ? redrawMilliseconds : logMilliseconds)) return;
    this.#last = now;
    const elapsed = (now - this.#started) / 1000;
    const left = fraction > 0.02 && elapsed > 1 ? `, ${duration((elapsed / fraction) * (1 - fraction))} left` : '';
    const line = `${step.replaceAll('_', ' ')}: ${Math.floor(fraction * 100)} %${left}${message ? ` (${message})` : ''}`;
    if (!this.#isTerminal) {
      process.stderr.write(`${line}\n`);
      return;
    }
    this.#isDrawn = true;
    process.stderr.write(`\r\x1b[2K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
  };

  /** Wipe the line: results follow. */
  clear(): void {
    if (this.#isDrawn) process.stderr.write('\r\x1b[2K');
    this.#isDrawn = false;
  }
}

function duration(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
