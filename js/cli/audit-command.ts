import { audit, inferSchema } from '../audit/audit.ts';
import type { AuditOptions, ColumnKind } from '../audit/audit-data.ts';
import type { AuditReport } from '../audit/audit-report.ts';
import type { FixOptions } from '../audit/fixes.ts';
import { keepSettings } from '../core.ts';
import { builtInChecks, defaultIssueTypes } from '../datalab/checks.ts';
import { writeFixed } from '../fixes/apply-fixes.ts';
import { wholeRow } from '../ingest/raw-table.ts';
import type { FailedGate } from '../report/machine-formats.ts';
import { Table } from '../table.ts';
import type { Matrix, Task } from '../types.ts';
import { CommandError, exitCodes } from './exit.ts';
import { readInput, readJsonFile, writeOutput } from './files.ts';
import { failedGates, type Gates, parseBaseline, parseCountGate, parseScoreGate } from './gates.ts';
import { readMatrix } from './matrix-file.ts';
import { ProgressLine } from './progress-line.ts';
import { auditScreen, nextSteps } from './screen.ts';
import type { Terminal } from './terminal.ts';

export const stdoutFormats = ['text', 'json', 'github', 'junit', 'sarif'] as const;

/** Flags that say how to read a file. */
export interface ReadFlags {
  inputFormat?: AuditOptions['format'];
  delimiter?: string;
  encoding?: string;
  header: boolean;
  na?: string;
}

/** Flags that say what the columns are. */
export interface ColumnFlags {
  label?: string | false;
  task?: Task;
  id?: string[];
  time?: string[];
  text?: string[];
  ignore?: string[];
  types?: string[];
}

/** Flags of `assayer audit`. */
export interface AuditFlags extends ReadFlags, ColumnFlags {
  predProbs?: string;
  features?: string;
  only?: string[];
  skip?: string[];
  set?: string[];
  effort?: AuditOptions['effort'];
  model?: AuditOptions['model'];
  folds?: number;
  k?: number;
  group?: string;
  annotators?: string[];
  sample?: number;
  threads?: number;
  seed?: number;
  timeout?: number;
  json?: string;
  html?: string;
  md?: string;
  csv?: string;
  fixed?: string;
  missing?: 'keep' | 'mark' | 'fill';
  keep?: string;
  top?: number;
  redact?: boolean;
  format: (typeof stdoutFormats)[number];
  failOn?: string[];
  failUnder?: string[];
  baseline?: string;
}

export async function auditCommand(
  path: string,
  flags: AuditFlags,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  if (flags.threads !== undefined) keepSettings({ workers: flags.threads });
  const gates = await readGates(flags);
  fixOptions(flags); // what is wrong with flags is said before the work
  const { bytes, name } = await readInput(path);
  const options = await auditOptions(bytes, name, flags, signal);
  const progress = new ProgressLine(terminal);
  let report: AuditReport;
  try {
    report = await audit(bytes, { ...options, onProgress: progress.show });
  } finally {
    progress.clear();
  }
  const failures = failedGates(report.toJSON({ redact: flags.redact }), gates);
  const outputs: [string | undefined, () => string | Uint8Array | Promise<Uint8Array>][] = [
    [flags.json, () => jsonText(report, flags)],
    [flags.html, () => report.toHTML({ numExamples: flags.top, redact: flags.redact })],
    [flags.md, () => report.toMarkdown({ numExamples: flags.top, redact: flags.redact })],
    [flags.csv, () => issuesCsv(report)],
    [flags.fixed, () => fixedBytes(report, flags)],
  ];
  const given = outputs.filter(([target]) => target !== undefined);
  if (given.filter(([target]) => target === '-').length > 1) {
    throw new CommandError('-: expected at most one output on stdout, got several');
  }
  for (const [target, make] of given) await writeOutput(terminal, target!, await make());
  if (!given.some(([target]) => target === '-')) printReport(report, path, flags, failures, terminal);
  for (const { message } of failures) terminal.note(`gate failed: ${message}`);
  return failures.length ? exitCodes.gateFailed : exitCodes.done;
}

async function readGates({ failOn = [], failUnder = [], baseline }: AuditFlags): Promise<Gates> {
  return {
    counts: failOn.map(parseCountGate),
    scores: failUnder.map(parseScoreGate),
    baseline: baseline === undefined ? undefined : parseBaseline(await readJsonFile(baseline), baseline),
  };
}

/** The options of `readTable` in flags. */
export function readOptions({ inputFormat, delimiter, encoding, header, na }: ReadFlags, name: string) {
  return {
    name,
    format: inputFormat,
    delimiter: delimiter?.replace(/^(\\t|tab)$/, '\t'),
    encoding,
    header: header ? undefined : false,
    na: na?.split(','),
  };
}

async function auditOptions(
  bytes: Uint8Array,
  name: string,
  flags: AuditFlags,
  signal: AbortSignal,
): Promise<AuditOptions> {
  const options: AuditOptions = {
    ...readOptions(flags, name),
    label: flags.label || undefined,
    noLabel: flags.label === false ? true : undefined,
    task: flags.task,
    columns: columnKinds(flags),
    predProbs: flags.predProbs === undefined ? undefined : await readPredProbs(flags.predProbs),
    features: flags.features === undefined ? undefined : await readMatrix(flags.features),
    effort: flags.effort,
    model: flags.model,
    folds: flags.folds,
    k: flags.k,
    group: flags.group,
    annotators: flags.annotators?.flatMap((list) => list.split(',')),
    sample: flags.sample,
    seed: flags.seed,
    signal: withTimeout(signal, flags.timeout),
  };
  return { ...withoutUndefined(options), ...(await issueTypes(bytes, options, flags)) };
}

