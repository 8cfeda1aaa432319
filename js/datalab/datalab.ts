import { AssayerError, describe, reject } from '../errors.ts';
import type { DataInput } from '../ingest/read-table.ts';
import { encodeLabelSets, encodeLabels, encodeTargets } from '../labels.ts';
import { reportText } from '../report/text.ts';
import { type ClassName, columnValues, Table } from '../table.ts';
import type { LabelInput, Task } from '../types.ts';
import { loadState, saveState } from './archive.ts';
import {
  type CheckResultData,
  type CustomCheck,
  defaultIssueTypes,
  possibleIssueTypes,
  refuseTask,
  registerCustomCheck,
} from './checks.ts';
import { labelsFromData } from './data-labels.ts';
import { type FindIssuesOptions, findIssuesIn, type IssueType } from './find-issues.ts';
import { plainInfo } from './info.ts';
import type { LabState, Notice } from './state.ts';

/** What `Datalab.create` takes: raw data with the name of its label column, or labels, or just the data. */
export interface DatalabOptions {
  data?: DataInput;
  labelName?: string;
  /** One label for each row; multilabel: one list of classes for each row. */
  labels?: LabelInput | ArrayLike<ArrayLike<string | number>>;
  /** Default 'classification'. */
  task?: Task;
  /** Number of rows, where neither data nor labels are given. */
  rowCount?: number;
}

/** How `Datalab.report` prints. */
export interface ReportOptions {
  /** Rows shown of each issue type; default 5. */
  numExamples?: number;
  /** 0 to 4: how much is said about each type; default 1. */
  verbosity?: number;
  /** Say what each type means; default true. */
  includeDescription?: boolean;
  /** Show the summary scores in the first table; default false. */
  showSummaryScore?: boolean;
  /** Show types without issues too; default false. */
  showAllIssues?: boolean;
}

/** How a Datalab does its long work: here, or in a worker. */
export type FindIssues = (state: LabState, options: FindIssuesOptions) => Promise<LabState>;

const findIssuesHere: FindIssues = async (state, options) => {
  await findIssuesIn(state, options);
  return state;
};

/**
 * An audit step by step: make it from labels or data, find issues with features and predictions of your own, look.
 *
 * @example
 * const lab = await Datalab.create({ labels });
 * await lab.findIssues({ features, predProbs });
 * console.log(lab.report());
 */
export class Datalab {
  #state: LabState;
  readonly #findIssues: FindIssues;

  /** @internal */
  constructor(state: LabState, findIssues: FindIssues = findIssuesHere) {
    this.#state = state;
    this.#findIssues = findIssues;
  }

  /** Make an audit of labels, or of data with a label column. Nothing is checked yet. */
  static async create(options: DatalabOptions): Promise<Datalab> {
    return new Datalab(await createState(options));
  }

  /** Take up a saved audit. @throws AssayerError `invalid_input` where the bytes are damaged or something else. */
  static async load(bytes: Uint8Array): Promise<Datalab> {
    return new Datalab(loadState(bytes));
  }

