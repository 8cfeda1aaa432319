import Papa from 'papaparse';
import { reject } from '../errors.ts';
import { ColumnBuilder } from './column-builder.ts';
import { type Dialect, guessDialect, isBlank, parserNewline, withoutCarriageReturn } from './csv-dialect.ts';
import { GrowingNumbers } from './growing-numbers.ts';
import type { RawTable, ReadOptions, SourceInfo, Warning } from './raw-table.ts';
import { Slices } from './slices.ts';
import type { TextChunk } from './text-source.ts';
import { WarningList } from './warning-list.ts';

const sampleSize = 1 << 17;
/** How often an open quote is taken for a letter before all quotes are. */
const maxOpenQuotes = 20;

/** Read comma-separated values (or whatever separates them). `place` names the input in messages. */
export async function readCsv(
  chunks: AsyncIterable<TextChunk>,
  source: SourceInfo,
  options: ReadOptions,
  place: string,
): Promise<RawTable> {
  const slices = new Slices('read', options);
  let text = '';
  let reader: CsvReader | undefined;
  let wanted = sampleSize;
  let fraction = 0;
  for await (const chunk of chunks) {
    text += chunk.text;
    fraction = chunk.fraction;
    if (text.length < wanted) continue;
    reader ??= new CsvReader(guessDialect(text, false, options), options, place);
    const before = text.length;
    text = text.slice(await reader.read(text, false, slices, fraction));
    wanted = text.length === before ? 2 * before : 0; // a record longer than the text so far
  }
  reader ??= new CsvReader(guessDialect(text, true, options), options, place);
  await reader.read(text, true, slices, fraction);
  return reader.table(source);
}

interface Row {
  cells: string[];
  start: number;
  end: number;
  errors: boolean;
}

class CsvReader {
  readonly #dialect: Dialect;
  readonly #place: string;
  readonly #missing: ReadonlySet<string>;
  readonly #warnings = new WarningList();
  readonly #starts = new GrowingNumbers();
  readonly #ends = new GrowingNumbers();
  readonly #lines = new GrowingNumbers();
  #builders: ColumnBuilder[] = [];
  #names: string[] = [];
  #originalNames?: string[];
  #preamble: number;
  #hasHeader = false;
  /** Of the text that has been read: its length and its line ends. */
  #offset = 0;
  #line = 1;
  #openQuotes = 0;

  constructor(dialect: Dialect, options: ReadOptions, place: string) {
    this.#dialect = dialect;
    this.#place = place;
    this.#missing = new Set(options.na);
    this.#preamble = dialect.preamble;
  }

  /** Take the whole records of `text` (all of it, if `isLast`); gives where the first one starts that is not whole. */
  async read(text: string, isLast: boolean, slices: Slices, fraction: number): Promise<number> {
    let at = 0;
    for (;;) {
      const piece = at === 0 ? text : text.slice(at);
      const { rows, openQuoteAt } = this.#parse(piece, isLast);
      let end = 0;
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i]!;
        this.#take(row, piece);
        end = row.end;
        if (i % 64 === 0 && slices.isDue()) await slices.pause(fraction, this.#message());
      }
      if (openQuoteAt >= 0) end = this.#takeLine(piece, openQuoteAt);
      this.#offset += end;
      at += end;
      if (openQuoteAt < 0) break;
    }
    if (slices.isDue()) await slices.pause(fraction, this.#message());
    return at;
  }

