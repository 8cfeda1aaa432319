// `assayer/worker`: the same names as `assayer`, with the work (reading and parsing too) in a worker.
import type { AuditOptions } from './audit/audit-data.ts';
import { AuditReport } from './audit/audit-report.ts';
import type { ReadOptions, SchemaData } from './audit/run-audit.ts';
import { cleanLearningCore, CleanLearning as LocalCleanLearning } from './beyond/clean-learning.ts';
import {
  LinearRegression as LocalLinearRegression,
  LogisticRegression as LocalLogisticRegression,
  linearModelsCore,
} from './beyond/linear-models.ts';
import {
  findRegressionLabelIssuesWith,
  RegressionCleanLearning as LocalRegressionCleanLearning,
  type RegressionIssueOptions,
  type RegressionLabelIssues,
  regressionCore,
} from './beyond/regression.ts';
import type { Features } from './beyond/rows.ts';
import type { CompareData, CompareOptions } from './compare/compare-data.ts';
import { CompareReport } from './compare/compare-report.ts';
import {
  type BatchedLabelIssues,
  type BatchedLabelIssuesOptions,
  type LabelBatch,
  type LabelBatches,
  startBatches,
} from './confident-learning/batched-label-issues.ts';
import type { InitOptions } from './core.ts';
import { loadState } from './datalab/archive.ts';
import { type DatalabOptions, type FindIssues, Datalab as LocalDatalab } from './datalab/datalab.ts';
import type { LabState } from './datalab/state.ts';
import type * as api from './index.ts';
import type { DataInput } from './ingest/read-table.ts';
import { type CrossValPredictOptions, crossValPredictMatrix, crossValPredictWith, stratifiedFolds } from './models.ts';
import { callWorker, initWorker, type Kept } from './remote/client.ts';
import type { NextBatch } from './remote/worker-functions.ts';
import type { LabelIds, Matrix, MatrixInput, RunOptions } from './types.ts';

export { AuditReport } from './audit/audit-report.ts';
// What takes no time stays here.
export { convertLongToWideDataset, formatMultiannotatorLabels } from './beyond/multiannotator.ts';
export { displayTokenIssues, filterByToken, getSentence } from './beyond/token-classification.ts';
export { CompareReport } from './compare/compare-report.ts';
export { AssayerError } from './errors.ts';
export type * from './index.ts';
export { Table } from './table.ts';

/** As `init` of `assayer`; starts the worker. */
export function init(options: InitOptions = {}): Promise<void> {
  return initWorker(options);
}

/** Split options into what can be sent and what stays: callbacks and signals do not cross. */
function split<Options>(options: Options): [Options, Kept] {
  if (options === null || typeof options !== 'object' || Object.getPrototypeOf(options) !== Object.prototype) {
    return [options, {}];
  }
  const { signal, ...rest } = options as RunOptions;
  const isCallback = ([, value]: [string, unknown]) => typeof value === 'function';
  const members = Object.entries(rest);
  const callbacks = Object.fromEntries(members.filter(isCallback)) as Kept['callbacks'];
  const plain = Object.fromEntries(members.filter((member) => !isCallback(member))) as Options;
  return [plain, { ...(signal ? { signal } : {}), ...(callbacks ? { callbacks } : {}) }];
}

const findIssuesRemotely: FindIssues = async (state, options) => {
  const [plain, run] = split(options);
  let partial: LabState | undefined;
  try {
    return (await callWorker('findIssues', [state, plain], run, (kept) => {
      partial = kept as LabState;
    })) as LabState;
  } catch (error) {
    if (partial) Object.assign(state, partial);
    throw error;
  }
};

/** As `Datalab` of `assayer`; `findIssues` works in the worker. Checks of your own run there too: see `registerCheck`. */
export class Datalab extends LocalDatalab {
  static override async create(options: DatalabOptions): Promise<Datalab> {
    return new Datalab((await callWorker('createState', [options, {}])) as LabState, findIssuesRemotely);
  }
  static override async load(bytes: Uint8Array): Promise<Datalab> {
    return new Datalab(loadState(bytes), findIssuesRemotely);
  }
}

/** As `audit` of `assayer`, in the worker. */
export async function audit(data: DataInput, options: AuditOptions = {}): Promise<AuditReport> {
  const { onStopped, ...rest } = options;
  const report = (found: AuditReport['data']) => new AuditReport(found, new Datalab(found.state, findIssuesRemotely));
  const onKept = onStopped && ((kept: AuditReport['data']) => onStopped(report(kept)));
  const [plain, run] = split({ ...rest, ...(onKept ? { onStopped: onKept } : {}) } as AuditOptions);
  return report((await callWorker('runAudit', [data, plain], run)) as AuditReport['data']);
}

/** As `inferSchema` of `assayer`, in the worker. */
export async function inferSchema(data: DataInput, options: ReadOptions = {}): Promise<SchemaData> {
  const [plain, run] = split(options);
  return (await callWorker('runSchema', [data, plain], run)) as SchemaData;
}

