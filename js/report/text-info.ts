import { builtInChecks, type CheckResultData } from '../datalab/checks.ts';
import type { Datalab } from '../datalab/datalab.ts';
import { Table } from '../table.ts';
import { textTable } from './text-table.ts';

/** The block of `Additional Information` of one type at a level of verbosity; '' where there is nothing to say. */
export function additionalInformation(lab: Datalab, type: string, verbosity: number): string {
  const levels = builtInChecks().find((check) => check.type === type)?.reportKeys ?? [];
  const info = lab.getInfo(type);
  const columns = new Set([...lab.getIssues(type).columnNames, 'statistics']);
  const declared = levels.slice(0, verbosity + 1).flat();
  // one level above the last shows everything
  const keys = verbosity > levels.length - 1 ? [...new Set([...declared, ...Object.keys(info)])] : declared;
  const entries = keys
    .filter((key) => info[key] !== undefined && info[key] !== null && !columns.has(key))
    .map((key) => entry(key, info[key]));
  return entries.length ? `\nAdditional Information: \n${entries.join('\n')}\n` : '';
}

/** Values that are whole only by chance. */
const fractions = new Set(['p-value', 'average_ood_score', 'average_data_valuation']);

function entry(key: string, value: unknown): string {
  if (value instanceof Table) {
    const shown = Math.min(5, value.rowCount);
    const rows = Int32Array.from({ length: shown }, (_, i) => i);
    return `${key}:\n${textTable(value, rows)}${value.rowCount > shown ? `\n... (total ${value.rowCount} rows)` : ''}`;
  }
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return `${key}: ${list(value as ArrayLike<unknown>)}`;
  if (isMatrix(value)) return `${key}: array of shape (${value.rows}, ${value.columns})\n${matrix(value)}`;
  if (typeof value === 'object') return `${key}:\n${JSON.stringify(value, abridged, 4)}`;
  return `${key}: ${fractions.has(key) && Number.isInteger(value) ? `${value}.0` : value}`;
}

function list(values: ArrayLike<unknown>): string {
  const shown = Array.from({ length: Math.min(4, values.length) }, (_, i) => String(values[i]));
  return `[${values.length > 4 ? [...shown, "'...'"].join(', ') : shown.join(', ')}]`;
}

interface MatrixLike {
  data: ArrayLike<number>;
  rows: number;
  columns: number;
}

function isMatrix(value: unknown): value is MatrixLike {
  return typeof value === 'object' && value !== null && 'data' in value && 'rows' in value && 'columns' in value;
}

function matrix({ data, rows, columns }: MatrixLike): string {
  return Array.from({ length: Math.min(rows, 5) }, (_, i) =>
    list(Array.from({ length: columns }, (_, j) => Number(data[i * columns + j]!.toPrecision(6)))),
  ).join('\n');
}

/** Arrays inside objects, short. */
function abridged(_key: string, value: unknown): unknown {
  const values = ArrayBuffer.isView(value) ? Array.from(value as Int32Array) : value;
  return Array.isArray(values) && values.length > 4 ? list(values) : values;
}

/** What a report says of rows with missing values, whether they are shown or not. */
export function nullNotes(result: CheckResultData): string {
  const all = result.scores.filter((score) => score === 0).length;
  const some = result.scores.filter((score) => score > 0 && score < 1).length;
  const note = (count: number, which: string, advice: string) =>
    count ? `\nFound ${count} examples with null values in ${which} features. ${advice}\n` : '';
  return (
    note(all, 'all', 'These examples should be removed from the dataset before running other issue managers.') +
    note(some, 'some', 'Please address these issues before running other issue managers.')
  );
}
