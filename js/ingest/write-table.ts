import { describe, reject } from '../errors.ts';
import { csvCell, editCsvRecord } from './csv-record.ts';
import { editJsonRecord } from './json-record.ts';
import { cellText, type RawTable, type SourceInfo } from './raw-table.ts';
import { Slices } from './slices.ts';
import { textEncoder } from './text-encoder.ts';
import { type Content, textChunks } from './text-source.ts';

/** What is to change in a table. */
export interface TableEdits {
  /** New values; null empties a cell. */
  cells?: Iterable<{ row: number; column: string; value: string | null }>;
  /** Numbers of rows to leave out. */
  drop?: Iterable<number>;
}

/** How a table is written. */
export interface WriteOptions {
  /** Put a quote before cells that a spreadsheet would run as a formula (`= + - @`); default false: cells stay true. */
  escapeFormulas?: boolean;
  signal?: AbortSignal;
}

/** By row: new values by column, or 'drop'. */
type Changes = Map<number, Map<number, string | null> | 'drop'>;

/**
 * Write a table back with some cells changed and some rows left out. Text formats stay true to the original byte by
 * byte where nothing was changed: encoding, byte order mark, delimiter, quotes, line ends, blank lines. Tables that came
 * from elsewhere are written as CSV.
 *
 * @throws AssayerError `invalid_input` where an edit names no row or column of the table
 *
 * @example
 * const table = await readTable(file);
 * const blob = await writeTable(table, { drop: [3], cells: [{ row: 0, column: 'species', value: 'cat' }] });
 */
export async function writeTable(table: RawTable, edits: TableEdits, options: WriteOptions = {}): Promise<Blob> {
  const changes = gather(table, edits);
  if (options.escapeFormulas) escapeFormulas(table, changes);
  const { source } = table;
  if (!source.content || !source.starts) return writeCsv(table, changes, options);
  const content = source.content;
  if (changes.size === 0) return new Blob([content as BlobPart]);
  const isUtf8 = typeof content === 'string';
  const encode = textEncoder(isUtf8 ? 'utf-8' : (source.encoding ?? 'utf-8')) ?? textEncoder('utf-8')!;
  const parts: BlobPart[] = [];
  if (source.bom) parts.push(encode('\ufeff') as BlobPart);
  for await (const text of editedText(table, content, changes, options)) parts.push(encode(text) as BlobPart);
  const blob = new Blob(parts);
  if (!source.gzip) return blob;
  return new Response(blob.stream().pipeThrough(new CompressionStream('gzip'))).blob();
}

/** Ending of the name of a file that `writeTable` makes of this source. */
export function writtenExtension(source: SourceInfo): string {
  if (!source.content || !source.starts) return '.csv';
  return /\.[a-z]+(\.gz)?$/i.exec(source.name ?? '')?.[0] ?? `.${source.format}`;
}

function gather(table: RawTable, { cells = [], drop = [] }: TableEdits): Changes {
  const changes: Changes = new Map();
  const at = new Map(table.columns.map(({ name }, c) => [name, c]));
  const checkRow = (row: number) => {
    if (!Number.isInteger(row) || row < 0 || row >= table.rowCount) {
      reject('row', `a row number from 0 to ${table.rowCount - 1}`, describe(row));
    }
  };
  for (const { row, column, value } of cells) {
    checkRow(row);
    const c = at.get(column) ?? reject('column', 'a column of the table', describe(column));
    const ofRow = changes.get(row) ?? new Map<number, string | null>();
    if (ofRow !== 'drop') changes.set(row, ofRow.set(c, value));
  }
  for (const row of drop) {
    checkRow(row);
    changes.set(row, 'drop');
  }
  return changes;
}

/** Text that a spreadsheet would run; negative numbers are none. */
const formula = /^(?:[=@\t\r]|[+-](?![\d.,]+(?:e[+-]?\d+)?$))/i;

