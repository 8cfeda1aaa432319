import { loadCore, releaseLargeCore, runJob } from '../core.ts';
import type { CheckResultData } from '../datalab/checks.ts';
import { customCheck } from '../datalab/checks.ts';
import { checkSeed, findIssuesIn, toCoreTypes, toTypeList } from '../datalab/find-issues.ts';
import type { CoreSnapshot, LabState } from '../datalab/state.ts';
import { describe, reject } from '../errors.ts';
import { cellTable } from '../ingest/cell-table.ts';
import { type CoreTableColumn, toCoreTable } from '../ingest/core-table.ts';
import type { RawTable } from '../ingest/raw-table.ts';
import { type DataInput, readTable } from '../ingest/read-table.ts';
import { toMatrix } from '../matrix.ts';
import { requireMemoryOfTable } from '../memory.ts';
import { withHelpers } from '../pool/helpers.ts';
import { partOf } from '../progress.ts';
import type { Matrix, MatrixInput, RunOptions } from '../types.ts';
import { version } from '../version.ts';
import { judgeAnnotators, withConsensus } from './annotators.ts';
import type { AuditData, AuditOptions, ColumnProfile, ColumnSchema, Found, Leak, Reason } from './audit-data.ts';
import { AuditHelpers, helpersForAudit } from './audit-helpers.ts';
import { sampleTable } from './sample.ts';

/** What the core says of the columns. */
export interface CoreSchema {
  columns: ColumnSchema[];
  label: number;
  labelReason: Reason;
  task: LabState['task'] | null;
  taskReason: Reason;
}

interface CoreAudit {
  schema: CoreSchema;
  leaks: Leak[];
  profile: ColumnProfile[];
  classNames: string[];
  labels?: Int32Array;
  targets?: Float64Array;
  predProbs?: Matrix;
  predictions?: Float64Array;
  cellSurprise: Matrix;
  projection: Matrix;
  models: Record<string, unknown> | null;
  lab: CoreSnapshot;
}

declare module '../core-module.ts' {
  interface CoreModule {
    startAudit(columns: CoreTableColumn[], rows: number, options: object): JobHandle;
    startSchema(columns: CoreTableColumn[], rows: number, options: object): JobHandle;
  }
}

/** Options that say how to read, not how to audit. */
const readingOptions = ['name', 'format', 'delimiter', 'encoding', 'header', 'na'] as const;
const auditOptions = [
  ...['label', 'noLabel', 'task', 'columns', 'predProbs', 'features', 'knnGraph', 'issueTypes', 'effort'],
  ...['model', 'folds', 'k', 'group', 'sample', 'annotators'],
  ...['onProgress', 'onFound', 'onStopped', 'signal', 'seed'],
];

/** `AuditOptions` without those of the checks. */
export type ReadOptions = Omit<AuditOptions, 'onFound' | 'onStopped'>;

const histogramBars = 16;

/** As `AuditOptions`; what is there when it is stopped comes as plain data. */
export interface RunAuditOptions extends Omit<AuditOptions, 'onStopped'> {
  onStopped?(kept: AuditData): void;
}

/** Read and audit; everything as plain data. */
export async function runAudit(data: DataInput, options: RunAuditOptions = {}): Promise<AuditData> {
  const started = performance.now();
  refuseUnknown(options);
  const { onProgress, signal } = options;
  const whole = await readTable(data, { ...reading(options), ...partOf(options, 0, 0.15, 'read') });
  const table = sampled(whole, options);
  const run = { signal, ...(onProgress ? partOf(options, 0.15, 1) : {}) };
  if (options.annotators) return auditAnnotated(table, options, options.annotators, started, run);
  return auditTable(table, options, started, run);
}

