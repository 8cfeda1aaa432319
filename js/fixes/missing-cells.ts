import type { AuditData, ColumnSchema } from '../audit/audit-data.ts';
import type { Fix } from '../audit/fixes.ts';
import { cellText, type RawColumn } from '../ingest/raw-table.ts';

/** Other rows with a value that a suggestion needs at least. */
const fewestVotes = 3;

/** Spellings of missing cells become empty cells: one way to say that there is no value. */
export function* marks(data: AuditData): Generator<Fix> {
  for (const [c, column] of data.table.columns.entries()) {
    const schema = data.schema[c]!;
    if (schema.role === 'label') continue;
    const spellings = new Set(data.profile[c]!.missingSpellings.map(({ value }) => value));
    if (!spellings.size) continue;
    for (let row = 0; row < data.table.rowCount; row++) {
      const text = cellText(column, row);
      if (text === null || !spellings.has(text.trim())) continue;
      yield {
        row,
        kind: 'mark',
        column: column.name,
        from: text,
        to: null,
        confidence: 0.9,
        reason: `“${text.trim()}” says that there is no value in ${column.name}; an empty cell says it in one way.`,
      };
    }
  }
}

/**
 * Missing cells get what the most similar rows have: the middle one of their numbers, the most frequent of their levels.
 * Texts, dates, identifiers and labels are left alone.
 */
export function* fills(data: AuditData): Generator<Fix> {
  const graph = data.state.knnGraph;
  if (!graph) return;
  for (const [c, column] of data.table.columns.entries()) {
    const schema = data.schema[c]!;
    if (schema.role !== 'feature' || !['numeric', 'categorical', 'boolean'].includes(schema.kind) || !schema.missing) {
      continue;
    }
    const isMissing = missingTest(
      column,
      schema,
      data.profile[c]!.missingSpellings.map(({ value }) => value),
    );
    for (let row = 0; row < data.table.rowCount; row++) {
      if (!isMissing(row)) continue;
      const rows = graph.indices.subarray(row * graph.neighbors, (row + 1) * graph.neighbors);
      const votes = Array.from(rows)
        .filter((other) => !isMissing(other))
        .map((other) => cellText(column, other)!);
      const chosen = votes.length < fewestVotes ? undefined : schema.kind === 'numeric' ? middle(votes) : mode(votes);
      if (!chosen) continue;
      yield {
        row,
        kind: 'fill',
        column: column.name,
        from: cellText(column, row),
        to: chosen.value,
        confidence: chosen.agreement,
        reason: `${column.name} is missing; ${chosen.phrase(votes.length)}.`,
      };
    }
  }
}

function missingTest(column: RawColumn, schema: ColumnSchema, spellings: string[]): (row: number) => boolean {
  const known = new Set(spellings);
  return (row) => {
    const text = cellText(column, row);
    if (text === null) return true;
    const trimmed = text.trim();
    return trimmed === '' || known.has(trimmed) || (schema.kind === 'numeric' && !/\d/.test(trimmed));
  };
}

interface Choice {
  value: string;
  /** In [0, 1]. */
  agreement: number;
  phrase(votes: number): string;
}

function mode(votes: string[]): Choice | undefined {
  const counts = new Map<string, number>();
  for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  const [value, most] = [...counts].reduce((best, one) => (one[1] > best[1] ? one : best));
  if (most < 2) return undefined; // no two of them agree
  return {
    value,
    agreement: most / (votes.length + 1),
    phrase: (n) => `${most} of the ${n} most similar rows that have a value have “${value.trim()}”`,
  };
}

/** The middle one as it is written in the file; a mean might have more digits than were ever measured. */
function middle(votes: string[]): Choice | undefined {
  const numbers = votes
    .map((text) => ({ text, number: Number(text.trim()) }))
    .filter(({ number }) => Number.isFinite(number))
    .sort((a, b) => a.number - b.number);
  if (numbers.length < fewestVotes) return undefined; // written in a way that only the core reads
  const { text, number } = numbers[(numbers.length - 1) >> 1]!;
  const [low, high] = [numbers[numbers.length >> 2]!.number, numbers[(numbers.length * 3) >> 2]!.number];
  const spread = high - low;
  return {
    value: text,
    agreement:
      spread === 0 ? numbers.length / (numbers.length + 1) : 1 / (2 + spread / Math.max(Math.abs(number), spread / 2)),
    phrase: (n) =>
      `the ${n} most similar rows that have a value lie about ${text.trim()} (${low} to ${high} for the middle half)`,
  };
}
