import registry from '#checks';
import { describe, reject } from '../errors.ts';
import type { CoreColumn, Table } from '../table.ts';
import type { KnnGraph, Matrix, Task } from '../types.ts';

/** One parameter of a check: a name in `issueTypes`, what it takes, and what it means. */
export interface ParameterDescription {
  name: string;
  kind: 'boolean' | 'integer' | 'number' | 'text' | 'metric' | 'integers' | 'numbers' | 'matrix' | 'object';
  /** `null`: none; the description says what that means. */
  default: unknown;
  description: string;
  /** Range of a number, or of each number of a list: from `least`, or above `above`, to `most`. */
  least?: number;
  above?: number;
  most?: number;
  /** The texts that it takes. */
  choices?: string[];
  /** Of an object: parameters of its own. */
  members?: ParameterDescription[];
}

/** An issue type in words: what it finds, for which tasks, with which parameters. */
export interface CheckDescription {
  type: string;
  title: string;
  description: string;
  tasks: Task[];
  parameters: ParameterDescription[];
  /** Per level of verbosity: keys of the info that a report shows. */
  reportKeys: string[][];
}

/** What a check of the user's own can look at. */
export interface CheckInputs {
  rowCount: number;
  labels?: Int32Array;
  classNames?: string[];
  features?: Matrix;
  predProbs?: Matrix;
  knnGraph?: KnnGraph;
  /** In an audit: the table as it was read, the text of every cell, null where it is missing. */
  table?: Table;
}

/** What a check of the user's own finds. */
export interface CustomCheckResult {
  isIssue: ArrayLike<boolean | number>;
  /** In [0, 1], low is bad. */
  score: ArrayLike<number>;
  /** Of the whole data set, in [0, 1]; default: the mean of the scores. */
  summaryScore?: number;
  columns?: Record<string, ArrayLike<unknown>>;
  info?: Record<string, unknown>;
}

/** A check of the user's own: plain JavaScript over the same inputs as the built-in ones. */
export interface CustomCheck {
  /** Its name, as in `issueTypes`. */
  type: string;
  /** For reports. */
  title?: string;
  description?: string;
  /** Inputs without which it cannot run. `knnGraph` is made from the features where it is not there. */
  requires?: (keyof CheckInputs)[];
  run(inputs: CheckInputs, parameters: Record<string, unknown>): CustomCheckResult | Promise<CustomCheckResult>;
}

/** Result of one check, as plain data. */
export interface CheckResultData {
  type: string;
  isIssue: Uint8Array;
  scores: Float64Array;
  summaryScore: number;
  numIssues: number;
  columns: { table: CoreColumn[] };
  info: Record<string, unknown>;
  /** Columns of custom checks, as given. */
  extraColumns?: Record<string, ArrayLike<unknown>>;
}

/** The built-in checks, in the order in which audits run them. */
export function builtInChecks(): CheckDescription[] {
  return registry.checks;
}

/** Types that can be named for a task: the built-in ones, then those of the user. */
export function possibleIssueTypes(task: Task): string[] {
  return [...(registry.possible[task] ?? refuseTask(task)), ...custom.keys()];
}

/** Types that run without being named, where the inputs suffice. */
export function defaultIssueTypes(task: Task): string[] {
  return [...(registry.defaults[task] ?? refuseTask(task))];
}

export function refuseTask(task: unknown): never {
  reject('task', Object.keys(registry.possible).join(', '), describe(task));
}

const custom = new Map<string, CustomCheck>();

/** Make a custom check known; it runs where it is named in `issueTypes`. */
export function registerCustomCheck(check: CustomCheck): void {
  if (typeof check?.type !== 'string' || !/^[a-z]\w*$/i.test(check.type) || typeof check.run !== 'function') {
    reject('check', '{ type: a name of letters, digits and _, run: a function }', describe(check));
  }
  custom.set(check.type, check);
}

export function customCheck(type: string): CustomCheck | undefined {
  return custom.get(type);
}

export function customChecks(): CustomCheck[] {
  return [...custom.values()];
}
