import { createState } from '../datalab/datalab.ts';
import { findIssuesIn } from '../datalab/find-issues.ts';
import { reject } from '../errors.ts';
import type { KnnGraph } from '../types.ts';
import { queryRows } from './cells.ts';
import {
  type CellNeighbors,
  idsFromBase64,
  numbersFromBase64,
  type PartFindings,
  type ShardFindings,
  type ShardPlan,
} from './part-files.ts';

/** Distances that are one, but for how they were added up. */
const sameDistance = 1 + 1e-9;

/** The nearest of each row of the whole, from those in each of its cells. */
export class NeighborMerge {
  private readonly graph: KnnGraph;
  /** How many neighbours each row has so far, and in how many cells it was. */
  private readonly known: Int32Array;
  private readonly visits: Int32Array;
  private readonly plan: ShardPlan;

  constructor(plan: ShardPlan) {
    this.plan = plan;
    const { rows, neighbors } = plan;
    this.graph = {
      rows,
      neighbors: neighbors.k,
      indices: new Int32Array(rows * neighbors.k),
      distances: new Float64Array(rows * neighbors.k),
    };
    this.known = new Int32Array(rows);
    this.visits = new Int32Array(rows);
  }

  add(cell: CellNeighbors): void {
    const what = `neighbours of cell ${cell.cell}`;
    if (cell.plan !== this.plan.id) reject(what, 'those of this plan', 'another plan');
    const indices = idsFromBase64(cell.indices);
    const distances = numbersFromBase64(cell.distances);
    idsFromBase64(cell.rows).forEach((row, place) => {
      this.visits[row]!++;
      for (let at = place * cell.neighbors; at < (place + 1) * cell.neighbors; at++) {
        if (!this.offer(row, indices[at]!, distances[at]!)) break;
      }
    });
  }

  /** What the neighbours say of the whole. */
  async findings(parts: PartFindings[]): Promise<Pick<ShardFindings, 'neighbors' | 'outlier' | 'nearDuplicate'>> {
    this.requireAll(parts);
    const { k, copies, metric } = this.plan.neighbors;
    const state = { ...(await createState({ rowCount: this.plan.rows })), knnGraph: this.graph, knnMetric: metric };
    await findIssuesIn(state, { issueTypes: { outlier: { k }, near_duplicate: { k } } });
    const [outlier, nearDuplicate] = ['outlier', 'near_duplicate'].map((type) => {
      const result = state.results.find((one) => one.type === type);
      if (!result) reject(type, 'neighbours that it can be told from', state.failures[0]?.message ?? 'none');
      return result;
    });
    const rowsOf = (isIssue: Uint8Array) => [...isIssue.keys()].filter((row) => isIssue[row]);
    const outliers = rowsOf(outlier!.isIssue);
    const near = rowsOf(nearDuplicate!.isIssue);
    const sets = nearDuplicate!.columns.table.find(({ name }) => name === 'near_duplicate_sets')!;
    const setOf = (row: number) => [...sets.values.slice(sets.offsets![row], sets.offsets![row + 1])];
    return {
      neighbors: { k, copies, queries: queryRows(this.plan).length, recall: this.recall(parts) },
      outlier: { rows: outliers, scores: outliers.map((row) => outlier!.scores[row]!) },
      nearDuplicate: { rows: near, sets: near.map((row) => setOf(row) as number[]) },
    };
  }

  /** Into the row's list, by distance, then by row; whether it had a place. */
  private offer(row: number, neighbor: number, distance: number): boolean {
    const { indices, distances, neighbors } = this.graph;
    const first = row * neighbors;
    const comesAfter = (at: number) =>
      distances[at]! > distance || (distances[at] === distance && indices[at]! > neighbor);
    let known = this.known[row]!;
    if (known === neighbors && !comesAfter(first + known - 1)) return false;
    if (indices.subarray(first, first + known).includes(neighbor)) return true;
    if (known < neighbors) known = ++this.known[row]!;
    let at = first + known - 1;
    for (; at > first && comesAfter(at - 1); at--) {
      indices[at] = indices[at - 1]!;
      distances[at] = distances[at - 1]!;
    }
    indices[at] = neighbor;
    distances[at] = distance;
    return true;
  }

  private requireAll(found: PartFindings[]): void {
    this.plan.parts.forEach(({ name, firstRow, rows }, at) => {
      const copies = found[at]!.neighbors?.copies;
      if (copies === undefined) reject(name, 'its second pass with --cells, like that of the others', 'none');
      for (let row = firstRow; row < firstRow + rows; row++) {
        if (this.visits[row] !== copies) {
          reject(`row ${row - firstRow} of ${name}`, `neighbours in ${copies} cells`, this.visits[row]!);
        }
        if (this.known[row]! < this.graph.neighbors) {
          reject(
            `row ${row - firstRow} of ${name}`,
            `${this.graph.neighbors} neighbours in its cells`,
            this.known[row]!,
          );
        }
      }
    });
  }

  /** The share of the true neighbours of the queries that are among those found. */
  private recall(parts: PartFindings[]): number {
    const { distances, neighbors } = this.graph;
    const nearest = parts.map((part) => numbersFromBase64(part.neighbors!.queryDistances));
    const queries = queryRows(this.plan);
    let found = 0;
    queries.forEach((row, query) => {
      const [begin, end] = [query * neighbors, (query + 1) * neighbors];
      const nearestOfAll = Float64Array.from(nearest.flatMap((part) => [...part.subarray(begin, end)])).sort();
      const farthest = nearestOfAll[neighbors - 1]! * sameDistance;
      const own = distances.subarray(row * neighbors, (row + 1) * neighbors);
      found += own.filter((distance) => distance <= farthest).length;
    });
    return found / (queries.length * neighbors);
  }
}
