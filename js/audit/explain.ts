import type { IssueType } from '../datalab/find-issues.ts';
import { cellText } from '../ingest/raw-table.ts';
import type { AuditData } from './audit-data.ts';
import { labelsOf, listOf, type OddCell, oddCells, reasonFor } from './reasons.ts';

/** Why a row is flagged, or not. */
export interface RowExplanation {
  row: number;
  /** The issues it has, worst first. */
  issues: { type: IssueType; score: number; reason: string }[];
  /** What the other checks say of it. */
  passed: { type: IssueType; score: number; reason: string }[];
  givenLabel: string | number | null;
  predictedLabel: string | number | null;
  /** Of each class, largest first. */
  probabilities: { label: string; probability: number }[];
  /** The most similar rows, nearest first. */
  neighbors: { row: number; distance: number; label: string | number | null }[];
  /** Rows that repeat it. */
  duplicates: number[];
  /** The cells that stand out in their columns, oddest first. */
  columns: OddCell[];
  /** The row as it was read. */
  values: Record<string, string | null>;
  [more: string]: unknown;
}

/** Collect what an audit knows of one row. */
export function explainRow(data: AuditData, row: number): RowExplanation {
  const { state, table } = data;
  const judged = state.results.map((result) => ({
    type: result.type,
    score: result.scores[row]!,
    reason: reasonFor(data, result, row),
    isIssue: result.isIssue[row] === 1,
  }));
  const plain = ({ type, score, reason }: (typeof judged)[number]) => ({ type, score, reason });
  const { predicted } = labelsOf(data, row);
  const duplicates = state.results.find((result) => result.type === 'near_duplicate');
  return {
    row,
    issues: judged
      .filter((entry) => entry.isIssue)
      .sort((a, b) => a.score - b.score)
      .map(plain),
    passed: judged.filter((entry) => !entry.isIssue).map(plain),
    givenLabel: labelOf(data, row),
    predictedLabel: predicted ?? data.predictions?.[row] ?? null,
    probabilities: probabilities(data, row),
    neighbors: neighbors(data, row),
    duplicates: duplicates ? listOf(duplicates, 'near_duplicate_sets', row) : [],
    columns: oddCells(data, row),
    values: Object.fromEntries(table.columns.map((column) => [column.name, cellText(column, row)])),
  };
}

function labelOf(data: AuditData, row: number): string | number | null {
  return labelsOf(data, row).given ?? data.state.targets?.[row] ?? null;
}

function probabilities(data: AuditData, row: number): RowExplanation['probabilities'] {
  const { predProbs } = data;
  if (!predProbs) return [];
  return data.state.classNames
    .map((name, id) => ({ label: String(name), probability: predProbs.data[row * predProbs.columns + id]! }))
    .sort((a, b) => b.probability - a.probability);
}

function neighbors(data: AuditData, row: number): RowExplanation['neighbors'] {
  const graph = data.state.knnGraph;
  if (!graph) return [];
  return Array.from({ length: graph.neighbors }, (_, at) => {
    const neighbor = graph.indices[row * graph.neighbors + at]!;
    return { row: neighbor, distance: graph.distances[row * graph.neighbors + at]!, label: labelOf(data, neighbor) };
  });
}
