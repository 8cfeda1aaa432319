// Values of columns whose rows are flagged more often than others.
import type { AuditReport, SchemaData } from 'assayer/worker';
import { worstScores } from './rows.ts';

export interface Slice {
  column: string;
  /** A value, or the ends of a quarter of the numbers. */
  value: string | [number, number];
  rows: number[];
  flagged: number;
  /** Share flagged here over that of all rows. */
  ratio: number;
}

const mostSlices = 12;
const mostValues = 60;

/** Slices with many findings, most striking first; those that chance explains (two deviations) are left out. */
export function slicesOf(report: AuditReport, schema: SchemaData): Slice[] {
  const worst = worstScores(report);
  const total = worst.reduce((sum, score) => sum + (score <= 1 ? 1 : 0), 0);
  const part = total / Math.max(1, report.rowCount);
  const fewest = Math.max(8, Math.ceil(report.rowCount * 0.01));
  const found: (Slice & { surprise: number })[] = [];
  schema.columns.forEach(({ name, role, kind }, column) => {
    if (role === 'ignored' || kind === 'text' || kind === 'identifier') return;
    for (const [value, rows] of groupsOf(schema, report, column)) {
      if (rows.length < fewest || rows.length > report.rowCount * 0.9) continue;
      const flagged = rows.reduce((sum, row) => sum + (worst[row]! <= 1 ? 1 : 0), 0);
      const expected = part * rows.length;
      const surprise = (flagged - expected) / Math.sqrt(expected * (1 - part) + 1e-9);
      if (surprise > 3) found.push({ column: name, value, rows, flagged, ratio: flagged / expected, surprise });
    }
  });
  return found.sort((a, b) => b.surprise - a.surprise).slice(0, mostSlices);
}

function groupsOf(schema: SchemaData, report: AuditReport, column: number): [Slice['value'], number[]][] {
  const { codes, distinct, numbers } = schema.table.columns[column]!;
  const quantiles = report.profile[column]?.quantiles;
  if (schema.columns[column]!.kind === 'numeric' && quantiles?.length === 5) {
    const parsed = distinct?.map(Number);
    const quarters: [Slice['value'], number[]][] = [0, 1, 2, 3].map((at) => [[quantiles[at]!, quantiles[at + 1]!], []]);
    for (let row = 0; row < report.rowCount; row++) {
      const value = codes ? (codes[row]! < 0 ? Number.NaN : parsed![codes[row]!]!) : numbers![row]!;
      if (Number.isNaN(value)) continue;
      quarters[Math.max(0, [1, 2, 3].filter((at) => value > quantiles[at]!).length)]![1].push(row);
    }
    return quarters.filter(([value]) => value[0] !== value[1]);
  }
  if (!codes || distinct!.length > mostValues) return [];
  const groups: [Slice['value'], number[]][] = distinct!.map((value) => [value, []]);
  for (let row = 0; row < report.rowCount; row++) if (codes[row]! >= 0) groups[codes[row]!]![1].push(row);
  return groups;
}
