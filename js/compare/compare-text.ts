import { percent } from '../percent.ts';
import type { ColumnDrift, QualityChange } from './compare-data.ts';
import { byDrift, type CompareReport } from './compare-report.ts';

/** How a comparison is written. */
export interface CompareRenderOptions {
  /** Columns and leaked rows shown at most; default 20. */
  numExamples?: number;
  /** Leave out all cell values: names of columns, counts and measures only. */
  redact?: boolean;
}

/** One block of a comparison: a heading, sentences, and a table. */
interface Block {
  title: string;
  lines: string[];
  header?: string[];
  rows?: string[][];
}

/** What both the text and the Markdown tell; they differ in the writing only. */
function blocksOf(report: CompareReport, { numExamples = 20, redact = false }: CompareRenderOptions): Block[] {
  const blocks = [driftBlock(report, numExamples, redact), leakBlock(report, numExamples)];
  if (report.quality.length) blocks.push(qualityBlock(report.quality));
  const warnings = [
    ...report.old.warnings.map(({ message }) => `old table: ${message}`),
    ...report.new.warnings.map(({ message }) => `new table: ${message}`),
  ];
  const notes = [...report.notes, ...warnings];
  return notes.length ? [...blocks, { title: 'Notes', lines: notes }] : blocks;
}

function driftBlock(report: CompareReport, most: number, redact: boolean): Block {
  const { drift, newColumns, lostColumns } = report;
  const columns = byDrift(report.columns);
  const lines = [
    ...(newColumns.length ? [`New columns: ${newColumns.join(', ')}.`] : []),
    ...(lostColumns.length ? [`Lost columns: ${lostColumns.join(', ')}.`] : []),
    `${drift.drifted} of ${drift.compared} columns drifted; largest drift ${drift.largest.toFixed(3)}, mean ${drift.mean.toFixed(3)} (0 = none, 1 = nothing in common).`,
  ];
  if (columns.length > most) lines.push(`The ${most} of ${columns.length} columns that drifted most:`);
  return {
    title: 'Drift',
    lines,
    header: ['column', 'kind', 'drift', 'p adjusted', 'missing', 'what changed'],
    rows: columns
      .slice(0, most)
      .map((column) => [
        `${column.isDrift ? '! ' : ''}${column.name}`,
        column.kind,
        column.isCompared ? column.drift.toFixed(3) : '-',
        column.isCompared ? probability(column.adjustedPValue) : '-',
        missing(column, report),
        changes(column, report, redact),
      ]),
  };
}

function missing({ oldMissing, newMissing }: ColumnDrift, report: CompareReport): string {
  if (!oldMissing && !newMissing) return '-';
  return `${percent(oldMissing / report.old.rowCount)} -> ${percent(newMissing / report.new.rowCount)}`;
}

function changes(column: ColumnDrift, report: CompareReport, redact: boolean): string {
  const parts: string[] = [];
  if (column.oldKind !== column.newKind) parts.push(`was ${column.oldKind}, reads as ${column.newKind}`);
  if (!column.isCompared) return [...parts, 'not compared'].join('; ');
  if (column.kind === 'numeric') {
    if (column.oldMean !== null) parts.push(`mean ${short(column.oldMean)} -> ${short(column.newMean)}`);
    if (column.meanDifference !== null) parts.push(`d ${signed(column.meanDifference)}`);
    parts.push(`KS ${column.ks.toFixed(3)}`);
    if (column.wasserstein !== null) parts.push(`Wasserstein ${short(column.wasserstein)}`);
  } else if (column.kind === 'datetime') {
    if (column.oldMean !== null) parts.push(`middle ${day(column.oldMean)} -> ${day(column.newMean)}`);
    parts.push(`KS ${column.ks.toFixed(3)}`);
  } else {
    if (column.kind !== 'text') parts.push(`PSI ${column.stabilityIndex.toFixed(3)}`);
    parts.push(...levels('new', column.newLevels, redact), ...levels('lost', column.lostLevels, redact));
    const moved = column.largestMoves[0];
    if (moved && column.drift > 0 && !redact) {
      parts.push(`${quoted(moved.value)} ${shares(moved, column, report)}`);
    }
  }
  return parts.join('; ');
}

function shares(
  { oldRows, newRows }: { oldRows: number; newRows: number },
  column: ColumnDrift,
  report: CompareReport,
) {
  const old = report.old.rowCount - column.oldMissing;
  return `${percent(oldRows / old)} -> ${percent(newRows / (report.new.rowCount - column.newMissing))}`;
}

function levels(word: string, shifts: ColumnDrift['newLevels'], redact: boolean): string[] {
  if (!shifts.length) return [];
  if (redact) return [`${shifts.length} ${word}`];
  const more = shifts.length > 3 ? ` and ${shifts.length - 3} more` : '';
  return [
    `${word}: ${shifts
      .slice(0, 3)
      .map(({ value }) => quoted(value))
      .join(', ')}${more}`,
  ];
}

