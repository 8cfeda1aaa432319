import { type InitOptions, keepSettings, loadCore } from './core.ts';
import { createState } from './datalab/datalab.ts';
import { runBuiltIn } from './datalab/find-issues.ts';
import { emptySnapshot } from './datalab/state.ts';

/**
 * Optional: say where the wasm is, load it now, and run its checks on a few made-up rows, so that the engine has
 * optimised them before the first real ones. Without it the first call loads what lies beside the package.
 *
 * @throws {AssayerError} `invalid_input` for settings that make no sense; what fails to load.
 *
 * @example
 * await init({ wasmUrl: '/static/assayer.wasm' });
 */
export async function init(options: InitOptions = {}): Promise<void> {
  keepSettings(options);
  await warmUp();
}

/** Load the core, and run all default checks on a few rows, in many columns and in few. */
export async function warmUp(): Promise<void> {
  const rows = 400;
  const classes = 4;
  const matrix = (columns: number, value: (row: number, column: number) => number) => ({
    data: Float64Array.from({ length: rows * columns }, (_, at) => value(Math.floor(at / columns), at % columns)),
    rows,
    columns,
  });
  const labels = Int32Array.from({ length: rows }, (_, row) => row % classes);
  const predProbs = matrix(classes, (row, column) => ((row % 9 ? row : row + 1) % classes === column ? 0.7 : 0.1));
  const state = await createState({ labels });
  for (const columns of [20, 2]) {
    const features = matrix(columns, (row, column) => (row % classes) + Math.sin(row * (column + 1) + column));
    await runBuiltIn(await loadCore(), state, { features, predProbs }, undefined, {}, emptySnapshot());
  }
}
