// The public names of the package, and nothing else.

export { audit, inferSchema } from './audit/audit.ts';
export type { AuditOptions, ColumnKind, ColumnProfile, ColumnSchema, Found, Leak, Reason } from './audit/audit-data.ts';
export { AuditReport } from './audit/audit-report.ts';
export type { RowExplanation } from './audit/explain.ts';
export type { Fix, FixOptions } from './audit/fixes.ts';
export type { SchemaData } from './audit/run-audit.ts';
export {
  CleanLearning,
  type CleanLearningFindOptions,
  type CleanLearningFitOptions,
  type CleanLearningIssues,
  type CleanLearningOptions,
} from './beyond/clean-learning.ts';
export { type FitOptions, LinearRegression, LogisticRegression } from './beyond/linear-models.ts';
export {
  type ActiveLearningInput,
  type ActiveLearningOptions,
  type ActiveLearningScores,
  type ConsensusMethod,
  convertLongToWideDataset,
  type FormattedLabels,
  formatMultiannotatorLabels,
  getActiveLearningScores,
  getActiveLearningScoresEnsemble,
  getLabelQualityMultiannotator,
  getLabelQualityMultiannotatorEnsemble,
  getMajorityVoteLabel,
  type LongLabels,
  type MultiannotatorLabels,
  type MultiannotatorOptions,
  type MultiannotatorQuality,
  type VoteCount,
  type WideLabels,
} from './beyond/multiannotator.ts';
export {
  commonMultilabelIssues,
  computeMultilabelConfidentJoint,
  findMultilabelIssues,
  findMultilabelIssuesPerClass,
  getMultilabelQualityScores,
  getMultilabelQualityScoresPerClass,
  type MultilabelClassIssues,
  type MultilabelConfidentJoint,
  type MultilabelFilterOptions,
  type MultilabelHealth,
  type MultilabelIssues,
  type MultilabelLabels,
  type MultilabelScoreOptions,
  type MultilabelSummaryOptions,
  multilabelHealthSummary,
  overallMultilabelHealthScore,
  rankClassesByMultilabelQuality,
} from './beyond/multilabel.ts';
export {
  type BoxScores,
  findObjectDetectionLabelIssues,
  getObjectDetectionBoxScores,
  getObjectDetectionLabelQualityScores,
  type ImageLabels,
  type ImagePredictions,
  type ObjectDetectionIssues,
  type ObjectDetectionOptions,
  type ObjectDetectionSummary,
  summarizeObjectDetection,
} from './beyond/object-detection.ts';
export type { ClassifierModel } from './beyond/own-classifier.ts';
export {
  findRegressionLabelIssues,
  getRegressionLabelQualityScores,
  RegressionCleanLearning,
  type RegressionIssueOptions,
  type RegressionLabelIssues,
  type RegressionModel,
  type RegressionScoreOptions,
} from './beyond/regression.ts';
export type { Features } from './beyond/rows.ts';
export { issuesFromScores } from './beyond/score-threshold.ts';
export {
  type CommonSegmentationIssueOptions,
  commonSegmentationLabelIssues,
  filterSegmentationIssuesByClass,
  findSegmentationLabelIssues,
  getSegmentationLabelQualityScores,
  type SegmentationFilterOptions,
  type SegmentationScoreOptions,
  type SegmentationScores,
  type SegmentedImage,
} from './beyond/segmentation.ts';
export {
  type CommonTokenIssueOptions,
  commonTokenLabelIssues,
  displayTokenIssues,
  filterByToken,
  findTokenLabelIssues,
  getSentence,
  getTokenLabelQualityScores,
  mergeProbs,
  type Sentences,
  type TokenFilterOptions,
  type TokenPlace,
  type TokenScoreOptions,
  type TokenScores,
  tokenIssuesFromScores,
} from './beyond/token-classification.ts';
export { compare } from './compare/compare.ts';
export type {
  ColumnDrift,
  ComparedTable,
  CompareOptions,
  LeakedRows,
  LevelShift,
  OverallDrift,
  QualityChange,
} from './compare/compare-data.ts';
export { type CompareJSON, CompareReport } from './compare/compare-report.ts';
export type { CompareRenderOptions } from './compare/compare-text.ts';
export {
  type BatchedLabelIssues,
  type BatchedLabelIssuesOptions,
  findLabelIssuesBatched,
  type LabelBatch,
  type LabelBatches,
} from './confident-learning/batched-label-issues.ts';
export {
  type ConfidentJointOptions,
  calibrateConfidentJoint,
  computeConfidentJoint,
  type EstimateJointOptions,
  estimateJoint,
  findOffDiagonalExamples,
  getConfidentThresholds,
  type NumLabelIssuesOptions,
  numLabelIssues,
} from './confident-learning/confident-joint.ts';
export {
  type ClassTableOptions,
  findOverlappingClasses,
  type HealthSummary,
  healthSummary,
  type JointOptions,
  type OverlappingClassesOptions,
  overallLabelHealthScore,
  rankClassesByLabelQuality,
} from './confident-learning/label-health.ts';
export {
  type ArgmaxConfusionMatrixOptions,
  type FilterBy,
  type FindLabelIssuesOptions,
  findLabelIssues,
  findLabelIssuesUsingArgmaxConfusionMatrix,
  findPredictedNeqGiven,
  type LabelIssues,
} from './confident-learning/label-issues.ts';
export {
  generateNoiseMatrixFromTrace,
  generateNoisyLabels,
  generateNRandProbabilitiesThatSumToM,
  type NoiseMatrixOptions,
  noiseMatrixIsValid,
  randomlyDistributeNBallsIntoKBins,
} from './confident-learning/label-noise.ts';
export {
  type EnsembleOptions,
  type EnsembleScores,
  findTopIssues,
  getLabelQualityEnsembleScores,
  getLabelQualityScores,
  type LabelQualityOptions,
  orderLabelIssues,
  type ScoreMethod,
  scoreLabelsByEnsemble,
} from './confident-learning/label-quality.ts';
export {
  computeInverseNoiseMatrix,
  computeNoiseMatrixFromInverse,
  computePy,
  computePyAndInverseNoiseMatrix,
  computePyx,
  type EstimateLatentOptions,
  type EstimateNoiseMatricesOptions,
  estimateLatent,
  estimateNoiseMatrices,
  type NoiseMatrices,
  type PyMethod,
} from './confident-learning/noise-estimation.ts';
export {
  type FeatureOodInput,
  outOfDistributionScores,
  type PredictionOodInput,
} from './confident-learning/out-of-distribution.ts';
export type { InitOptions } from './core.ts';
export type {
  CheckDescription,
  CheckInputs,
  CustomCheck,
  CustomCheckResult,
  ParameterDescription,
} from './datalab/checks.ts';
export { Datalab, type DatalabOptions, type ReportOptions } from './datalab/datalab.ts';
export type { FindIssuesOptions, IssueType, IssueTypes } from './datalab/find-issues.ts';
export { AssayerError, type AssayerErrorCode } from './errors.ts';
export { type AppliedFix, writeFixed } from './fixes/apply-fixes.ts';
export type { RawColumn, RawTable, ReadOptions, SourceFormat, SourceInfo, Warning } from './ingest/raw-table.ts';
export { type DataInput, readTable } from './ingest/read-table.ts';
export { type TableEdits, type WriteOptions, writeTable } from './ingest/write-table.ts';
export { init } from './init.ts';
export { type LayoutOptions, layoutGraph } from './layout.ts';
export { type CrossValPredictOptions, crossValPredict } from './models.ts';
export { type KnnGraphOptions, knnGraph, type Metric } from './neighbors.ts';
export type { ReportJSON } from './report/json.ts';
export type { CIRenderOptions, FailedGate } from './report/machine-formats.ts';
export type { RenderOptions } from './report/overview.ts';
export { Table } from './table.ts';
export type { KnnGraph, LabelIds, LabelInput, Matrix, MatrixInput, Progress, RunOptions, Task } from './types.ts';