  /** The audit as bytes: a documented, versioned format (docs/datalab-format.md), the same on every platform. */
  save(): Uint8Array {
    return saveState(this.#state);
  }

  /** @internal */
  get state(): LabState {
    return this.#state;
  }

  /**
   * Find issues, and keep the results beside those of earlier calls.
   *
   * @throws AssayerError `invalid_input` where the call makes no sense as a whole (shapes, unknown types or parameters).
   *   What stops one check only is told in `failures`. After a stop by `signal` the finished checks are kept.
   */
  async findIssues(options: FindIssuesOptions = {}): Promise<void> {
    refuseUnknown(options, [
      'predProbs',
      'features',
      'featureNames',
      'knnGraph',
      'issueTypes',
      'onProgress',
      'signal',
      'seed',
    ]);
    this.#state = await this.#findIssues(this.#state, options);
  }

  get task(): Task {
    return this.#state.task;
  }
  get rowCount(): number {
    return this.#state.rowCount;
  }
  /** The classes in order of their ids: the order of the columns of predProbs. */
  get classNames(): string[] {
    return this.#state.classNames.map(String);
  }
  /** What the last call had to say that stopped nothing. */
  get warnings(): Notice[] {
    return this.#state.warnings;
  }
  /** Checks of the last call that could not run, and why. */
  get failures(): Notice[] {
    return this.#state.failures;
  }
  get issueSummary(): Table {
    return this.getIssueSummary();
  }
  get issues(): Table {
    return this.getIssues();
  }

  /** Columns issue_type, score, num_issues; a row for each type, in order of the last run. */
  getIssueSummary(type?: IssueType): Table {
    const results = type === undefined ? this.#ran() : [this.#result(type)];
    return new Table(results.length, [
      ['issue_type', results.map((result) => result.type)],
      ['score', Float64Array.from(results, (result) => result.summaryScore)],
      ['num_issues', Int32Array.from(results, (result) => result.numIssues)],
    ]);
  }

  /** Of all types: is_X_issue and X_score for each. Of one type: these and the type's own columns. */
  getIssues(type?: IssueType): Table {
    const results = type === undefined ? this.#ran() : [this.#result(type)];
    const { rowCount, classNames } = this.#state;
    return new Table(
      rowCount,
      results.flatMap((result) => [
        [`is_${result.type}_issue`, () => Array.from(result.isIssue, (flag) => flag === 1)] as const,
        [`${result.type}_score`, result.scores] as const,
        ...(type === undefined
          ? []
          : [
              ...result.columns.table.map((column) => [column.name, () => columnValues(column, classNames)] as const),
              ...Object.entries(result.extraColumns ?? {}),
            ]),
      ]),
    );
  }

  /** What else a check found out; without a type, of all that ran. `'statistics'`: of the data set and the audit. */
  getInfo(type?: IssueType | 'statistics'): Record<string, unknown> {
    if (type === 'statistics') return this.#statistics();
    if (type !== undefined) return this.#info(this.#result(type));
    return {
      statistics: this.#statistics(),
      ...Object.fromEntries(this.#state.results.map((result) => [result.type, this.#info(result)])),
    };
  }

  /** The results as text, as the reference's `Datalab.report` prints them. */
  report(options: ReportOptions = {}): string {
    return reportText(this, options);
  }

  toString(): string {
    const { task, rowCount, classNames, results } = this.#state;
    const found = results.reduce((sum, result) => sum + result.numIssues, 0);
    return [
      'Datalab:',
      `Task: ${task[0]!.toUpperCase()}${task.slice(1)}`,
      `Checks run: ${results.length ? 'Yes' : 'No'}`,
      `Number of examples: ${rowCount}`,
      `Number of classes: ${classNames.length || 'Unknown'}`,
      `Issues identified: ${results.length ? found : 'Not checked'}`,
    ].join('\n');
  }

  /** All types that can be named for a task, the user's own last. */
  static listPossibleIssueTypes(task: Task = 'classification'): IssueType[] {
    return possibleIssueTypes(task);
  }
  /** Types that run without being named, where the inputs suffice. */
  static listDefaultIssueTypes(task: Task = 'classification'): IssueType[] {
    return defaultIssueTypes(task);
  }
  /** Make a check of your own known; it runs where it is named in `issueTypes`, in every report like a built-in one. */
  static registerCheck(check: CustomCheck): void {
    registerCustomCheck(check);
  }

  #info(result: CheckResultData): Record<string, unknown> {
    const { classNames } = this.#state;
    const info = plainInfo(result.info, classNames) as Record<string, unknown>;
    return 'given_label' in info && classNames.length ? { ...info, class_names: classNames } : info;
  }

  #statistics(): Record<string, unknown> {
    const { rowCount, task, classNames, results, knnGraph, knnMetric } = this.#state;
    const scores = results.map((result) => result.summaryScore);
    return {
      num_examples: rowCount,
      multi_label: task === 'multilabel',
      health_score: scores.length ? scores.reduce((sum, score) => sum + score, 0) / scores.length : null,
      ...(classNames.length ? { class_names: classNames, num_classes: classNames.length } : {}),
      ...(knnGraph ? { weighted_knn_graph: knnGraph, knn_metric: knnMetric } : {}),
    };
  }

  #ran(): CheckResultData[] {
    if (!this.#state.results.length) {
      throw new AssayerError(
        'invalid_input',
        'issues: expected a call of findIssues before, got none that found anything',
      );
    }
    return this.#state.results;
  }

  #result(type: string): CheckResultData {
    const found = this.#state.results.find((result) => result.type === type);
    if (found) return found;
    const ran = this.#state.results.map((result) => result.type).join(', ') || 'none';
    const isKnown = possibleIssueTypes(this.#state.task).includes(type);
    return reject('type', `a type that has run (${ran})`, `${describe(type)}${isKnown ? ', which has not run' : ''}`);
  }
}

/** @internal The state that `Datalab.create` starts from. */
export async function createState(options: DatalabOptions): Promise<LabState> {
  refuseUnknown(options, ['data', 'labelName', 'labels', 'task', 'rowCount']);
  const task = options.task ?? 'classification';
  if (!['classification', 'regression', 'multilabel'].includes(task)) refuseTask(task);
  let { labels } = options;
  let rowCount = options.rowCount ?? labels?.length;
  if (options.data !== undefined) {
    const fromData = await labelsFromData(options.data, options.labelName, task);
    rowCount = fromData.rowCount;
    labels ??= fromData.labels;
  } else if (options.labelName !== undefined) {
    reject('labelName', 'data with that column', 'no data');
  }
  if (rowCount === undefined) reject('options', 'data, labels or rowCount', 'none of them');
  if (!Number.isInteger(rowCount) || rowCount < 0) reject('rowCount', 'a whole number of rows', describe(rowCount));
  if (!rowCount) reject(options.data === undefined ? 'labels' : 'data', 'at least one row', 0);
  if (labels && labels.length !== rowCount) reject('labels', `${rowCount} labels, one for each row`, labels.length);
  const state: LabState = { task, rowCount, classNames: [], results: [], warnings: [], failures: [], knnMetric: '' };
  return labels ? { ...state, ...encode(labels, task) } : state;
}

function encode(labels: NonNullable<DatalabOptions['labels']>, task: Task): Partial<LabState> {
  if (task === 'regression') return { targets: encodeTargets(labels as LabelInput) };
  if (task === 'multilabel') {
    const { classNames, ...labelSets } = encodeLabelSets(labels);
    return { labelSets, classNames };
  }
  const { ids, classNames } = encodeLabels(labels as LabelInput);
  return { labels: ids, classNames: classNames as ClassName[] };
}

function refuseUnknown(options: object, known: string[]): void {
  if (options === null || typeof options !== 'object') reject('options', 'an object', describe(options));
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown) reject('options', `only ${known.join(', ')}`, describe(unknown));
}
