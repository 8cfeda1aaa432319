import type { SchemaData } from 'assayer/worker';
import { useMemo } from 'preact/hooks';

const bars = 16;

/** How the values of a column are spread: a histogram of numbers, or the frequency of the commonest values. */
function heights(schema: SchemaData, column: number): number[] {
  const { codes, distinct, numbers } = schema.table.columns[column]!;
  if (schema.columns[column]!.kind === 'numeric') {
    const parsed = distinct?.map(Number);
    const valueOf = (row: number) => (codes ? (codes[row]! < 0 ? Number.NaN : parsed![codes[row]!]!) : numbers![row]!);
    return histogram(schema.table.rowCount, valueOf);
  }
  if (!codes) return [];
  const counts = new Map<number, number>();
  for (const code of codes) if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts.values()].sort((a, b) => b - a).slice(0, bars);
}

function histogram(rows: number, valueOf: (row: number) => number): number[] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < rows; row++) {
    const value = valueOf(row);
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const counts = new Array<number>(bars).fill(0);
  if (!(high > low)) return low === high ? [rows] : [];
  for (let row = 0; row < rows; row++) {
    const value = valueOf(row);
    if (Number.isFinite(value)) counts[Math.min(bars - 1, Math.floor(((value - low) / (high - low)) * bars))]! += 1;
  }
  return counts;
}

/** A picture of a column's values; the facts beside it say the same in words. */
export function ValuesSketch({ schema, column }: { schema: SchemaData; column: number }) {
  const values = useMemo(() => heights(schema, column), [schema, column]);
  const top = Math.max(...values, 1);
  return (
    <svg class="sketch" viewBox={`0 0 ${bars} 10`} preserveAspectRatio="none" aria-hidden="true">
      {values.map((value, at) => {
        const height = value ? Math.max(0.4, (value / top) * 10) : 0;
        return <rect key={at} x={at + 0.08} y={10 - height} width={0.84} height={height} />;
      })}
    </svg>
  );
}
