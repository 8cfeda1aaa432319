import { describe, reject } from '../errors.ts';
import { merges } from '../fixes/copies.ts';
import { fills, marks } from '../fixes/missing-cells.ts';
import { cellText, wholeRow, wholeTable } from '../ingest/raw-table.ts';
import { Table } from '../table.ts';
import type { AuditData } from './audit-data.ts';
import { labelsOf, reasonFor } from './reasons.ts';

/** A suggested change. */
export interface Fix {
  row: number;
  /**
   * `relabel`: change the label; `drop`: leave the row out; `merge`: leave it out, since row `to` says the same; `fill`:
   * put a value into a missing cell; `mark`: empty a cell whose words say that there is no value.
   */
  kind: 'relabel' | 'drop' | 'merge' | 'fill' | 'mark';
  /** Relabel: the label column. Fill, mark: the column of the cell. */
  column?: string;
  /** What the cell holds now. */
  from?: unknown;
  /** What it is to hold; null for an empty cell. Merge: the row that stays. */
  to?: unknown;
  /** How sure, in [0, 1]. */
  confidence: number;
  reason: string;
}

/** What to suggest. */
export interface FixOptions {
  /**
   * What to do with missing cells: nothing (default), since a gap is no mistake; `mark`: empty those that say so in
   * words, such as "?" and "N/A"; `fill`: put in what the most similar rows have.
   */
  missing?: 'keep' | 'mark' | 'fill';
  /**
   * Which row of a set of copies stays: the first of the file (default), the last, the one with the fewest missing cells,
   * or the one with the greatest cell in a column: numbers by value, all else by its characters. Dates must be written
   * year first, numbers plainly; `AuditReport.orderedColumns` lists those that are. Ties go to the earlier row.
   */
  keep?: 'first' | 'last' | 'complete' | { greatest: string };
}

/**
 * Fixes that the results suggest, most certain first: at most one for each row, and beside it those of missing cells in
 * rows that stay.
 */
export function suggestFixes(data: AuditData, { missing = 'keep', keep }: FixOptions = {}): Fix[] {
  if (!['keep', 'mark', 'fill'].includes(missing)) reject('missing', '"keep", "mark" or "fill"', describe(missing));
  const fixes = new Map<number, Fix>();
  for (const fix of [...relabels(data), ...merges(data, keep), ...drops(data)]) {
    if (!fixes.has(fix.row)) fixes.set(fix.row, fix);
  }
  const isLeftOut = (row: number) => ['drop', 'merge'].includes(fixes.get(row)?.kind ?? '');
  const ofCells = missing === 'keep' ? [] : missing === 'mark' ? marks(data) : fills(data);
  const cells = [...ofCells].filter(({ row }) => !isLeftOut(row));
  return [...fixes.values(), ...cells]
    .sort((a, b) => b.confidence - a.confidence || a.row - b.row)
    .map((fix) => inWholeTable(data, fix));
}

/** Fixes are about the whole table, also where only some of its rows were audited. */
function inWholeTable({ table }: AuditData, fix: Fix): Fix {
  if (!table.sampleOf) return fix;
  const row = wholeRow(table, fix.row);
  return fix.kind === 'merge' ? { ...fix, row, to: wholeRow(table, fix.to as number) } : { ...fix, row };
}

function flagged(data: AuditData, type: string): number[] {
  const result = data.state.results.find((candidate) => candidate.type === type);
  const rows: number[] = [];
  result?.isIssue.forEach((flag, row) => {
    if (flag) rows.push(row);
  });
  return rows;
}

function* relabels(data: AuditData): Generator<Fix> {
  if (data.labelColumn === null || !data.state.labels || data.annotators) return;
  const result = data.state.results.find((candidate) => candidate.type === 'label')!;
  for (const row of flagged(data, 'label')) {
    const { given, predicted, probability } = labelsOf(data, row);
    if (predicted === undefined || predicted === given) continue;
    yield {
      row,
      kind: 'relabel',
      column: data.labelColumn,
      from: given,
      to: predicted,
      confidence: Math.min(1, Math.max(0, probability(predicted))),
      reason: reasonFor(data, result, row),
    };
  }
}

function* drops(data: AuditData): Generator<Fix> {
  for (const type of ['null', 'outlier']) {
    const result = data.state.results.find((candidate) => candidate.type === type);
    for (const row of flagged(data, type)) {
      const confidence = type === 'null' ? 1 : 0.5 * (1 - result!.scores[row]!);
      yield { row, kind: 'drop', confidence, reason: reasonFor(data, result!, row) };
    }
  }
}

/** The table without the dropped rows and with the changed cells. */
export function applyFixes(data: AuditData, fixes: Fix[]): Table {
  const { rowCount, columns } = wholeTable(data.table);
  const dropped = new Set<number>();
  const changed = new Map<string, Map<number, unknown>>();
  fixes.forEach((fix, at) => {
    if (!Number.isInteger(fix.row) || fix.row < 0 || fix.row >= rowCount) {
      reject(`fixes[${at}].row`, `a row number from 0 to ${rowCount - 1}`, describe(fix.row));
    }
    if (fix.kind === 'drop' || fix.kind === 'merge') {
      dropped.add(fix.row);
      return;
    }
    const column = fix.column ?? data.labelColumn ?? '';
    if (!columns.some((candidate) => candidate.name === column)) {
      reject(`fixes[${at}].column`, 'a column of the table', describe(column));
    }
    if (!changed.has(column)) changed.set(column, new Map());
    changed.get(column)!.set(fix.row, fix.to);
  });
  const rows = Array.from({ length: rowCount }, (_, i) => i).filter((i) => !dropped.has(i));
  return new Table(
    rows.length,
    columns.map((column) => {
      const cells = changed.get(column.name);
      return [
        column.name,
        () => rows.map((row) => (cells?.has(row) ? cells.get(row) : cellText(column, row))),
      ] as const;
    }),
  );
}
