import type { AuditReport } from '../audit/audit-report.ts';
import { percent } from '../percent.ts';
import { confusionSvg } from './confusion-svg.ts';
import { escapeHtml } from './escape-html.ts';
import { style } from './html-style.ts';
import { mapSvg } from './map-svg.ts';
import { annotatorsInWords, type IssueOverview, overview, type RenderOptions, rowsInWords } from './overview.ts';
import { scoreHistogramSvg } from './score-histogram-svg.ts';

/** The report of an audit as one file: opens offline, no scripts, nothing from elsewhere, small however large the data. */
export function auditHtml(report: AuditReport, options: RenderOptions = {}): string {
  const seen = overview(report, { numExamples: 20, ...options });
  const name = options.redact ? null : report.data.table.source.name;
  const title = `Data audit${name ? ` of ${name}` : ''}`;
  const label = seen.label
    ? `Label: <b>${escapeHtml(seen.label.name)}</b> (${seen.label.task}; ${escapeHtml(seen.label.reason)})`
    : 'No label column';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p>${rowsInWords(seen)}, ${seen.columnCount} columns. ${label}.</p>
${seen.leaks.map(({ column, agreement }) => `<p class="warning"><b>${escapeHtml(column)}</b> gives the label away in ${percent(agreement)} of the rows and was left out of the models.</p>`).join('\n')}
<h2>What was found</h2>
<table><thead><tr><th>Issue</th><th class="n">Rows</th><th class="n">Share</th><th class="n">Score</th><th>1 = fine</th></tr></thead>
<tbody>${seen.issues.map(summaryRow).join('\n')}</tbody></table>
${mapSvg(report)}
${confusionSvg(report, options.redact ?? false)}
${seen.issues
  .filter((issue) => issue.examples.length)
  .map((issue) => section(issue, report))
  .join('\n')}
${annotators(annotatorsInWords(seen))}<h2>Columns</h2>
<table><thead><tr><th>Column</th><th>Kind</th><th class="n">Missing</th><th class="n">Distinct</th><th>Why</th></tr></thead>
<tbody>${seen.columns
    .slice(0, 500)
    .map(
      (column) =>
        `<tr><td>${escapeHtml(column.name)}</td><td>${column.role === 'feature' ? '' : `${column.role}, `}${column.kind}</td><td class="n">${column.missing}</td><td class="n">${column.distinct}</td><td>${escapeHtml(column.reason)}</td></tr>`,
    )
    .join('\n')}</tbody></table>
${notes([...seen.failures.map(({ type, message }) => `Not checked: ${type} (${message})`), ...seen.warnings])}
<footer>assayer ${escapeHtml(report.run.version)}, seed ${report.run.seed}, ${Math.round(report.run.milliseconds)} ms. Nothing left the machine.</footer>
</main>
</body>
</html>
`;
}

function annotators(lines: string[]): string {
  if (!lines.length) return '';
  return `<h2>Annotators</h2>\n<ul>${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>\n`;
}

function summaryRow({ type, title, numIssues, share, score }: IssueOverview): string {
  const bar = `<svg viewBox="0 0 100 8" width="100" height="8" role="img" aria-label="score ${score.toFixed(2)} of 1"><rect width="100" height="8" class="track"/><rect width="${(score * 100).toFixed(1)}" height="8" class="bar"/></svg>`;
  const link = numIssues ? `<a href="#${escapeHtml(type)}">${escapeHtml(title)}</a>` : escapeHtml(title);
  return `<tr><td>${link}</td><td class="n">${numIssues}</td><td class="n">${percent(share)}</td><td class="n">${score.toFixed(4)}</td><td>${bar}</td></tr>`;
}

function section({ type, title, description, numIssues, examples }: IssueOverview, report: AuditReport): string {
  const result = report.data.state.results.find((candidate) => candidate.type === type)!;
  const rest = numIssues - examples.length;
  return `<section id="${escapeHtml(type)}">
<h2>${escapeHtml(title)}</h2>
<p>${escapeHtml(description)}</p>
${scoreHistogramSvg(result)}
<table><thead><tr><th class="n">Row</th><th class="n">Score</th><th>Why</th></tr></thead>
<tbody>${examples.map(({ row, score, reason }) => `<tr><td class="n">${row}</td><td class="n">${score.toFixed(4)}</td><td>${escapeHtml(reason)}</td></tr>`).join('\n')}</tbody></table>
${rest > 0 ? `<p>… and ${rest} more.</p>` : ''}
</section>`;
}

function notes(messages: string[]): string {
  return messages.length
    ? `<h2>Notes</h2><ul>${messages.map((text) => `<li>${escapeHtml(text)}</li>`).join('')}</ul>`
    : '';
}
