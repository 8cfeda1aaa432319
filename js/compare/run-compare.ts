import type { AuditData } from '../audit/audit-data.ts';
import { auditTable, type CoreSchema, schemaOptions } from '../audit/run-audit.ts';
import { runJob } from '../core.ts';
import { AssayerError, describe, reject } from '../errors.ts';
import { type CoreTableColumn, toCoreTable } from '../ingest/core-table.ts';
import type { RawTable, ReadOptions } from '../ingest/raw-table.ts';
import { type DataInput, readTable } from '../ingest/read-table.ts';
import { partOf } from '../progress.ts';
import { version } from '../version.ts';
import type {
  ColumnDrift,
  CompareData,
  CompareOptions,
  LeakedRows,
  OverallDrift,
  QualityChange,
} from './compare-data.ts';

interface CoreComparison {
  schema: CoreSchema;
  columns: ColumnDrift[];
  newColumns: string[];
  lostColumns: string[];
  drift: OverallDrift;
  leaks: LeakedRows;
}

declare module '../core-module.ts' {
  interface CoreModule {
    startCompare(
      oldColumns: CoreTableColumn[],
      oldRows: number,
      newColumns: CoreTableColumn[],
      newRows: number,
      options: object,
    ): JobHandle;
  }
}

const optionNames = [
  ...['label', 'noLabel', 'task', 'columns', 'issueTypes', 'effort', 'format', 'delimiter', 'encoding', 'header', 'na'],
  ...['seed', 'onProgress', 'signal', 'oldName', 'newName', 'audit', 'nearLeaks', 'driftThreshold', 'significance'],
];

/** Rows of both tables up to which near copies are looked for unless said otherwise. */
const mostRowsForNearLeaks = 50_000;

/** Read and compare; everything as plain data. */
export async function runCompare(
  oldData: DataInput,
  newData: DataInput,
  options: CompareOptions = {},
): Promise<CompareData> {
  const started = performance.now();
  refuseUnknown(options);
  const withAudits = options.audit !== false;
  const share = withAudits ? 0.3 : 0.9; // of the progress, for the comparison itself
  const older = await readTable(oldData, readOptions(options, 'old', 0, 0.05));
  const newer = await readTable(newData, readOptions(options, 'new', 0.05, 0.1));
  const found = await compareTables(older, newer, options, 0.1, share);
  const label = found.schema.columns[found.schema.label]?.name ?? null;
  const notes: string[] = [];
  const quality = withAudits ? await compareQuality(older, newer, label, options, notes) : [];
  return {
    old: told(older),
    new: told(newer),
    labelColumn: label,
    labelReason: found.schema.labelReason,
    task: found.schema.task,
    schema: found.schema.columns,
    columns: found.columns.map(withNulls),
    newColumns: found.newColumns,
    lostColumns: found.lostColumns,
    drift: found.drift,
    leaks: found.leaks,
    quality,
    notes,
    run: { version, seed: options.seed ?? 0, milliseconds: performance.now() - started },
  };
}

async function compareTables(
  older: RawTable,
  newer: RawTable,
  options: CompareOptions,
  from: number,
  to: number,
): Promise<CoreComparison> {
  const [oldCore, newCore] = [await toCoreTable(older, options), await toCoreTable(newer, options)];
  const coreOptions = {
    ...schemaOptions(options),
    nearLeaks: options.nearLeaks ?? older.rowCount + newer.rowCount <= mostRowsForNearLeaks,
    driftThreshold: options.driftThreshold,
    significance: options.significance,
  };
  return runJob<CoreComparison>(
    (core) => core.startCompare(oldCore.columns, oldCore.rowCount, newCore.columns, newCore.rowCount, coreOptions),
    partOf(options, from, to),
  );
}

/** Audit both, with the label of the old table, and set the results side by side. */
async function compareQuality(
  older: RawTable,
  newer: RawTable,
  label: string | null,
  options: CompareOptions,
  notes: string[],
): Promise<QualityChange[]> {
  const audits: AuditData[] = [];
  for (const [name, table, from, to] of [
    ['old', older, 0.3, 0.65],
    ['new', newer, 0.65, 1],
  ] as const) {
    const { task, columns, issueTypes, effort, seed } = options;
    const known = Object.entries(columns ?? {}).filter(([column]) => table.columns.some((c) => c.name === column));
    const common = { issueTypes, effort, seed, columns: Object.fromEntries(known) };
    const labels = label === null ? { noLabel: true } : { label, ...(task ? { task } : {}) };
    try {
      audits.push(await auditTable(table, { ...common, ...labels }, performance.now(), partOf(options, from, to)));
    } catch (error) {
      if (!(error instanceof AssayerError) || error.code !== 'invalid_input') throw error;
      notes.push(`the ${name} table could not be audited: ${error.message}`);
      return [];
    }
  }
  const [before, after] = audits as [AuditData, AuditData];
  for (const [name, { state }] of [['old', before] as const, ['new', after] as const]) {
    for (const { type, message } of state.failures)
      notes.push(`${type} was not checked in the ${name} table: ${message}`);
  }
  return before.state.results.flatMap((was) => {
    const is = after.state.results.find(({ type }) => type === was.type);
    if (!is) return [];
    const oldShare = was.numIssues / older.rowCount;
    const newShare = is.numIssues / newer.rowCount;
    return {
      type: was.type,
      oldIssues: was.numIssues,
      newIssues: is.numIssues,
      oldShare,
      newShare,
      change: newShare - oldShare,
      oldScore: was.summaryScore,
      newScore: is.summaryScore,
    };
  });
}

/** What is not defined is null, as JSON will have it. */
function withNulls(column: ColumnDrift): ColumnDrift {
  const known = (value: number | null) => (value === null || Number.isNaN(value) ? null : value);
  return {
    ...column,
    oldMean: known(column.oldMean),
    newMean: known(column.newMean),
    meanDifference: known(column.meanDifference),
    wasserstein: known(column.wasserstein),
  };
}

function told({ source, rowCount, columns, warnings }: RawTable): CompareData['old'] {
  return { name: source.name ?? null, rowCount, columnCount: columns.length, warnings };
}

function readOptions(options: CompareOptions, which: 'old' | 'new', from: number, to: number): ReadOptions {
  const { format, delimiter, encoding, header, na } = options;
  const name = options[`${which}Name`];
  const given = Object.entries({ name, format, delimiter, encoding, header, na }).filter(
    ([, value]) => value !== undefined,
  );
  return { ...Object.fromEntries(given), ...partOf(options, from, to, 'read') };
}

function refuseUnknown(options: CompareOptions): void {
  if (options === null || typeof options !== 'object') reject('options', 'an object', describe(options));
  const unknown = Object.keys(options).find((name) => !optionNames.includes(name));
  if (unknown) reject('options', `only ${optionNames.join(', ')}`, describe(unknown));
}
