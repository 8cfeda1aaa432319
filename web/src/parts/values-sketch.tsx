import type { ColumnKind, SchemaData } from 'assayer/worker';
import { useMemo } from 'preact/hooks';

const bars = 16;

/** Rows in each bar, and how many of them are flagged. */
interface Heights {
  all: number[];
  flagged: number[];
}

/** How the values of a column are spread: a histogram of numbers or moments, or the frequency of the commonest values. */
function heights(schema: SchemaData, column: number, worst?: Float32Array): Heights {
  const barOf = barsOf(schema, column);
  const found = { all: new Array<number>(bars).fill(0), flagged: new Array<number>(bars).fill(0) };
  for (let row = 0; row < schema.table.rowCount; row++) {
    const bar = barOf(row);
    if (bar < 0) continue;
    found.all[bar]! += 1;
    if (worst && worst[row]! <= 1) found.flagged[bar]! += 1;
  }
  return found;
}

/** What the cells of a column stand for as numbers; none where they are no numbers, or dates that are written unusually. */
function amountsOf(kind: ColumnKind, distinct: string[] | undefined): number[] | null {
  if (kind === 'numeric') return (distinct ?? []).map(Number);
  if (kind !== 'datetime' || !distinct) return null;
  const moments = distinct.map((text) => (/^\d{4}-\d\d/.test(text) ? Date.parse(text) : Number.NaN));
  return moments.filter(Number.isFinite).length > 0.9 * distinct.length ? moments : null;
}

/** The bar in which a row's cell is counted; -1 where it is in none. */
function barsOf(schema: SchemaData, column: number): (row: number) => number {
  const { codes, distinct, numbers } = schema.table.columns[column]!;
  const rows = schema.table.rowCount;
  const parsed = amountsOf(schema.columns[column]!.kind, distinct);
  if (parsed) {
    const valueOf = (row: number) => (codes ? (codes[row]! < 0 ? Number.NaN : parsed[codes[row]!]!) : numbers![row]!);
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < rows; row++) {
      const value = valueOf(row);
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    const scale = high > low ? bars / (high - low) : 0;
    return (row) => {
      const value = valueOf(row);
      return Number.isFinite(value) ? Math.min(bars - 1, Math.floor((value - low) * scale)) : -1;
    };
  }
  if (!codes) return () => -1;
  const counts = new Int32Array(distinct!.length);
  for (let row = 0; row < rows; row++) if (codes[row]! >= 0) counts[codes[row]!]! += 1;
  const commonest = [...counts.keys()].sort((a, b) => counts[b]! - counts[a]!).slice(0, bars);
  const places = new Int8Array(counts.length).fill(-1);
  commonest.forEach((code, bar) => {
    places[code] = bar;
  });
  return (row) => (codes[row]! < 0 ? -1 : places[codes[row]!]!);
}

/** A picture of a column's values, with the flagged rows marked; the facts beside it say the same in words. */
export function ValuesSketch(props: { schema: SchemaData; column: number; worst?: Float32Array }) {
  const { schema, column, worst } = props;
  if (schema.columns[column]!.kind === 'identifier') return null; // each value once: nothing to see
  return <Sketch schema={schema} column={column} {...(worst ? { worst } : {})} />;
}

function Sketch({ schema, column, worst }: { schema: SchemaData; column: number; worst?: Float32Array }) {
  const { all, flagged } = useMemo(() => heights(schema, column, worst), [schema, column, worst]);
  const top = Math.max(...all, 1);
  const height = (value: number) => (value ? Math.max(0.4, (value / top) * 10) : 0);
  return (
    <svg class="sketch" viewBox={`0 0 ${bars} 10`} preserveAspectRatio="none" aria-hidden="true">
      {all.map((value, at) => (
        <rect key={at} x={at + 0.08} y={10 - height(value)} width={0.84} height={height(value)} />
      ))}
      {flagged.map((value, at) => (
        <rect class="marked" key={at} x={at + 0.08} y={10 - height(value)} width={0.84} height={height(value)} />
      ))}
    </svg>
  );
}
