import { describe, reject } from '../errors.ts';
import { cellText, type RawColumn } from '../ingest/raw-table.ts';
import { type DataInput, readTable } from '../ingest/read-table.ts';
import type { LabelInput, Task } from '../types.ts';

/** Number of rows of raw data and, where a label column is named, its labels. */
export async function labelsFromData(
  data: DataInput,
  labelName: string | undefined,
  task: Task,
): Promise<{ rowCount: number; labels?: LabelInput | string[][] }> {
  const table = await readTable(data);
  if (labelName === undefined) return { rowCount: table.rowCount };
  const column = table.columns.find((candidate) => candidate.name === labelName);
  if (!column)
    reject('labelName', `one of ${table.columns.map((c) => describe(c.name)).join(', ')}`, describe(labelName));
  return { rowCount: table.rowCount, labels: readLabels(column, table.rowCount, task) };
}

function readLabels(column: RawColumn, rowCount: number, task: Task): LabelInput | string[][] {
  if (column.numbers) return Array.from(column.numbers);
  const cells = Array.from({ length: rowCount }, (_, i) => cellText(column, i));
  if (task === 'multilabel') return cells.map((cell, i) => readList(cell, `${column.name}[${i}]`));
  // text that is all numbers is numbers: "10" stands after "9"
  const areNumbers = cells.every((cell) => cell === null || (cell.trim() !== '' && Number.isFinite(Number(cell))));
  return areNumbers ? cells.map((cell) => (cell === null ? null : Number(cell))) : cells;
}

function readList(cell: string | null, name: string): string[] {
  try {
    const list: unknown = JSON.parse(cell ?? '[]');
    if (Array.isArray(list)) return list;
  } catch {
    // told below
  }
  return reject(name, 'a list of classes as JSON', describe(cell));
}
