import { Table } from '../table.ts';
import { cellText, type RawTable } from './raw-table.ts';

/** The rows as they were read: the text of every cell, null where it is missing. A column is made when it is asked for. */
export function cellTable({ columns, rowCount }: RawTable): Table {
  return new Table(
    rowCount,
    columns.map(
      (column) => [column.name, () => Array.from({ length: rowCount }, (_, i) => cellText(column, i))] as const,
    ),
  );
}
