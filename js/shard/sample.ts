import { cellText, type RawColumn, type RawTable } from '../ingest/raw-table.ts';
import type { PartSample } from './part-files.ts';
import { type PartColumns, shortDigest, vectorColumns } from './part-rows.ts';

/** Rows of the whole that every part is encoded and placed by. */
const sampleRows = 5000;

/**
 * The rows whose keys are smallest: the sample of a whole can be told from those of its parts. A key is made of a row's
 * digest and of how often it stood in the part before, so that copies are drawn as often as they are.
 */
export function drawSample(table: RawTable, columns: PartColumns, digests: string[]): PartSample {
  const seen = new Map<string, number>();
  const keys = digests.map((digest) => {
    const before = seen.get(digest) ?? 0;
    seen.set(digest, before + 1);
    return before ? shortDigest(`${digest} ${before}`) : digest;
  });
  const features = vectorColumns(table, columns);
  const rows = smallest(keys);
  return {
    keys: rows.map((row) => keys[row]!),
    rows,
    cells: rows.map((row) => features.map((column) => cellText(column, row))),
  };
}

/** The sample of the whole; rows are counted through all parts, which begin at `firstRows`. */
export function mergeSamples(samples: PartSample[], firstRows: number[]): PartSample {
  const keys = samples.flatMap((sample) => sample.keys);
  const rows = samples.flatMap((sample, part) => sample.rows.map((row) => firstRows[part]! + row));
  const cells = samples.flatMap((sample) => sample.cells);
  const kept = smallest(keys);
  return {
    keys: kept.map((at) => keys[at]!),
    rows: kept.map((at) => rows[at]!),
    cells: kept.map((at) => cells[at]!),
  };
}

/** The table of the rows of the sample, then those of the part. */
export function behindSample(columns: RawColumn[], rowCount: number, { cells }: PartSample): RawTable {
  return {
    columns: columns.map((column, at) => {
      const texts = cells.map((row) => row[at]!);
      if (!column.codes) {
        const numbers = texts.map((text) => (text === null ? Number.NaN : Number(text)));
        return { name: column.name, numbers: Float64Array.from([...numbers, ...column.numbers!]) };
      }
      const distinct = [...column.distinct!];
      const codeOf = new Map(distinct.map((text, code) => [text, code]));
      const codes = texts.map((text) => {
        if (text === null) return -1;
        const known = codeOf.get(text);
        if (known !== undefined) return known;
        codeOf.set(text, distinct.length);
        return distinct.push(text) - 1;
      });
      const joined = new Int32Array(codes.length + rowCount);
      joined.set(codes);
      joined.set(column.codes, codes.length);
      return { name: column.name, distinct, codes: joined };
    }),
    rowCount: cells.length + rowCount,
    source: { format: 'columns' },
    warnings: [],
  };
}

/** Places of the smallest keys, in their order. */
function smallest(keys: string[]): number[] {
  return keys
    .map((_, at) => at)
    .sort((a, b) => (keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : a - b))
    .slice(0, sampleRows);
}
