/** Where a cell stands in the text of its record, its quotes included. */
interface CellSpan {
  start: number;
  end: number;
}

/** Change cells of one record and nothing else: delimiter, quotes of other cells and line end stay as they are. */
export function editCsvRecord(record: string, edits: ReadonlyMap<number, string>, delimiter: string): string {
  const lineEnd = /\r?\n$|\r$/.exec(record)?.[0] ?? '';
  const text = record.slice(0, record.length - lineEnd.length);
  const spans = quotedSpans(text, delimiter) ?? plainSpans(text, delimiter);
  const last = Math.max(...edits.keys());
  let edited = '';
  let at = 0;
  for (const [c, { start, end }] of spans.entries()) {
    const value = edits.get(c);
    if (value === undefined) continue;
    edited += text.slice(at, start) + csvCell(value, delimiter, text[start] === '"');
    at = end;
  }
  edited += text.slice(at);
  for (let c = spans.length; c <= last; c++) edited += delimiter + csvCell(edits.get(c) ?? '', delimiter);
  return edited + lineEnd;
}

/** A cell as it is written: quoted where it must be. */
export function csvCell(value: string, delimiter: string, quoted = false): string {
  const needsQuotes = quoted || value.includes(delimiter) || /["\r\n]|^\s|\s$/.test(value);
  return needsQuotes ? `"${value.replaceAll('"', '""')}"` : value;
}

/** Undefined where a quote is not closed. */
function quotedSpans(text: string, delimiter: string): CellSpan[] | undefined {
  const spans: CellSpan[] = [];
  let start = 0;
  for (;;) {
    let end = text[start] === '"' ? afterClosingQuote(text, start, delimiter) : text.indexOf(delimiter, start);
    if (end === undefined) return undefined;
    if (end < 0) end = text.length;
    spans.push({ start, end });
    if (end >= text.length) return spans;
    start = end + delimiter.length;
  }
}

/** Where the cell ends whose quote opens at `start`: a quote that is not doubled, then blanks, then a delimiter or nothing. */
function afterClosingQuote(text: string, start: number, delimiter: string): number | undefined {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    if (text[at + 1] === '"') {
      at++;
      continue;
    }
    let end = at + 1;
    while (text[end] === ' ' && !text.startsWith(delimiter, end)) end++;
    if (end === text.length || text.startsWith(delimiter, end)) return end;
  }
  return undefined;
}

function plainSpans(text: string, delimiter: string): CellSpan[] {
  let at = 0;
  return text.split(delimiter).map((cell) => {
    const span = { start: at, end: at + cell.length };
    at = span.end + delimiter.length;
    return span;
  });
}
