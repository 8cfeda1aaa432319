import { describe, reject } from '../errors.ts';
import { GrowingNumbers } from './growing-numbers.ts';
import { JsonArrayScanner } from './json-scanner.ts';
import type { RawTable, ReadOptions, SourceInfo } from './raw-table.ts';
import { columnsByName, columnsOfRows, isArrayLike, RowsBuilder } from './rows.ts';
import { Slices } from './slices.ts';
import type { TextChunk } from './text-source.ts';

/** Read one JSON value for each line. */
export async function readNdjson(
  chunks: AsyncIterable<TextChunk>,
  source: SourceInfo,
  options: ReadOptions,
  place: string,
): Promise<RawTable> {
  const records = new Records(options, place);
  let rest = '';
  let offset = 0;
  let line = 0;
  const take = (text: string, end: number) => {
    line++;
    if (text.trim() !== '') records.push(text, line, offset, offset + end);
    offset += end;
  };
  for await (const { text, fraction } of chunks) {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    for (const one of lines) {
      take(one, one.length + 1);
      await records.breathe(fraction);
    }
  }
  take(rest, rest.length);
  return records.table({ ...source, newline: '\n' });
}

/** Read a JSON text: an array of rows (objects or lists), or columns by name. */
export async function readJson(
  chunks: AsyncIterable<TextChunk>,
  source: SourceInfo,
  options: ReadOptions,
  place: string,
): Promise<RawTable> {
  let isArray: boolean | undefined;
  const scanner = new JsonArrayScanner();
  const records = new Records(options, place);
  const parts: string[] = [];
  for await (const { text, fraction } of chunks) {
    isArray ??= text.trim() === '' ? undefined : text.trimStart().startsWith('[');
    if (!isArray) {
      parts.push(text);
      continue;
    }
    for (const element of scanner.push(text)) {
      records.push(element.text, element.line, element.start, element.start + element.text.trimEnd().length);
      await records.breathe(fraction);
    }
  }
  if (isArray) {
    if (!scanner.isClosed) reject(place, 'a JSON array with a closing bracket', 'its beginning only');
    return records.table(source);
  }
  return readJsonObject(parseJson(parts.join(''), place), source, options, place);
}

class Records {
  readonly #options: ReadOptions;
  readonly #place: string;
  readonly #slices: Slices;
  readonly #builder: RowsBuilder;
  readonly #starts = new GrowingNumbers();
  readonly #ends = new GrowingNumbers();
  readonly #lines = new GrowingNumbers();

  constructor(options: ReadOptions, place: string) {
    this.#options = options;
    this.#place = place;
    this.#slices = new Slices('read', this.#options);
    this.#builder = new RowsBuilder(place, options);
  }

  push(text: string, line: number, start: number, end: number): void {
    const where = `${this.#place}, line ${line}`;
    const before = this.#builder.rowCount;
    this.#builder.push(parseJson(text, where), where);
    if (this.#builder.rowCount === before) return; // names of columns
    this.#starts.push(start);
    this.#ends.push(end);
    this.#lines.push(line);
  }

  async breathe(fraction: number): Promise<void> {
    if (this.#slices.isDue()) await this.#slices.pause(fraction, `${this.#builder.rowCount} rows`);
  }

  table(source: SourceInfo): RawTable {
    return {
      columns: this.#builder.columns(),
      rowCount: this.#builder.rowCount,
      source: {
        ...source,
        starts: this.#starts.toFloat64Array(),
        ends: this.#ends.toFloat64Array(),
        lines: Uint32Array.from(this.#lines.toFloat64Array()),
      },
      warnings: this.#builder.warnings,
    };
  }
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    reject(where, 'JSON', `${describe(text.trim())} (${(error as Error).message})`);
  }
}

/** Columns by name, as lists or as pandas writes them, or rows under `data`. */
async function readJsonObject(
  value: unknown,
  source: SourceInfo,
  options: ReadOptions,
  place: string,
): Promise<RawTable> {
  if (value === null || typeof value !== 'object') {
    reject(place, 'a JSON array of rows or an object of columns', describe(value));
  }
  const object = value as Record<string, unknown>;
  const slices = new Slices('read', options);
  const { starts: _, ends: __, lines: ___, ...plain } = source;
  const rows = rowsUnderKey(object);
  if (rows) {
    const { columns, warnings, rowCount } = await columnsOfRows(rows.data, place, options, slices, rows.names);
    return { columns, rowCount, source: plain, warnings };
  }
  const entries = Object.entries(object).map(([name, column]): [string, ArrayLike<unknown>] => {
    if (isArrayLike(column)) return [name, column];
    if (column !== null && typeof column === 'object') return [name, Object.values(column)];
    return reject(`${place}.${name}`, 'a list of cells', describe(column));
  });
  const columns = await columnsByName(entries, place, options, slices);
  return { columns, rowCount: entries[0]![1].length, source: plain, warnings: [] };
}

/** `{ "data": rows }`, perhaps with the names of the cells under `columns`, unless these are columns themselves. */
function rowsUnderKey({
  data,
  columns,
  ...others
}: Record<string, unknown>): { data: unknown[]; names?: string[] } | undefined {
  if (!Array.isArray(data) || data[0] === null || typeof data[0] !== 'object') return undefined;
  const isNames = Array.isArray(columns) && columns.every((name) => typeof name === 'string');
  if (isNames && Array.isArray(data[0]) && data[0].length === columns.length) return { data, names: columns };
  const areColumns = Object.values(others).some((other) => isArrayLike(other) && other.length === data.length);
  return columns === undefined && !areColumns ? { data } : undefined;
}
