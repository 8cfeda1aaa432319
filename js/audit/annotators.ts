import { getLabelQualityMultiannotator, getMajorityVoteLabel } from '../beyond/multiannotator.ts';
import { describe, reject } from '../errors.ts';
import { cellText, type RawTable } from '../ingest/raw-table.ts';
import { encodeLabels } from '../labels.ts';
import type { ClassName } from '../table.ts';
import type { Matrix, RunOptions } from '../types.ts';

/** How well one of several annotators labels. */
export interface AnnotatorQuality {
  name: string;
  /** How often the annotator is probably right, in [0, 1]; null where nobody else labelled the same rows. */
  quality: number | null;
  /** Share of the annotator's labels that are the consensus, in [0, 1]; null as above. */
  agreement: number | null;
  /** The class that the annotator gets wrong most often. */
  worstClass: string | null;
  /** Rows labelled. */
  count: number;
}

/** A table with the labels of several annotators as one label: that of most of them. */
export interface Consensus {
  table: RawTable;
  /** Name of the new column. */
  label: string;
}

/**
 * Add the label that most annotators give as a column of its own.
 * @throws AssayerError where there are fewer than two such columns, or a row that nobody labelled
 */
export async function withConsensus(table: RawTable, annotators: readonly string[]): Promise<Consensus> {
  if (!Array.isArray(annotators) || annotators.length < 2) {
    reject('annotators', 'the names of two label columns or more', describe(annotators));
  }
  const cells = labelsOf(table, annotators);
  const given = cells.flatMap((column) => column.filter((cell): cell is string => cell !== null));
  const classes = encodeLabels(inOrder(given)).classNames.map(String);
  const unlabelled = cells[0]!.findIndex((_, row) => cells.every((column) => column[row] === null));
  if (unlabelled >= 0)
    reject('annotators', 'a label of at least one of them in every row', `none in row ${unlabelled}`);
  const votes = await getMajorityVoteLabel(toIds(cells, classes));
  let label = 'consensus';
  while (table.columns.some(({ name }) => name === label)) label += '_';
  return { label, table: { ...table, columns: [...table.columns, { name: label, distinct: classes, codes: votes }] } };
}

/** How well each annotator labels, judged by the others and by models, the worst first. */
export async function judgeAnnotators(
  table: RawTable,
  annotators: readonly string[],
  classes: string[],
  predProbs: Matrix,
  run: RunOptions,
): Promise<AnnotatorQuality[]> {
  const labels = toIds(labelsOf(table, annotators), classes);
  const { annotatorStats } = await getLabelQualityMultiannotator(labels, predProbs, {
    ...run,
    annotatorIds: [...annotators],
  });
  const orNull = (value: unknown) => (Number.isNaN(value) ? null : (value as number));
  return annotatorStats.toRows().map((row) => ({
    name: String(row.annotator),
    quality: orNull(row.annotator_quality),
    agreement: orNull(row.agreement_with_consensus),
    worstClass: classes[row.worst_class as number] ?? null,
    count: row.num_examples_labeled as number,
  }));
}

/** Of each annotator, the trimmed label of every row; null where there is none. */
function labelsOf(table: RawTable, annotators: readonly string[]): (string | null)[][] {
  return annotators.map((name) => {
    const column = table.columns.find((candidate) => candidate.name === name);
    if (!column) return reject('annotators', `columns of the table`, describe(name));
    return Array.from({ length: table.rowCount }, (_, row) => cellText(column, row)?.trim() || null);
  });
}

/** Classes are ordered as the core orders them: by value where all are numbers. */
function inOrder(labels: string[]): ClassName[] {
  return labels.every((label) => Number.isFinite(Number(label))) ? labels.map(Number) : labels;
}

/** n x annotators ids, NaN where there is no label, or one of a class that is nobody's consensus. */
function toIds(cells: (string | null)[][], classes: string[]): Matrix {
  const ids = new Map(classes.map((name, id) => [name, id]));
  const [rows, columns] = [cells[0]!.length, cells.length];
  const data = new Float64Array(rows * columns).fill(Number.NaN);
  cells.forEach((column, at) => {
    column.forEach((cell, row) => {
      const id = cell === null ? undefined : (ids.get(cell) ?? ids.get(String(Number(cell))));
      if (id !== undefined) data[row * columns + at] = id;
    });
  });
  return { data, rows, columns };
}
