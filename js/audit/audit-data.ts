import type { IssueTypes } from '../datalab/find-issues.ts';
import type { LabState, Notice } from '../datalab/state.ts';
import type { RawTable, Warning } from '../ingest/raw-table.ts';
import type { KnnGraph, Matrix, MatrixInput, RunOptions, Task } from '../types.ts';
import type { AnnotatorQuality } from './annotators.ts';
import type { AuditReport } from './audit-report.ts';

/** What a column is taken for. */
export type ColumnKind = 'numeric' | 'categorical' | 'text' | 'datetime' | 'boolean' | 'identifier' | 'ignore';

/** Why something was decided. */
export interface Reason {
  /** For programs. */
  code: string;
  /** For people, without capital and full stop. */
  phrase: string;
  /** The numbers behind it. */
  numbers: Record<string, number>;
}

/** What a column is, and what for. */
export interface ColumnSchema {
  name: string;
  kind: ColumnKind;
  role: 'label' | 'feature' | 'ignored';
  /** Rows without a value. */
  missing: number;
  /** Different values. */
  distinct: number;
  reason: Reason;
  /**
   * Of `inferSchema`, numeric and datetime columns only: in which bar of a histogram each entry of the table's
   * `distinct` is counted (each row, where the column has none); 255 where it is no amount. Bars are equally wide, but the
   * first and the last take also what is very far from all others.
   */
  bars?: Uint8Array;
}

/** A column that gives the label away; it was left out of the models. */
export interface Leak {
  column: string;
  /** Share of the rows whose label the column alone gives away, in [0, 1]. */
  agreement: number;
  reason: Reason;
}

/** What is worth knowing of one column. */
export interface ColumnProfile {
  missing: number;
  distinct: number;
  missingSpellings: { value: string; count: number }[];
  topValues: { value: string; count: number }[];
  /** Cells that read as numbers, as dates, and the others. */
  numbers: number;
  dates: number;
  texts: number;
  isMixed: boolean;
  numbersAsText: boolean;
  isConstant: boolean;
  /** Minimum, quartiles, maximum of numbers (of dates: days since 1970); empty for others. */
  quantiles: Float64Array;
  spellingVariants: { spellings: string[]; counts: Int32Array }[];
}

/** A check that has finished while others are still at work. */
export interface Found {
  type: string;
  /** Rows that it flags. */
  count: number;
  /** Its summary score, in [0, 1]; low is bad. */
  score: number;
  /** The flagged rows with the lowest scores, lowest first, at most 8. */
  rows: Int32Array;
}

/** How `audit` works. */
export interface AuditOptions extends RunOptions {
  /** Called for each check as it finishes, so that there is something to look at before all are done. */
  onFound?(found: Found): void;
  /** Called where `signal` stops the audit after some checks have finished, with a report of those alone. */
  onStopped?(report: AuditReport): void;
  /** Name of the label column; guessed where absent, see `AuditReport.labelColumn`. */
  label?: string;
  /** The table has no labels: guess none. */
  noLabel?: boolean;
  /** Guessed from the label column where absent. */
  task?: Task;
  /** Overrides of the guessed kinds, by column name. */
  columns?: Record<string, ColumnKind>;
  /** Out-of-sample class probabilities of your own (n x K, classes in order); assayer trains models where absent. */
  predProbs?: MatrixInput | ArrayLike<number>;
  /** Features of your own (n x d), such as embeddings, for everything about neighbours. */
  features?: MatrixInput;
  /** Neighbours of your own. */
  knnGraph?: KnnGraph;
  /** Types to look for, or a type -> its parameters; default: all that run by default. */
  issueTypes?: IssueTypes;
  /** How much work the models are worth; default 'balanced'. */
  effort?: 'fast' | 'balanced' | 'thorough';
  /** Which models are trained: all that suit the table (`'auto'`, the default), linear ones only, or trees only. */
  model?: 'auto' | 'linear' | 'trees';
  /** Folds of the cross-validation, from 2; default 5. */
  folds?: number;
  /** Neighbours that each row is compared with, from 1; default 10. */
  k?: number;
  /**
   * A column that says which rows belong together (a patient, a document): models are tested on other groups than they
   * learnt from, and do not see the column.
   */
  group?: string;
  /**
   * Label columns of several annotators, in place of `label`: what most of them say is the label, the models' judgement of
   * it and of the annotators is in the report. No relabelling is suggested: there is no column to write it to.
   */
  annotators?: string[];
  /**
   * Audit so many rows only, drawn at random by `seed`. The report says so, and its texts, its JSON and its fixes number
   * the rows as the whole table does; `issues()` and `explain()` have the rows of the sample, in their order.
   */
  sample?: number;
  /** Name of the file, for its format and for messages; a `File` brings its own. */
  name?: string;
  /** How to read it; what is absent is found out. */
  format?: 'csv' | 'tsv' | 'json' | 'ndjson' | 'parquet' | 'arrow';
  delimiter?: string;
  encoding?: string;
  header?: boolean;
  /** Spellings of missing cells beside the usual ones. */
  na?: string[];
}

/** All that an audit found, as plain data: what crosses from a worker. */
export interface AuditData {
  schema: ColumnSchema[];
  labelColumn: string | null;
  labelReason: Reason;
  taskReason: Reason;
  leaks: Leak[];
  profile: ColumnProfile[];
  predProbs?: Matrix;
  predictions?: Float64Array;
  cellSurprise: Matrix;
  projection: Matrix;
  models: Record<string, unknown> | null;
  state: LabState;
  table: RawTable;
  warnings: (Warning | Notice)[];
  /** With the option `annotators`: how well each labels, the worst first. */
  annotators?: AnnotatorQuality[];
  run: { version: string; seed: number; effort: string; milliseconds: number };
}
