import type { CheckResultData } from '../datalab/checks.ts';
import { cellText, wholeRow } from '../ingest/raw-table.ts';
import { percent } from '../percent.ts';
import type { AuditData } from './audit-data.ts';

/** A cell that stands out in its column. */
export interface OddCell {
  column: string;
  value: string | null;
  /** How odd, >= 0; a number's robust deviations, or a like measure of rarity. */
  surprise: number;
}

/** The oddest cells of a row, oddest first. */
export function oddCells(data: AuditData, row: number, most = 5): OddCell[] {
  const { data: surprise, columns } = data.cellSurprise;
  return data.schema
    .map(({ name }, at) => ({
      column: name,
      value: cellText(data.table.columns[at]!, row),
      surprise: columns ? surprise[row * columns + at]! : 0,
    }))
    .filter((cell) => cell.surprise > 0 && cell.column !== data.labelColumn)
    .sort((a, b) => b.surprise - a.surprise)
    .slice(0, most);
}

/** The list of a list column (such as near_duplicate_sets) in one row. */
export function listOf(result: CheckResultData, column: string, row: number): number[] {
  const found = result.columns.table.find((candidate) => candidate.name === column);
  if (!found?.offsets) return [];
  return Array.from((found.values as Int32Array).subarray(found.offsets[row], found.offsets[row + 1]));
}

/** Why a check flags a row, or does not, in a sentence. */
export function reasonFor(data: AuditData, result: CheckResultData, row: number): string {
  const write = (result.isIssue[row] ? flagged : passed)[result.type];
  const score = format(result.scores[row]!);
  return write ? write(data, result, row, score) : `${result.type}: quality ${score} of 1.`;
}

type Sentence = (data: AuditData, result: CheckResultData, row: number, score: string) => string;

const flagged: Record<string, Sentence> = {
  label: (data, _result, row, score) => {
    const { given, predicted, probability } = labelsOf(data, row);
    if (predicted === undefined) return regressionLabel(data, row, score);
    return (
      `Labelled “${given}”, but models that did not see this row give “${predicted}” ${percent(probability(predicted))} ` +
      `and “${given}” ${percent(probability(given!))}.`
    );
  },
  outlier: (data, _result, row, score) => {
    const cells = oddCells(data, row, 3);
    if (!cells.length) return `Far from all other rows (quality ${score} of 1).`;
    return `Unlike the other rows, most of all in ${cells.map((cell) => `${cell.column} = ${show(cell.value)}`).join(', ')}.`;
  },
  near_duplicate: ({ table }, result, row) => {
    const copies = result.scores[row] === 0 ? 'An exact copy of' : 'Nearly the same as';
    const others = listOf(result, 'near_duplicate_sets', row).map((other) => wholeRow(table, other));
    return `${copies} ${rowsInWords(others)}.`;
  },
  null: () => 'All of its values are missing.',
  class_imbalance: (data, _result, row) =>
    `Its class “${labelsOf(data, row).given}” is rare; models see few examples of it.`,
  non_iid: (_data, _result, _row, score) =>
    `Rows near this one in the file are alike (quality ${score} of 1): the order of the file is not random.`,
  underperforming_group: (_data, _result, _row, score) =>
    `It belongs to a group of similar rows for which models do much worse than elsewhere (${score} of the average).`,
  data_valuation: (_data, _result, _row, score) =>
    `Models learn little or the wrong thing from this row (value ${score} of 1).`,
  conflicting_duplicates: () => 'Equal rows have another label.',
  ambiguous: (_data, _result, _row, score) => `Two classes are about as probable (${score} apart).`,
};

const passed: Record<string, Sentence> = {
  label: (data, _result, row, score) => {
    const { given, predicted, probability } = labelsOf(data, row);
    if (predicted === undefined) return regressionLabel(data, row, score);
    if (given === predicted) return `The label “${given}” fits: models give it ${percent(probability(given))}.`;
    return (
      `Labelled “${given}”; models lean to “${predicted}” (${percent(probability(predicted))} against ` +
      `${percent(probability(given!))}), but not surely enough.`
    );
  },
  outlier: (data, _result, row, score) => {
    const [cell] = oddCells(data, row, 1);
    const oddest = cell ? `; its most unusual cell is ${cell.column} = ${show(cell.value)}` : '';
    return `Not far from other rows (quality ${score} of 1)${oddest}.`;
  },
  near_duplicate: (_data, _result, _row, score) => `No other row repeats it (quality ${score} of 1).`,
  null: (data, result, row) => {
    const missing = Math.round((1 - result.scores[row]!) * (data.schema.length - (data.labelColumn === null ? 0 : 1)));
    return missing ? `${missing} of its values ${missing === 1 ? 'is' : 'are'} missing.` : 'No value is missing.';
  },
  class_imbalance: (data, _result, row) => `Its class “${labelsOf(data, row).given}” has enough rows.`,
  non_iid: (_data, _result, _row, score) =>
    `How alike the rows near this one in the file are: quality ${score} of 1, where low is unusual.`,
  underperforming_group: () => 'It belongs to no group for which models do much worse than elsewhere.',
  data_valuation: (_data, _result, _row, score) => `Models learn from this row (value ${score} of 1).`,
  conflicting_duplicates: () => 'No equal row has another label.',
  ambiguous: (_data, _result, _row, score) => `Its most probable class stands out (by ${score} of 1).`,
};

function regressionLabel(data: AuditData, row: number, score: string): string {
  const expected = data.predictions?.[row];
  return expected === undefined
    ? `The label has quality ${score} of 1.`
    : `The label is ${format(data.state.targets![row]!)}, where models that did not see this row expect about ${format(expected)}.`;
}

function rowsInWords(rows: number[]): string {
  if (!rows.length) return 'another row';
  return rows.length === 1 ? `row ${rows[0]}` : `rows ${rows.slice(0, 5).join(', ')}${rows.length > 5 ? ', …' : ''}`;
}

/** Given and most probable class of a row; undefined where there are none. */
export function labelsOf(data: AuditData, row: number) {
  const { labels, classNames } = data.state;
  const { predProbs } = data;
  const given = labels ? String(classNames[labels[row]!]) : undefined;
  const at = (id: number) => (predProbs ? predProbs.data[row * predProbs.columns + id]! : Number.NaN);
  const best = predictedClass(data, row);
  const predicted = best < 0 ? undefined : String(classNames[best]);
  const ids = new Map(classNames.map((name, id) => [String(name), id]));
  return { given, predicted, probability: (name: string | undefined) => at(ids.get(name ?? '') ?? -1) };
}

/** Id of the class that the label check suggests, else of the most probable one; -1 where there is none. */
function predictedClass({ state, predProbs }: AuditData, row: number): number {
  const checked = state.results.find((result) => result.type === 'label');
  const column = checked?.columns.table.find(({ name, kind }) => name === 'predicted_label' && kind === 'class');
  if (column) return (column.values as Int32Array)[row]!;
  if (!predProbs) return -1;
  const probabilities = predProbs.data.subarray(row * predProbs.columns, (row + 1) * predProbs.columns);
  return probabilities.indexOf(Math.max(...probabilities));
}

export function format(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(3).replace(/\.?0+$/, '');
}

function show(value: string | null): string {
  if (value === null) return 'missing';
  return value.length > 60 ? `“${value.slice(0, 60)}…”` : `“${value}”`;
}
