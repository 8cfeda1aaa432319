import { runJob } from '../core.ts';
import { describe, reject } from '../errors.ts';
import { type CoreTableColumn, toCoreTable } from '../ingest/core-table.ts';
import type { RawTable } from '../ingest/raw-table.ts';
import { joinBytes } from '../ingest/text-source.ts';
import { knnGraph } from '../neighbors.ts';
import type { Matrix, RunOptions } from '../types.ts';
import {
  bytesFromBase64,
  type CellNeighbors,
  type CellRows,
  type PartFindings,
  type ShardPlan,
  toBase64,
} from './part-files.ts';
import { readNumbers, vectorColumns } from './part-rows.ts';
import { behindSample } from './sample.ts';

interface Placement {
  copies: number;
  /** Rows x copies. */
  cells: Int32Array;
  /** Queries x k. */
  queryDistances: Float64Array;
}

declare module '../core-module.ts' {
  interface CoreModule {
    startEncodeNeighbors(columns: CoreTableColumn[], rows: number, fittedRows: number, options: object): JobHandle;
    startPlaceInCells(
      features: Matrix,
      options: { sampleRows: number; numCells: number; copies: number; k: number; queries: Int32Array; metric: string },
    ): JobHandle;
  }
}

/** Rows that are compared with all rows of the whole, to measure what the search in cells misses. */
export function queryRows(plan: ShardPlan): number[] {
  return plan.sample.rows.slice(0, 200);
}

/** What is known of the neighbours of a part: where its rows are to be sought, and the files for that, one a cell. */
export interface PlacedPart {
  neighbors: NonNullable<PartFindings['neighbors']>;
  cells: Iterable<CellRows>;
}

/** Second pass: put the rows of a part in cells. */
export async function placePart(
  table: RawTable,
  name: string,
  plan: ShardPlan,
  run: Pick<RunOptions, 'signal'>,
): Promise<PlacedPart> {
  const { k, numCells, copies, metric } = plan.neighbors;
  const vectors = await vectorsBehindSample(table, plan, run);
  const firstRow = plan.parts.find((part) => part.name === name)!.firstRow;
  const sampleRows = plan.sample.rows.length;
  const isOwn = (row: number) => row >= firstRow && row < firstRow + table.rowCount;
  const queries = Int32Array.from(queryRows(plan), (row) => (isOwn(row) ? row - firstRow : -1));
  const placement = await runJob<Placement>(
    (core) => core.startPlaceInCells(vectors, { sampleRows, numCells, copies, k, queries, metric }),
    run,
  );
  return {
    neighbors: { copies: placement.copies, queryDistances: toBase64(placement.queryDistances) },
    cells: filesOf(placement, vectors, { name, firstRow, sampleRows, plan: plan.id }),
  };
}

/** Third pass: the nearest rows of each row of a cell among those of the cell. */
export async function searchCell(
  given: CellRows[],
  plan: ShardPlan,
  run: Pick<RunOptions, 'signal'>,
): Promise<CellNeighbors> {
  const parts = [...given].sort((a, b) => firstRowOf(plan, a) - firstRowOf(plan, b));
  const { cell, columns } = parts[0]!;
  for (const [at, part] of parts.entries()) {
    if (part.plan !== plan.id) reject(part.part, 'rows placed by this plan', 'another plan');
    if (part.cell !== cell || part.columns !== columns) reject(part.part, `rows of cell ${cell}`, `cell ${part.cell}`);
    if (part.part === parts[at - 1]?.part) reject(part.part, 'its rows once', 'twice');
  }
  const joined = (texts: string[]) => joinBytes(texts.map(bytesFromBase64)).buffer as ArrayBuffer;
  const rows = new Int32Array(joined(parts.map((part) => part.rows)));
  const data = new Float32Array(joined(parts.map((part) => part.vectors)));
  const neighbors = Math.min(plan.neighbors.k, rows.length - 1);
  const found = { kind: 'assayer-cell-neighbors' as const, plan: plan.id, cell, rows: toBase64(rows), neighbors };
  if (neighbors === 0) return { ...found, indices: '', distances: '' };
  const { indices, distances } = await knnGraph(
    { data, rows: rows.length, columns },
    { k: neighbors, metric: plan.neighbors.metric, ...run },
  );
  return { ...found, indices: toBase64(indices.map((place) => rows[place]!)), distances: toBase64(distances) };
}

/** Numbers as they are, or the features as the core encodes them by the sample. */
async function vectorsBehindSample(table: RawTable, plan: ShardPlan, run: Pick<RunOptions, 'signal'>): Promise<Matrix> {
  const joined = behindSample(vectorColumns(table, plan), table.rowCount, plan.sample);
  if (plan.features !== undefined) {
    const names = joined.columns.map(({ name }) => name);
    const { data, ...shape } = readNumbers(joined, names, plan.sample.rows.length);
    return { data: Float32Array.from(data), ...shape };
  }
  const packed = await toCoreTable(joined);
  const vectors = await runJob<Matrix>(
    (core) =>
      core.startEncodeNeighbors(packed.columns, packed.rowCount, plan.sample.rows.length, {
        noLabel: true,
        columns: plan.kinds,
      }),
    run,
  );
  if (vectors.columns === 0) {
    reject('neighbours', 'a column that tells rows apart', `kinds ${describe(Object.values(plan.kinds))}`);
  }
  return vectors;
}

function* filesOf(
  { cells, copies }: Placement,
  vectors: Matrix,
  { name, firstRow, sampleRows, plan }: { name: string; firstRow: number; sampleRows: number; plan: string },
): Iterable<CellRows> {
  const { data, columns } = vectors;
  const rowsOf = new Map<number, number[]>();
  cells.forEach((cell, at) => {
    const rows = rowsOf.get(cell) ?? [];
    if (!rows.length) rowsOf.set(cell, rows);
    rows.push(Math.floor(at / copies));
  });
  for (const [cell, rows] of rowsOf) {
    const some = new Float32Array(rows.length * columns);
    rows.forEach((row, at) => {
      const from = (sampleRows + row) * columns;
      some.set(data.subarray(from, from + columns), at * columns);
    });
    yield {
      kind: 'assayer-cell-rows',
      plan,
      cell,
      part: name,
      rows: toBase64(Int32Array.from(rows, (row) => firstRow + row)),
      columns,
      vectors: toBase64(some),
    };
  }
}

function firstRowOf(plan: ShardPlan, { part }: CellRows): number {
  return plan.parts.find(({ name }) => name === part)?.firstRow ?? reject(part, 'a part of the plan', 'another');
}