/** Audit what most annotators say, and judge them by the others and by the models. */
async function auditAnnotated(
  table: RawTable,
  options: RunAuditOptions,
  annotators: string[],
  started: number,
  run: RunOptions,
): Promise<AuditData> {
  if (options.label !== undefined || options.noLabel)
    reject('annotators', 'no label beside them', describe(options.label));
  const { table: labelled, label } = await withConsensus(table, annotators);
  const columns = { ...options.columns, ...Object.fromEntries(annotators.map((name) => [name, 'ignore' as const])) };
  const consensus: RunAuditOptions = { ...options, label, columns, task: 'classification' };
  const data = await auditTable(labelled, consensus, started, partOf(run, 0, 0.98));
  const { classNames } = data.state;
  const judged = data.predProbs
    ? await judgeAnnotators(table, annotators, classNames.map(String), data.predProbs, partOf(run, 0.98, 1))
    : [];
  const labelReason = { code: 'consensus', phrase: 'what most annotators say', numbers: {} };
  return { ...data, labelReason, annotators: judged };
}

function sampled(table: RawTable, { sample, seed = 0, predProbs, features, knnGraph }: RunAuditOptions): RawTable {
  if (sample === undefined) return table;
  if (!Number.isInteger(sample) || sample < 1) reject('sample', 'a number of rows, from 1', describe(sample));
  if (predProbs || features || knnGraph) {
    reject('sample', 'no predProbs, features or knnGraph beside it: they are those of all rows', describe(sample));
  }
  return sampleTable(table, sample, checkSeed(seed));
}

/** Guess what the columns of data are, without auditing them. */
export async function runSchema(data: DataInput, options: ReadOptions = {}): Promise<SchemaData> {
  refuseUnknown(options);
  const table = await readTable(data, { ...reading(options), ...partOf(options, 0, 0.8, 'read') });
  const { columns } = await toCoreTable(table);
  const coreOptions = { ...schemaOptions(options), numBars: histogramBars };
  const schema = await runJob<CoreSchema>((core) => core.startSchema(columns, table.rowCount, coreOptions), {
    signal: options.signal,
  });
  const label = schema.columns[schema.label];
  return {
    columns: schema.columns,
    labelColumn: label?.name ?? null,
    labelReason: schema.labelReason,
    task: schema.task,
    taskReason: schema.taskReason,
    table,
    histogramBars,
  };
}

/** What `schema` finds, as plain data. */
export interface SchemaData {
  columns: ColumnSchema[];
  labelColumn: string | null;
  labelReason: Reason;
  task: LabState['task'] | null;
  taskReason: Reason;
  table: RawTable;
  /** How many bars `bars` of its columns tells apart. */
  histogramBars: number;
}

/** Audit a table that has been read; everything as plain data. */
export async function auditTable(
  table: RawTable,
  options: RunAuditOptions,
  started: number,
  run: RunOptions,
): Promise<AuditData> {
  const types = toTypeList(options.issueTypes);
  const builtIn = types?.filter(([type]) => !customCheck(type));
  const shared = {
    ...schemaOptions(options),
    effort: options.effort,
    model: options.model,
    folds: checkWhole('folds', options.folds),
    k: checkWhole('k', options.k),
    seed: options.seed === undefined ? 0 : checkSeed(options.seed),
  };
  const coreOptions = {
    ...shared,
    ...predictions(options),
    ...(options.features ? { features: toMatrix(options.features, 'features') } : {}),
    ...(options.knnGraph ? { knnGraph: options.knnGraph } : {}),
    ...(builtIn ? { issueTypes: toCoreTypes(builtIn) } : {}),
  };
  const { rowCount } = table;
  const ignored = Object.values(options.columns ?? {}).filter((kind) => kind === 'ignore');
  requireMemoryOfTable(rowCount, table.columns.length, ignored.length);
  const { columns } = await toCoreTable(table);
  const { onFound, onStopped } = options;
  const facts = { version, seed: shared.seed, effort: options.effort ?? 'balanced' };
  const finish = (found: CoreAudit) =>
    toAuditData(found, table, { ...facts, milliseconds: performance.now() - started });
  const core = await loadCore();
  const found = await withHelpers(helpersForAudit(rowCount, columns.length), async (workers) => {
    const instances = 1 + workers.length;
    const helpers = new AuditHelpers(core, workers, { columns, rowCount, options: shared }, run.signal);
    try {
      return await runJob<CoreAudit>(() => core.startAudit(columns, rowCount, { ...coreOptions, instances }), {
        ...run,
        untilFed: helpers.untilFed,
        onStep(job) {
          helpers.feed(job);
          if (onFound) for (const one of (job.news() as Found[] | undefined) ?? []) onFound(one);
        },
        onStop(job) {
          const kept = onStopped ? (job.partial() as CoreAudit | undefined) : undefined;
          if (kept?.lab.results.length) onStopped?.(asStopped(finish(kept)));
        },
      });
    } finally {
      helpers.end();
      releaseLargeCore(core);
    }
  });
  const audited = finish(found);
  const custom = types?.filter(([type]) => customCheck(type)) ?? [];
  if (custom.length) {
    const given = {
      ...(found.predProbs ? { predProbs: found.predProbs } : {}),
      ...(options.features ? { features: options.features } : {}),
    };
    await findIssuesIn(audited.state, { ...given, issueTypes: Object.fromEntries(custom) }, cellTable(table));
  }
  return { ...audited, run: { ...audited.run, milliseconds: performance.now() - started } };
}

