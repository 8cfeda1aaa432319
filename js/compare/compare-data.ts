import type { AuditOptions, ColumnKind, ColumnSchema, Reason } from '../audit/audit-data.ts';
import type { Warning } from '../ingest/raw-table.ts';
import type { Task } from '../types.ts';

/** How `compare` works: options of `audit`, which hold for both tables, and its own. */
export interface CompareOptions
  extends Pick<
    AuditOptions,
    | 'label'
    | 'noLabel'
    | 'task'
    | 'columns'
    | 'issueTypes'
    | 'effort'
    | 'format'
    | 'delimiter'
    | 'encoding'
    | 'header'
    | 'na'
    | 'seed'
    | 'onProgress'
    | 'signal'
  > {
  /** Names of the files, for their formats and for messages; a `File` brings its own. */
  oldName?: string;
  newName?: string;
  /** Audit both tables too, and tell how the share of each issue type changed; default true. */
  audit?: boolean;
  /**
   * Look for rows that are nearly the same in both, not only exactly; default: up to 50,000 rows in all, since it needs
   * the neighbours of every row.
   */
  nearLeaks?: boolean;
  /** Effect size in [0, 1] below which a column is not reported as drifted; default 0.1. */
  driftThreshold?: number;
  /** Adjusted p-value above which a column is not reported as drifted; default 0.05. */
  significance?: number;
}

/** A value, or a word of texts, with the rows that have it in each table. */
export interface LevelShift {
  value: string;
  oldRows: number;
  newRows: number;
}

/** How far a column of the new table is from the same one of the old table. Which figures are set depends on `kind`. */
export interface ColumnDrift {
  name: string;
  /** As which both were compared. */
  kind: ColumnKind;
  /** What each table by itself takes it for. */
  oldKind: ColumnKind;
  newKind: ColumnKind;
  /** False for identifiers, empty columns and those to be ignored. */
  isCompared: boolean;
  /** Rows without a value that the kind can read. */
  oldMissing: number;
  newMissing: number;
  /** Share of missing cells, new minus old, in [-1, 1]. */
  missingChange: number;
  /** The effect size, in [0, 1], 0 = no drift: the largest of those below that are in [0, 1], and of |missingChange|. */
  drift: number;
  /** Of no change at all; secondary to `drift`, since in large tables everything is significant. */
  pValue: number;
  /** Adjusted for the number of columns (Benjamini and Hochberg). */
  adjustedPValue: number;
  /** Whether drift and adjusted p-value are both past their limits. */
  isDrift: boolean;
  /** Numbers, dates (days since 1970), lengths of texts: means; null where a table has no value. */
  oldMean: number | null;
  newMean: number | null;
  /** New minus old mean in pooled standard deviations (Cohen's d); null where that is not defined. */
  meanDifference: number | null;
  /** Kolmogorov-Smirnov distance, in [0, 1]. */
  ks: number;
  /** Earth mover's distance in pooled standard deviations; null where that is not defined. */
  wasserstein: number | null;
  /** Of categories: half the sum of the changes of their shares, in [0, 1]; rare ones count as one. */
  totalVariation: number;
  /** Of categories: population stability index; below 0.1 small, above 0.25 large. */
  stabilityIndex: number;
  /** Categories that only one of the tables has, most frequent first. */
  newLevels: LevelShift[];
  lostLevels: LevelShift[];
  /** Categories, or words of texts, whose share changed most; at most 10. */
  largestMoves: LevelShift[];
}

/** Rows of the new table that the old one has too, identifiers left aside: the label does not count. */
export interface LeakedRows {
  /** Row numbers in the new table, ascending. */
  newRows: Int32Array;
  /** For each of them, the first row of the old table that it repeats. */
  oldRows: Int32Array;
  /** 1 where all features have the same value, 0 where nearly. */
  isExact: Uint8Array;
  /** 1 where both rows have the same label, or there are no labels. */
  sameLabel: Uint8Array;
  /** Whether near copies were looked for. */
  nearSearched: boolean;
  /** Rows of the old table that repeat another row of it: where they are many, rows are alike by chance. */
  oldRepeats: number;
}

/** Drift of the whole table. */
export interface OverallDrift {
  /** Of the column that drifted most, in [0, 1]. */
  largest: number;
  /** Mean over the columns compared. */
  mean: number;
  compared: number;
  drifted: number;
}

/** One issue type in both audits. */
export interface QualityChange {
  type: string;
  oldIssues: number;
  newIssues: number;
  /** Shares of the rows, in [0, 1]. */
  oldShare: number;
  newShare: number;
  /** New minus old share: above 0 is worse. */
  change: number;
  /** Scores of the whole table, low is bad. */
  oldScore: number;
  newScore: number;
}

/** What is known of one of the tables. */
export interface ComparedTable {
  name: string | null;
  rowCount: number;
  columnCount: number;
  warnings: Warning[];
}

/** All that a comparison found, as plain data: what crosses from a worker. */
export interface CompareData {
  old: ComparedTable;
  new: ComparedTable;
  labelColumn: string | null;
  labelReason: Reason;
  task: Task | null;
  /** Of the columns that both have, guessed for both together. */
  schema: ColumnSchema[];
  columns: ColumnDrift[];
  newColumns: string[];
  lostColumns: string[];
  drift: OverallDrift;
  leaks: LeakedRows;
  /** A row for each issue type that ran on both; empty without audits. */
  quality: QualityChange[];
  /** What could not be done, and why. */
  notes: string[];
  run: { version: string; seed: number; milliseconds: number };
}
