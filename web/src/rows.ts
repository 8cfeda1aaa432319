// Rows and their cells, by number: nothing is made into objects before it is on the screen.
import { computed } from '@preact/signals';
import type { AuditReport, SchemaData } from 'assayer/worker';
import { audited, type Filter, filter } from './state.ts';

/** Flags and scores of one issue type. */
export interface IssueColumns {
  type: string;
  flags: ArrayLike<boolean>;
  scores: ArrayLike<number>;
  count: number;
  summaryScore: number;
}

/** Cell of a column as text; null where it is missing. */
export function cellOf(schema: SchemaData, column: number, row: number): string | null {
  const { codes, distinct, numbers } = schema.table.columns[column]!;
  if (codes) return codes[row]! < 0 ? null : distinct![codes[row]!]!;
  const value = numbers![row]!;
  return Number.isNaN(value) ? null : String(value);
}

const known = new WeakMap<AuditReport, IssueColumns[]>();

/** The issue types of a report, most findings first. */
export function issueColumns(report: AuditReport): IssueColumns[] {
  let found = known.get(report);
  if (!found) {
    const { summary } = report;
    const issues = report.issues();
    found = Array.from(summary.column('issue_type') as string[], (type, at) => ({
      type,
      flags: issues.column(`is_${type}_issue`) as boolean[],
      scores: issues.column(`${type}_score`) as Float64Array,
      count: Number(summary.column('num_issues')[at]),
      summaryScore: Number(summary.column('score')[at]),
    })).sort((a, b) => b.count - a.count);
    known.set(report, found);
  }
  return found;
}

/** Types that are about the table as a whole or about most of its rows; they do not make a row worth a look. */
const aboutAll = new Set(['class_imbalance', 'underperforming_group', 'non_iid']);

/** The worst of a row's flagged scores, and its types. */
export function judgementOf(report: AuditReport, row: number): { types: string[]; worst: number } {
  const types: string[] = [];
  let worst = Number.POSITIVE_INFINITY;
  for (const { type, flags, scores } of issueColumns(report)) {
    if (!flags[row]) continue;
    types.push(type);
    if (!aboutAll.has(type)) worst = Math.min(worst, scores[row]!);
  }
  return { types, worst: Number.isFinite(worst) ? worst : 1 };
}

/** Cells whose distinct text holds the words, looked for once in each column's dictionary. */
function textMatcher(schema: SchemaData, text: string): (row: number) => boolean {
  const wanted = text.toLocaleLowerCase();
  const columns = schema.table.columns.map(({ codes, distinct, numbers }) => {
    if (!codes) return { numbers };
    return { codes, hits: Uint8Array.from(distinct!, (cell) => (cell.toLocaleLowerCase().includes(wanted) ? 1 : 0)) };
  });
  return (row) =>
    columns.some((column) =>
      column.codes
        ? column.codes[row]! >= 0 && column.hits![column.codes[row]!] === 1
        : String(column.numbers![row]).includes(wanted),
    );
}

/** Predicted class of every row; empty where there are no classes. */
export function predictedClasses(report: AuditReport): readonly string[] {
  const hasLabel = issueColumns(report).some(({ type }) => type === 'label');
  if (!hasLabel || !report.classNames.length) return [];
  return report.issues('label').column('predicted_label') as string[];
}

export function givenClasses(report: AuditReport): readonly string[] {
  const hasLabel = issueColumns(report).some(({ type }) => type === 'label');
  if (!hasLabel || !report.classNames.length) return [];
  return report.issues('label').column('given_label') as string[];
}

/** Rows that pass a filter, worst first where issues are wanted, else in the order of the file. */
export function rowsThatPass(report: AuditReport, schema: SchemaData, wanted: Filter): Int32Array {
  const types = issueColumns(report);
  const one = types.find(({ type }) => type === wanted.issue);
  const perRow = types.filter(({ type }) => !aboutAll.has(type));
  const isFlagged = one
    ? (row: number) => Boolean(one.flags[row])
    : wanted.issue === 'all'
      ? () => true
      : (row: number) => perRow.some(({ flags }) => flags[row]);
  const hasText = wanted.text.trim() ? textMatcher(schema, wanted.text.trim()) : () => true;
  const given = wanted.given === null ? [] : givenClasses(report);
  const predicted = wanted.predicted === null ? [] : predictedClasses(report);
  const rows: number[] = [];
  for (let row = 0; row < report.rowCount; row++) {
    if (wanted.picked && !wanted.picked.has(row)) continue;
    if (!isFlagged(row)) continue;
    if (wanted.given !== null && String(given[row]) !== wanted.given) continue;
    if (wanted.predicted !== null && String(predicted[row]) !== wanted.predicted) continue;
    if (hasText(row)) rows.push(row);
  }
  const found = Int32Array.from(rows);
  if (wanted.issue === 'all') return found;
  const score = one ? (row: number) => one.scores[row]! : (row: number) => judgementOf(report, row).worst;
  const scores = new Map(rows.map((row) => [row, score(row)]));
  return found.sort((a, b) => scores.get(a)! - scores.get(b)! || a - b);
}

/** The rows that all linked views show. */
export const shownRows = computed(() =>
  audited.value ? rowsThatPass(audited.value.report, audited.value.schema, filter.value) : new Int32Array(),
);
