import type { DataInput } from '../ingest/read-table.ts';
import type { AuditData, AuditOptions } from './audit-data.ts';
import { AuditReport } from './audit-report.ts';
import { type ReadOptions, runAudit, runSchema, type SchemaData } from './run-audit.ts';

/**
 * Audit raw data: reads it, guesses what its columns are, trains cross-validated models on it (unless you bring
 * predictions) and looks for wrong labels, outliers, duplicates and more. Nothing leaves the machine.
 *
 * @param data Columns by name, rows as objects, a CSV/TSV/JSON text, bytes or a `File` (also Parquet, Arrow, gzip).
 * @throws AssayerError `invalid_input` where the data cannot be audited (with what, where and what was expected); the
 *   signal's reason after a stop.
 * @example
 * const report = await audit(file, { label: 'species' });
 * console.log(report.toText());
 */
export async function audit(data: DataInput, options: AuditOptions = {}): Promise<AuditReport> {
  const { onStopped, ...rest } = options;
  const run = onStopped ? { ...rest, onStopped: (kept: AuditData) => onStopped(new AuditReport(kept)) } : rest;
  return new AuditReport(await runAudit(data, run));
}

/**
 * Read data and say what its columns are taken for, without auditing: the kinds, the label column, the task, and why.
 *
 * @example
 * const { columns, labelColumn } = await inferSchema(file);
 */
export async function inferSchema(data: DataInput, options: ReadOptions = {}): Promise<SchemaData> {
  return runSchema(data, options);
}
