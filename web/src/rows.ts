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

export const isAboutRows = (type: string) => !aboutAll.has(type);

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

interface Classes {
  given: readonly string[];
  predicted: readonly string[];
}

const classesKnown = new WeakMap<AuditReport, Classes>();

/** Made once for a report: a million names take longer than a frame. */
function classesOf(report: AuditReport): Classes {
  let classes = classesKnown.get(report);
  if (!classes) {
    const hasLabel = issueColumns(report).some(({ type }) => type === 'label');
    const issues = hasLabel && report.classNames.length ? report.issues('label') : null;
    const column = (name: string) => (issues ? (issues.column(name) as string[]) : []);
    classes = { given: column('given_label'), predicted: column('predicted_label') };
    classesKnown.set(report, classes);
  }
  return classes;
}

/** Predicted class of every row; empty where there are no classes. */
export const predictedClasses = (report: AuditReport) => classesOf(report).predicted;

export const givenClasses = (report: AuditReport) => classesOf(report).given;

const worstKnown = new WeakMap<AuditReport, Float32Array>();

/** The worst of each row's flagged scores; 2 where no check flags the row itself. */
export function worstScores(report: AuditReport): Float32Array {
  let worst = worstKnown.get(report);
  if (!worst) {
    worst = new Float32Array(report.rowCount).fill(2);
    for (const { type, flags, scores } of issueColumns(report)) {
      if (aboutAll.has(type)) continue;
      for (let row = 0; row < worst.length; row++) {
        if (flags[row]) worst[row] = Math.min(worst[row]!, scores[row]!);
      }
    }
    worstKnown.set(report, worst);
  }
  return worst;
}

/** Rows that pass a filter, in the wanted order. */
export function rowsThatPass(report: AuditReport, schema: SchemaData, wanted: Filter): Int32Array {
  const one = issueColumns(report).find(({ type }) => type === wanted.issue);
  const worst = worstScores(report);
  const isFlagged = one
    ? (row: number) => Boolean(one.flags[row])
    : wanted.issue === 'all'
      ? () => true
      : (row: number) => worst[row]! <= 1;
  const hasText = wanted.text.trim() ? textMatcher(schema, wanted.text.trim()) : () => true;
  const given = wanted.given === null ? [] : givenClasses(report);
  const predicted = wanted.predicted === null ? [] : predictedClasses(report);
  const rows = new Int32Array(report.rowCount);
  let size = 0;
  for (let row = 0; row < report.rowCount; row++) {
    if (wanted.picked && !wanted.picked.has(row)) continue;
    if (!isFlagged(row)) continue;
    if (wanted.given !== null && String(given[row]) !== wanted.given) continue;
    if (wanted.predicted !== null && String(predicted[row]) !== wanted.predicted) continue;
    if (hasText(row)) rows[size++] = row;
  }
  return sortRows(rows.slice(0, size), sortKey(report, schema, wanted), wanted.isDescending);
}

/** What rows are sorted by, small first; null = the order of the file. */
function sortKey(report: AuditReport, schema: SchemaData, wanted: Filter): ((row: number) => number) | null {
  const sort = wanted.sort ?? (wanted.issue === 'all' ? 'file' : wanted.issue === 'flagged' ? 'worst' : wanted.issue);
  if (sort === 'file') return null;
  if (sort === 'worst') {
    const worst = worstScores(report);
    return (row) => worst[row]!;
  }
  const issue = issueColumns(report).find(({ type }) => type === sort);
  if (issue) return (row) => issue.scores[row]!;
  return columnKey(schema, Number(sort.slice('column '.length)));
}

/** Numbers by value, texts by the alphabet, missing cells last. */
function columnKey(schema: SchemaData, column: number): (row: number) => number {
  const { codes, distinct, numbers } = schema.table.columns[column]!;
  if (!codes) return (row) => numbers![row]!;
  const isNumeric = schema.columns[column]!.kind === 'numeric';
  const collator = new Intl.Collator(undefined, { numeric: true });
  const ids = Int32Array.from(distinct!, (_, id) => id);
  const values = isNumeric ? Float64Array.from(distinct!, Number) : null;
  ids.sort((a, b) => (values ? values[a]! - values[b]! : 0) || collator.compare(distinct![a]!, distinct![b]!));
  const ranks = new Int32Array(ids.length);
  ids.forEach((id, rank) => {
    ranks[id] = rank;
  });
  return (row) => (codes[row]! < 0 ? Number.NaN : ranks[codes[row]!]!);
}

/** Sorted by key, ties in the order of the file, what has no key last. Sorts numbers, which is fast, not objects. */
function sortRows(rows: Int32Array, key: ((row: number) => number) | null, isDescending: boolean): Int32Array {
  if (!key) return isDescending ? rows.reverse() : rows;
  const keys = Float64Array.from(rows, key);
  const sign = isDescending ? -1 : 1;
  const order = Uint32Array.from(rows, (_, at) => at);
  order.sort((a, b) => {
    const [x, y] = [keys[a]!, keys[b]!];
    if (x === y) return a - b;
    if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) ? (Number.isNaN(y) ? a - b : 1) : -1;
    return (x - y) * sign;
  });
  return Int32Array.from(order, (at) => rows[at]!);
}

/** The rows that all linked views show. */
export const shownRows = computed(() =>
  audited.value ? rowsThatPass(audited.value.report, audited.value.schema, filter.value) : new Int32Array(),
);
