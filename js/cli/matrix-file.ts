import { cellText } from '../ingest/raw-table.ts';
import { readTable } from '../ingest/read-table.ts';
import type { Matrix } from '../types.ts';
import { CommandError } from './exit.ts';
import { readInput } from './files.ts';

/** A table of numbers: a row for each row of the data. */
export async function readMatrix(path: string): Promise<Matrix> {
  const { bytes, name } = await readInput(path);
  const table = await readTable(bytes, { name });
  const rows = table.rowCount;
  const columns = table.columns.length;
  const data = new Float64Array(rows * columns);
  table.columns.forEach((column, c) => {
    for (let row = 0; row < rows; row++) {
      const text = cellText(column, row);
      const value = text === null || text.trim() === '' ? Number.NaN : Number(text);
      if (Number.isNaN(value)) {
        const line = table.source.lines?.[row];
        const where = line === undefined ? `row ${row}` : `line ${line}`;
        throw new CommandError(
          `${path}, ${where}, "${column.name}": expected a number, got ${JSON.stringify(text ?? '')}`,
        );
      }
      data[row * columns + c] = value;
    }
  });
  return { data, rows, columns };
}
