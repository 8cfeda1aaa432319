import { callCore, guard, loadCore, toOwnWords, toSnakeCase } from '../core.ts';
import type { CoreModule, JobHandle } from '../core-module.ts';
import { describe, reject } from '../errors.ts';
import { toMatrix } from '../matrix.ts';
import { requireMemory } from '../memory.ts';
import { knnGraph, threadsForSearch } from '../neighbors.ts';
import { partOf } from '../progress.ts';
import type { ClassName, Table } from '../table.ts';
import { turn } from '../turn.ts';
import type { KnnGraph, Matrix, MatrixInput, RunOptions } from '../types.ts';
import { type CheckInputs, customCheck } from './checks.ts';
import { failureMessage, runCustomCheck } from './custom-checks.ts';
import { type CoreSnapshot, emptySnapshot, type LabState, mergeSnapshot, type Notice } from './state.ts';

/** A type of issue: a built-in one, or one of `Datalab.registerCheck`. */
export type IssueType =
  | 'null'
  | 'label'
  | 'outlier'
  | 'near_duplicate'
  | 'non_iid'
  | 'class_imbalance'
  | 'underperforming_group'
  | 'data_valuation'
  | (string & {});

/** A list of types, or a type -> its parameters ({} for defaults). */
export type IssueTypes = IssueType[] | { [type in IssueType]?: Record<string, unknown> };

/** What `Datalab.findIssues` takes. Predictions of a regression (n numbers) are given as `predProbs` too. */
export interface FindIssuesOptions extends RunOptions {
  /** n x K out-of-sample class probabilities, columns in order of `classNames`; regression: n predictions. */
  predProbs?: MatrixInput | ArrayLike<number>;
  /** n x d numbers. */
  features?: MatrixInput;
  /** Names of the features, for explanations. */
  featureNames?: string[];
  /** n x k neighbours, if they are known already. */
  knnGraph?: KnnGraph;
  /** Types to run; default: all that run by default and have what they need. */
  issueTypes?: IssueTypes;
}

interface CoreInputs {
  features?: Matrix;
  featureNames?: string[];
  predProbs?: Matrix;
  predictions?: Float64Array;
  knnGraph?: KnnGraph;
  keptGraph?: KnnGraph;
  keptMetric?: string;
  keptFeatures?: string;
  seed?: number;
}

type TypeList = [string, Record<string, unknown>][];

declare module '../core-module.ts' {
  interface CoreModule {
    FindIssues: new (setup: unknown, inputs: CoreInputs, types: TypeList | undefined) => JobHandle;
  }
}

/**
 * Run checks and keep their results in `state`. After a stop the finished ones are kept too.
 *
 * @param table  what checks of the user's own see of an audited table
 * @throws AssayerError where the call as a whole makes no sense; the signal's reason after a stop.
 */
export async function findIssuesIn(state: LabState, options: FindIssuesOptions, table?: Table): Promise<void> {
  options.signal?.throwIfAborted();
  const inputs = toCoreInputs(state, options);
  requireMemory(inputs.features, inputs.predProbs);
  const types = toTypeList(options.issueTypes);
  const builtIn = types?.filter(([type]) => !customCheck(type));
  const snapshot = emptySnapshot();
  if (!types || builtIn!.length || types.length === 0) {
    const core = await loadCore();
    const shared = await findNeighborsByThreads(inputs, builtIn, options);
    const rest = shared ? { ...options, ...partOf(options, shareOfNeighbors, 1) } : options;
    await runBuiltIn(core, state, { ...inputs, ...shared }, builtIn && toCoreTypes(builtIn), rest, snapshot);
  }
  for (const [type, parameters] of types ?? []) {
    const check = customCheck(type);
    if (!check) continue;
    options.onProgress?.({ step: type, fraction: 1, message: '' });
    options.signal?.throwIfAborted();
    try {
      snapshot.results.push(
        await runCustomCheck(
          check,
          { ...toCheckInputs(state, inputs, snapshot), ...(table ? { table } : {}) },
          parameters,
        ),
      );
    } catch (error) {
      snapshot.failures.push({ type, message: failureMessage(error) });
    }
  }
  if (types) {
    const order = new Map(types.map(([type], at) => [type, at]));
    snapshot.results.sort((a, b) => order.get(a.type)! - order.get(b.type)!);
  }
  mergeSnapshot(state, snapshot);
}

/** Of the progress. */
const shareOfNeighbors = 0.8;
const typesByNeighbors = ['outlier', 'near_duplicate', 'non_iid', 'underperforming_group', 'data_valuation'];

/** The graph that checks would make of the features by default, made by several threads where that pays. */
async function findNeighborsByThreads(
  { features, knnGraph: given, keptGraph }: CoreInputs,
  types: TypeList | undefined,
  options: FindIssuesOptions,
): Promise<Pick<CoreInputs, 'keptGraph' | 'keptMetric'> | undefined> {
  const isWanted = types?.some(([type]) => typesByNeighbors.includes(type)) ?? true;
  const isOther = types?.some(([, { k, metric }]) => k !== undefined || metric !== undefined) ?? false;
  if (!features || given || keptGraph || !isWanted || isOther) return undefined;
  if ((await threadsForSearch(features)) === 1) return undefined;
  try {
    const graph = await knnGraph(features, partOf(options, 0, shareOfNeighbors));
    return { keptGraph: graph, keptMetric: await callCore((core) => core.chooseMetric('auto', features.columns)) };
  } catch {
    options.signal?.throwIfAborted();
    return undefined; // each check says for itself what is wrong with the features
  }
}

