import type { AuditData } from '../audit/audit-data.ts';
import type { Fix, FixOptions } from '../audit/fixes.ts';
import { listOf, reasonFor } from '../audit/reasons.ts';
import { describe, reject } from '../errors.ts';
import { cellText } from '../ingest/raw-table.ts';
import { orderOfCells } from './cell-order.ts';

type Keep = NonNullable<FixOptions['keep']>;

/** Whether the first of two rows is rather kept than the second. */
type IsBetter = (a: number, b: number) => boolean;

/** Of a set of copies one row stays, the others are merged into it. Copies with other labels are left to the reader. */
export function* merges(data: AuditData, keep: Keep = 'first'): Generator<Fix> {
  const isBetter = preference(data, keep);
  const result = data.state.results.find((candidate) => candidate.type === 'near_duplicate');
  if (!result) return;
  const label = (row: number) => data.state.labels?.[row] ?? data.state.targets?.[row];
  for (let row = 0; row < data.state.rowCount; row++) {
    if (!result.isIssue[row]) continue;
    const best = listOf(result, 'near_duplicate_sets', row).reduce((a, b) => (isBetter(b, a) ? b : a), row);
    if (best === row || label(best) !== label(row)) continue;
    const isExact = result.scores[row] === 0;
    yield { row, kind: 'merge', to: best, confidence: isExact ? 1 : 0.6, reason: reasonFor(data, result, row) };
  }
}

function preference(data: AuditData, keep: Keep): IsBetter {
  if (keep === 'first') return (a, b) => a < b;
  if (keep === 'last') return (a, b) => a > b;
  const { columns } = data.table;
  if (keep === 'complete') {
    const gaps = (row: number) => columns.reduce((sum, column) => sum + (cellText(column, row) === null ? 1 : 0), 0);
    return byValue((row) => -gaps(row));
  }
  const at = columns.findIndex(({ name }) => name === keep?.greatest);
  if (at < 0) {
    return reject('keep', '"first", "last", "complete" or { greatest: the name of a column }', describe(keep));
  }
  const column = columns[at]!;
  if (!isAmount(data, at)) return byValue((row) => cellText(column, row));
  const order = orderOfCells(column, data.profile[at]!);
  if (typeof order === 'function') return byValue(order);
  return reject(
    'keep.greatest',
    'a column of plain numbers, or of dates written year first',
    `"${column.name}", which holds ${describe(order.unread)}`,
  );
}

const isAmount = ({ schema }: AuditData, at: number) => ['numeric', 'datetime'].includes(schema[at]!.kind);

/** Columns of numbers and dates by whose greatest cell a row can be kept: `keep: { greatest }`. */
export function orderedColumns(data: AuditData): { name: string; kind: 'numeric' | 'datetime' }[] {
  return data.table.columns.flatMap((column, at) => {
    const isOrdered = isAmount(data, at) && typeof orderOfCells(column, data.profile[at]!) === 'function';
    return isOrdered ? [{ name: column.name, kind: data.schema[at]!.kind as 'numeric' | 'datetime' }] : [];
  });
}

/** The greater value is better, any is better than none; ties go to the earlier row. */
function byValue(value: (row: number) => number | string | null): IsBetter {
  return (a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === right) return a < b;
    if (left === null || right === null) return right === null;
    return left > right;
  };
}
