import { runAudit, runSchema } from '../audit/run-audit.ts';
import { loadCore } from '../core.ts';
import { createState } from '../datalab/datalab.ts';
import { type FindIssuesOptions, findIssuesIn } from '../datalab/find-issues.ts';
import type { LabState } from '../datalab/state.ts';
import * as api from '../index.ts';

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

type AnyFunction = (...args: never[]) => Promise<unknown>;

/** What a worker does when it is asked: all functions of the package, and those that give their results as plain data. */
export const workerFunctions: Record<string, AnyFunction> = {
  ...(Object.fromEntries(Object.entries(api).filter(([, value]) => typeof value === 'function')) as Record<
    string,
    AnyFunction
  >),
  ready: async () => void (await loadCore()),
  runAudit,
  runSchema,
  createState,
  findIssues,
};
