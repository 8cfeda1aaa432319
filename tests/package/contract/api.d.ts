// The public contract of the npm package `assayer`. Names, shapes and defaults here are what users and acceptance checks rely on:
// keep them, add to them where users would expect more. Everything is lazy and asynchronous: no init call needed, importing has no side
// effects (safe in server-side rendering), and the wasm module loads at the first use. `assayer` works on the calling thread in short
// steps; `assayer/worker` has the same signatures and moves the work (parsing too) to workers; `assayer/inline` carries the wasm inside.

/** Row-major dense matrix; also accepted as an array of equally long number arrays. */
export interface Matrix {
  data: Float64Array | Float32Array;
  rows: number;
  columns: number;
}
export type MatrixInput = Matrix | ArrayLike<number>[];
/** Class labels as the user has them; classes are sorted as strings (numbers numerically) and numbered 0..K-1. */
export type LabelInput = ArrayLike<string | number | boolean | null | undefined>;
/** Integer class ids 0..K-1, for the low-level functions. */
export type LabelIds = ArrayLike<number>;
/** n x k nearest neighbours, self excluded, ascending distance; row-major. */
export interface KnnGraph {
  indices: Int32Array;
  distances: Float64Array;
  rows: number;
  neighbors: number;
}

export type Task = 'classification' | 'regression' | 'multilabel';
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
/** A list of types, or a type -> its parameters ({} for defaults). Parameter names: the spec's, in camelCase. */
export type IssueTypes = IssueType[] | { [type in IssueType]?: Record<string, unknown> };
export interface Progress {
  step: string;
  fraction: number;
  message: string;
}
export interface RunOptions {
  onProgress?(p: Progress): void;
  signal?: AbortSignal;
  seed?: number;
}

/** Columnar result table. `toRows()` makes objects only when asked. */
export interface Table {
  readonly rowCount: number;
  readonly columnNames: string[];
  column(name: string): ArrayLike<unknown>;
  toRows(): Record<string, unknown>[];
  toCSV(): string;
}

// ---- one call: raw data in, report out -------------------------------------------------------------------------------------------
/** Columns by name, rows as objects, CSV/TSV/JSON/JSONL/Parquet/Arrow as text, bytes, File or Blob, or an apache-arrow Table. */
export type DataInput =
  | Record<string, ArrayLike<unknown>>
  | Record<string, unknown>[]
  | string
  | Uint8Array
  | Blob
  | object;
export interface AuditOptions extends RunOptions {
  label?: string; // guessed where absent; see AuditReport.schema
  task?: Task; // guessed from the label column
  columns?: Record<string, ColumnKind>; // overrides of the guessed kinds
  predProbs?: MatrixInput;
  features?: MatrixInput;
  knnGraph?: KnnGraph;
  issueTypes?: IssueTypes;
}
export type ColumnKind = 'numeric' | 'categorical' | 'text' | 'datetime' | 'boolean' | 'identifier' | 'ignore';
export interface ColumnSchema {
  name: string;
  kind: ColumnKind;
  role: 'label' | 'feature' | 'ignored';
  missing: number;
  distinct: number;
}
export function audit(data: DataInput, options?: AuditOptions): Promise<AuditReport>;
export interface AuditReport {
  readonly task: Task;
  readonly rowCount: number;
  readonly schema: ColumnSchema[];
  readonly lab: Datalab;
  readonly summary: Table; // getIssueSummary()
  issues(type?: IssueType): Table;
  /** Why a row is flagged: its issues with scores, given and predicted label, neighbours, duplicates, the columns that stand out. */
  explain(row: number): RowExplanation;
  /** Suggested fixes, worst first; nothing is changed before the user applies them. */
  fixes(): Fix[];
  applyFixes(fixes: Fix[]): Table;
  toText(options?: { numExamples?: number }): string;
  toMarkdown(): string;
  toHTML(): string;
  toJSON(): ReportJSON;
}
export interface RowExplanation {
  row: number;
  issues: { type: IssueType; score: number; reason: string }[];
  [more: string]: unknown;
}
export interface Fix {
  row: number;
  kind: 'relabel' | 'drop' | 'merge' | 'fill' | 'mark';
  column?: string;
  from?: unknown;
  to?: unknown;
  confidence: number;
  reason: string;
}
export interface ReportJSON {
  schemaVersion: 1;
  [more: string]: unknown;
}

// ---- step by step ----------------------------------------------------------------------------------------------------------------
export class Datalab {
  static create(options: { data?: DataInput; labelName?: string; labels?: LabelInput; task?: Task }): Promise<Datalab>;
  static load(bytes: Uint8Array): Promise<Datalab>;
  save(): Uint8Array;
  findIssues(
    options: RunOptions & {
      predProbs?: MatrixInput;
      features?: MatrixInput;
      knnGraph?: KnnGraph;
      issueTypes?: IssueTypes;
    },
  ): Promise<void>;
  report(options?: {
    numExamples?: number;
    verbosity?: number;
    showSummaryScore?: boolean;
    showAllIssues?: boolean;
  }): string;
  readonly issueSummary: Table;
  readonly issues: Table;
  readonly classNames: string[];
  getIssueSummary(type?: IssueType): Table; // columns: issue_type, score, num_issues
  getIssues(type?: IssueType): Table; // columns: is_X_issue, X_score, and the type's own
  getInfo(type?: IssueType): Record<string, unknown>;
  static listPossibleIssueTypes(task?: Task): IssueType[];
  static listDefaultIssueTypes(task?: Task): IssueType[];
  /** A check of the user's own: plain JavaScript over the same inputs. */
  static registerCheck(check: CustomCheck): void;
}
export interface CheckInputs {
  rowCount: number;
  labels?: Int32Array;
  classNames?: string[];
  features?: Matrix;
  predProbs?: Matrix;
  knnGraph?: KnnGraph;
}
export interface CustomCheck {
  type: string;
  requires?: (keyof CheckInputs)[];
  run(
    inputs: CheckInputs,
    parameters: Record<string, unknown>,
  ):
    | {
        isIssue: ArrayLike<boolean | number>;
        score: ArrayLike<number>;
        summaryScore?: number;
        columns?: Record<string, ArrayLike<unknown>>;
        info?: Record<string, unknown>;
      }
    | Promise<never>;
}

