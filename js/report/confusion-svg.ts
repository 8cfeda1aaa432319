import type { AuditReport } from '../audit/audit-report.ts';
import { escapeHtml } from './escape-html.ts';

/** More classes than these are not to be read side by side: those with the most disagreement are shown. */
const mostClasses = 15;
const cell = 44;
const letter = 7.6;

/** How many rows of each given class the models predict as which class; '' where classes are not predicted. */
export function confusionSvg(report: AuditReport, isRedacted: boolean): string {
  const names = report.classNames;
  if (report.task !== 'classification' || names.length < 2) return '';
  if (!report.data.state.results.some(({ type }) => type === 'label')) return '';
  const table = report.lab.getIssues('label');
  if (!table.columnNames.includes('predicted_label')) return '';
  const place = new Map(names.map((name, at) => [name, at]));
  const counts = names.map(() => new Array<number>(names.length).fill(0));
  const [given, predicted] = [table.column('given_label'), table.column('predicted_label')];
  for (let row = 0; row < table.rowCount; row++) {
    const [from, to] = [place.get(given[row] as string), place.get(predicted[row] as string)];
    if (from !== undefined && to !== undefined) counts[from]![to]!++;
  }
  const shown = mostConfused(counts);
  const name = (at: number) => {
    const text = isRedacted ? `class ${at + 1}` : String(names[at]);
    return text.length > 18 ? `${text.slice(0, 17)}…` : text;
  };
  const longest = Math.max(...shown.map((id) => name(id).length)) * letter;
  const left = longest + 16;
  const top = longest * 0.7 + 24; // names lean by 45 degrees
  const [width, height] = [left + shown.length * cell + longest * 0.7, top + shown.length * cell];
  const marks = shown.flatMap((from, line) => {
    const [x, y] = [left + line * cell, top + line * cell];
    return [
      `<text x="${left - 8}" y="${y + cell / 2 + 5}" text-anchor="end">${escapeHtml(name(from))}</text>`,
      `<text transform="translate(${x + cell / 2} ${top - 8}) rotate(-45)">${escapeHtml(name(from))}</text>`,
      ...shown.map((to, at) => square(counts[from]![to]!, sum(counts[from]!), from === to, left + at * cell, y)),
    ];
  });
  const some = names.length > shown.length ? ` Of ${names.length} classes the ${shown.length} most confused ones.` : '';
  return `<h2>Classes that are taken for each other</h2>
<p>Given labels down, what models that never saw the row predict across: rows off the diagonal are where labels or classes are in doubt.${some}</p>
<svg class="confusion" viewBox="0 0 ${width.toFixed(0)} ${height.toFixed(0)}" style="max-width:${width.toFixed(0)}px" role="img" aria-label="Given labels against predicted ones: ${agreement(counts)} of ${sum(counts.flat())} rows agree">${marks.join('')}</svg>`;
}

function square(rows: number, ofRow: number, isSame: boolean, x: number, y: number): string {
  const share = ofRow ? rows / ofRow : 0;
  const fill = `<rect class="${isSame ? 'same' : 'hit'}" x="${x + 1}" y="${y + 1}" width="${cell - 2}" height="${cell - 2}" fill-opacity="${rows ? (0.12 + 0.6 * share).toFixed(2) : '0.03'}"/>`;
  return rows
    ? `${fill}<text x="${x + cell / 2}" y="${y + cell / 2 + 5}" text-anchor="middle">${short(rows)}</text>`
    : fill;
}

function mostConfused(counts: number[][]): number[] {
  const ids = counts.map((_, id) => id);
  if (ids.length <= mostClasses) return ids;
  const wrong = ids.map((id) =>
    ids.reduce((total, other) => (other === id ? total : total + counts[id]![other]! + counts[other]![id]!), 0),
  );
  return [...ids]
    .sort((a, b) => wrong[b]! - wrong[a]!)
    .slice(0, mostClasses)
    .sort((a, b) => a - b);
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const agreement = (counts: number[][]) => counts.reduce((total, line, id) => total + line[id]!, 0);
const short = (rows: number) => (rows < 10_000 ? String(rows) : `${Math.round(rows / 1000)}k`);
