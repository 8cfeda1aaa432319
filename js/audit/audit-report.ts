import { Datalab } from '../datalab/datalab.ts';
import type { IssueType } from '../datalab/find-issues.ts';
import type { Notice } from '../datalab/state.ts';
import { describe, reject } from '../errors.ts';
import { orderedColumns } from '../fixes/copies.ts';
import { cellTable } from '../ingest/cell-table.ts';
import { type RawTable, type Warning, wholeTable } from '../ingest/raw-table.ts';
import { auditText } from '../report/audit-text.ts';
import { auditHtml } from '../report/html.ts';
import { auditJson, type ReportJSON } from '../report/json.ts';
import { type CIRenderOptions, githubText, junitText, sarifText } from '../report/machine-formats.ts';
import { auditMarkdown } from '../report/markdown.ts';
import type { RenderOptions } from '../report/overview.ts';
import type { Table } from '../table.ts';
import type { KnnGraph, Matrix, Task } from '../types.ts';
import type { AnnotatorQuality } from './annotators.ts';
import type { AuditData, ColumnProfile, ColumnSchema, Leak, Reason } from './audit-data.ts';
import { explainRow, type RowExplanation } from './explain.ts';
import { applyFixes, type Fix, type FixOptions, suggestFixes } from './fixes.ts';

/** What an audit found, and what to do about it. Everything is here: nothing is computed or loaded later. */
export class AuditReport {
  /** The audit as a `Datalab`: go on with other inputs or types, save it. */
  readonly lab: Datalab;
  readonly #data: AuditData;
  #fixes: Fix[] | undefined;

  /** @internal */
  constructor(data: AuditData, lab: Datalab = new Datalab(data.state)) {
    this.#data = data;
    this.lab = lab;
  }

  /** @internal */
  get data(): AuditData {
    return this.#data;
  }
  get task(): Task {
    return this.#data.state.task;
  }
  get rowCount(): number {
    return this.#data.state.rowCount;
  }
  /** What every column is taken for, and why. */
  get schema(): ColumnSchema[] {
    return this.#data.schema;
  }
  /** Name of the label column, null without labels. */
  get labelColumn(): string | null {
    return this.#data.labelColumn;
  }
  /** Why it is taken for the label. */
  get labelReason(): Reason {
    return this.#data.labelReason;
  }
  /** The classes in order of their ids; empty where the label is no class. */
  get classNames(): string[] {
    return this.lab.classNames;
  }
  /** Columns that give the label away; they were left out of the models. */
  get leaks(): Leak[] {
    return this.#data.leaks;
  }
  /** With the option `annotators`: how well each labels, the worst first; else empty. */
  get annotators(): AnnotatorQuality[] {
    return this.#data.annotators ?? [];
  }
  /** What is worth knowing of each column, in the order of `schema`. */
  get profile(): ColumnProfile[] {
    return this.#data.profile;
  }
  /** n x K out-of-sample probabilities, given or trained. */
  get predProbs(): Matrix | undefined {
    return this.#data.predProbs;
  }
  /** n out-of-sample predictions of a regression, given or trained. */
  get predictions(): Float64Array | undefined {
    return this.#data.predictions;
  }
  /** The most similar rows of each row, in the space in which the audit compared them; for `layoutGraph`. */
  get knnGraph(): KnnGraph | undefined {
    return this.#data.state.knnGraph;
  }
  /** n x 2: the rows as a picture, in units of one deviation. */
  get projection(): Matrix {
    return this.#data.projection;
  }
  /** What was worth telling while reading and auditing; nothing of it stopped the audit. */
  get warnings(): (Warning | Notice)[] {
    return this.#data.warnings;
  }
  /** Checks that could not run, and why. */
  get failures(): Notice[] {
    return this.#data.state.failures;
  }
  /** Version, seed, effort and time of the run, and the models that were trained. */
  get run(): AuditData['run'] & { models: Record<string, unknown> | null } {
    return { ...this.#data.run, models: this.#data.models };
  }

  /** A row for each issue type: issue_type, score, num_issues. */
  get summary(): Table {
    return this.lab.getIssueSummary();
  }

  /** Of all types, or of one with its own columns; see `Datalab.getIssues`. */
  issues(type?: IssueType): Table {
    return this.lab.getIssues(type);
  }

  /** The rows as they were read: the text of every cell, null where it is missing. */
  get rows(): Table {
    return cellTable(this.#data.table);
  }

  /**
   * The file as it was read, as `writeFixed` takes it; where a sample was audited, the whole of it.
   *
   * @example
   * const fixed = await writeFixed(report.table, report.fixes());
   */
  get table(): RawTable {
    return wholeTable(this.#data.table);
  }

  /** How odd each cell of a row is in its column, in the order of `schema`; 0 = ordinary. */
  cellSurprise(row: number): Float32Array {
    const { data, columns } = this.#data.cellSurprise;
    this.#checkRow(row);
    return (data as Float32Array).slice(row * columns, (row + 1) * columns);
  }

  /** Why a row is flagged: its issues with scores, given and predicted label, neighbours, duplicates, odd columns. */
  explain(row: number): RowExplanation {
    this.#checkRow(row);
    return explainRow(this.#data, row);
  }

  /** Suggested fixes, most certain first. Nothing is changed before you apply them. */
  fixes(options: FixOptions = {}): Fix[] {
    const { missing = 'keep', keep = 'first' } = options;
    if (missing !== 'keep' || keep !== 'first') return suggestFixes(this.#data, options);
    this.#fixes ??= suggestFixes(this.#data);
    return this.#fixes;
  }

  /** Columns of numbers and dates by which `fixes({ keep: { greatest } })` can choose among copies. */
  get orderedColumns(): { name: string; kind: 'numeric' | 'datetime' }[] {
    return orderedColumns(this.#data);
  }

  /** The table with fixes applied. For a file true to the original byte by byte see `writeFixed`. */
  applyFixes(fixes: Fix[]): Table {
    return applyFixes(this.#data, fixes);
  }

  /** The report for a terminal or a log. */
  toText(options: RenderOptions = {}): string {
    return auditText(this, options);
  }
  /** The report for a pull request or a wiki. */
  toMarkdown(options: RenderOptions = {}): string {
    return auditMarkdown(this, options);
  }
  /** The report as one file that opens offline: no scripts, nothing from elsewhere, cell values escaped. */
  toHTML(options: RenderOptions = {}): string {
    return auditHtml(this, options);
  }
  /** The report for programs; its schema is `assayer/report.schema.json`. */
  toJSON(options: RenderOptions = {}): ReportJSON {
    return auditJson(this, options);
  }

  /** Annotations for GitHub Actions: print them in a step, one line each; up to 1000 rows of each type unless told. */
  toGitHub(options: CIRenderOptions = {}): string {
    return githubText(this, options);
  }
  /** JUnit XML: a test case for each issue type, with its worst rows; failed where a gate on it failed. */
  toJUnit(options: CIRenderOptions = {}): string {
    return junitText(this, options);
  }
  /** SARIF 2.1.0, as JSON text, for code scanning: a rule for each issue type, a result for each of its worst rows. */
  toSARIF(options: CIRenderOptions = {}): string {
    return sarifText(this, options);
  }

  #checkRow(row: number): void {
    if (!Number.isInteger(row) || row < 0 || row >= this.rowCount) {
      reject('row', `a row number from 0 to ${this.rowCount - 1}`, describe(row));
    }
  }
}
