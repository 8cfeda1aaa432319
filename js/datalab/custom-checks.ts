import { AssayerError, describe, reject } from '../errors.ts';
import type { CheckInputs, CheckResultData, CustomCheck } from './checks.ts';

/** Run a check of the user's own and bring what it found into the form of the built-in ones. */
export async function runCustomCheck(
  check: CustomCheck,
  inputs: CheckInputs,
  parameters: Record<string, unknown>,
): Promise<CheckResultData> {
  for (const name of check.requires ?? []) {
    if (inputs[name] === undefined) reject(name, `it given, since ${check.type} requires it`, 'nothing');
  }
  const found = await check.run(inputs, parameters);
  const { rowCount } = inputs;
  if (found?.isIssue?.length !== rowCount || found.score?.length !== rowCount) {
    reject(`${check.type}.run`, `isIssue and score with ${rowCount} values each`, describe(found));
  }
  const isIssue = Uint8Array.from(found.isIssue, (flag) => (flag ? 1 : 0));
  const scores = Float64Array.from(found.score);
  const bad = scores.findIndex((score) => !(score >= 0 && score <= 1));
  if (bad >= 0) reject(`${check.type}.score[${bad}]`, 'a number in [0, 1]', describe(found.score[bad]));
  const summaryScore = found.summaryScore ?? scores.reduce((sum, score) => sum + score, 0) / Math.max(rowCount, 1);
  if (!(summaryScore >= 0 && summaryScore <= 1)) {
    reject(`${check.type}.summaryScore`, 'a number in [0, 1]', describe(found.summaryScore));
  }
  for (const [name, values] of Object.entries(found.columns ?? {})) {
    if (values.length !== rowCount) reject(`${check.type}.columns.${name}`, `${rowCount} values`, values.length);
  }
  return {
    type: check.type,
    isIssue,
    scores,
    summaryScore,
    numIssues: isIssue.reduce((sum, flag) => sum + flag, 0),
    columns: { table: [] },
    ...(found.columns ? { extraColumns: found.columns } : {}),
    info: found.info ?? {},
  };
}

/** Why a check failed, in one line. */
export function failureMessage(error: unknown): string {
  return error instanceof AssayerError || error instanceof Error ? error.message : String(error);
}
