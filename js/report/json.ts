import type { AuditReport } from '../audit/audit-report.ts';
import type { Fix } from '../audit/fixes.ts';
import { wholeRow } from '../ingest/raw-table.ts';
import { rowFingerprint } from './fingerprint.ts';
import { type Overview, overview, type RenderOptions } from './overview.ts';

/** The report of an audit for programs; described by `assayer/report.schema.json`. */
export interface ReportJSON extends Omit<Overview, 'issues'> {
  schemaVersion: 1;
  assayer: { version: string; seed: number; effort: string; milliseconds: number };
  /** Name of the file, where it has one. */
  file: string | null;
  task: string;
  issues: (Overview['issues'][number] & {
    /** All flagged rows, ascending. */
    rows: number[];
    /** A mark of the content of each of these rows, by which a later report knows them again; not where redacted. */
    fingerprints?: string[];
  })[];
  /** Suggested fixes, most certain first; none where the report is redacted. */
  fixes: Fix[];
  [more: string]: unknown;
}

/** Everything that a gate, a dashboard or `assayer fix` needs; scores of rows that are not flagged are left out. */
export function auditJson(report: AuditReport, options: RenderOptions = {}): ReportJSON {
  const { issues, ...rest } = overview(report, options);
  const { models: _, ...run } = report.run;
  return {
    schemaVersion: 1,
    assayer: run,
    file: report.data.table.source.name ?? null,
    task: report.task,
    ...rest,
    issues: issues.map((issue) => {
      const rows = flaggedRows(report, issue.type);
      const { table } = report.data;
      const told = { ...issue, rows: rows.map((row) => wholeRow(table, row)) };
      return options.redact ? told : { ...told, fingerprints: rows.map((row) => rowFingerprint(table, row)) };
    }),
    fixes: options.redact ? [] : report.fixes({ missing: options.missing, keep: options.keep }),
  };
}

function flaggedRows(report: AuditReport, type: string): number[] {
  const rows: number[] = [];
  report.data.state.results
    .find((result) => result.type === type)!
    .isIssue.forEach((flag, row) => {
      if (flag) rows.push(row);
    });
  return rows;
}
