import type { Table } from '../table.ts';

/** A table as monospaced text: the row numbers on the left if `rows` are given, cells right-aligned. */
export function textTable(table: Table, rows?: Int32Array): string {
  const shown = rows ?? Int32Array.from({ length: table.rowCount }, (_, i) => i);
  if (!shown.length) return `Empty DataFrame\nColumns: [${table.columnNames.join(', ')}]\nIndex: []`;
  const index = rows ? Array.from(rows, String) : [];
  const indexWidth = Math.max(0, ...index.map((text) => text.length));
  const columns = table.columnNames.map((name, at) => {
    const values = table.column(name);
    const isReal = values instanceof Float64Array || values instanceof Float32Array;
    const cells = formatCells(
      Array.from(shown, (i) => values[i]),
      isReal,
    );
    const isFirst = at === 0 && !rows;
    // The reference's tables set texts one further from their left neighbour, but not the titles over them.
    const width = Math.max(name.length, ...cells.texts.map((text) => text.length + (cells.isText && !isFirst ? 1 : 0)));
    const gap = isFirst ? 0 : cells.isText || (isReal && !rows) ? 1 : 2;
    return { name, texts: cells.texts, width: width + gap };
  });
  const line = (left: string, cells: string[]) =>
    left.padEnd(indexWidth) + cells.map((cell, at) => cell.padStart(columns[at]!.width)).join('');
  return [
    line(
      '',
      columns.map((column) => column.name),
    ),
    ...Array.from(shown, (_, at) =>
      line(
        index[at] ?? '',
        columns.map((column) => column.texts[at]!),
      ),
    ),
  ].join('\n');
}

interface Cells {
  texts: string[];
  isText: boolean;
}

function formatCells(values: unknown[], isReal: boolean): Cells {
  if (isReal) return { texts: formatReals(values as number[]), isText: false };
  if (values.every((value) => typeof value === 'number')) return { texts: values.map(String), isText: false };
  if (values.every((value) => typeof value === 'boolean')) {
    return { texts: values.map((value) => (value ? 'True' : 'False')), isText: false };
  }
  return { texts: values.map(asText), isText: true };
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return `[${Array.from(value as number[]).join(', ')}]`;
  return String(value);
}

/** Six decimals less the trailing zeros that all share; scientific where that would hide small or blow up large ones. */
export function formatReals(values: number[]): string[] {
  const finite = values.filter((value) => Number.isFinite(value));
  const fixed = trimmed(finite.map((value) => value.toFixed(6)));
  const width = Math.max(0, ...fixed.map((text) => text.replace('-', '').length)) + 1;
  const tiny = finite.some((value) => value !== 0 && Math.abs(value) < 1e-6);
  const huge = finite.some((value) => Math.abs(value) > 1e6) && width > 12;
  let at = 0;
  return values.map((value) => {
    if (Number.isNaN(value)) return 'NaN';
    if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
    const text = fixed[at++]!;
    return tiny || huge ? scientific(value) : text;
  });
}

function trimmed(texts: string[]): string[] {
  let result = texts;
  while (result.length && result.every((text) => /\.\d\d*0$/.test(text) && !/\.\d$/.test(text))) {
    result = result.map((text) => text.slice(0, -1));
  }
  return result;
}

function scientific(value: number): string {
  const [mantissa, exponent] = value.toExponential(6).split('e') as [string, string];
  const sign = exponent.startsWith('-') ? '-' : '+';
  return `${mantissa}e${sign}${exponent.replace(/[+-]/, '').padStart(2, '0')}`;
}
