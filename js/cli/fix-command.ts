import { compare } from '../compare/compare.ts';
import { type AppliedFix, writeFixed } from '../fixes/apply-fixes.ts';
import { cellText, type RawTable } from '../ingest/raw-table.ts';
import { readTable } from '../ingest/read-table.ts';
import { writtenExtension } from '../ingest/write-table.ts';
import { type ReadFlags, readOptions, withoutUndefined } from './audit-command.ts';
import { CommandError, exitCodes } from './exit.ts';
import { readInput, readJsonFile, writeOutput } from './files.ts';
import { count } from './screen.ts';
import type { Terminal } from './terminal.ts';

/** Flags of `assayer fix`. */
export interface FixFlags extends ReadFlags {
  from: string;
  out?: string;
  log?: string;
  kinds?: string[];
  minConfidence?: number;
  rows?: string;
  escapeFormulas?: boolean;
  dryRun?: boolean;
  reaudit?: boolean;
}

/** A suggestion as a report holds it; `accepted: false` is how a reader of the report rejects it. */
interface Suggestion extends AppliedFix {
  from?: unknown;
  confidence: number;
  reason: string;
  accepted?: boolean;
}

export async function fixCommand(
  path: string,
  flags: FixFlags,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const report = await readJsonFile(flags.from);
  const suggestions = parseSuggestions(report, flags.from);
  const { bytes, name } = await readInput(path);
  const table = await readTable(bytes, { ...readOptions(flags, name), signal });
  const fixes = suggestions.filter((fix) => isWanted(fix, flags));
  for (const fix of fixes) checkStillTrue(table, fix, path);
  if (flags.log !== undefined) await writeOutput(terminal, flags.log, changeLog(table, fixes));
  if (flags.dryRun) {
    terminal.out(changeLog(table, fixes));
  } else {
    const blob = await writeFixed(table, fixes, { escapeFormulas: flags.escapeFormulas, signal });
    const fixed = new Uint8Array(await blob.arrayBuffer());
    await writeOutput(terminal, flags.out ?? defaultName(path, table), fixed);
    if (flags.reaudit) await tellChange(bytes, fixed, report, readOptions(flags, name), terminal, signal);
  }
  const isRow = ({ kind }: Suggestion) => kind === 'drop' || kind === 'merge';
  const relabels = fixes.filter((fix) => !isRow(fix)).length;
  const dropped = new Set(fixes.filter(isRow).map(({ row }) => row)).size;
  const left = suggestions.length - fixes.length;
  terminal.note(
    `${count(relabels, 'cell')} changed, ${count(dropped, 'row')} left out` +
      (left ? `; ${count(left, 'suggestion')} not applied` : ''),
  );
  return exitCodes.done;
}

/** Audit before and after; told on stderr, since stdout may be the fixed file. */
async function tellChange(
  before: Uint8Array,
  after: Uint8Array,
  report: unknown,
  { name, ...reading }: ReturnType<typeof readOptions>,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const label = (report as { label?: { name?: string } | null } | null)?.label?.name;
  const { quality, notes } = await compare(before, after, {
    ...withoutUndefined({ ...reading, label, noLabel: label === undefined ? true : undefined }),
    ...{ oldName: name, newName: name, nearLeaks: false, signal },
  });
  for (const { type, oldIssues, newIssues } of quality) {
    if (oldIssues || newIssues) terminal.note(`${type}: ${oldIssues} before, ${newIssues} after`);
  }
  for (const note of notes) terminal.note(note);
}

function parseSuggestions(report: unknown, path: string): Suggestion[] {
  const fixes = Array.isArray(report) ? report : (report as { fixes?: unknown } | null)?.fixes;
  if (!Array.isArray(fixes)) throw new CommandError(`${path}: expected a report written with --json, got other JSON`);
  return fixes as Suggestion[];
}

function isWanted(fix: Suggestion, { kinds, minConfidence = 0, rows }: FixFlags): boolean {
  const wanted = kinds?.flatMap((kind) => kind.split(','));
  return (
    fix.accepted !== false &&
    (!wanted || wanted.includes(fix.kind)) &&
    (fix.confidence ?? 1) >= minConfidence &&
    (rows === undefined || rows.split(',').map(Number).includes(fix.row))
  );
}

/** The file may have been changed since it was audited: rows are known by number only. */
function checkStillTrue(table: RawTable, { row, kind, column, from }: Suggestion, path: string): void {
  if (kind === 'drop' || kind === 'merge' || from === undefined) return;
  const found = table.columns.find((candidate) => candidate.name === column);
  if (!found || row >= table.rowCount) return; // refused where it is applied
  const now = cellText(found, row);
  if (now === from || now?.trim() === String(from).trim() || (now !== null && Number(now) === Number(from))) return;
  throw new CommandError(
    `${path}, row ${row}, "${column}": expected ${JSON.stringify(from)} as when it was audited, got ${JSON.stringify(now)}; audit it again`,
  );
}

function changeLog(table: RawTable, fixes: Suggestion[]): string {
  const { lines } = table.source;
  return `${JSON.stringify(
    fixes.map((fix) => ({ ...(lines ? { line: lines[fix.row] } : {}), ...fix })),
    null,
    2,
  )}\n`;
}

function defaultName(path: string, table: RawTable): string {
  if (path === '-') return '-';
  return `${path.replace(/(\.[a-z]+)(\.gz)?$/i, '')}.fixed${writtenExtension(table.source)}`;
}
