// Reading the reference's outputs in tests/golden.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { KnnGraph, Matrix } from 'assayer';
import Papa from 'papaparse';

const root = new URL('../../golden/', import.meta.url);

export function goldenText(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}
export function hasGolden(path: string): boolean {
  return existsSync(new URL(path, root));
}
/** JSON in which NaN and the infinities are texts. */
export function goldenJson<T>(path: string): T {
  return JSON.parse(goldenText(path), (_key, value) =>
    value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : value,
  );
}
export function goldenCsv(path: string): { names: string[]; columns: Record<string, string[]>; rowCount: number } {
  const { data } = Papa.parse<string[]>(goldenText(path).trimEnd(), { delimiter: ',' });
  const [names, ...rows] = data as [string[], ...string[][]];
  const columns = Object.fromEntries(names.map((name, at) => [name, rows.map((row) => row[at]!)]));
  return { names, columns, rowCount: rows.length };
}
export function number(text: string): number {
  if (text === 'inf') return Number.POSITIVE_INFINITY;
  return text === '' || text === 'nan' ? Number.NaN : Number(text);
}
export function goldenMatrix(path: string): Matrix {
  const { names, columns, rowCount } = goldenCsv(path);
  const data = new Float64Array(rowCount * names.length);
  names.forEach((name, j) => {
    columns[name]!.forEach((text, i) => {
      data[i * names.length + j] = number(text);
    });
  });
  return { data, rows: rowCount, columns: names.length };
}
export function goldenGraph(path: string): KnnGraph {
  const { data, rows, columns } = goldenMatrix(path);
  const neighbors = columns / 2;
  const part = (offset: number) =>
    Array.from({ length: rows * neighbors }, (_, at) => {
      const [i, j] = [Math.floor(at / neighbors), at % neighbors];
      return data[i * columns + offset + j]!;
    });
  return { indices: Int32Array.from(part(0)), distances: Float64Array.from(part(neighbors)), rows, neighbors };
}

/** What one folder of tests/golden is about. */
export interface GoldenCase {
  name: string;
  description: string;
  task: 'classification' | 'regression' | 'multilabel';
  n: number;
  classes: (string | number | boolean)[] | null;
  calls: { inputs: string[]; issue_types: Record<string, Record<string, unknown>> | null }[];
  report_kwargs: Record<string, unknown>;
  more_reports: Record<string, Record<string, unknown>>;
  failed_issue_types: Record<string, string>;
  random_outputs: string[];
  knn_ambiguous_rows: number[] | null;
}

export function goldenCases(): GoldenCase[] {
  return readdirSync(root)
    .filter((name) => hasGolden(`${name}/case.json`) && goldenText(`${name}/case.json`).includes('"calls"'))
    .map((name) => goldenJson<GoldenCase>(`${name}/case.json`));
}
