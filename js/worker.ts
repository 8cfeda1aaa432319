// `assayer/worker`: the same names as `assayer`, with the work (reading and parsing too) in a worker.
import type { AuditOptions } from './audit/audit-data.ts';
import { AuditReport } from './audit/audit-report.ts';
import type { ReadOptions, SchemaData } from './audit/run-audit.ts';
import type { InitOptions } from './core.ts';
import { loadState } from './datalab/archive.ts';
import { type DatalabOptions, type FindIssues, Datalab as LocalDatalab } from './datalab/datalab.ts';
import type { LabState } from './datalab/state.ts';
import type * as api from './index.ts';
import type { DataInput } from './ingest/read-table.ts';
import { callWorker, initWorker, type Kept } from './remote/client.ts';
import type { RunOptions } from './types.ts';

export { AuditReport } from './audit/audit-report.ts';
export { AssayerError } from './errors.ts';
export type * from './index.ts';
export { Table } from './table.ts';

/** As `init` of `assayer`; starts the worker. */
export function init(options: InitOptions = {}): Promise<void> {
  return initWorker(options);
}

/** Split options into what can be sent and what stays: callbacks and signals do not cross. */
function split<Options extends RunOptions>({ signal, ...rest }: Options): [Options, Kept] {
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

/** A function of the package, run in the worker. Its last argument is the options, if any. */
function remote<Name extends keyof typeof api>(name: Name, optionsAt: number): (typeof api)[Name] {
  const call = (...args: unknown[]) => {
    const [plain, run] = split((args[optionsAt] ?? {}) as RunOptions);
    const sent = Array.from({ length: optionsAt }, (_, at) => args[at]);
    return callWorker(name, [...sent, plain], run);
  };
  return call as unknown as (typeof api)[Name];
}

export const crossValPredict = remote('crossValPredict', 2);
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
export const generateNoisyLabels = remote('generateNoisyLabels', 2);
