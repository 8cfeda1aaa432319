import { compare } from '../compare/compare.ts';
import type { CompareReport } from '../compare/compare-report.ts';
import {
  type ColumnFlags,
  columnKinds,
  type ReadFlags,
  readOptions,
  withoutUndefined,
  withTimeout,
} from './audit-command.ts';
import { CommandError, exitCodes } from './exit.ts';
import { readInput, writeOutput } from './files.ts';
import { type CountGate, isPast, parseCountGate } from './gates.ts';
import { ProgressLine } from './progress-line.ts';
import { type Terminal, visibleLines } from './terminal.ts';

/** Flags of `assayer compare`. */
export interface CompareFlags extends ReadFlags, ColumnFlags {
  audit: boolean;
  near: boolean;
  driftThreshold?: number;
  effort?: 'fast' | 'balanced' | 'thorough';
  seed?: number;
  timeout?: number;
  json?: string;
  md?: string;
  top?: number;
  redact?: boolean;
  format: 'text' | 'json';
  failOn?: string[];
}

/** What a gate can be about, beside the issue types. */
export const measures: Record<string, (report: CompareReport) => number> = {
  drift: ({ drift }) => drift.largest,
  mean_drift: ({ drift }) => drift.mean,
  drifted_columns: ({ drift }) => drift.drifted,
  new_columns: ({ newColumns }) => newColumns.length,
  lost_columns: ({ lostColumns }) => lostColumns.length,
  new_categories: ({ columns }) => columns.reduce((sum, { newLevels }) => sum + newLevels.length, 0),
  lost_categories: ({ columns }) => columns.reduce((sum, { lostLevels }) => sum + lostLevels.length, 0),
  leaked_rows: ({ leaks }) => leaks.newRows.length,
};

export async function compareCommand(
  oldPath: string,
  newPath: string,
  flags: CompareFlags,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const gates = (flags.failOn ?? []).map(parseCountGate);
  if (oldPath === '-' && newPath === '-') throw new CommandError('-: expected at most one table on stdin, got two');
  if (flags.json === '-' && flags.md === '-')
    throw new CommandError('-: expected at most one output on stdout, got two');
  const older = await readInput(oldPath);
  const newer = await readInput(newPath);
  const { name: _, ...reading } = readOptions(flags, older.name);
  const progress = new ProgressLine(terminal);
  let report: CompareReport;
  try {
    report = await compare(older.bytes, newer.bytes, {
      ...withoutUndefined({
        ...reading,
        label: flags.label || undefined,
        noLabel: flags.label === false ? true : undefined,
        task: flags.task,
        columns: columnKinds(flags),
        nearLeaks: flags.near ? undefined : false,
        driftThreshold: flags.driftThreshold,
        effort: flags.effort,
        seed: flags.seed,
      }),
      oldName: older.name,
      newName: newer.name,
      audit: flags.audit,
      signal: withTimeout(signal, flags.timeout),
      onProgress: progress.show,
    });
  } finally {
    progress.clear();
  }
  const failures = gates.flatMap((gate) => failure(report, gate));
  const render = withoutUndefined({ numExamples: flags.top, redact: flags.redact });
  const json = () => `${JSON.stringify(report.toJSON(render), null, 2)}\n`;
  if (flags.json !== undefined) await writeOutput(terminal, flags.json, json());
  if (flags.md !== undefined) await writeOutput(terminal, flags.md, report.toMarkdown(render));
  if (flags.json !== '-' && flags.md !== '-') {
    terminal.out(flags.format === 'json' ? json() : visibleLines(report.toText(render)));
  }
  for (const message of failures) terminal.note(`gate failed: ${message}`);
  return failures.length ? exitCodes.gateFailed : exitCodes.done;
}

/** In words, where a gate does not hold. */
function failure(report: CompareReport, gate: CountGate): string[] {
  const value = measured(report, gate);
  return isPast(value, gate) ? [`${gate.text}: ${Number(value.toPrecision(4))}`] : [];
}

function measured(report: CompareReport, { type, isShare }: CountGate): number {
  const measure = measures[type];
  if (measure) {
    if (!isShare) return measure(report);
    if (type !== 'leaked_rows') throw new CommandError(`--fail-on: expected a number for ${type}, got a share in %`);
    return measure(report) / report.new.rowCount;
  }
  const issue = report.quality.find((candidate) => candidate.type === type);
  if (issue) return isShare ? issue.change : issue.newIssues - issue.oldIssues;
  const known = [...Object.keys(measures), ...report.quality.map((one) => one.type)];
  throw new CommandError(`--fail-on: expected one of ${known.join(', ')}, got "${type}"`);
}
