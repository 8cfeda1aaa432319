import { describe, reject } from '../errors.ts';
import { ColumnBuilder } from './column-builder.ts';
import { distinctNames } from './csv.ts';
import type { RawColumn, ReadOptions, Warning } from './raw-table.ts';
import type { Slices } from './slices.ts';

/** Gathers rows, objects or lists, into columns. Columns stand in the order in which their names first appear. */
export class RowsBuilder {
  rowCount = 0;
  readonly warnings: Warning[] = [];
  readonly #place: string;
  readonly #hasHeader: boolean;
  readonly #missing: ReadonlySet<string>;
  readonly #builders = new Map<string, ColumnBuilder>();
  #names?: string[];

  /** @param names of the cells of rows that are lists; without them the first list names the cells if it is all text. */
  constructor(place: string, options: ReadOptions, names?: string[]) {
    this.#place = place;
    this.#hasHeader = options.header ?? true;
    this.#missing = new Set(options.na);
    if (names) this.#setNames(names);
  }

  /** @param where names the row in messages, such as `line 7`. */
  push(row: unknown, where: string): void {
    if (Array.isArray(row) || ArrayBuffer.isView(row)) this.#pushList(row as ArrayLike<unknown>, where);
    else if (row !== null && typeof row === 'object') this.#pushObject(row as Record<string, unknown>);
    else reject(where, 'a row as an object of cells by name', describe(row));
  }

  #pushObject(row: Record<string, unknown>): void {
    for (const name of Object.keys(row)) {
      const builder = this.#builder(name);
      builder.padTo(this.rowCount);
      builder.push(row[name]);
    }
    this.rowCount++;
  }

  #pushList(row: ArrayLike<unknown>, where: string): void {
    if (!this.#names) {
      const cells = Array.from(row);
      const isHeader = this.#hasHeader && cells.length > 0 && cells.every((cell) => typeof cell === 'string');
      this.#setNames(isHeader ? (cells as string[]) : cells.map((_, c) => `column_${c + 1}`));
      if (isHeader) return;
    }
    const names = this.#names!;
    if (row.length !== names.length) reject(where, `${names.length} cells as in the first row`, row.length);
    names.forEach((name, c) => {
      this.#builder(name).push(row[c]);
    });
    this.rowCount++;
  }

  #setNames(original: string[]): void {
    const { names, warnings } = distinctNames(original);
    this.#names = names;
    this.warnings.push(...warnings);
    for (const name of names) this.#builder(name);
  }

  #builder(name: string): ColumnBuilder {
    let builder = this.#builders.get(name);
    if (!builder) {
      builder = new ColumnBuilder(this.#missing);
      this.#builders.set(name, builder);
    }
    return builder;
  }

  columns(): RawColumn[] {
    if (this.rowCount === 0) reject(this.#place, 'at least one row', 'none');
    if (this.#builders.size === 0) reject(this.#place, 'rows with named cells', 'empty objects');
    return [...this.#builders].map(([name, builder]) => {
      builder.padTo(this.rowCount);
      return builder.done(name);
    });
  }
}

/** Columns of an array of rows. */
export async function columnsOfRows(
  rows: readonly unknown[],
  place: string,
  options: ReadOptions,
  slices: Slices,
  names?: string[],
): Promise<{ columns: RawColumn[]; warnings: Warning[]; rowCount: number }> {
  const builder = new RowsBuilder(place, options, names);
  for (let i = 0; i < rows.length; i++) {
    builder.push(rows[i], `${place}[${i}]`);
    if (i % 64 === 0 && slices.isDue()) await slices.pause(i / rows.length, `${i} rows`);
  }
  return { columns: builder.columns(), warnings: builder.warnings, rowCount: builder.rowCount };
}

/** A column of an array, typed or not. */
export async function columnOfArray(
  name: string,
  values: ArrayLike<unknown>,
  options: ReadOptions,
  slices: Slices,
  fraction: number,
): Promise<RawColumn> {
  if (values instanceof Float64Array) return { name, numbers: values.slice() };
  if (ArrayBuffer.isView(values) && !(values instanceof BigInt64Array) && !(values instanceof BigUint64Array)) {
    return { name, numbers: Float64Array.from(values as unknown as ArrayLike<number>) };
  }
  const builder = new ColumnBuilder(new Set(options.na));
  for (let i = 0; i < values.length; i++) {
    builder.push(values[i]);
    if (i % 256 === 0 && slices.isDue()) await slices.pause(fraction, name);
  }
  return builder.done(name);
}

/** Columns by name, all of one length. */
export async function columnsByName(
  entries: [string, ArrayLike<unknown>][],
  place: string,
  options: ReadOptions,
  slices: Slices,
): Promise<RawColumn[]> {
  const [first] = entries;
  if (!first) reject(place, 'at least one column', 'none');
  const columns: RawColumn[] = [];
  for (const [name, values] of entries) {
    if (values.length !== first[1].length) {
      reject(`${place}.${name}`, `${first[1].length} cells as in "${first[0]}"`, values.length);
    }
    columns.push(await columnOfArray(name, values, options, slices, columns.length / entries.length));
  }
  if (first[1].length === 0) reject(place, 'at least one row', 'none');
  return columns;
}

/** Whether a value can be a column: an array, a typed array or the like, but no text. */
export function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return typeof value === 'object' && value !== null && Number.isInteger((value as { length?: unknown }).length);
}
