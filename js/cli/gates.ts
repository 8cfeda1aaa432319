import type { ReportJSON } from '../report/json.ts';
import type { FailedGate } from '../report/machine-formats.ts';
import { CommandError } from './exit.ts';

/** `--fail-on`: fail where more rows than so many, or a larger share than so much, have an issue. */
export interface CountGate {
  text: string;
  type: string;
  limit: number;
  /** `>=`: the limit itself fails too. */
  isInclusive: boolean;
  /** The limit is a share of the rows, in [0, 1]. */
  isShare: boolean;
}

/** `--fail-under`: fail where the score of a type is lower. */
export interface ScoreGate {
  text: string;
  type: string;
  score: number;
}

export interface Gates {
  counts: CountGate[];
  scores: ScoreGate[];
  baseline?: Baseline;
}

/** Flagged rows of an earlier report, by type. */
export interface Baseline {
  fingerprints: Map<string, string[]>;
}

/** `label`, `label>10`, `label>2%`, `any>0` */
export function parseCountGate(text: string): CountGate {
  const match = /^\s*(\w+)\s*(?:(>=?)\s*(\d+(?:\.\d+)?)\s*(%)?\s*)?$/.exec(text);
  if (!match) throw new CommandError(`--fail-on: expected TYPE, TYPE>COUNT or TYPE>SHARE%, got "${text}"`);
  const [, type, comparison, number = '0', percent] = match;
  const limit = Number(number) / (percent ? 100 : 1);
  return { text: text.trim(), type: type!, limit, isInclusive: comparison === '>=', isShare: percent !== undefined };
}

/** Whether a value is past the limit of a gate. */
export function isPast(value: number, { limit, isInclusive }: CountGate): boolean {
  return isInclusive ? value >= limit : value > limit;
}

/** `0.9` is of the label score; `outlier=0.3` of another one. */
export function parseScoreGate(text: string): ScoreGate {
  const match = /^\s*(?:(\w+)\s*=\s*)?(\d*\.?\d+)\s*$/.exec(text);
  const score = Number(match?.[2]);
  if (!match || score > 1)
    throw new CommandError(`--fail-under: expected a score in [0, 1] or TYPE=SCORE, got "${text}"`);
  return { text: text.trim(), type: match[1] ?? 'label', score };
}

/** A report of an earlier audit, as written with --json. */
export function parseBaseline(report: unknown, path: string): Baseline {
  const issues = (report as Partial<ReportJSON> | null)?.issues;
  if (!Array.isArray(issues)) throw new CommandError(`${path}: expected a report written with --json, got other JSON`);
  return {
    fingerprints: new Map(issues.map(({ type, rows, fingerprints }) => [type, fingerprints ?? rows.map(String)])),
  };
}

/** The flagged rows that the baseline does not know already. A row is known by its content, wherever it stands now. */
export function newRows(issue: ReportJSON['issues'][number], baseline: Baseline | undefined): number[] {
  const known = new Map<string, number>();
  for (const print of baseline?.fingerprints.get(issue.type) ?? []) known.set(print, (known.get(print) ?? 0) + 1);
  return issue.rows.filter((row, at) => {
    const print = issue.fingerprints?.[at] ?? String(row);
    const left = known.get(print) ?? 0;
    known.set(print, left - 1);
    return left <= 0;
  });
}

/** The gates that do not hold. @throws CommandError where a gate is about a type that was not checked */
export function failedGates(report: ReportJSON, gates: Gates): FailedGate[] {
  const failures: FailedGate[] = [];
  const ran = report.issues.map(({ type }) => type).join(', ');
  const fresh = gates.baseline ? ' new' : '';
  for (const gate of gates.counts) {
    const { text, type, isShare } = gate;
    const issues = type === 'any' ? report.issues : report.issues.filter((issue) => issue.type === type);
    if (!issues.length) throw new CommandError(`--fail-on: expected a type that was checked (${ran}), got "${type}"`);
    const rows = new Set(issues.flatMap((issue) => newRows(issue, gates.baseline)));
    const value = isShare ? rows.size / report.rowCount : rows.size;
    if (isPast(value, gate))
      failures.push({ type, message: `${text}: ${rows.size}${fresh} of ${report.rowCount} rows` });
  }
  for (const { text, type, score } of gates.scores) {
    const issue = report.issues.find((candidate) => candidate.type === type);
    if (!issue) throw new CommandError(`--fail-under: expected a type that was checked (${ran}), got "${type}"`);
    if (issue.score < score)
      failures.push({ type, message: `under ${text}: the ${type} score is ${issue.score.toFixed(4)}` });
  }
  return failures;
}
