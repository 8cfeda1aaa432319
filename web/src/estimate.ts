// What an audit will take, told before it starts. Measured in Chromium on two cores with tables of 10,000 x 20 to
// 1,000,000 x 20 (benchmarks/page.mjs): 3.2, 8, 20, 334 s and 0.35, 0.58, 0.84, 1.97 GB. Good to a factor of two.
import type { SchemaData } from 'assayer/worker';
import type { Choice } from './state.ts';

export interface Estimate {
  seconds: number;
  bytes: number;
}

const secondsAtLeast = 1.5;
const secondsPerCell: Record<Choice['effort'], number> = { fast: 10e-6, balanced: 11e-6, thorough: 26e-6 };
/** Of long tables neighbours are looked for in another way, mostly by one thread. */
const rowsOfLongTable = 250_000;
const timesAsLong = 1.5;
const bytesAtLeast = 300e6;
const bytesPerCell = 80;
/** Workers that help have copies of their own, of which the package takes no more than a gigabyte. */
const bytesPerCellOfHelper = 200;
const mostBytesOfHelpers = 1e9;
const mostCellsWithHelpers = 18e6;
/** What browsers give a tab at the least on a machine with enough memory. */
const mostBytes = 4e9;

export function estimateAudit({ columns, table }: SchemaData, effort: Choice['effort'], threads: number): Estimate {
  const cells = table.rowCount * columns.filter(({ role }) => role !== 'ignored').length;
  const ofHelpers = cells < mostCellsWithHelpers ? bytesPerCellOfHelper * cells * (threads - 1) : 0;
  return {
    seconds: secondsAtLeast + secondsPerCell[effort] * cells * (table.rowCount > rowsOfLongTable ? timesAsLong : 1),
    bytes: bytesAtLeast + bytesPerCell * cells + Math.min(ofHelpers, mostBytesOfHelpers),
  };
}

export function isTooLarge({ bytes }: Estimate): boolean {
  return bytes > mostBytes;
}

const steps = [5, 10, 15, 20, 30, 45, 60, 120, 180, 300, 480, 600, 900, 1200, 1800, 2700];

/** Seconds as people would say them: the next round number. */
export function roundedSeconds(seconds: number): number {
  return steps.find((step) => seconds <= step) ?? Math.ceil(seconds / 3600) * 3600;
}
