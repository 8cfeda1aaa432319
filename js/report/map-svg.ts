import type { AuditReport } from '../audit/audit-report.ts';

const width = 800;
const height = 460;
/** More points than these only make the file large. */
const mostPoints = 3000;

/** The rows as a picture: nearby points are similar rows, circles are flagged ones. '' where there is no picture. */
export function mapSvg(report: AuditReport): string {
  const { data, rows } = report.projection;
  if (!rows) return '';
  const flags = report.data.state.results.filter((result) => result.type === 'label' || result.type === 'outlier');
  const isFlagged = (row: number) => flags.some((result) => result.isIssue[row]);
  const every = Math.max(1, Math.ceil(rows / mostPoints));
  const marks: string[] = [];
  let circles = 0;
  for (let row = 0; row < rows; row++) {
    const flagged = isFlagged(row) && circles++ < mostPoints;
    if (row % every && !flagged) continue;
    const x = place(data[row * 2]!, width);
    const y = place(-data[row * 2 + 1]!, height);
    marks.push(`<circle class="${flagged ? 'flagged' : 'point'}" cx="${x}" cy="${y}" r="${flagged ? 5 : 2.5}"/>`);
  }
  return `<h2>The rows as a picture</h2>
<p>Similar rows lie near each other (two principal components); circled rows are flagged as label issues or outliers.</p>
<svg class="map" viewBox="0 0 ${width} ${height}" role="img" aria-label="Scatter picture of ${rows} rows, flagged rows circled">${marks.join('')}</svg>`;
}

/** Three deviations fill the picture; what lies beyond stays on its edge. */
function place(deviations: number, size: number): string {
  const at = size / 2 + (Math.max(-3.2, Math.min(3.2, deviations)) / 3.4) * (size / 2);
  return at.toFixed(1);
}
