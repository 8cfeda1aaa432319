import { createHash } from 'node:crypto';
import { callCore } from '../core.ts';
import { createState } from '../datalab/datalab.ts';
import { findIssuesIn } from '../datalab/find-issues.ts';
import { describe, reject } from '../errors.ts';
import type { Metric } from '../neighbors.ts';
import type { NeighborMerge } from './merge-neighbors.ts';
import {
  bytesFromBase64,
  type CellSearch,
  numbersFromBase64,
  type PartFindings,
  type PartStatistics,
  type ShardFindings,
  type ShardPlan,
  toBase64,
} from './part-files.ts';
import { fromSums, withSearch } from './passes.ts';
import { mergeSamples } from './sample.ts';

/** More rows than this are put in cells to be sought for neighbours. */
const rowsOfCell = 50_000;

/** How neighbours are to be sought across parts; what is absent suits the number of rows. */
export type CellSettings = Partial<Pick<CellSearch, 'k' | 'numCells' | 'copies'>>;

/** After the first pass: parts stand in the order of their names, whatever the order given. */
export async function mergeStatistics(given: PartStatistics[], settings: CellSettings = {}): Promise<ShardPlan> {
  const parts = [...given].sort((a, b) => (a.name < b.name ? -1 : 1));
  const first = parts[0]!;
  const classCounts: Record<string, number> = {};
  const votes = new Map<string, Map<string, number>>();
  const rowsOf = new Map<string, number[]>();
  const places: ShardPlan['parts'] = [];
  let rows = 0;
  parts.forEach((part, at) => {
    refuseOther(part, first);
    if (part.name === parts[at - 1]?.name) reject('parts', 'each part once', `${part.name} twice`);
    places.push({ name: part.name, digest: part.digest, rows: part.rows, firstRow: rows });
    for (const [label, count] of Object.entries(part.classCounts)) {
      classCounts[label] = (classCounts[label] ?? 0) + count;
    }
    for (const [column, kind] of Object.entries(part.kinds)) {
      const kinds = votes.get(column) ?? new Map<string, number>();
      votes.set(column, kinds.set(kind, (kinds.get(kind) ?? 0) + part.rows));
    }
    part.rowDigests.forEach((digest, row) => {
      const same = rowsOf.get(digest);
      if (same) same.push(rows + row);
      else rowsOf.set(digest, [rows + row]);
    });
    rows += part.rows;
  });
  const { label, probabilities, ids, features, classes } = first;
  const neighbors = await cellSearch(first, rows, settings);
  return {
    kind: 'assayer-shard-plan',
    id: createHash('sha256')
      .update(JSON.stringify([places, neighbors]))
      .digest('hex'),
    ...(label === undefined ? {} : { label }),
    ...(probabilities === undefined ? {} : { probabilities }),
    ...(features === undefined ? {} : { features }),
    ids,
    parts: places,
    rows,
    kinds: Object.fromEntries([...votes].map(([column, kinds]) => [column, mostVoted(kinds)])),
    classCounts,
    classes,
    ...(first.sums
      ? {
          sums: await withSearch(classes.length, async (search) => {
            await callCore(() => {
              for (const part of parts) search.addSums(fromSums(part.sums!));
            });
            const { selfConfidence, examples } = search.sums();
            return { selfConfidence: toBase64(selfConfidence), examples: toBase64(examples) };
          }),
        }
      : {}),
    duplicates: [...rowsOf.values()].filter((same) => same.length > 1),
    neighbors,
    sample: mergeSamples(
      parts.map((part) => part.sample),
      places.map((place) => place.firstRow),
    ),
  };
}

async function cellSearch(part: PartStatistics, rows: number, settings: CellSettings): Promise<CellSearch> {
  const { k = Math.min(10, rows - 1), numCells = Math.ceil(rows / rowsOfCell), copies = 3 } = settings;
  if (k < 1 || k >= rows) reject('k', `from 1 to ${rows - 1} neighbours`, k);
  const { features } = part;
  const width = part.columns.filter((name) => features !== undefined && name.startsWith(features)).length;
  const metric = features === undefined ? 'euclidean' : await callCore((core) => core.chooseMetric('auto', width));
  return { k, numCells, copies, metric: metric as Metric };
}

/**
 * After the last pass: the findings of the whole.
 *
 * @param neighbors those of all cells, where they were sought
 */
export async function mergeFindings(
  given: PartFindings[],
  plan: ShardPlan,
  neighbors?: NeighborMerge,
): Promise<ShardFindings> {
  const found = plan.parts.map((part) => {
    const findings = given.filter(({ name, digest }) => name === part.name && digest === part.digest);
    if (findings.length !== 1) reject('findings', `those of ${part.name}, once`, `${findings.length} times`);
    return findings[0]!;
  });
  if (given.length !== found.length) reject('findings', `those of ${found.length} parts`, given.length);
  const nullRows: number[] = [];
  let nullSum = 0;
  found.forEach((part, at) => {
    for (const score of numbersFromBase64(part.nullScores)) nullSum += score;
    bytesFromBase64(part.nullIssues).forEach((isIssue, row) => {
      if (isIssue) nullRows.push(plan.parts[at]!.firstRow + row);
    });
  });
  return {
    kind: 'assayer-shard-findings',
    parts: plan.parts,
    rows: plan.rows,
    ...(plan.sums ? { label: await mergeLabels(found, plan) } : {}),
    null: { rows: nullRows, score: nullSum / plan.rows },
    ...(plan.label === undefined ? {} : { classImbalance: await checkImbalance(plan.classCounts) }),
    duplicates: plan.duplicates,
    ...(neighbors ? await neighbors.findings(found) : {}),
  };
}

function mergeLabels(found: PartFindings[], plan: ShardPlan): Promise<NonNullable<ShardFindings['label']>> {
  return withSearch(plan.classes.length, async (search) => {
    const issues = await callCore(() => {
      search.addSums(fromSums(plan.sums!));
      for (const { label, name } of found) {
        if (!label) reject(name, 'scores of labels', 'none');
        search.addScores({
          scores: numbersFromBase64(label.scores),
          agrees: bytesFromBase64(label.agrees),
          counts: numbersFromBase64(label.counts),
          numIssues: label.numIssues,
        });
      }
      return search.result();
    });
    const rows = [...issues.indices];
    const scores = rows.map((row) => issues.labelQualityScores[row]!);
    return { rows, scores, numLabelIssues: issues.numLabelIssues };
  });
}

/** The check of the core, on labels that are as many of each class as all parts hold. */
async function checkImbalance(classCounts: Record<string, number>) {
  const labels = Object.entries(classCounts).flatMap(([label, count]) => new Array<string>(count).fill(label));
  const state = await createState({ labels });
  await findIssuesIn(state, { issueTypes: ['class_imbalance'] });
  const { scores, isIssue } = state.results[0]!;
  const rarest = scores.findIndex((score) => score < 1);
  const rarestClass = String(state.classNames[state.labels![Math.max(rarest, 0)]!]);
  return {
    rarestClass,
    isIssue: isIssue.some((flag) => flag === 1),
    share: state.results[0]!.summaryScore,
    count: classCounts[rarestClass]!,
  };
}

function refuseOther(part: PartStatistics, first: PartStatistics): void {
  for (const what of ['columns', 'label', 'probabilities', 'ids', 'features'] as const) {
    if (JSON.stringify(part[what]) !== JSON.stringify(first[what])) {
      reject(part.name, `the ${what} of ${first.name}: ${describe(first[what])}`, describe(part[what]));
    }
  }
}

function mostVoted(kinds: Map<string, number>): string {
  return [...kinds].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]![0];
}
