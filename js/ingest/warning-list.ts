import type { Warning } from './raw-table.ts';

const shownLines = 8;

/** Gathers what happens many times into one warning of each kind. */
export class WarningList {
  readonly #byCode = new Map<
    string,
    { lines: number[]; details: string[]; count: number; phrase: (count: number) => string }
  >();
  readonly #single: Warning[] = [];

  add(warning: Warning): void {
    this.#single.push(warning);
  }

  /** @param phrase says what happened `count` times; @param detail is put behind the number of the line. */
  addLine(code: string, line: number, phrase: (count: number) => string, detail = ''): void {
    const seen = this.#byCode.get(code) ?? { lines: [], details: [], count: 0, phrase };
    this.#byCode.set(code, seen);
    seen.count++;
    if (seen.lines.length === shownLines) return;
    seen.lines.push(line);
    seen.details.push(detail ? `${line} (${detail})` : String(line));
  }

  list(): Warning[] {
    const gathered = [...this.#byCode].map(([code, { lines, details, count, phrase }]) => {
      const more = count > lines.length ? ', ...' : '';
      const place = count === 1 ? 'line' : 'lines';
      return { code, message: `${phrase(count)}: ${place} ${details.join(', ')}${more}`, lines, count };
    });
    return [...this.#single, ...gathered];
  }
}
