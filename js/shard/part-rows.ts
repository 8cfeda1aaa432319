import { createHash } from 'node:crypto';
import { describe, reject } from '../errors.ts';
import { cellText, type RawColumn, type RawTable } from '../ingest/raw-table.ts';
import type { Matrix } from '../types.ts';

/** Which columns of the parts are what. */
export interface PartColumns {
  label?: string;
  /** The columns whose names begin so hold the probabilities of the classes that the rest of the names say. */
  probabilities?: string;
  /** Columns that only name the rows: two rows may be copies of each other though these differ. */
  ids: string[];
  /** The columns whose names begin so are numbers that tell how near rows are; absent: all that say something do. */
  features?: string;
}

/** The columns that say something of a row: neither label nor probabilities nor names. */
export function featureColumns(table: RawTable, { label, probabilities, ids }: PartColumns): RawColumn[] {
  return table.columns.filter(
    ({ name }) => name !== label && !ids.includes(name) && !(probabilities && name.startsWith(probabilities)),
  );
}

/** The columns that tell how near rows are. */
export function vectorColumns(table: RawTable, columns: PartColumns): RawColumn[] {
  const { features } = columns;
  if (features === undefined) return featureColumns(table, columns);
  const chosen = table.columns.filter(({ name }) => name.startsWith(features));
  if (!chosen.length) reject('features', `columns that begin with ${describe(features)}`, 'none');
  return chosen;
}

/** The label of every row, without the spaces around it. */
export function labelTexts(table: RawTable, label: string): string[] {
  const column = findColumn(table, label);
  return Array.from({ length: table.rowCount }, (_, row) => {
    const text = cellText(column, row)?.trim();
    if (!text) reject(`column ${describe(label)}`, 'a label in every row', `none in row ${row} of the part`);
    return text;
  });
}

/** The classes that have a column of probabilities, in the order of these columns. */
export function probabilityClasses(table: RawTable, prefix: string): string[] {
  const classes = table.columns.flatMap(({ name }) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
  if (classes.length < 2) {
    reject('probabilities', `two or more columns that begin with ${describe(prefix)}`, classes.length);
  }
  return classes;
}

/**
 * n x d numbers of the columns given.
 *
 * @param rowsBefore that are no rows of the part
 */
export function readNumbers(table: RawTable, names: string[], rowsBefore = 0): Matrix {
  const data = new Float64Array(table.rowCount * names.length);
  names.forEach((name, k) => {
    const column = findColumn(table, name);
    for (let row = 0; row < table.rowCount; row++) {
      const value = Number(cellText(column, row) ?? Number.NaN);
      if (!Number.isFinite(value)) {
        reject(`column ${describe(name)}`, 'a number in every row', `none in row ${row - rowsBefore} of the part`);
      }
      data[row * names.length + k] = value;
    }
  });
  return { data, rows: table.rowCount, columns: names.length };
}

/** n x K probabilities of the classes in the order given. */
export function readProbabilities(table: RawTable, prefix: string, classes: string[]): Matrix {
  const names = classes.map((name) => prefix + name);
  return readNumbers(table, names);
}

/** Of every row a 128-bit digest of the cells of its features; equal for equal rows, in whatever part they are. */
export function rowDigests(table: RawTable, columns: PartColumns): string[] {
  const features = featureColumns(table, columns);
  return Array.from({ length: table.rowCount }, (_, row) => {
    const cells = features.map((column) => cellText(column, row));
    return shortDigest(JSON.stringify(cells));
  });
}

/** 128 bits of SHA-256. */
export function shortDigest(text: string): string {
  return createHash('sha256').update(text).digest('base64').slice(0, 22);
}

function findColumn(table: RawTable, name: string): RawColumn {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (!column) {
    reject('column', `one of ${table.columns.map((c) => describe(c.name)).join(', ')}`, describe(name));
  }
  return column;
}
