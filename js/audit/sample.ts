import type { RawColumn, RawTable } from '../ingest/raw-table.ts';

/** Some rows of a table, drawn at random without repetition, in their order; the table itself where it has no more. */
export function sampleTable(table: RawTable, size: number, seed: number): RawTable {
  if (size >= table.rowCount) return table;
  const rows = drawRows(table.rowCount, size, seed);
  const message = `only ${size} of the ${table.rowCount} rows were audited, drawn at random (seed ${seed})`;
  return {
    rowCount: size,
    columns: table.columns.map((column) => rowsOf(column, rows)),
    source: table.source,
    warnings: [...table.warnings, { code: 'sample', message }],
    sampleOf: { table, rows },
  };
}

/** Selection sampling: Knuth, The Art of Computer Programming 3.4.2, algorithm S. */
function drawRows(rowCount: number, size: number, seed: number): Int32Array {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const rows = new Int32Array(size);
  for (let row = 0, drawn = 0; drawn < size; row++) {
    if (random() * (rowCount - row) < size - drawn) rows[drawn++] = row;
  }
  return rows;
}

/** Distinct texts that no row has are left out. */
function rowsOf({ name, distinct, codes, numbers }: RawColumn, rows: Int32Array): RawColumn {
  if (!codes) return { name, numbers: Float64Array.from(rows, (row) => numbers![row]!) };
  const newCodes = new Map<number, number>([[-1, -1]]);
  const texts: string[] = [];
  const sampled = Int32Array.from(rows, (row) => {
    const code = codes[row]!;
    const known = newCodes.get(code);
    if (known !== undefined) return known;
    newCodes.set(code, texts.length);
    return texts.push(distinct![code]!) - 1;
  });
  return { name, distinct: texts, codes: sampled };
}