  #message(): string {
    return `${this.#starts.length} rows`;
  }

  /** Records up to the end, or up to one that opens a quote and does not close it on its line. */
  #parse(text: string, isLast: boolean): { rows: Row[]; openQuoteAt: number } {
    const rows: Row[] = [];
    const newline = parserNewline(this.#dialect.newline);
    let start = 0;
    let openQuoteAt = -1;
    const parser = new Papa.Parser({
      delimiter: this.#dialect.delimiter,
      newline,
      fastMode: this.#openQuotes >= maxOpenQuotes ? true : undefined,
      step: ({ data, errors, meta }: Papa.ParseStepResult<string[][]>) => {
        const end = meta.cursor;
        const isOpen = errors.length > 0 && (text.indexOf(newline, start) + 1 || end) < end;
        if (isOpen || errors.some(({ code }) => code === 'MissingQuotes')) {
          openQuoteAt = start;
          parser.abort();
          return;
        }
        rows.push({ cells: data[0]!, start, end, errors: errors.length > 0 });
        start = end;
      },
    } as Papa.ParseConfig) as { parse(text: string, base: number, ignoreLast: boolean): unknown; abort(): void };
    if (text) parser.parse(text, 0, !isLast);
    return { rows, openQuoteAt };
  }

  /** The line at `start` as it stands, its quotes taken for letters; gives where the next line starts. */
  #takeLine(text: string, start: number): number {
    const newline = parserNewline(this.#dialect.newline);
    const end = text.indexOf(newline, start) + 1 || text.length;
    const cells = text
      .slice(start, end)
      .replace(/\r?[\n\r]$/, '')
      .split(this.#dialect.delimiter);
    this.#openQuotes++;
    this.#warnings.addLine('quotes', this.#line, phrases.openQuote);
    this.#take({ cells, start, end, errors: false }, text);
    return end;
  }

  #take({ cells, start, end, errors }: Row, text: string): void {
    const line = this.#line;
    this.#countLines(text, start, end);
    if (isBlank(cells)) return;
    withoutCarriageReturn(cells);
    if (errors) this.#warnings.addLine('quotes', line, phrases.looseQuote);
    if (this.#preamble > 0) {
      this.#preamble--;
      if (!/^sep=/i.test(cells[0]!)) this.#warnings.addLine('preamble', line, phrases.preamble);
      return;
    }
    if (!this.#hasHeader) {
      this.#hasHeader = true;
      this.#startColumns(cells);
      if (this.#dialect.header) return;
    }
    this.#starts.push(this.#offset + start);
    this.#ends.push(this.#offset + end);
    this.#lines.push(line);
    this.#takeCells(cells, line);
  }

  #countLines(text: string, start: number, end: number): void {
    const newline = parserNewline(this.#dialect.newline);
    for (let at = text.indexOf(newline, start); at >= 0 && at < end; at = text.indexOf(newline, at + 1)) this.#line++;
  }

  #takeCells(cells: string[], line: number): void {
    const width = this.#builders.length;
    let length = cells.length;
    if (length > width && this.#dialect.trailingDelimiter && cells[length - 1] === '') length--;
    if (length !== width)
      this.#warnings.addLine('ragged_rows', line, (count) => phrases.ragged(count, width), `${length}`);
    for (let c = 0; c < width; c++) {
      if (c < length) this.#builders[c]!.pushText(cells[c]!);
      else this.#builders[c]!.pushMissing();
    }
  }

  #startColumns(first: string[]): void {
    if (this.#dialect.header) {
      const original = this.#dialect.rowNames ? ['', ...first] : first;
      const { names, warnings } = distinctNames(original, this.#dialect.rowNames);
      this.#names = names;
      if (names.some((name, c) => name !== original[c])) this.#originalNames = original;
      for (const warning of warnings) this.#warnings.add(warning);
    } else {
      this.#names = first.map((_, c) => `column_${c + 1}`);
      this.#warnings.add({
        code: 'no_header',
        message: `the first line holds data, not names; the columns are called column_1 to column_${first.length}`,
      });
    }
    // text is coded from the first cell on: a column of missing cells only is a text column
    this.#builders = this.#names.map(() => new ColumnBuilder(this.#missing));
  }

  table(source: SourceInfo): RawTable {
    const rowCount = this.#starts.length;
    if (!this.#hasHeader) reject(this.#place, 'a table with a header and rows', 'no text');
    if (rowCount === 0) {
      const { length } = this.#names;
      reject(this.#place, 'rows below the header', `a header of ${length} name${length === 1 ? '' : 's'} and no row`);
    }
    return {
      columns: this.#builders.map((builder, c) => builder.done(this.#names[c]!)),
      rowCount,
      source: {
        ...source,
        delimiter: this.#dialect.delimiter,
        newline: this.#dialect.newline,
        header: this.#dialect.header,
        rowNames: this.#dialect.rowNames,
        originalNames: this.#originalNames,
        starts: this.#starts.toFloat64Array(),
        ends: this.#ends.toFloat64Array(),
        lines: Uint32Array.from(this.#lines.toFloat64Array()),
      },
      warnings: this.#warnings.list(),
    };
  }
}

const rows = (count: number) => `${count} row${count === 1 ? ' has' : 's have'}`;
const phrases = {
  ragged: (count: number, width: number) =>
    `${rows(count)} not the ${width} cell${width === 1 ? '' : 's'} of the header; missing ones are left empty, further ones left out`,
  openQuote: (count: number) => `${rows(count)} a quote that is not closed; quotes there are taken as they stand`,
  looseQuote: (count: number) => `${rows(count)} a quote inside of a quoted cell that is not doubled`,
  preamble: (count: number) => `${count} line${count === 1 ? ' is' : 's are'} left out above the header`,
};

/** Names that tell the columns apart: empty ones are numbered, repeated ones get a number behind. */
export function distinctNames(original: string[], rowNames = false): { names: string[]; warnings: Warning[] } {
  const warnings: Warning[] = [];
  const taken = new Set(original.map((name) => name.trim()));
  const used = new Set<string>();
  const names = original.map((given, c) => {
    const base = given.trim() || (rowNames && c === 0 ? 'row_name' : `column_${c + 1}`);
    let name = base;
    for (let i = 2; used.has(name) || (name !== given.trim() && taken.has(name)); i++) name = `${base}_${i}`;
    used.add(name);
    if (name !== given.trim() && !(rowNames && c === 0)) {
      const was = given.trim() === '' ? 'has no name' : `has the name "${given.trim()}" of an earlier one`;
      warnings.push({
        code: 'renamed_columns',
        message: `column ${c + 1} ${was}; it is called "${name}"`,
        column: name,
      });
    }
    return name;
  });
  return { names, warnings };
}
