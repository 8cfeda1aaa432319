import { auditUnit, prepareAuditHelper } from '../audit/audit-helpers.ts';
import { runAudit, runSchema } from '../audit/run-audit.ts';
import { cleanLearningCore } from '../beyond/clean-learning.ts';
import { linearModelsCore } from '../beyond/linear-models.ts';
import { regressionCore } from '../beyond/regression.ts';
import { runCompare } from '../compare/run-compare.ts';
import type { BatchedLabelIssuesOptions, LabelBatch } from '../confident-learning/batched-label-issues.ts';
import { createState } from '../datalab/datalab.ts';
import { type FindIssuesOptions, findIssuesIn } from '../datalab/find-issues.ts';
import type { LabState } from '../datalab/state.ts';
import * as api from '../index.ts';
import { warmUp } from '../init.ts';
import { crossValPredictMatrix, crossValPredictShare, stratifiedFolds } from '../models.ts';
import { knnGraphShare } from '../neighbors.ts';

/** An error that carries what was finished before it. */
export class PartialError extends Error {
  readonly partial: unknown;
  constructor(cause: unknown, partial: unknown) {
    super('stopped', { cause });
    this.partial = partial;
  }
}

async function findIssues(state: LabState, options: FindIssuesOptions): Promise<LabState> {
  try {
    await findIssuesIn(state, options);
    return state;
  } catch (error) {
    throw new PartialError(error, state);
  }
}

/** The next batch of a walk on the caller's thread, which `restart` begins anew; none at its end. */
export type NextBatch = (restart: boolean) => Promise<LabelBatch | undefined>;

async function findIssuesOfBatches(next: NextBatch, options: BatchedLabelIssuesOptions) {
  return api.findLabelIssuesBatched(async function* () {
    for (let batch = await next(true); batch; batch = await next(false)) yield batch;
  }, options);
}

type AnyFunction = (...args: never[]) => Promise<unknown>;

/** What a worker does when it is asked: all functions of the package, and those that give their results as plain data. */
export const workerFunctions: Record<string, AnyFunction> = {
  ...(Object.fromEntries(Object.entries(api).filter(([, value]) => typeof value === 'function')) as Record<
    string,
    AnyFunction
  >),
  ...cleanLearningCore,
  ...linearModelsCore,
  ...regressionCore,
  crossValPredictMatrix,
  crossValPredictShare,
  stratifiedFolds,
  findIssuesOfBatches,
  knnGraphShare,
  prepareAuditHelper,
  auditUnit,
  ready: warmUp,
  runAudit,
  runSchema,
  runCompare,
  createState,
  findIssues,
};
