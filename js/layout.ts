import { runJob } from './core.ts';
import type { JobHandle } from './core-module.ts';
import { checkSeed } from './datalab/find-issues.ts';
import { describe, reject } from './errors.ts';
import { toMatrix } from './matrix.ts';
import type { KnnGraph, Matrix, MatrixInput, RunOptions } from './types.ts';

declare module './core-module.ts' {
  interface CoreModule {
    layOutGraph(graph: KnnGraph, start: Matrix, options: object): JobHandle;
  }
}

/** How `layoutGraph` works. */
export interface LayoutOptions extends RunOptions {
  /** Passes over the edges; default: 400, above 20,000 rows 150. */
  epochs?: number;
  /** Called with the picture so far (n x 2), a few times a second, for drawing while it settles. */
  onLayout?(positions: Matrix): void;
}

/** Milliseconds between two pictures. */
const pictureTime = 100;

/**
 * Place rows on the plane so that neighbours lie together and others apart: fuzzy neighbour weights and negative
 * sampling as in UMAP (McInnes et al. 2018), the kernel of LargeVis (Tang et al. 2016). Seeded: the same picture on every
 * platform.
 *
 * @param graph The neighbours of each row, of `knnGraph` or of an audit (`report.lab.knnGraph`).
 * @param positions n x 2: where the points start, such as `report.projection`.
 * @returns n x 2, centred; one unit is about as far as neighbours reach.
 * @throws AssayerError `invalid_input` where `positions` is not n x 2 finite numbers.
 * @example
 * const positions = await layoutGraph(graph, report.projection, { onLayout: draw });
 */
export async function layoutGraph(
  graph: KnnGraph,
  positions: MatrixInput,
  options: LayoutOptions = {},
): Promise<Matrix> {
  const { epochs, seed = 0, onLayout, onProgress, signal } = options;
  const matrix = toMatrix(positions, 'positions');
  if (epochs !== undefined && !Number.isInteger(epochs)) reject('epochs', 'a whole number', describe(epochs));
  const floats = { ...matrix, data: Float32Array.from(matrix.data) };
  let shown = performance.now();
  const show = (job: JobHandle) => {
    if (performance.now() - shown < pictureTime) return;
    onLayout!(job.partial() as Matrix);
    shown = performance.now();
  };
  return runJob<Matrix>((core) => core.layOutGraph(graph, floats, { epochs, seed: checkSeed(seed) }), {
    onProgress,
    signal,
    ...(onLayout ? { onStep: show } : {}),
  });
}
