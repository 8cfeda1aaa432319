import { createHash } from 'node:crypto';
import { type BatchedLabelIssuesHandle, batchSearch } from '../confident-learning/batched-label-issues.ts';
import { callCore, runJob } from '../core.ts';
import { createState } from '../datalab/datalab.ts';
import { findIssuesIn } from '../datalab/find-issues.ts';
import { describe, reject } from '../errors.ts';
import { type CoreTableColumn, toCoreTable } from '../ingest/core-table.ts';
import type { RawTable, ReadOptions } from '../ingest/raw-table.ts';
import { readTable } from '../ingest/read-table.ts';
import type { Matrix, RunOptions } from '../types.ts';
import { placePart } from './cells.ts';
import {
  type CellRows,
  numbersFromBase64,
  type PartFindings,
  type PartStatistics,
  type ShardPlan,
  toBase64,
} from './part-files.ts';
import {
  featureColumns,
  labelTexts,
  type PartColumns,
  probabilityClasses,
  readProbabilities,
  rowDigests,
} from './part-rows.ts';
import { drawSample } from './sample.ts';

declare module '../core-module.ts' {
  interface CoreModule {
    startPresentCells(columns: CoreTableColumn[], rows: number, options: object): JobHandle;
  }
}

type Signal = Pick<RunOptions, 'signal'>;

/** A part of a table: the bytes of its file. */
export interface Part {
  name: string;
  bytes: Uint8Array;
  reading: ReadOptions;
}

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** First pass: what the whole has to know of a part. */
export async function readStatistics(part: Part, columns: PartColumns, run: Signal): Promise<PartStatistics> {
  const table = await readTable(part.bytes, { ...part.reading, ...run });
  const features = featuresOf(table, columns);
  const schema = await runJob<{ columns: { name: string; kind: string }[] }>(
    await onCoreTable(features, (core, packed) => core.startSchema(packed.columns, packed.rowCount, { noLabel: true })),
    run,
  );
  const labels = columns.label === undefined ? [] : labelTexts(table, columns.label);
  const classCounts: Record<string, number> = {};
  for (const label of labels) classCounts[label] = (classCounts[label] ?? 0) + 1;
  const digests = rowDigests(table, columns);
  const { label, probabilities } = columns;
  const classes = label !== undefined && probabilities ? probabilityClasses(table, probabilities).sort() : [];
  return {
    kind: 'assayer-part-statistics',
    ...columns,
    name: part.name,
    digest: digestOf(part.bytes),
    rows: table.rowCount,
    columns: table.columns.map(({ name }) => name),
    kinds: Object.fromEntries(schema.columns.map(({ name, kind }) => [name, kind])),
    classCounts,
    classes,
    ...(classes.length
      ? {
          sums: await withSearch(classes.length, async (search) => {
            const ids = toIds(labels, classes);
            const probs = readProbabilities(table, probabilities!, classes);
            await runJob(() => search.updateConfidentThresholds(ids, probs), run);
            const { selfConfidence, examples } = search.sums();
            return { selfConfidence: toBase64(selfConfidence), examples: toBase64(examples) };
          }),
        }
      : {}),
    rowDigests: digests,
    sample: drawSample(table, columns, digests),
  };
}

/**
 * Second pass: what is found in a part, given what the others hold.
 *
 * @param writeCell takes the rows that belong to each cell; absent: no neighbours are sought
 */
export async function readFindings(
  part: Part,
  plan: ShardPlan,
  run: Signal,
  writeCell?: (rows: CellRows) => Promise<void>,
): Promise<PartFindings> {
  const digest = digestOf(part.bytes);
  if (!plan.parts.some((known) => known.digest === digest && known.name === part.name)) {
    reject(part.name, 'a part of the plan, unchanged since the first pass', 'another file');
  }
  const table = await readTable(part.bytes, { ...part.reading, ...run });
  const cells = await runJob<Matrix>(
    await onCoreTable(featuresOf(table, plan), (core, packed) =>
      core.startPresentCells(packed.columns, packed.rowCount, { noLabel: true, columns: plan.kinds }),
    ),
    run,
  );
  const state = await createState({ rowCount: table.rowCount });
  await findIssuesIn(state, { features: cells, issueTypes: ['null'], ...run });
  const { scores, isIssue } = state.results[0]!;
  const placed = writeCell ? await placePart(table, part.name, plan, run) : undefined;
  for (const rows of placed?.cells ?? []) await writeCell!(rows);
  const findings: PartFindings = {
    kind: 'assayer-part-findings',
    name: part.name,
    digest,
    nullScores: toBase64(scores),
    nullIssues: toBase64(isIssue),
    ...(placed ? { neighbors: placed.neighbors } : {}),
  };
  const { sums, classes, label, probabilities } = plan;
  if (!sums || label === undefined) return findings;
  return withSearch(classes.length, async (search) => {
    await callCore(() => search.addSums(fromSums(sums)));
    const ids = toIds(labelTexts(table, label), classes);
    const probs = readProbabilities(table, probabilities!, classes);
    await runJob(() => search.scoreLabelQuality(ids, probs), run);
    const { scores, agrees, counts, numIssues } = search.scores();
    return {
      ...findings,
      label: { scores: toBase64(scores), agrees: toBase64(agrees), counts: toBase64(counts), numIssues },
    };
  });
}

/** Numbers of `PartStatistics` and `ShardPlan` as the core takes them. */
export function fromSums({ selfConfidence, examples }: { selfConfidence: string; examples: string }) {
  return { selfConfidence: numbersFromBase64(selfConfidence), examples: numbersFromBase64(examples) };
}

/** A search for label issues that is freed when `use` is over. */
export async function withSearch<Result>(
  numClasses: number,
  use: (search: BatchedLabelIssuesHandle) => Promise<Result>,
): Promise<Result> {
  const search = await batchSearch(numClasses, {});
  try {
    return await use(search);
  } finally {
    search.delete();
  }
}

function featuresOf(table: RawTable, columns: PartColumns): RawTable {
  return { ...table, columns: featureColumns(table, columns) };
}

async function onCoreTable<Result>(
  table: RawTable,
  start: (core: Parameters<Parameters<typeof runJob>[0]>[0], packed: Awaited<ReturnType<typeof toCoreTable>>) => Result,
) {
  const packed = await toCoreTable(table);
  return (core: Parameters<Parameters<typeof runJob>[0]>[0]) => start(core, packed);
}

function toIds(labels: string[], classes: string[]): Int32Array {
  const ids = new Map(classes.map((name, id) => [name, id]));
  return Int32Array.from(labels, (label, row) => {
    const id = ids.get(label);
    if (id === undefined) {
      reject(`label of row ${row} of the part`, `a class with probabilities: ${classes.join(', ')}`, describe(label));
    }
    return id;
  });
}