function leakBlock(report: CompareReport, most: number): Block {
  const { newRows, oldRows, isExact, sameLabel, nearSearched, oldRepeats } = report.leaks;
  const exact = isExact.reduce((sum, flag) => sum + flag, 0);
  const conflicts = sameLabel.reduce((sum, flag) => sum + (flag ? 0 : 1), 0);
  const near = newRows.length - exact;
  const how = nearSearched ? `${exact} exactly, ${near} nearly` : 'exactly; near copies were not looked for';
  const lines = newRows.length
    ? [
        `${newRows.length} of ${report.new.rowCount} new rows (${percent(newRows.length / report.new.rowCount)}) are in the old table too: ${how}.`,
      ]
    : [`No new row is in the old table too${nearSearched ? '' : ' (near copies were not looked for)'}.`];
  if (conflicts) lines.push(`${conflicts} of them have another label there.`);
  if (oldRepeats && newRows.length) {
    const share = percent(oldRepeats / report.old.rowCount);
    lines.push(`Inside of the old table ${share} of the rows repeat another one: so many may be alike by chance.`);
  }
  if (!newRows.length) return { title: 'Leaked rows', lines };
  return {
    title: 'Leaked rows',
    lines,
    header: ['new row', 'old row', 'copy', 'label'],
    rows: Array.from(newRows.subarray(0, most), (row, at) => [
      String(row),
      String(oldRows[at]),
      isExact[at] ? 'exact' : 'near',
      sameLabel[at] ? 'same' : 'differs',
    ]),
  };
}

function qualityBlock(quality: QualityChange[]): Block {
  const worse = quality.filter(({ change }) => change > 0.01).map(({ type }) => type);
  return {
    title: 'Quality',
    lines: [
      worse.length ? `More issues in the new table: ${worse.join(', ')}.` : 'No issue type has become more common.',
    ],
    header: ['issue', 'old rows', 'new rows', 'old share', 'new share', 'change'],
    rows: quality.map(({ type, oldIssues, newIssues, oldShare, newShare, change }) => [
      type,
      String(oldIssues),
      String(newIssues),
      percent(oldShare),
      percent(newShare),
      `${change > 0 ? '+' : ''}${(100 * change).toFixed(1)} points`,
    ]),
  };
}

/** A comparison as plain text. Control characters of the data are left to the terminal's own writer. */
export function compareText(report: CompareReport, options: CompareRenderOptions): string {
  const head = [tableLine('OLD', report.old), tableLine('NEW', report.new), labelLine(report)].join('\n');
  const blocks = blocksOf(report, options).map(({ title, lines, header, rows }) =>
    [title, ...lines.map((line) => `  ${line}`), ...(header ? aligned([header, ...rows!]) : [])].join('\n'),
  );
  return `${[head, ...blocks].join('\n\n')}\n`;
}

/** A comparison as Markdown. */
export function compareMarkdown(report: CompareReport, options: CompareRenderOptions): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const head = [tableLine('Old', report.old), tableLine('New', report.new), labelLine(report)];
  const blocks = blocksOf(report, options).map(({ title, lines, header, rows }) =>
    [
      `## ${title}`,
      lines.map(escaped).join('\n\n'),
      ...(header
        ? [[line(header), line(header.map(() => '---')), ...rows!.map((row) => line(row.map(escaped)))].join('\n')]
        : []),
    ].join('\n\n'),
  );
  return `${['# Comparison', head.map(escaped).join('\n\n'), ...blocks].join('\n\n')}\n`;
}

function tableLine(title: string, { name, rowCount, columnCount }: CompareReport['old']): string {
  return `${title}: ${name ?? 'data'}, ${rowCount} rows, ${columnCount} columns`;
}

function labelLine({ labelColumn, labelReason }: CompareReport): string {
  return labelColumn === null ? 'No label column.' : `Label: ${labelColumn} (${labelReason.phrase}).`;
}

function aligned(rows: string[][]): string[] {
  const flat = rows.map((row) => row.map((cell) => cell.replace(/[\r\n\t]+/g, ' ')));
  const widths = flat[0]!.map((_, c) => Math.min(32, Math.max(...flat.map((row) => row[c]!.length))));
  return flat.map((row) => `  ${row.map((cell, c) => cell.padEnd(widths[c]!)).join('  ')}`.trimEnd());
}

function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|#!~]/g, (mark) => `\\${mark}`).replace(/\s*\n\s*/g, ' ');
}

function quoted(text: string): string {
  return `“${text.length > 30 ? `${text.slice(0, 30)}…` : text}”`;
}

function short(value: number | null): string {
  return value === null ? 'none' : String(Number(value.toPrecision(4)));
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${value.toFixed(2)}`;
}

function probability(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

function day(days: number | null): string {
  const date = new Date((days ?? Number.NaN) * 86_400_000);
  return Number.isNaN(date.getTime()) ? 'none' : date.toISOString().slice(0, 10);
}
