import type { CheckResultData } from '../datalab/checks.ts';

const bins = 25;
const [barWidth, barHeight] = [16, 90];
const [width, height] = [bins * barWidth, barHeight + 22];

/** How the scores of a check are spread over 0..1, the flagged rows in another colour; '' where all are the same. */
export function scoreHistogramSvg({ scores, isIssue }: CheckResultData): string {
  const all = new Array<number>(bins).fill(0);
  const flagged = new Array<number>(bins).fill(0);
  let count = 0;
  for (let row = 0; row < scores.length; row++) {
    if (Number.isNaN(scores[row]!)) continue;
    const bin = Math.max(0, Math.min(bins - 1, Math.floor(scores[row]! * bins)));
    all[bin]!++;
    count++;
    if (isIssue[row]) flagged[bin]!++;
  }
  if (all.filter(Boolean).length < 2) return '';
  const most = Math.max(...all);
  // A single row among a million is still to be seen.
  const tall = (rows: number) => (rows ? Math.max(1.5, (rows / most) * barHeight) : 0);
  const bar = (rows: number, bin: number, kind: string) =>
    rows
      ? `<rect class="${kind}" x="${bin * barWidth + 1}" y="${(barHeight - tall(rows)).toFixed(1)}" width="${barWidth - 2}" height="${tall(rows).toFixed(1)}"/>`
      : '';
  const marks = all.map((rows, bin) => bar(rows, bin, 'rest') + bar(flagged[bin]!, bin, 'hit'));
  const numFlagged = flagged.reduce((sum, rows) => sum + rows, 0);
  return `<figure><svg class="histogram" viewBox="0 0 ${width} ${height}" role="img" aria-label="Histogram of the scores of ${count} rows; ${numFlagged} are flagged, the most in one of ${bins} bins are ${most}">${marks.join('')}<path class="axis" d="M0 ${barHeight}.5H${width}"/><text x="0" y="${height - 6}">0 (worst)</text><text x="${width}" y="${height - 6}" text-anchor="end">1 (fine)</text></svg>
<figcaption>Scores of all rows; <span class="hit">flagged</span> ones in colour. The tallest bar has ${most} rows.</figcaption></figure>`;
}
