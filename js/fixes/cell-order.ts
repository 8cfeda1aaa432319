import type { ColumnProfile } from '../audit/audit-data.ts';
import type { RawColumn } from '../ingest/raw-table.ts';

/** What a row's cell is ordered by, the later the greater; null where it has no value. */
export type CellOrder = (row: number) => number | null;

const yearFirst = /^(\d{4})([-/.]?)(\d\d?)\2(\d\d?)(?:[T ]+(\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?Z?$/;

/**
 * The order of a column whose every value is a plain number, or whose every value is a date written year first: those are
 * read in one way only. A value of another kind (`1,234`, `31/12/2020`) is given back instead.
 */
export function orderOfCells(column: RawColumn, { missingSpellings }: ColumnProfile): CellOrder | { unread: string } {
  const { codes, distinct, numbers } = column;
  if (!codes) return (row) => (Number.isNaN(numbers![row]!) ? null : numbers![row]!);
  const isMissing = new Set(['', ...missingSpellings.map(({ value }) => value)]);
  const texts = distinct!.map((text) => text.trim());
  const isPresent = new Uint8Array(texts.length);
  for (const code of codes) if (code >= 0 && !isMissing.has(texts[code]!)) isPresent[code] = 1;
  const read = texts.some((text, code) => isPresent[code] && !Number.isFinite(Number(text))) ? readDate : Number;
  const values = texts.map((text, code) => (isPresent[code] ? read(text) : null));
  const unread = values.findIndex((value) => Number.isNaN(value));
  if (unread >= 0) return { unread: distinct![unread]! };
  return (row) => (codes[row]! < 0 ? null : values[codes[row]!]!);
}

/** Milliseconds of a date written year first; NaN of anything else. */
function readDate(text: string): number {
  const [, year, , month, day, hour = '0', minute = '0', second = '0', fraction = '0'] = yearFirst.exec(text) ?? [];
  return year === undefined
    ? Number.NaN
    : Date.UTC(+year, +month! - 1, +day!, +hour, +minute, +second) + 1000 * Number(`0.${fraction}`);
}
