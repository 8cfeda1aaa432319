import type { Metric } from '../neighbors.ts';
import type { PartColumns } from './part-rows.ts';

// What passes between the machines: JSON, numbers of rows as base64 of their bytes.

/** What the first pass knows of a part. */
export interface PartStatistics extends PartColumns {
  kind: 'assayer-part-statistics';
  name: string;
  /** SHA-256 of the file: the second pass must see the same. */
  digest: string;
  rows: number;
  columns: string[];
  /** Of each feature, as guessed from the part. */
  kinds: Record<string, string>;
  classCounts: Record<string, number>;
  /** Classes with probabilities, and the sums behind the confident thresholds in their order. */
  classes: string[];
  sums?: { selfConfidence: string; examples: string };
  rowDigests: string[];
  sample: PartSample;
}

/** Some rows, drawn by their keys. */
export interface PartSample {
  /** Ascending. */
  keys: string[];
  /** Where each stands: in the part, or counted through all parts. */
  rows: number[];
  /** Of the columns that make vectors, in their order. */
  cells: (string | null)[][];
}

/** How neighbours are sought across parts. */
export interface CellSearch {
  /** Neighbours of each row. */
  k: number;
  /** Into how many cells the rows are put, at most. */
  numCells: number;
  /** In how many cells each row is sought, at most. */
  copies: number;
  metric: Metric;
}

/** What all parts need to know of each other for the second pass. */
export interface ShardPlan extends PartColumns {
  kind: 'assayer-shard-plan';
  /** What the files of cells that follow the plan are known by. */
  id: string;
  parts: { name: string; digest: string; rows: number; firstRow: number }[];
  rows: number;
  kinds: Record<string, string>;
  classCounts: Record<string, number>;
  classes: string[];
  sums?: { selfConfidence: string; examples: string };
  /** Rows, counted through all parts, whose features are the same cell by cell. */
  duplicates: number[][];
  neighbors: CellSearch;
  sample: PartSample;
}

/** What the second pass finds in a part. */
export interface PartFindings {
  kind: 'assayer-part-findings';
  name: string;
  digest: string;
  /** Per row of the part: share of the cells that are there, and whether none is. */
  nullScores: string;
  nullIssues: string;
  label?: { scores: string; agrees: string; counts: string; numIssues: number };
  /** Where its rows were put in cells: in how many each, and how far the queries are from their nearest k rows here. */
  neighbors?: { copies: number; queryDistances: string };
}

/** The rows of a part that belong to a cell. */
export interface CellRows {
  kind: 'assayer-cell-rows';
  /** The `id` of the plan. */
  plan: string;
  cell: number;
  part: string;
  /** Counted through all parts, ascending. */
  rows: string;
  columns: number;
  /** Rows x columns, float32. */
  vectors: string;
}

/** What the third pass finds in a cell. */
export interface CellNeighbors {
  kind: 'assayer-cell-neighbors';
  plan: string;
  cell: number;
  rows: string;
  /** Of each row: fewer than asked for where the cell has fewer rows. */
  neighbors: number;
  /** Rows x neighbors: rows counted through all parts, and how far they are. */
  indices: string;
  distances: string;
}

/** The findings of the whole; rows are counted through all parts in the order of `parts`. */
export interface ShardFindings {
  kind: 'assayer-shard-findings';
  parts: ShardPlan['parts'];
  rows: number;
  label?: { rows: number[]; scores: number[]; numLabelIssues: number };
  null: { rows: number[]; score: number };
  classImbalance?: { rarestClass: string; isIssue: boolean; share: number; count: number };
  duplicates: number[][];
  /** What the neighbours were found with, and the share of the true ones among them, measured with `queries` rows. */
  neighbors?: { k: number; copies: number; queries: number; recall: number };
  outlier?: { rows: number[]; scores: number[] };
  /** Of each row those that are nearly the same. */
  nearDuplicate?: { rows: number[]; sets: number[][] };
}

export function toBase64(values: Float64Array | Float32Array | Int32Array | Uint8Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
}

export function bytesFromBase64(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'base64'));
}

export function numbersFromBase64(text: string): Float64Array {
  return new Float64Array(bytesFromBase64(text).buffer as ArrayBuffer);
}

export function idsFromBase64(text: string): Int32Array {
  return new Int32Array(bytesFromBase64(text).buffer as ArrayBuffer);
}