/** The checks of the core, on this thread. @internal */
export async function runBuiltIn(
  core: CoreModule,
  state: LabState,
  inputs: CoreInputs,
  types: TypeList | undefined,
  options: RunOptions,
  snapshot: CoreSnapshot,
): Promise<void> {
  const setup = { ...state, results: undefined, knnGraph: undefined, numClasses: state.classNames.length };
  const job = guard(core, () => new core.FindIssues(setup, inputs, types));
  try {
    while (!guard(core, () => job.step(24))) {
      options.onProgress?.({ step: job.stepName(), fraction: job.fraction(), message: '' });
      await turn();
      if (options.signal?.aborted) {
        mergeSnapshot(state, asSnapshot(job));
        options.signal.throwIfAborted();
      }
    }
    Object.assign(snapshot, asSnapshot(job));
  } finally {
    job.delete();
  }
}

function asSnapshot(job: JobHandle): CoreSnapshot {
  const snapshot = job.result() as CoreSnapshot;
  const inOwnWords = (notices: Notice[]) =>
    notices.map((notice) => ({ ...notice, message: toOwnWords(notice.message) }));
  return { ...snapshot, warnings: inOwnWords(snapshot.warnings), failures: inOwnWords(snapshot.failures) };
}

function toCoreInputs(state: LabState, options: FindIssuesOptions): CoreInputs {
  const { features, featureNames, predProbs, knnGraph, seed } = options;
  return {
    ...(features ? { features: toMatrix(features, 'features') } : {}),
    ...(featureNames ? { featureNames } : {}),
    ...(predProbs ? toPredictions(state, predProbs) : {}),
    ...(knnGraph ? { knnGraph: checkGraph(knnGraph) } : {}),
    ...(state.knnGraph ? { keptGraph: state.knnGraph, keptMetric: state.knnMetric } : {}),
    ...(state.knnFeatures ? { keptFeatures: state.knnFeatures } : {}),
    ...(seed === undefined ? {} : { seed: checkSeed(seed) }),
  };
}

function toPredictions(state: LabState, predProbs: MatrixInput | ArrayLike<number>): CoreInputs {
  if (state.task !== 'regression') return { predProbs: toMatrix(predProbs as MatrixInput, 'predProbs') };
  const isFlat = typeof (predProbs as ArrayLike<number>)[0] === 'number';
  const values = isFlat ? (predProbs as ArrayLike<number>) : toMatrix(predProbs as MatrixInput, 'predProbs').data;
  if (values.length !== state.rowCount)
    reject('predProbs', `${state.rowCount} predictions, one for each row`, values.length);
  return { predictions: Float64Array.from(values) };
}

export function checkSeed(seed: number): number {
  if (!Number.isSafeInteger(seed) || seed < 0) reject('seed', 'a whole number from 0 to 2^53 - 1', describe(seed));
  return seed;
}

function checkGraph(graph: KnnGraph): KnnGraph {
  const { indices, distances, rows, neighbors } = graph ?? {};
  if (!(indices instanceof Int32Array) || !(distances instanceof Float64Array)) {
    reject('knnGraph', '{ indices: Int32Array, distances: Float64Array, rows, neighbors }', describe(graph));
  }
  if (indices.length !== rows * neighbors || distances.length !== rows * neighbors) {
    reject('knnGraph', `${rows} x ${neighbors} ids and distances`, `${indices.length} and ${distances.length}`);
  }
  return graph;
}

export function toTypeList(types: IssueTypes | undefined): TypeList | undefined {
  if (types === undefined || types === null) return undefined;
  if (Array.isArray(types)) return types.map((type) => [String(type), {}]);
  if (typeof types !== 'object')
    reject('issueTypes', 'a list of types, or an object from type to parameters', describe(types));
  return Object.entries(types).map(([type, parameters]) => {
    if (
      parameters === null ||
      (parameters !== undefined && (typeof parameters !== 'object' || Array.isArray(parameters)))
    ) {
      reject(`issueTypes.${type}`, 'an object of parameters ({} for the defaults)', describe(parameters));
    }
    return [type, parameters ?? {}];
  });
}

/** Parameter names as the core spells them; number arrays as typed arrays. */
export function toCoreTypes(types: TypeList): TypeList {
  return types.map(([type, parameters]) => [type, toCoreValue(parameters) as Record<string, unknown>]);
}

function toCoreValue(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) {
    if (value.length && value.every((item) => typeof item === 'number')) {
      return value.every((item) => Number.isInteger(item)) ? Int32Array.from(value) : Float64Array.from(value);
    }
    const isMatrix = value.length > 0 && value.every((row) => Array.isArray(row));
    return isMatrix ? toMatrix(value as number[][], 'matrix') : value.map(toCoreValue);
  }
  if ('data' in value && 'rows' in value) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [toSnakeCase(name), toCoreValue(member)]));
}

function toCheckInputs(state: LabState, inputs: CoreInputs, snapshot: CoreSnapshot): CheckInputs {
  const graph = inputs.knnGraph ?? snapshot.knnGraph ?? state.knnGraph;
  return {
    rowCount: state.rowCount,
    ...(state.labels ? { labels: state.labels } : {}),
    ...(state.classNames.length ? { classNames: state.classNames.map((name: ClassName) => String(name)) } : {}),
    ...(inputs.features ? { features: inputs.features } : {}),
    ...(inputs.predProbs ? { predProbs: inputs.predProbs } : {}),
    ...(graph ? { knnGraph: graph } : {}),
  };
}

export type { Notice };