/** As `compare` of `assayer`, in the worker. */
export async function compare(
  oldData: DataInput,
  newData: DataInput,
  options: CompareOptions = {},
): Promise<CompareReport> {
  const [plain, run] = split(options);
  return new CompareReport((await callWorker('runCompare', [oldData, newData, plain], run)) as CompareData);
}

/** A function of the package, run in the worker. Its last argument is the options, if any. */
function remote<Name extends keyof typeof api>(name: Name, optionsAt: number): (typeof api)[Name] {
  const call = (...args: unknown[]) => {
    const [plain, run] = split(args[optionsAt] === undefined ? {} : args[optionsAt]);
    const sent = Array.from({ length: optionsAt }, (_, at) => args[at]);
    return callWorker(name, [...sent, plain], run);
  };
  return call as unknown as (typeof api)[Name];
}

/** What a part of the package asks of the core, asked of the core in the worker. */
function remoteCore<Core extends object>(core: Core): Core {
  const call = (name: string) =>
    [
      name,
      (...args: unknown[]) => {
        const [plain, run] = split(args.at(-1));
        return callWorker(name, [...args.slice(0, -1), plain], run);
      },
    ] as const;
  return Object.fromEntries(Object.keys(core).map(call)) as Core;
}

const linearModels = remoteCore(linearModelsCore);
const cleanLearning = remoteCore(cleanLearningCore);
const regression = remoteCore(regressionCore);
const crossValidation = remoteCore({ stratifiedFolds, crossValPredictMatrix });

/** As `LogisticRegression` of `assayer`, in the worker. */
export class LogisticRegression extends LocalLogisticRegression {
  /** @internal */
  protected override get core(): typeof linearModelsCore {
    return linearModels;
  }
}

/** As `LinearRegression` of `assayer`, in the worker. */
export class LinearRegression extends LocalLinearRegression {
  /** @internal */
  protected override get core(): typeof linearModelsCore {
    return linearModels;
  }
}

/** As `CleanLearning` of `assayer`; a model of your own stays on your thread, all else works in the worker. */
export class CleanLearning<F extends Features = Features> extends LocalCleanLearning<F> {
  /** @internal */
  protected override get core(): typeof cleanLearningCore {
    return cleanLearning;
  }
  /** @internal */
  protected override defaultModel() {
    return new LogisticRegression();
  }
}

/** As `RegressionCleanLearning` of `assayer`; a model of your own stays on your thread, all else works in the worker. */
export class RegressionCleanLearning<F extends Features = Features> extends LocalRegressionCleanLearning<F> {
  /** @internal */
  protected override get core(): typeof regressionCore {
    return regression;
  }
  /** @internal */
  protected override defaultModel() {
    return new LinearRegression();
  }
}

/** As `findRegressionLabelIssues` of `assayer`; a model of your own stays on your thread. */
export function findRegressionLabelIssues<F extends Features>(
  features: F | MatrixInput,
  labels: ArrayLike<number>,
  options: RegressionIssueOptions<F> = {},
): Promise<RegressionLabelIssues> {
  return findRegressionLabelIssuesWith(regression, features, labels, options);
}

/** As `crossValPredict` of `assayer`; a model of your own stays on your thread. */
export function crossValPredict<F extends Features>(
  features: MatrixInput | F,
  labels: LabelIds,
  options: CrossValPredictOptions<F> = {},
): Promise<Matrix> {
  const { stratifiedFolds, crossValPredictMatrix } = crossValidation;
  return crossValPredictWith(stratifiedFolds, crossValPredictMatrix, features, labels, options);
}

/** As `findLabelIssuesBatched` of `assayer`; you walk through the batches on your thread. */
export async function findLabelIssuesBatched(
  batches: LabelBatches,
  options: BatchedLabelIssuesOptions = {},
): Promise<BatchedLabelIssues> {
  const [plain, run] = split(options);
  let walk: Iterator<LabelBatch> | AsyncIterator<LabelBatch> | undefined;
  const next: NextBatch = async (restart) => {
    if (restart || !walk) {
      const started = startBatches(batches);
      walk = Symbol.asyncIterator in started ? started[Symbol.asyncIterator]() : started[Symbol.iterator]();
    }
    const { done, value } = await walk.next();
    if (done) walk = undefined;
    return done ? undefined : value;
  };
  try {
    return (await callWorker('findIssuesOfBatches', [next, plain], run)) as BatchedLabelIssues;
  } finally {
    await walk?.return?.();
  }
}

