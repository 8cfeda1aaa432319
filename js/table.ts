import Papa from 'papaparse';
import { arrowBytes } from './arrow-bytes.ts';
import { describe, reject } from './errors.ts';

/** Values of a class column: the user's own names of the classes. */
export type ClassName = string | number | boolean;

/** One column as the core gives it. */
export interface CoreColumn {
  name: string;
  kind: 'number' | 'integer' | 'flag' | 'text' | 'class' | 'list' | 'class_list';
  values: Float64Array | Int32Array | Uint8Array | string[];
  /** Of lists: list i is values[offsets[i], offsets[i + 1]). */
  offsets?: Uint32Array;
}

/** Options of `Table.toCSV`. */
export interface CSVOptions {
  /** Put a quote before text cells that a spreadsheet would run as a formula (`= + - @`); default true. */
  escapeFormulas?: boolean;
}

/** A result table by columns. Rows become objects only when `toRows()` is called. */
export class Table {
  readonly rowCount: number;
  readonly columnNames: string[];
  readonly #columns: Map<string, () => ArrayLike<unknown>>;

  /** @internal Columns as they are, or made when they are first asked for. */
  constructor(rowCount: number, columns: Iterable<readonly [string, ArrayLike<unknown> | (() => ArrayLike<unknown>)]>) {
    this.rowCount = rowCount;
    this.#columns = new Map();
    for (const [name, values] of columns)
      this.#columns.set(name, typeof values === 'function' ? once(values) : () => values);
    this.columnNames = [...this.#columns.keys()];
  }

  /** The values of one column: a typed array for numbers, flags as booleans, text as strings, lists as number arrays. */
  column(name: string): ArrayLike<unknown> {
    const values = this.#columns.get(name);
    if (!values) reject('column', `one of ${this.columnNames.join(', ')}`, describe(name));
    return values();
  }

  /** All rows, or those of the given numbers, as objects. */
  toRows(rows?: ArrayLike<number>): Record<string, unknown>[] {
    const columns = this.columnNames.map((name) => [name, this.column(name)] as const);
    return Array.from({ length: rows?.length ?? this.rowCount }, (_, at) => {
      const i = rows ? rows[at]! : at;
      return Object.fromEntries(columns.map(([name, values]) => [name, values[i]]));
    });
  }

  /** Comma-separated, header first, lines ended by CR LF (RFC 4180). Lists are written as JSON. */
  toCSV({ escapeFormulas = true }: CSVOptions = {}): string {
    const columns = this.columnNames.map((name) => this.column(name));
    const rows = Array.from({ length: this.rowCount }, (_, i) => columns.map((values) => asCell(values[i])));
    // negative numbers are no formulas
    const options = escapeFormulas ? { escapeFormulae: /^(?:[=@\t\r]|[+-](?![\d.]+(?:e[+-]?\d+)?$))/i } : {};
    return `${Papa.unparse({ fields: this.columnNames, data: rows }, { ...options, newline: '\r\n' })}\r\n`;
  }

  /**
   * An Arrow stream (IPC), as `tableFromIPC` of apache-arrow and of flechette, DuckDB, Arquero and pyarrow read it: doubles, 32-bit
   * integers, booleans, text, lists. The encoder is loaded at the first call.
   *
   * @example
   * const bytes = await new Table(2, [['score', Float64Array.of(0.5, 1)]]).toArrow();
   * bytes.length > 0; // true
   */
  toArrow(): Promise<Uint8Array> {
    return arrowBytes(this);
  }
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function asCell(value: unknown): unknown {
  return Array.isArray(value) || ArrayBuffer.isView(value) ? JSON.stringify(Array.from(value as number[])) : value;
}

/** What a column of the core looks like to a user. */
export function columnValues(column: CoreColumn, classNames: readonly ClassName[]): ArrayLike<unknown> {
  switch (column.kind) {
    case 'flag':
      return Array.from(column.values as Uint8Array, (flag) => flag === 1);
    case 'class':
      return Array.from(column.values as Int32Array, (id) => (id < 0 ? null : (classNames[id] ?? id)));
    case 'list':
      return lists(column, (id) => id);
    case 'class_list':
      return lists(column, (id) => classNames[id] ?? id);
    default:
      return column.values;
  }
}

function lists<Item>({ values, offsets }: CoreColumn, item: (value: number) => Item): Item[][] {
  const flat = values as Int32Array;
  return Array.from({ length: offsets!.length - 1 }, (_, i) =>
    Array.from(flat.subarray(offsets![i], offsets![i + 1]), item),
  );
}

/** A table of the core as the user's own. */
export function tableFromCore(columns: CoreColumn[], classNames: readonly ClassName[] = []): Table {
  const first = columns[0];
  const rowCount = first ? (first.offsets ? first.offsets.length - 1 : first.values.length) : 0;
  return new Table(
    rowCount,
    columns.map((column) => [column.name, () => columnValues(column, classNames)] as const),
  );
}
