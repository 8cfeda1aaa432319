import type { RunOptions } from '../types.ts';

/** Something worth knowing that did not stop the work. */
export interface Warning {
  /** For programs: `ragged_rows`, `renamed_columns`, `no_header`, `encoding`, `quotes`, ... */
  code: string;
  /** For people, one sentence without a full stop. */
  message: string;
  /** Lines of the file, from 1; the first few of `count`. */
  lines?: number[];
  /** How often. */
  count?: number;
  /** Name of the column it concerns. */
  column?: string;
}

/** What a table was read from. */
export type SourceFormat = 'csv' | 'json' | 'ndjson' | 'parquet' | 'arrow' | 'rows' | 'columns';

/** Where a table comes from: enough to write it back without touching what is unchanged, and to name lines of the file. */
export interface SourceInfo {
  format: SourceFormat;
  /** Name of the file, where it has one. */
  name?: string;
  /** Text formats only: what was read, held by reference. */
  content?: string | Uint8Array | Blob;
  /** Whether `content` is compressed. */
  gzip?: boolean;
  /** Of `content`, as TextDecoder names it; absent for strings. */
  encoding?: string;
  /** Whether the text began with a byte order mark. */
  bom?: boolean;
  delimiter?: string;
  newline?: '\n' | '\r\n' | '\r';
  /** Whether the first record names the columns. */
  header?: boolean;
  /** Names in the file, where some were changed to tell them apart or had to be made up. */
  originalNames?: string[];
  /** Rows begin with a name that has no header of its own (as R writes tables). */
  rowNames?: boolean;
  /** Where record i starts, in characters of the text after the byte order mark. */
  starts?: Float64Array;
  /** Where record i ends, its line end included (CSV and NDJSON). */
  ends?: Float64Array;
  /** Line of the file on which record i starts, from 1. */
  lines?: Uint32Array;
}

/** A column as it was read: distinct texts and a code for each row, or numbers where the source had numbers. */
export interface RawColumn {
  name: string;
  /** Distinct cells in their own spelling, in order of appearance. */
  distinct?: string[];
  /** n codes into `distinct`; -1 = missing. */
  codes?: Int32Array;
  /** n numbers; NaN = missing. */
  numbers?: Float64Array;
}

/** A table as it was read, nothing interpreted. */
export interface RawTable {
  columns: RawColumn[];
  rowCount: number;
  source: SourceInfo;
  warnings: Warning[];
  /** Where it is a sample: of which table, and which of its rows, ascending. */
  sampleOf?: { table: RawTable; rows: Int32Array };
}

/** The whole table, where this is a sample of it. */
export function wholeTable(table: RawTable): RawTable {
  return table.sampleOf?.table ?? table;
}

/** The number of a row in the whole table. */
export function wholeRow(table: RawTable, row: number): number {
  return table.sampleOf?.rows[row] ?? row;
}

/** How to read a table; what is absent is found out from the data. */
export interface ReadOptions extends Pick<RunOptions, 'onProgress' | 'signal'> {
  /** Name of the file, for its extension and for messages; a `File` brings its own. */
  name?: string;
  format?: 'csv' | 'tsv' | 'json' | 'ndjson' | 'parquet' | 'arrow';
  /** Between cells; default: guessed among comma, tab, semicolon and bar. */
  delimiter?: string;
  /** Of text files; default: by byte order mark, else UTF-8, else Windows-1252. */
  encoding?: string;
  /** Whether the first record names the columns; default: yes, unless it reads like data. */
  header?: boolean;
  /** Spellings of missing cells beside the empty one; the core knows the usual ones (NA, N/A, null, NaN, ...). */
  na?: string[];
}

/** The cell as text; null where it is missing. */
export function cellText(column: RawColumn, row: number): string | null {
  if (column.codes) {
    const code = column.codes[row]!;
    return code < 0 ? null : column.distinct![code]!;
  }
  const number = column.numbers![row]!;
  return Number.isNaN(number) ? null : String(number);
}
