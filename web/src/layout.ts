// The map's second picture: the neighbours' layout, settled in the worker while the first one is looked at.
import { signal } from '@preact/signals';
import type { AuditReport, Matrix } from 'assayer/worker';
import { asProblem, layoutGraph } from './engine.ts';
import { problem } from './state.ts';

/** Where the layout of a report stands. */
export interface Layout {
  of: AuditReport;
  positions: Matrix;
  /** In [0, 1]; 1 = settled. */
  fraction: number;
}

export const layout = signal<Layout | null>(null);

let running: AbortController | undefined;
/** Fewer rows are as well seen by their principal components; more would keep the worker busy for minutes. */
const fewest = 20;
const most = 200_000;

export function canLayOut({ knnGraph, rowCount }: AuditReport): boolean {
  return knnGraph !== undefined && rowCount >= fewest && rowCount <= most;
}

/** Start the layout of a report, unless it is there or on its way. */
export async function startLayout(report: AuditReport): Promise<void> {
  if (layout.value?.of === report || !canLayOut(report)) return;
  running?.abort();
  const controller = new AbortController();
  running = controller;
  let fraction = 0;
  const show = (positions: Matrix) => {
    if (running === controller) layout.value = { of: report, positions, fraction };
  };
  show(report.projection);
  try {
    const positions = await layoutGraph(report.knnGraph!, report.projection, {
      signal: controller.signal,
      onProgress: (progress) => {
        fraction = progress.fraction;
      },
      onLayout: show,
    });
    fraction = 1;
    show(positions);
  } catch (error) {
    if (running === controller && !controller.signal.aborted) problem.value = asProblem('layout', error);
  }
}

/** Forget the layout with its report. */
export function stopLayout(): void {
  running?.abort();
  running = undefined;
  layout.value = null;
}