// ---- the functions under it ------------------------------------------------------------------------------------------------------
export type FilterBy =
  | 'prune_by_noise_rate'
  | 'prune_by_class'
  | 'both'
  | 'confident_learning'
  | 'predicted_neq_given'
  | 'low_normalized_margin'
  | 'low_self_confidence';
export type ScoreMethod = 'self_confidence' | 'normalized_margin' | 'confidence_weighted_entropy';
export interface LabelIssues {
  mask: Uint8Array;
  indices: Int32Array;
} // indices ranked worst first by rankBy
export function findLabelIssues(
  labels: LabelIds,
  predProbs: MatrixInput,
  options?: {
    filterBy?: FilterBy;
    rankBy?: ScoreMethod;
    fracNoise?: number;
    minExamplesPerClass?: number;
    numToRemovePerClass?: number[];
    confidentJoint?: MatrixInput;
  },
): Promise<LabelIssues>;
export function getLabelQualityScores(
  labels: LabelIds,
  predProbs: MatrixInput,
  options?: { method?: ScoreMethod; adjustPredProbs?: boolean },
): Promise<Float64Array>;
export function getLabelQualityEnsembleScores(
  labels: LabelIds,
  predProbsList: MatrixInput[],
  options?: {
    method?: ScoreMethod;
    adjustPredProbs?: boolean;
    weightEnsembleMembersBy?: 'accuracy' | 'uniform' | 'log_loss_search' | 'custom';
    customWeights?: number[];
  },
): Promise<Float64Array>;
export function getConfidentThresholds(labels: LabelIds, predProbs: MatrixInput): Promise<Float64Array>;
export function computeConfidentJoint(
  labels: LabelIds,
  predProbs: MatrixInput,
  options?: { calibrate?: boolean; thresholds?: number[] },
): Promise<Matrix>;
export function estimateJoint(
  labels: LabelIds,
  predProbs: MatrixInput,
  options?: { confidentJoint?: MatrixInput },
): Promise<Matrix>;
export function estimateNoiseMatrices(
  labels: LabelIds,
  predProbs: MatrixInput,
  options?: { confidentJoint?: MatrixInput; pyMethod?: 'cnt' | 'eqn' | 'marginal' | 'marginal_ps' },
): Promise<{ py: Float64Array; noiseMatrix: Matrix; inverseNoiseMatrix: Matrix }>;
export function numLabelIssues(
  labels: LabelIds,
  predProbs: MatrixInput,
  options?: {
    estimationMethod?: 'off_diagonal' | 'off_diagonal_calibrated' | 'off_diagonal_custom';
    confidentJoint?: MatrixInput;
  },
): Promise<number>;
export function rankClassesByLabelQuality(
  labels: LabelIds,
  predProbs: MatrixInput,
  options?: { classNames?: string[] },
): Promise<Table>;
export function findOverlappingClasses(
  labels: LabelIds,
  predProbs: MatrixInput,
  options?: { asymmetric?: boolean; classNames?: string[] },
): Promise<Table>;
export function overallLabelHealthScore(labels: LabelIds, predProbs: MatrixInput): Promise<number>;
export function outOfDistributionScores(
  input:
    | { features: MatrixInput; k?: number; t?: number }
    | {
        predProbs: MatrixInput;
        labels?: LabelIds;
        method?: 'entropy' | 'least_confidence' | 'gen';
        adjustPredProbs?: boolean;
      },
): Promise<Float64Array>;
export function knnGraph(
  features: MatrixInput,
  options?: {
    k?: number;
    metric?: 'cosine' | 'euclidean' | 'auto';
    method?: 'auto' | 'exact' | 'approximate';
  } & RunOptions,
): Promise<KnnGraph>;
/** Out-of-sample predictions by stratified k-fold cross-validation; with `model: 'logistic'` the folds and results are scikit-learn's. */
export function crossValPredict(
  features: MatrixInput,
  labels: LabelIds,
  options?: { model?: 'logistic' | 'auto' | (string & {}); folds?: number } & RunOptions,
): Promise<Matrix>;
export function generateNoiseMatrixFromTrace(
  numClasses: number,
  trace: number,
  options?: {
    py?: number[];
    fracZeroNoiseRates?: number;
    minTraceProb?: number;
    maxTraceProb?: number;
    maxNoiseRate?: number;
    minNoiseRate?: number;
    seed?: number;
  },
): Promise<Matrix>;
export function generateNoisyLabels(
  trueLabels: LabelIds,
  noiseMatrix: MatrixInput,
  options?: { seed?: number },
): Promise<Int32Array>;

/** Optional: where the wasm is and how much of the machine to use; without it the first call loads what lies beside the package. */
export function init(options?: {
  wasmUrl?: string | URL;
  wasmBinary?: Uint8Array;
  wasmModule?: WebAssembly.Module;
  workerUrl?: string | URL;
  workers?: 'auto' | number;
}): Promise<void>;
export class AssayerError extends Error {
  code: 'invalid_input' | 'unsupported' | 'aborted' | 'out_of_memory' | 'internal';
}
