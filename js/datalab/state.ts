import type { EncodedLabelSets } from '../labels.ts';
import type { ClassName } from '../table.ts';
import type { KnnGraph, Task } from '../types.ts';
import type { CheckResultData } from './checks.ts';

/** Something worth knowing that stopped nothing, or one check only. */
export interface Notice {
  /** The issue type it is about, '' for the call as a whole. */
  type: string;
  message: string;
}

/** All that a Datalab is: plain data, which can be saved, sent to a worker and restored. */
export interface LabState {
  task: Task;
  rowCount: number;
  classNames: ClassName[];
  /** Classification. */
  labels?: Int32Array;
  /** Regression. */
  targets?: Float64Array;
  /** Multilabel. */
  labelSets?: Omit<EncodedLabelSets, 'classNames'>;
  /** In order of the last run. */
  results: CheckResultData[];
  /** Of the last call. */
  warnings: Notice[];
  failures: Notice[];
  knnGraph?: KnnGraph;
  knnMetric: string;
  /** A fingerprint of the features that the graph was found from; absent where nobody knows. */
  knnFeatures?: string;
}

/** What one call of the core adds. */
export interface CoreSnapshot {
  results: CheckResultData[];
  warnings: Notice[];
  failures: Notice[];
  metric: string;
  features?: string;
  knnGraph?: KnnGraph;
}

export function emptySnapshot(): CoreSnapshot {
  return { results: [], warnings: [], failures: [], metric: '' };
}

/** Keep the results of a call: types that ran again move to the end. */
export function mergeSnapshot(state: LabState, snapshot: CoreSnapshot): void {
  const ran = new Set(snapshot.results.map((result) => result.type));
  state.results = [...state.results.filter((result) => !ran.has(result.type)), ...snapshot.results];
  state.warnings = snapshot.warnings;
  state.failures = snapshot.failures;
  if (snapshot.knnGraph) {
    state.knnGraph = snapshot.knnGraph;
    state.knnMetric = snapshot.metric;
    state.knnFeatures = snapshot.features;
  }
}