export const knnGraph = remote('knnGraph', 1);
export const layoutGraph = remote('layoutGraph', 2);
export const readTable = remote('readTable', 1);
export const writeFixed = remote('writeFixed', 2);
export const writeTable = remote('writeTable', 2);
export const findLabelIssues = remote('findLabelIssues', 2);
export const findPredictedNeqGiven = remote('findPredictedNeqGiven', 2);
export const findLabelIssuesUsingArgmaxConfusionMatrix = remote('findLabelIssuesUsingArgmaxConfusionMatrix', 2);
export const getLabelQualityScores = remote('getLabelQualityScores', 2);
export const getLabelQualityEnsembleScores = remote('getLabelQualityEnsembleScores', 2);
export const orderLabelIssues = remote('orderLabelIssues', 3);
export const findTopIssues = remote('findTopIssues', 1);
export const getConfidentThresholds = remote('getConfidentThresholds', 2);
export const computeConfidentJoint = remote('computeConfidentJoint', 2);
export const calibrateConfidentJoint = remote('calibrateConfidentJoint', 2);
export const findOffDiagonalExamples = remote('findOffDiagonalExamples', 2);
export const estimateJoint = remote('estimateJoint', 2);
export const numLabelIssues = remote('numLabelIssues', 2);
export const estimateNoiseMatrices = remote('estimateNoiseMatrices', 2);
export const estimateLatent = remote('estimateLatent', 2);
export const rankClassesByLabelQuality = remote('rankClassesByLabelQuality', 2);
export const findOverlappingClasses = remote('findOverlappingClasses', 2);
export const overallLabelHealthScore = remote('overallLabelHealthScore', 2);
export const healthSummary = remote('healthSummary', 2);
export const outOfDistributionScores = remote('outOfDistributionScores', 0);
export const noiseMatrixIsValid = remote('noiseMatrixIsValid', 2);
export const generateNoiseMatrixFromTrace = remote('generateNoiseMatrixFromTrace', 2);
export const generateNRandProbabilitiesThatSumToM = remote('generateNRandProbabilitiesThatSumToM', 2);
export const randomlyDistributeNBallsIntoKBins = remote('randomlyDistributeNBallsIntoKBins', 2);
export const generateNoisyLabels = remote('generateNoisyLabels', 2);
export const scoreLabelsByEnsemble = remote('scoreLabelsByEnsemble', 2);
export const computeInverseNoiseMatrix = remote('computeInverseNoiseMatrix', 2);
export const computeNoiseMatrixFromInverse = remote('computeNoiseMatrixFromInverse', 2);
export const computePy = remote('computePy', 3);
export const computePyAndInverseNoiseMatrix = remote('computePyAndInverseNoiseMatrix', 2);
export const computePyx = remote('computePyx', 3);
export const findMultilabelIssues = remote('findMultilabelIssues', 2);
export const findMultilabelIssuesPerClass = remote('findMultilabelIssuesPerClass', 2);
export const getMultilabelQualityScores = remote('getMultilabelQualityScores', 2);
export const getMultilabelQualityScoresPerClass = remote('getMultilabelQualityScoresPerClass', 2);
export const multilabelHealthSummary = remote('multilabelHealthSummary', 2);
export const computeMultilabelConfidentJoint = remote('computeMultilabelConfidentJoint', 2);
export const commonMultilabelIssues = remote('commonMultilabelIssues', 2);
export const rankClassesByMultilabelQuality = remote('rankClassesByMultilabelQuality', 2);
export const overallMultilabelHealthScore = remote('overallMultilabelHealthScore', 2);
export const getLabelQualityMultiannotator = remote('getLabelQualityMultiannotator', 2);
export const getLabelQualityMultiannotatorEnsemble = remote('getLabelQualityMultiannotatorEnsemble', 2);
export const getMajorityVoteLabel = remote('getMajorityVoteLabel', 2);
export const getActiveLearningScores = remote('getActiveLearningScores', 1);
export const getActiveLearningScoresEnsemble = remote('getActiveLearningScoresEnsemble', 1);
export const getRegressionLabelQualityScores = remote('getRegressionLabelQualityScores', 2);
export const issuesFromScores = remote('issuesFromScores', 3);
export const findTokenLabelIssues = remote('findTokenLabelIssues', 2);
export const getTokenLabelQualityScores = remote('getTokenLabelQualityScores', 2);
export const tokenIssuesFromScores = remote('tokenIssuesFromScores', 2);
export const commonTokenLabelIssues = remote('commonTokenLabelIssues', 2);
export const mergeProbs = remote('mergeProbs', 2);
export const getSegmentationLabelQualityScores = remote('getSegmentationLabelQualityScores', 1);
export const findSegmentationLabelIssues = remote('findSegmentationLabelIssues', 1);
export const commonSegmentationLabelIssues = remote('commonSegmentationLabelIssues', 2);
export const filterSegmentationIssuesByClass = remote('filterSegmentationIssuesByClass', 3);
export const getObjectDetectionLabelQualityScores = remote('getObjectDetectionLabelQualityScores', 2);
export const getObjectDetectionBoxScores = remote('getObjectDetectionBoxScores', 2);
export const findObjectDetectionLabelIssues = remote('findObjectDetectionLabelIssues', 2);
export const summarizeObjectDetection = remote('summarizeObjectDetection', 2);
