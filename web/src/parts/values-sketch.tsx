import type { SchemaData } from 'assayer/worker';
import { useMemo } from 'preact/hooks';

/** Rows in each bar, and how many of them are flagged. */
interface Heights {
  all: number[];
  flagged: number[];
}

/** How the values of a column are spread: a histogram of numbers or moments, or the frequency of the commonest values. */
function heights(schema: SchemaData, column: number, worst?: Float32Array): Heights {
  const bars = schema.histogramBars;
  const barOf = barsOf(schema, column);
  const found = { all: new Array<number>(bars).fill(0), flagged: new Array<number>(bars).fill(0) };
  for (let row = 0; row < schema.table.rowCount; row++) {
    const bar = barOf(row);
    if (bar === undefined || bar >= bars) continue;
    found.all[bar]! += 1;
    if (worst && worst[row]! <= 1) found.flagged[bar]! += 1;
  }
  return found;
}

/** The bar in which a row's cell is counted; none, or one beyond all, where it is in none. */
function barsOf(schema: SchemaData, column: number): (row: number) => number | undefined {
  const { codes, distinct } = schema.table.columns[column]!;
  const bars = schema.columns[column]!.bars ?? (codes ? commonest(codes, distinct!.length, schema.histogramBars) : []);
  return codes ? (row) => bars[codes[row]!] : (row) => bars[row];
}

/** A bar for each of the commonest values, the others are in none. */
function commonest(codes: Int32Array, values: number, most: number): Uint8Array {
  const counts = new Int32Array(values);
  for (const code of codes) if (code >= 0) counts[code]! += 1;
  const order = [...counts.keys()].sort((a, b) => counts[b]! - counts[a]!).slice(0, most);
  const bars = new Uint8Array(values).fill(most);
  order.forEach((code, bar) => {
    bars[code] = bar;
  });
  return bars;
}

/** A picture of a column's values, with the flagged rows marked; the facts beside it say the same in words. */
export function ValuesSketch(props: { schema: SchemaData; column: number; worst?: Float32Array }) {
  const { schema, column, worst } = props;
  if (schema.columns[column]!.kind === 'identifier') return null; // each value once: nothing to see
  return <Sketch schema={schema} column={column} {...(worst ? { worst } : {})} />;
}

function Sketch({ schema, column, worst }: { schema: SchemaData; column: number; worst?: Float32Array }) {
  const { all, flagged } = useMemo(() => heights(schema, column, worst), [schema, column, worst]);
  const bars = all.length;
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
