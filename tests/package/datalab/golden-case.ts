// Reading the reference's outputs in tests/golden.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Datalab, type FindIssuesOptions, type KnnGraph, type Matrix } from 'assayer';
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

function labels(golden: GoldenCase): unknown[] | undefined {
  const path = `${golden.name}/labels.csv`;
  if (!hasGolden(path)) return undefined;
  const { columns } = goldenCsv(path);
  if (golden.task === 'multilabel') {
    return columns.given!.map((text) => (JSON.parse(text) as number[]).map((id) => golden.classes?.[id] ?? id));
  }
  if (golden.task === 'regression') return columns.given!.map(number);
  if (!golden.classes) return columns.given_label!.map((label) => (label === '' ? null : label));
  return columns.given_id!.map((id) => (id === '' || Number(id) < 0 ? null : golden.classes![Number(id)]!));
}

function inputs(golden: GoldenCase, names: string[]): FindIssuesOptions {
  const { name, task } = golden;
  return {
    ...(names.includes('features') ? { features: goldenMatrix(`${name}/features.csv`) } : {}),
    ...(names.includes('pred_probs')
      ? {
          predProbs:
            task === 'regression' ? goldenMatrix(`${name}/predictions.csv`) : goldenMatrix(`${name}/pred_probs.csv`),
        }
      : {}),
    ...(names.includes('knn_graph') ? { knnGraph: goldenGraph(`${name}/knn_input.csv`) } : {}),
  };
}

/** The spec's parameter names, as JavaScript spells them. */
export function camelCase(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase()),
      camelCase(member),
    ]),
  );
}

function issueTypes(call: GoldenCase['calls'][number]): FindIssuesOptions {
  if (!call.issue_types) return {};
  const entries = Object.entries(call.issue_types).map(([type, parameters]) => [type, camelCase(parameters)]);
  return { issueTypes: Object.fromEntries(entries) };
}

/** A Datalab that has done what the case's calls ask for. */
export async function audited(golden: GoldenCase): Promise<Datalab> {
  const given = labels(golden) as string[] | undefined;
  const lab = await Datalab.create({ task: golden.task, ...(given ? { labels: given } : { rowCount: golden.n }) });
  for (const call of golden.calls) await lab.findIssues({ ...inputs(golden, call.inputs), ...issueTypes(call) });
  return lab;
}

/** Cases that raise here: what the message must name, and why. */
export const refused: Record<string, { message: RegExp; reason: string }> = {
  config_bad_type: { message: /^issueTypes: .*no_such_issue/, reason: 'as the reference' },
  config_ood_pred_probs: { message: /^outlier: /, reason: 'an unknown parameter is refused by name' },
  edge_wrong_features_length: { message: /^features: /, reason: 'refused, not padded with NaN' },
  edge_wrong_length: { message: /^predProbs: /, reason: 'refused for all types at once' },
  edge_missing_label: { message: /^labels: .*1 missing \(row /, reason: 'the reference raises an obscure type error' },
};
