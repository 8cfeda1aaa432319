import type { AnnotatorQuality } from '../audit/annotators.ts';
import type { AuditReport } from '../audit/audit-report.ts';
import type { FixOptions } from '../audit/fixes.ts';
import type { CheckResultData } from '../datalab/checks.ts';
import { builtInChecks, customCheck } from '../datalab/checks.ts';
import { wholeRow } from '../ingest/raw-table.ts';
import { percent } from '../percent.ts';

/** How the reports of an audit are written. */
export interface RenderOptions {
  /** Worst rows shown of each issue type; default 5 (HTML: 20). */
  numExamples?: number;
  /** Leave out all cell values and labels: row numbers, counts and scores only. */
  redact?: boolean;
  /** `toJSON` only: suggest fixes for missing cells too, see `FixOptions`. */
  missing?: FixOptions['missing'];
  /** `toJSON` only: which row of a set of copies stays, see `FixOptions`. */
  keep?: FixOptions['keep'];
}

/** One issue type in a report. */
export interface IssueOverview {
  type: string;
  title: string;
  description: string;
  numIssues: number;
  /** Share of the rows, in [0, 1]. */
  share: number;
  /** Of the whole data set, in [0, 1], low is bad. */
  score: number;
  /** Flagged rows, worst first. */
  examples: { row: number; score: number; reason: string }[];
}

/** What all reports of an audit tell; they differ in the writing only. */
export interface Overview {
  rowCount: number;
  /** Rows of the whole table, where only a sample was audited. */
  sampledFrom?: number;
  columnCount: number;
  label: { name: string; task: string; classes: number; reason: string } | null;
  columns: { name: string; kind: string; role: string; missing: number; distinct: number; reason: string }[];
  leaks: { column: string; agreement: number; phrase: string }[];
  /** Where several annotators labelled, the worst first. */
  annotators?: AnnotatorQuality[];
  issues: IssueOverview[];
  failures: { type: string; message: string }[];
  warnings: string[];
  total: number;
  healthScore: number | null;
}

/** Collect what a report tells, worst issue types first. */
export function overview(report: AuditReport, { numExamples = 5, redact = false }: RenderOptions = {}): Overview {
  const { data, lab } = report;
  const results = [...data.state.results].sort((a, b) => b.numIssues - a.numIssues);
  return {
    rowCount: report.rowCount,
    ...(data.table.sampleOf ? { sampledFrom: data.table.sampleOf.table.rowCount } : {}),
    columnCount: report.schema.length,
    label:
      report.labelColumn === null
        ? null
        : {
            name: report.labelColumn,
            task: report.task,
            classes: report.classNames.length,
            reason: report.labelReason.phrase,
          },
    columns: report.schema.map(({ name, kind, role, missing, distinct, reason }) => ({
      ...{ name, kind, role, missing, distinct },
      reason: reason.phrase,
    })),
    leaks: report.leaks.map(({ column, agreement, reason }) => ({ column, agreement, phrase: reason.phrase })),
    ...(report.annotators.length
      ? { annotators: report.annotators.map((one) => (redact ? { ...one, worstClass: null } : one)) }
      : {}),
    issues: results.map((result) => {
      const check = builtInChecks().find((candidate) => candidate.type === result.type) ?? customCheck(result.type);
      return {
        type: result.type,
        title: check?.title ?? result.type,
        description: check?.description ?? '',
        numIssues: result.numIssues,
        share: report.rowCount ? result.numIssues / report.rowCount : 0,
        score: result.summaryScore,
        examples: worstFlagged(result, numExamples).map((row) => ({
          row: wholeRow(data.table, row),
          score: result.scores[row]!,
          reason: redact ? '' : (report.explain(row).issues.find((issue) => issue.type === result.type)?.reason ?? ''),
        })),
      };
    }),
    failures: report.failures,
    warnings: report.warnings.map((warning) => warning.message),
    total: results.reduce((sum, result) => sum + result.numIssues, 0),
    healthScore: lab.getInfo('statistics').health_score as number | null,
  };
}

/** Numbers of the flagged rows with the lowest scores; ties by row. */
export function worstFlagged({ isIssue, scores }: CheckResultData, most: number): number[] {
  const rows: number[] = [];
  isIssue.forEach((flag, row) => {
    if (flag) rows.push(row);
  });
  return rows.sort((a, b) => scores[a]! - scores[b]! || a - b).slice(0, most);
}

/** How many rows were audited. */
export function rowsInWords({ rowCount, sampledFrom }: Overview): string {
  return sampledFrom === undefined ? `${rowCount} rows` : `A sample of ${rowCount} out of ${sampledFrom} rows`;
}

/** Of each annotator, what reports tell in a line. */
export function annotatorsInWords({ annotators = [] }: Overview): string[] {
  const part = (value: number | null) => (value === null ? 'unknown' : percent(value));
  return annotators.map(
    ({ name, quality, agreement, worstClass, count }) =>
      `${name}: quality ${part(quality)}, agrees with the consensus in ${part(agreement)} of ${count} rows` +
      (worstClass === null ? '' : `, worst at ${worstClass}`),
  );
}
