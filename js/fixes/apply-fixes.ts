import { describe, reject } from '../errors.ts';
import type { RawTable } from '../ingest/raw-table.ts';
import { type TableEdits, type WriteOptions, writeTable } from '../ingest/write-table.ts';

/** What applying a fix needs of it: the fixes of a report, or of a report read back from JSON. */
export interface AppliedFix {
  row: number;
  kind: 'relabel' | 'drop' | 'merge' | 'fill' | 'mark';
  column?: string;
  to?: unknown;
}

/** Fixes as edits: a relabel, a fill and a mark change one cell; a drop and a merge leave the row out. */
export function editsOfFixes(fixes: readonly AppliedFix[]): TableEdits {
  const cells: { row: number; column: string; value: string | null }[] = [];
  const drop: number[] = [];
  fixes.forEach(({ row, kind, column, to }, at) => {
    if (kind === 'drop' || kind === 'merge') {
      drop.push(row);
    } else if (kind === 'relabel' || kind === 'fill' || kind === 'mark') {
      if (typeof column !== 'string') reject(`fixes[${at}].column`, 'the name of a column', describe(column));
      cells.push({ row, column, value: to === null || to === undefined ? null : String(to) });
    } else {
      reject(`fixes[${at}].kind`, '"relabel", "drop", "merge", "fill" or "mark"', describe(kind));
    }
  });
  return { cells, drop };
}

/**
 * Write a table with fixes applied. A file in a text format comes back byte by byte as it was, but for the changed
 * cells and dropped rows.
 *
 * @example
 * const report = await audit(file);
 * const fixed = await writeFixed(report.table, report.fixes().filter((fix) => fix.confidence > 0.9));
 */
export async function writeFixed(
  table: RawTable,
  fixes: readonly AppliedFix[],
  options: WriteOptions = {},
): Promise<Blob> {
  return writeTable(table, editsOfFixes(fixes), options);
}
