import Papa from 'papaparse';
import type { ReadOptions } from './raw-table.ts';

/** How a CSV file is written. */
export interface Dialect {
  delimiter: string;
  newline: '\n' | '\r\n' | '\r';
  /** Records before the header: a title, or the `sep=` line of a spreadsheet program. */
  preamble: number;
  header: boolean;
  /** Rows have one cell more than the header: a name in front, as R writes tables. */
  rowNames: boolean;
  /** Rows end in a delimiter that the header has not. */
  trailingDelimiter: boolean;
}

const candidates = [',', '\t', ';', '|', Papa.RECORD_SEP, Papa.UNIT_SEP];
/** Of a text that is one column and has no delimiter. */
const noDelimiter = Papa.UNIT_SEP;
const sampleRecords = 200;

/** The records of a text, quotes undone; at most `limit`, blank ones left out. */
export function parseRecords(text: string, delimiter: string, newline: string, limit = 0): string[][] {
  const parser = new Papa.Parser({ delimiter, newline: parserNewline(newline), preview: limit && limit * 2 });
  const { data } = parser.parse(text, 0, false) as Papa.ParseResult<string[]>;
  const records = data.filter((record) => !isBlank(record)).map(withoutCarriageReturn);
  return limit ? records.slice(0, limit) : records;
}

/** CR LF is read as LF with a CR before it, so that files that mix both are read right. */
export function parserNewline(newline: string): '\n' | '\r' {
  return newline === '\r' ? '\r' : '\n';
}

export function withoutCarriageReturn(record: string[]): string[] {
  const last = record[record.length - 1]!;
  if (last.endsWith('\r')) record[record.length - 1] = last.slice(0, -1);
  return record;
}

export function isBlank(record: string[]): boolean {
  return record.length === 1 && (record[0] === '' || record[0] === '\r');
}

/**
 * Find out how a CSV text is written from its beginning.
 *
 * @param sample the first part of the text; @param isWhole whether there is no more of it
 */
export function guessDialect(sample: string, isWhole: boolean, options: ReadOptions = {}): Dialect {
  const newline = guessNewline(sample);
  const separatorLine = /^sep=(.)\r?(?:\n|\r|$)/i.exec(sample);
  const text = isWhole ? sample : wholeLines(sample, newline);
  const delimiter = options.delimiter ?? separatorLine?.[1] ?? guessDelimiter(text, newline, options);
  const records = parseRecords(text, delimiter, newline, sampleRecords);
  const preamble = separatorLine ? 1 : findHeader(records);
  const table = records.slice(preamble);
  const header = options.header ?? hasHeader(table);
  return {
    delimiter,
    newline,
    preamble,
    header,
    ...(header ? shapeOfRows(table) : { rowNames: false, trailingDelimiter: false }),
  };
}

function guessNewline(sample: string): Dialect['newline'] {
  const crlf = sample.split('\r\n').length - 1;
  const lf = sample.split('\n').length - 1 - crlf;
  const cr = sample.split('\r').length - 1 - crlf;
  if (cr > crlf + lf) return '\r';
  return crlf > lf ? '\r\n' : '\n';
}

function wholeLines(sample: string, newline: string): string {
  const end = sample.lastIndexOf(parserNewline(newline));
  return end < 0 ? sample : sample.slice(0, end);
}

/** The delimiter that cuts most records into as many cells as the first one; among equals the one with most cells. */
function guessDelimiter(text: string, newline: string, options: ReadOptions): string {
  const preferred = options.format === 'tsv' || /\.(tsv|tab)(\.gz)?$/i.test(options.name ?? '') ? '\t' : undefined;
  let best: string = noDelimiter;
  let bestScore = 0;
  for (const delimiter of candidates) {
    if (!text.includes(delimiter)) continue;
    if (delimiter === ',' && onlyDecimalCommas(text)) continue;
    const records = parseRecords(text, delimiter, newline, sampleRecords);
    const { share, width } = agreement(records);
    // a text with a comma now and then is no table
    const isCut = records[0]!.length >= 3 && records.every(({ length }) => length > 1);
    if (width < 2 || (share < 0.5 && !isCut && (records[0]!.length < 3 || share < 0.2))) continue;
    const score = Math.max(share, 0) + Math.min(width, 1000) / 10_000 + (delimiter === preferred ? 0.2 : 0);
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

/** How many records are as wide as most, and how wide that is; the header counts where it is one cell shorter. */
function agreement(records: string[][]): { share: number; width: number } {
  const width = commonWidth(records);
  const fitting = records.filter((record) => record.length === width).length;
  const first = records[0]?.length ?? 0;
  // a header of another width speaks against the delimiter, unless there is a title above or a row name in front
  const penalty = first === width || first === width - 1 || (first === 1 && width > 2 && fitting > 2) ? 0 : 0.5;
  return { share: fitting / Math.max(records.length, 1) - penalty - (first === 1 && width > 1 ? 0.3 : 0), width };
}

function commonWidth(records: string[][]): number {
  const counts = new Map<number, number>();
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])[0];
}

/** In `1,5;2,25` the commas are decimal ones. */
function onlyDecimalCommas(text: string): boolean {
  return text.includes(';') && /\d,\d/.test(text) && !/(?:^|\D),|,(?:\D|$)/.test(text);
}

/** Number of records above the header: lines of one cell before a table of three columns and more. */
function findHeader(records: string[][]): number {
  const width = commonWidth(records);
  if (width < 3 || records[0]!.length > 1) return 0;
  const at = records.findIndex((record) => record.length >= width - 1 && record.length > 1);
  return at > 0 && at <= 10 ? at : 0;
}

const number = /^\s*[+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[+-]?\d+)?\s*$/i;
const decimal = /^\s*[+-]?(?:\d*[.,]\d+|\d+(?:[.,]\d+)?e[+-]?\d+)\s*$/i;

/** Whether the first record names the columns. It does not where it holds a measured number over other numbers. */
function hasHeader(records: string[][]): boolean {
  const [first, ...rest] = records;
  if (!first || rest.length === 0) return true;
  const below = (c: number) => rest.filter((record) => number.test(record[c] ?? '')).length / rest.length;
  if (first.some((cell, c) => decimal.test(cell) && below(c) > 0.5)) return false;
  if (!first.every((cell) => number.test(cell))) return true;
  // names like 0, 1, 2 or 2019, 2020 are counted on; data are not
  const steps = first.slice(1).map((cell, c) => Number(cell) - Number(first[c]));
  return first.length > 1 && steps.every((step) => step === 1);
}

function shapeOfRows(records: string[][]): Pick<Dialect, 'rowNames' | 'trailingDelimiter'> {
  const [header, ...rows] = records;
  const longer = rows.filter((row) => row.length === (header?.length ?? 0) + 1);
  if (rows.length === 0 || longer.length < 0.9 * rows.length) return { rowNames: false, trailingDelimiter: false };
  const trailingDelimiter = longer.every((row) => row[row.length - 1] === '');
  return { rowNames: !trailingDelimiter, trailingDelimiter };
}