function checkWhole(name: string, value: number | undefined): number | undefined {
  if (value !== undefined && !Number.isInteger(value)) reject(name, 'a whole number', describe(value));
  return value;
}

function asStopped(data: AuditData): AuditData {
  const message = `the audit was stopped; finished checks: ${data.state.results.map(({ type }) => type).join(', ')}`;
  return { ...data, warnings: [...data.warnings, { type: 'stopped', message }] };
}

function toAuditData(found: CoreAudit, table: RawTable, run: AuditData['run']): AuditData {
  const state = toState(found, table.rowCount);
  return {
    schema: found.schema.columns,
    labelColumn: found.schema.columns[found.schema.label]?.name ?? null,
    labelReason: found.schema.labelReason,
    taskReason: found.schema.taskReason,
    leaks: found.leaks,
    profile: found.profile,
    ...(found.predProbs ? { predProbs: found.predProbs } : {}),
    ...(found.predictions ? { predictions: found.predictions } : {}),
    cellSurprise: found.cellSurprise,
    projection: found.projection,
    models: found.models,
    state,
    table,
    warnings: [...table.warnings, ...state.warnings],
    run,
  };
}

/** No fingerprint of features: the graph of a table is never that of features which a user brings later. */
const ofTheTable = '0';

function toState(found: CoreAudit, rowCount: number): LabState {
  const results: CheckResultData[] = found.lab.results;
  return {
    task: found.schema.task ?? 'classification',
    rowCount,
    classNames: found.classNames,
    ...(found.labels ? { labels: found.labels } : {}),
    ...(found.targets ? { targets: found.targets } : {}),
    results,
    warnings: found.lab.warnings,
    failures: found.lab.failures,
    ...(found.lab.knnGraph ? { knnGraph: found.lab.knnGraph } : {}),
    knnMetric: found.lab.metric,
    knnFeatures: ofTheTable,
  };
}

function predictions(options: RunAuditOptions): { predProbs?: Matrix; predictions?: Float64Array } {
  const { predProbs } = options;
  if (!predProbs) return {};
  if (typeof (predProbs as ArrayLike<number>)[0] === 'number')
    return { predictions: Float64Array.from(predProbs as number[]) };
  return { predProbs: toMatrix(predProbs as MatrixInput, 'predProbs') };
}

/** Options that say what the columns are, as the core takes them. */
export function schemaOptions({
  label,
  noLabel,
  task,
  columns,
  group,
}: Pick<AuditOptions, 'label' | 'noLabel' | 'task' | 'columns' | 'group'>): object {
  return { label, noLabel, task, columns, group };
}

function reading(options: RunAuditOptions): object {
  return Object.fromEntries(
    readingOptions.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
}

function refuseUnknown(options: RunAuditOptions): void {
  if (options === null || typeof options !== 'object') reject('options', 'an object', describe(options));
  const known: string[] = [...readingOptions, ...auditOptions];
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown) reject('options', `only ${known.join(', ')}`, describe(unknown));
}