/** A signal that also fires after so many seconds. */
export function withTimeout(signal: AbortSignal, seconds: number | undefined): AbortSignal {
  return seconds === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]);
}

export function withoutUndefined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}

/** One column of numbers is what a regression predicts. */
async function readPredProbs(path: string): Promise<Matrix | Float64Array> {
  const matrix = await readMatrix(path);
  return matrix.columns === 1 ? Float64Array.from(matrix.data) : matrix;
}

export function columnKinds({
  id = [],
  time = [],
  text = [],
  ignore = [],
  types = [],
}: ColumnFlags): AuditOptions['columns'] {
  const kinds: [string, string][] = types.map((pair) => {
    const at = pair.lastIndexOf('=');
    if (at < 1) throw new CommandError(`--types: expected COL=KIND, got "${pair}"`);
    const kind = pair.slice(at + 1);
    return [pair.slice(0, at), kind === 'date' ? 'datetime' : kind];
  });
  const of = (names: string[], kind: ColumnKind) => names.map((name): [string, string] => [name, kind]);
  const all = [
    ...of(id, 'identifier'),
    ...of(time, 'datetime'),
    ...of(text, 'text'),
    ...of(ignore, 'ignore'),
    ...kinds,
  ];
  return all.length ? (Object.fromEntries(all) as Record<string, ColumnKind>) : undefined;
}

/** What --only, --skip and --set come to: types with their parameters. */
async function issueTypes(
  bytes: Uint8Array,
  options: AuditOptions,
  { only, skip = [], set = [] }: AuditFlags,
): Promise<Pick<AuditOptions, 'issueTypes'>> {
  if (!only && !skip.length && !set.length) return {};
  const known = builtInChecks().map(({ type }) => type);
  const flat = (list: string[]) => list.flatMap((item) => item.split(',')).filter(Boolean);
  for (const type of [...flat(only ?? []), ...flat(skip)]) {
    if (!known.includes(type))
      throw new CommandError(`--only, --skip: expected one of ${known.join(', ')}, got "${type}"`);
  }
  const task = options.task ?? (await inferSchema(bytes, options)).task ?? 'classification';
  const types = only ? flat(only) : defaultIssueTypes(task).filter((type) => !flat(skip).includes(type));
  const chosen = new Map(types.map((type) => [type, {} as Record<string, unknown>]));
  for (const assignment of set) {
    const [, type, parameter, value] = /^(\w+)\.(\w+)=(.*)$/.exec(assignment) ?? [];
    if (type === undefined) throw new CommandError(`--set: expected TYPE.PARAMETER=VALUE, got "${assignment}"`);
    const parameters = chosen.get(type);
    if (!parameters) throw new CommandError(`--set: expected one of ${types.join(', ')}, got "${type}"`);
    parameters[parameter!] = parameterValue(value!);
  }
  return { issueTypes: Object.fromEntries(chosen) };
}

function parameterValue(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** How fixes are suggested. */
function fixOptions({ missing, keep }: AuditFlags): FixOptions {
  if (keep === undefined) return { missing };
  const greatest = keep.match(/^greatest=(.+)$/)?.[1];
  if (greatest === undefined && !['first', 'last', 'complete'].includes(keep)) {
    throw new CommandError(`--keep: expected first, last, complete or greatest=COLUMN, got "${keep}"`);
  }
  return { missing, keep: greatest === undefined ? (keep as 'first') : { greatest } };
}

function jsonText(report: AuditReport, flags: AuditFlags): string {
  const options = { numExamples: flags.top, redact: flags.redact, ...fixOptions(flags) };
  return `${JSON.stringify(report.toJSON(options), null, 2)}\n`;
}

/** A row for each example: its number, its line in the file, and a flag and a score for each type. */
function issuesCsv(report: AuditReport): string {
  const issues = report.issues();
  const { table } = report.data;
  const { lines } = table.source;
  const rows = Int32Array.from({ length: report.rowCount }, (_, row) => wholeRow(table, row));
  const columns: [string, ArrayLike<unknown>][] = [
    ['row', rows],
    ...(lines ? [['line', rows.map((row) => lines[row]!)] as [string, ArrayLike<unknown>]] : []),
    ...issues.columnNames.map((name): [string, ArrayLike<unknown>] => [name, issues.column(name)]),
  ];
  return new Table(report.rowCount, columns).toCSV();
}

async function fixedBytes(report: AuditReport, flags: AuditFlags): Promise<Uint8Array> {
  const blob = await writeFixed(report.table, report.fixes(fixOptions(flags)));
  return new Uint8Array(await blob.arrayBuffer());
}

function printReport(
  report: AuditReport,
  file: string,
  flags: AuditFlags,
  failures: FailedGate[],
  terminal: Terminal,
): void {
  const { format, top, redact = false } = flags;
  if (format === 'json') terminal.out(jsonText(report, flags));
  else if (format === 'text') {
    terminal.out(auditScreen(report, terminal, { file, top: top ?? 0, redact }));
    if (terminal.verbosity !== 'quiet')
      terminal.out(`\n${nextSteps(report, file, { ...flags, label: flags.label || undefined })}`);
  } else {
    const options = { file, redact, numExamples: top, failedGates: failures };
    if (format === 'github') terminal.out(report.toGitHub(options));
    else terminal.out(format === 'junit' ? report.toJUnit(options) : report.toSARIF(options));
  }
}