function escapeFormulas(table: RawTable, changes: Changes): void {
  const escaped = (value: string | null) => (value !== null && formula.test(value) ? `'${value}` : value);
  for (const change of changes.values()) {
    if (change !== 'drop') for (const [c, value] of change) change.set(c, escaped(value));
  }
  table.columns.forEach(({ distinct, codes }, c) => {
    const hazards = new Map(
      (distinct ?? []).flatMap((text, code) => (formula.test(text) ? [[code, text] as const] : [])),
    );
    if (!hazards.size) return;
    codes!.forEach((code, row) => {
      const text = hazards.get(code);
      const change = changes.get(row) ?? new Map<number, string | null>();
      if (text === undefined || change === 'drop' || change.has(c)) return;
      changes.set(row, change.set(c, `'${text}`));
    });
  });
}

/** The text of the source, piece by piece, with the changes made. */
async function* editedText(
  table: RawTable,
  content: Content,
  changes: Changes,
  options: WriteOptions,
): AsyncGenerator<string> {
  const { source } = table;
  const slices = new Slices('write', options);
  const reader = new TextReader(textChunks(content, { encoding: source.encoding, gzip: source.gzip, damaged: true }));
  const names = table.columns.map(({ name }, c) => source.originalNames?.[c] ?? name);
  for (const { start, end, row } of changedSpans(source, changes, table.rowCount)) {
    yield* reader.upTo(start);
    let record = '';
    for await (const text of reader.upTo(end)) record += text;
    const change = changes.get(row)!;
    if (change !== 'drop') yield editRecord(record, change, source, names);
    if (slices.isDue()) await slices.pause(end / source.starts![table.rowCount - 1]!);
  }
  yield* reader.upTo(Number.POSITIVE_INFINITY);
}

function editRecord(record: string, change: Map<number, string | null>, source: SourceInfo, names: string[]): string {
  if (source.format === 'csv') {
    return editCsvRecord(record, new Map([...change].map(([c, value]) => [c, value ?? ''])), source.delimiter!);
  }
  return editJsonRecord(record, new Map([...change].map(([c, value]) => [names[c]!, value])), names);
}

/** What to replace or leave out, in order of the text. In a JSON array the commas go with the rows. */
function changedSpans(
  { format, starts, ends }: SourceInfo,
  changes: Changes,
  rowCount: number,
): { start: number; end: number; row: number }[] {
  const rows = [...changes.keys()].sort((a, b) => a - b);
  let kept = rowCount - 1;
  while (kept >= 0 && changes.get(kept) === 'drop') kept--;
  return rows.map((row) => {
    const start = starts![row]!;
    const end = ends![row]!;
    if (format !== 'json' || changes.get(row) !== 'drop') return { row, start, end };
    if (row < kept) return { row, start, end: starts![row + 1]! };
    return { row, start: row === 0 ? start : ends![row - 1]!, end };
  });
}

/** Reads a text once, from place to place. */
class TextReader {
  readonly #chunks: AsyncIterator<{ text: string }>;
  #text = '';
  #at = 0;
  #isDone = false;

  constructor(chunks: AsyncIterable<{ text: string }>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Pieces of the text from where it stands up to `end`. */
  async *upTo(end: number): AsyncGenerator<string> {
    while (this.#at < end) {
      if (this.#text === '') {
        if (this.#isDone) return;
        const { value, done } = await this.#chunks.next();
        this.#isDone = done ?? false;
        this.#text = value?.text ?? '';
        continue;
      }
      const piece = this.#text.slice(0, end - this.#at);
      this.#text = this.#text.slice(piece.length);
      this.#at += piece.length;
      yield piece;
    }
  }
}

async function writeCsv(table: RawTable, changes: Changes, options: WriteOptions): Promise<Blob> {
  const slices = new Slices('write', options);
  const lines: string[] = [`${table.columns.map(({ name }) => csvCell(name, ',')).join(',')}\n`];
  const parts: BlobPart[] = [];
  for (let row = 0; row < table.rowCount; row++) {
    const change = changes.get(row);
    if (change === 'drop') continue;
    const cells = table.columns.map((column, c) => {
      const value = change?.has(c) ? change.get(c)! : cellText(column, row);
      return csvCell(value ?? '', ',', value === null && table.columns.length === 1); // no blank lines
    });
    lines.push(`${cells.join(',')}\n`);
    if (row % 256 === 0 && slices.isDue()) {
      parts.push(lines.splice(0).join(''));
      await slices.pause(row / table.rowCount);
    }
  }
  return new Blob([...parts, lines.join('')]);
}
