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
}

/** What all parts need to know of each other for the second pass. */
export interface ShardPlan extends PartColumns {
  kind: 'assayer-shard-plan';
  parts: { name: string; digest: string; rows: number; firstRow: number }[];
  rows: number;
  kinds: Record<string, string>;
  classCounts: Record<string, number>;
  classes: string[];
  sums?: { selfConfidence: string; examples: string };
  /** Rows, counted through all parts, whose features are the same cell by cell. */
  duplicates: number[][];
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
}

export function toBase64(values: Float64Array | Uint8Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
}

export function bytesFromBase64(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'base64'));
}

export function numbersFromBase64(text: string): Float64Array {
  return new Float64Array(bytesFromBase64(text).buffer as ArrayBuffer);
}
